from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "heard_web.places"
    default_auto_field = "django.db.models.BigAutoField"
