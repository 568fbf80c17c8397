from django.urls import path

from heard_web.forum import views

app_name = "forum"
urlpatterns = [
    path("join/", views.interest, name="interest"),
    path("join/thanks/", views.thanks, name="thanks"),
    path("", views.list_interest, name="list"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/follow-up/", views.follow_up, name="follow_up"),
    path("<int:pk>/close/", views.close, name="close"),
]
