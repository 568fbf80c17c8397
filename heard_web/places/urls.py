from django.urls import path

from heard_web.places import views

app_name = "places"
urlpatterns = [
    path("", views.list_settings, name="list"),
    path("add/", views.add, name="add"),
    path("import/", views.import_list, name="import"),
    path("<int:pk>/", views.setting, name="setting"),
    path("<int:pk>/change/", views.change, name="change"),
]
