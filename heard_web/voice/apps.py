from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "heard_web.voice"
    default_auto_field = "django.db.models.BigAutoField"
