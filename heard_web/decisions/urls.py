from django.urls import path

from heard_web.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.ask_list, name="list"),
    path("export.csv", views.export, name="export"),
    path("add/", views.ask_add, name="ask_add"),
    path("<int:pk>/", views.ask, name="ask"),
    path("<int:pk>/decide/", views.decide, name="decide"),
]
