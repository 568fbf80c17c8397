from django.urls import path

from heard_web.people.views_history import history

app_name = "audit"
urlpatterns = [path("", history, name="list")]
