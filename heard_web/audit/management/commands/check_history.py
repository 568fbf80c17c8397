"""Check that nobody has changed the history behind the site's back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heard_web.audit.models import AuditEvent, first_broken


class Command(BaseCommand):
    """Read every event in turn; stop with an error at the first that does not follow from the one before."""

    help = "Check that every event of the history follows from the one before it, and that none is missing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = first_broken()
        if isinstance(broken, AuditEvent):
            raise CommandError(
                f"Event {broken.pk} of {broken.at:%d %B %Y} was changed, or one before it was taken out. "
                "Compare the history with a backup from before that day."
            )
        if broken:
            raise CommandError(broken)
        self.stdout.write(
            f"The history is whole: {AuditEvent.objects.count():,} events, each following the one before."
        )
