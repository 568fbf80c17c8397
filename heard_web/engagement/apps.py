from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "heard_web.engagement"
    default_auto_field = "django.db.models.BigAutoField"
