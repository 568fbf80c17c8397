from django.apps import AppConfig


class ProvisionConfig(AppConfig):
    name = "heard_web.provision"
    default_auto_field = "django.db.models.BigAutoField"
