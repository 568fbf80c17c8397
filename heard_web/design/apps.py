"""The design app: shared templates, components and styles. It holds no rules and no records."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """The look and the words of every page."""

    name = "heard_web.design"
    verbose_name = "Design"

    def ready(self) -> None:
        """Forms speak plainly from the start."""
        from heard_web.design.wording import speak_plainly

        speak_plainly()
