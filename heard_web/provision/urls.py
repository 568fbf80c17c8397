from django.urls import path

from heard_web.provision import views

app_name = "provision"
urlpatterns = [
    path("", views.register, name="list"),
    path("export.csv", views.export, name="export"),
    path("recommended/", views.compare, name="compare"),
    path("recommended.csv", views.export_compared, name="export_compared"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.provision, name="provision"),
    path("<int:pk>/status/", views.status, name="status"),
    path("<int:pk>/answers/", views.link, name="link"),
]
