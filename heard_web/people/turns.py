"""Taking turns: a form sent twice at once, by an impatient thumb or a slow line, is kept once."""

from __future__ import annotations

from heard_web.people.models import Organisation, User


def wait_for_turn(by: User) -> None:
    """Wait until nobody else of this person's organisation is in the middle of writing something of this sort down.

    It holds to the end of the transaction. SQLite lets one write at a time anyway.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
