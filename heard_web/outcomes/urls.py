from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "outcomes"


def placeholder(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("thread/<int:pk>/", placeholder, name="thread"), path("action_add/<int:pk>/", placeholder, name="action_add")]
