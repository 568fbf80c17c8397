from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "heard_web.outcomes"
    default_auto_field = "django.db.models.BigAutoField"
