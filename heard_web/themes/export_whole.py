"""A set of themes as one workbook and as a project for other tools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.utils import timezone

from heard.publishing.workbook import Rows, as_xlsx
from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.project import PassageCoding, Project, Source
from heard.themes.prevalence import prevalence
from heard_web.people.models import User
from heard_web.themes.export import VOICE_COLUMNS, Row, voice_cells
from heard_web.themes.figures import in_figures
from heard_web.themes.models import FITS_NONE, Codebook, people_behind
from heard_web.themes.whole import Whole, whole

CODING_COLUMNS = [
    *VOICE_COLUMNS, "Theme", "Name of the theme", "What it says", "Passages (from letter - up to letter)",
    "Words of the passages", "Suggested by the computer", "Brought from another tool", "Coded by", "On",
]  # fmt: skip


def codebook_of(codebook: Codebook) -> CodebookVersion:
    """The set of themes as it stands, as the library's codebook. It holds what people wrote, and nobody's words."""
    newest = codebook.versions.first()
    return CodebookVersion(codebook.title, newest.number if newest else 1, codebook.themes.all().records())


def workbook(codebook: Codebook, *, user: User) -> bytes:
    """The set as a workbook: what people agreed and coded on sheets of its own, what the computer suggests on others."""
    found = whole(codebook, user=user)
    sheets: dict[str, Rows] = {
        "Themes": _themes(found),
        "Codings": _codings(found),
        "Suggestions (computer)": _suggestions(found),
        "Please read": _please_read(found),
        "About": _about(found),
    }
    return as_xlsx(sheets)


def _themes(found: Whole) -> Iterator[Row]:
    yield [
        "Theme", "Name", "What it means", "Belongs here", "Does not belong here", "Part of", "People (checked by a person)",
        "People heard", "Agreed on",
    ]  # fmt: skip
    heard = len({person for row in found.counted for person in people_behind(row)})
    records = [record for each in found.judgements for record in each.coding.records()]
    people = {count.theme: count.people for count in prevalence(records, heard=heard)}
    for theme in found.themes:
        part_of = theme.parent.name if theme.parent else ""
        yield [
            theme.pk, theme.name, theme.definition, theme.includes, theme.excludes, part_of,
            _told(found, people.get(str(theme.pk), 0)), _told(found, heard), theme.agreed_at.date(),
        ]  # fmt: skip


def _told(found: Whole, many: int) -> int | str:
    """A number: true for those who may read all the voices, and safe to print for others."""
    return in_figures(many, withheld=True) if found.withheld else many


def _codings(found: Whole) -> Iterator[Row]:
    yield list(CODING_COLUMNS)
    for each in found.judgements:
        coding: Any = each.coding
        if coding.contribution_id not in found.voices:
            continue
        words = coding.contribution.readable
        yield [
            *voice_cells(coding.contribution), coding.theme_id, coding.theme.name, coding.get_direction_display(),
            "; ".join(f"{start}-{end}" for start, end in each.passages),
            " … ".join(words[start:end] for start, end in each.passages),
            "yes" if coding.suggested_by_machine else "no", "yes" if coding.is_brought else "no", coding.coded_by.name,
            coding.coded_at.date(),
        ]  # fmt: skip


def _suggestions(found: Whole) -> Iterator[Row]:
    yield [*VOICE_COLUMNS, "Suggestion", "Label", "Part of", "Closeness", "Place", "Main theme", "Passages", "Refused"]
    for row in found.suggestions:
        candidate, lost = row.candidate, row.lost  # type: ignore[attr-defined]
        passages = "; ".join(f"{start}-{end}" for start, end in row.spans)
        yield [
            *voice_cells(row.contribution), candidate.key or candidate.pk, "" if lost else candidate.label,
            candidate.parent.key if candidate.parent else "", round(row.closeness, 4), row.get_place_display(),
            "yes" if row.main else "no", passages, "yes" if row.refused_at else "no",
        ]  # fmt: skip


def _please_read(found: Whole) -> Iterator[Row]:
    yield [*VOICE_COLUMNS, "Why", "Nearest suggestion"]
    for row in found.please_read:
        nearest = row.nearest.label if row.nearest and not row.lost else ""  # type: ignore[attr-defined]
        yield [*voice_cells(row.contribution), row.why, nearest]


def _about(found: Whole) -> Iterator[Row]:
    yield ["What", "Value"]
    yield ["Set of themes", found.codebook.title]
    yield ["Held by", str(found.codebook.held_by)]
    yield ["Taken away on", timezone.localdate()]
    yield ["Voices it may read", _told(found, len(found.usable))]
    yield ["Voices shown here", len(found.voices)]
    sorted_voices = {each.coding.contribution_id for each in found.judgements}
    yield ["Voices somebody put under a theme", _told(found, len(sorted_voices))]
    if found.run is not None:
        for label, value in (
            ("Engine", found.run.engine),
            ("Version", found.run.engine_version),
            ("Seed", found.run.seed),
        ):
            yield [f"{label} of the suggestions", value]
    yield ["Places", "Letters are counted from 0. A passage 4-7 holds letters 4, 5 and 6."]
    yield [
        "To mind",
        "What people checked and what the computer suggests are on sheets of their own and are never added.",
    ]
    yield [
        "To mind",
        "Other copies do not know when somebody takes their words back. Erase this one when you are done.",
    ]


def project(codebook: Codebook, *, user: User) -> Project:
    """The set as a project: its themes, the voices this person may read, and what people coded. No suggestion is in it."""
    found = whole(codebook, user=user, suggestions=False)
    known = {str(theme.pk) for theme in found.themes if theme.name != FITS_NONE}
    shown = [each for each in found.judgements if each.coding.contribution_id in found.voices]
    codings = [
        PassageCoding(
            f"voice {each.coding.contribution_id}", str(each.coding.theme_id), start, end, each.coding.coded_by.name
        )
        for each in shown
        if str(each.coding.theme_id) in known
        for start, end in each.passages or [(0, -1)]
    ]
    sources = tuple(Source(f"voice {pk}", f"Voice {pk}", row.readable) for pk, row in found.voices.items())
    newest = max((each.coding.coded_at for each in shown), default=codebook.started_at)
    made_at = newest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    codes = tuple(
        Code(
            str(theme.pk), theme.name, definition=theme.definition, includes=theme.includes, excludes=theme.excludes,
            parent=str(theme.parent_id) if str(theme.parent_id) in known else "",
        )
        for theme in found.themes
        if str(theme.pk) in known
    )  # fmt: skip
    return Project(CodebookVersion(codebook.title, 1, codes), sources, tuple(codings), made_at=made_at)
