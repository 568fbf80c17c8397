"""The gallery of components."""

from django.urls import path

from heard_web.design import views

app_name = "design"
urlpatterns = [path("", views.gallery, name="gallery")]
