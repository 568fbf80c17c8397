from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "heard_web.jobs"
    default_auto_field = "django.db.models.BigAutoField"
