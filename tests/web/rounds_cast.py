"""What two readers do in the tests of rounds."""

from __future__ import annotations

from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import BlindRound, Coding, Theme
from heard_web.voice.models import Contribution


def give(reading: BlindRound, voice: Contribution, by: User, *themes: Theme, direction: str = "not_said") -> None:
    actions.answer(reading.voices.get(contribution=voice), by=by, themes=themes, direction=direction)


def read_all(reading: BlindRound, voices: list[Contribution], by: User, *chosen: list[Theme]) -> None:
    for voice, themes in zip(voices, chosen, strict=True):
        give(reading, voice, by, *themes)
    actions.finish(reading, by=by)
    reading.refresh_from_db()


def coded() -> set[tuple[int, str, str, bool]]:
    rows = Coding.objects.select_related("theme", "coded_by")
    return {(row.contribution_id, row.theme.name, row.coded_by.name, row.settled) for row in rows}
