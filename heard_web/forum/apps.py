from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "heard_web.forum"
    default_auto_field = "django.db.models.BigAutoField"
