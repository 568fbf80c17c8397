"""The tables of a set of themes, row by row, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, OuterRef

from heard.codes import Mode, Use
from heard.publishing.workbook import as_csv as table_as_csv
from heard_web.people.models import User
from heard_web.themes.agreeing import answered
from heard_web.themes.counting import ThemeLine, count_themes, some_hidden
from heard_web.themes.models import (
    FITS_NONE,
    BlindRound,
    CandidateRun,
    Codebook,
    Coding,
    MachineCoding,
    PleaseRead,
    answers_about,
    hash_of,
    people_behind,
)
from heard_web.voice.models import Contribution

VOICE_COLUMNS = ["Voice", "Said on", "Activity", "Group", "How it reached us", "Whose words", "Words", "What we saw"]
VOICES_COLUMNS = ("Contribution ID", "Words", "Person", "Question")
Row = list[object]


def themes(codebook: Codebook, *, user: User) -> Iterator[Row]:
    """One row for each agreed theme, with the people counted by people and apart those a machine suggests."""
    yield [
        "Theme", "Name", "What belongs here", "Part of", "People (checked by a person)", "People heard",
        "People the computer suggests (nobody has checked)", "Agreed on",
    ]  # fmt: skip
    for line in count_themes(codebook, withheld=some_hidden(codebook, user=user)).lines:
        theme = line.theme
        yield [
            theme.pk, theme.name, theme.definition, theme.parent.name if theme.parent else "", *_people(line),
            theme.agreed_at.date(),
        ]  # fmt: skip


def _people(line: ThemeLine) -> Row:
    """The people of a theme: as numbers for those who may read all the voices, and safe to print for others."""
    if line.withheld:
        return [line.people_told, line.heard_told, line.waiting_told]
    return [line.people, line.heard, line.waiting_people]


def codings(codebook: Codebook, *, user: User) -> Iterator[Row]:
    """One row for each judgement of a person that a voice raises a theme."""
    yield [
        *VOICE_COLUMNS, "Theme", "Name of the theme", "What it says", "Suggested by the computer", "Coded by", "On",
        "Passages (from letter - up to letter)", "Words of the passages", "Person",
    ]  # fmt: skip
    rows = Coding.objects.filter(theme__codebook=codebook).with_parts().select_related("theme", "coded_by")
    rows = rows.annotate(start=F("passages__start"), end=F("passages__end"), hashed=F("passages__text_hash"))
    seen = Contribution.objects.visible_to(user)
    order = ("theme__name", "contribution", "id", "passages__start", "passages__end")
    listed = rows.filter(contribution__in=seen).order_by(*order).usable()
    for _, together in groupby(listed, key=lambda row: row.pk):
        each = list(together)
        coding = each[0]
        yield [
            *voice_cells(coding.contribution), coding.theme_id, coding.theme.name, coding.get_direction_display(),
            "yes" if coding.suggested_by_machine else "no", coding.coded_by.name, coding.coded_at.date(),
            *_passages(coding.contribution.readable, each), "; ".join(people_behind(coding.contribution)),
        ]  # fmt: skip


def _passages(words: str, rows: list[Any]) -> Row:
    """Where the passages of a coding lie and their words, if the voice still has the words they were marked in."""
    hashed = hash_of(words)
    places = [(row.start, row.end) for row in rows if row.hashed == hashed and row.end <= len(words)]
    return ["; ".join(f"{start}-{end}" for start, end in places), " … ".join(words[start:end] for start, end in places)]


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
            *voice_cells(coding.contribution), coding.candidate_id, label, round(coding.closeness, 4),
            coding.get_place_display(), "yes" if coding.refused_at else "no",
        ]  # fmt: skip


def please_read(codebook: Codebook, *, user: User) -> Iterator[Row]:
    """One row for each voice the newest reading put in no theme, and why: somebody should read it."""
    yield [*VOICE_COLUMNS, "Why", "Nearest suggestion"]
    runs = CandidateRun.objects.visible_to(user).filter(codebook=codebook, state=CandidateRun.State.DONE)
    lost = MachineCoding.objects.filter(candidate=OuterRef("nearest")).taken_back()
    rows = PleaseRead.objects.filter(run__in=runs.order_by("-id").values("pk")[:1]).with_parts()
    for row in rows.select_related("nearest").annotate(lost=Exists(lost)).usable():
        yield [*voice_cells(row.contribution), row.why, row.nearest.label if row.nearest and not row.lost else ""]


def voices(codebook: Codebook, *, user: User) -> Iterator[Row]:
    """One row for each voice this set of themes may read: the table that `heard themes discover` takes."""
    yield list(VOICES_COLUMNS)
    rows = codebook.contributions().filter(pk__in=Contribution.objects.visible_to(user).values("pk"))
    answers = answers_about(codebook.contributions())
    for row in rows.select_related("speaker", "question", "observation").order_by("pk"):
        if row.readable.strip() and row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed:
            yield [row.pk, row.readable, row.speaker_id or f"c{row.pk}", row.question.words if row.question else ""]


def agreement(codebook: Codebook, *, user: User) -> Iterator[Row]:
    """One row for each voice of the newest reading that two people finished apart: what each said, and what counts.

    Only people who record for the holder see it. Readers 1 and 2 change places from voice to voice, as on the page.
    """
    yield [
        *VOICE_COLUMNS, "Reader 1 says", "Reader 2 says", "The same", "What counts", "How that was settled",
    ]  # fmt: skip
    rounds = BlindRound.objects.visible_to(user).filter(codebook=codebook, state=BlindRound.State.CLOSED)
    reading = rounds.first()
    seen = set(Contribution.objects.visible_to(user).filter(rounds__round=reading).values_list("pk", flat=True))
    for row in answered(reading) if reading is not None else ():
        if row.voice.contribution_id not in seen:
            continue
        settled = row.settled
        yield [
            *voice_cells(row.voice.contribution), _names(row.one), _names(row.other), "yes" if row.agreed else "no",
            _names(settled) if settled else "", settled.get_how_display() if settled else "not settled yet",
        ]  # fmt: skip


def _names(answer: Any) -> str:
    """The themes of an answer by name; none of them is an answer too."""
    return "; ".join(sorted(theme.name for theme in answer.themes.all())) or FITS_NONE


def voice_cells(row: Contribution) -> Row:
    """The cells that say which voice it is, who took part as what, and what they said."""
    watched = row.observation.what_we_saw if row.mode == Mode.OBSERVED and hasattr(row, "observation") else ""
    group = row.speaker.get_group_display() if row.speaker else ""
    words = row.words or row.explanation
    return [
        row.pk, row.said_on, row.activity.title, group, row.get_mode_display(), row.get_mediation_display(), words, watched,
    ]  # fmt: skip


TABLES: dict[str, Callable[..., Iterator[Any]]] = {
    "themes": themes,
    "codings": codings,
    "suggestions": suggestions,
    "please_read": please_read,
    "voices": voices,
    "agreement": agreement,
}


def as_csv(codebook: Codebook, what: str, *, user: User) -> bytes:
    """One of the tables as CSV, marked so that spreadsheets read the letters as they are."""
    return table_as_csv(TABLES[what](codebook, user=user))
