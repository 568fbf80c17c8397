from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "heard_web.themes"
    default_auto_field = "django.db.models.BigAutoField"
