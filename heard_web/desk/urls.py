from django.urls import path

from heard_web.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("<str:pile>/", views.everything, name="desk_pile"),
]
