from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "heard_web.public"
    default_auto_field = "django.db.models.BigAutoField"
