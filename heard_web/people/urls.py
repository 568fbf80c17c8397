from django.urls import path

from heard_web.people import views, views_bodies, views_sign_in

app_name = "people"
urlpatterns = [
    path("sign-in/", views_sign_in.sign_in, name="sign_in"),
    path("sign-out/", views_sign_in.sign_out, name="sign_out"),
    path("password/", views_sign_in.password, name="password"),
    path("", views.list_people, name="list"),
    path("add/", views.add, name="add"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/open-again/", views.open_again, name="open_again"),
    path("<int:pk>/new-password/", views.new_password, name="new_password"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/add/", views.organisation_add, name="organisation_add"),
    path("organisations/<int:pk>/name/", views.organisation_rename, name="organisation_rename"),
    path("bodies/", views_bodies.bodies, name="bodies"),
    path("bodies/add/", views_bodies.body_add, name="body_add"),
    path("bodies/<int:pk>/name/", views_bodies.body_rename, name="body_rename"),
    path("release/<str:label>/<int:pk>/", views.release, name="release"),
]
