"""The tables of a set of themes, row by row, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from heard.codes import Mode
from heard_web.people.models import User
from heard_web.themes.counting import count_themes
from heard_web.themes.models import CandidateRun, Codebook, Coding, MachineCoding
from heard_web.voice.models import Contribution

VOICE_COLUMNS = ["Voice", "Said on", "Activity", "Group", "How it reached us", "Whose words", "Words", "What we saw"]
Row = list[object]


def themes(codebook: Codebook, *, user: User) -> Iterator[Row]:
    """One row for each agreed theme, with the people counted by people and apart those a machine suggests."""
    del user  # the themes and counts of a set are open to whoever sees the set
    yield [
        "Theme", "Name", "What belongs here", "Part of", "People (checked by a person)", "People heard",
        "People the computer suggests (nobody has checked)", "Agreed on",
    ]  # fmt: skip
    for line in count_themes(codebook).lines:
        theme = line.theme
        yield [
            theme.pk, theme.name, theme.definition, theme.parent.name if theme.parent else "", line.people, line.heard,
            line.waiting_people, theme.agreed_at.date(),
        ]  # fmt: skip


def codings(codebook: Codebook, *, user: User) -> Iterator[Row]:
    """One row for each judgement of a person that a voice raises a theme."""
    yield [*VOICE_COLUMNS, "Theme", "Name of the theme", "What it says", "Suggested by the computer", "Coded by", "On"]
    rows = Coding.objects.filter(theme__codebook=codebook).with_parts().select_related("theme", "coded_by")
    seen = Contribution.objects.visible_to(user)
    for coding in rows.filter(contribution__in=seen).order_by("theme__name", "contribution", "id").usable():
        yield [
            *_voice(coding.contribution), coding.theme_id, coding.theme.name, coding.get_direction_display(),
            "yes" if coding.suggested_by_machine else "no", coding.coded_by.name, coding.coded_at.date(),
        ]  # fmt: skip


def suggestions(codebook: Codebook, *, user: User) -> Iterator[Row]:
    """One row for each voice the machine put in a group of its newest reading. Nobody has agreed to these."""
    yield [*VOICE_COLUMNS, "Suggestion", "Label", "Closeness", "Place", "Refused"]
    runs = CandidateRun.objects.visible_to(user).filter(codebook=codebook, state=CandidateRun.State.DONE)
    rows = MachineCoding.objects.filter(candidate__run__in=runs.order_by("-id").values("pk")[:1])
    lost = MachineCoding.objects.filter(candidate=OuterRef("candidate")).taken_back()
    rows = rows.with_parts().select_related("candidate").annotate(lost=Exists(lost))
    for coding in rows.order_by("candidate", "-closeness", "id").usable():
        label = "" if coding.lost else coding.candidate.label
        yield [
            *_voice(coding.contribution), coding.candidate_id, label, round(coding.closeness, 4),
            coding.get_place_display(), "yes" if coding.refused_at else "no",
        ]  # fmt: skip


def _voice(row: Contribution) -> Row:
    watched = row.observation.what_we_saw if row.mode == Mode.OBSERVED and hasattr(row, "observation") else ""
    group = row.speaker.get_group_display() if row.speaker else ""
    words = row.words or row.explanation
    return [
        row.pk, row.said_on, row.activity.title, group, row.get_mode_display(), row.get_mediation_display(), words, watched,
    ]  # fmt: skip


TABLES: dict[str, Callable[..., Iterator[Any]]] = {"themes": themes, "codings": codings, "suggestions": suggestions}
