from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "heard_web.publishing"
    default_auto_field = "django.db.models.BigAutoField"
