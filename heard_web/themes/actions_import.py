"""Bringing in a codebook or a coded project of another tool: look at it first, then bring in what fits."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from heard.codes import Use
from heard.errors import HeardError
from heard.records import Voice
from heard.themes.exchange.discovered import COMPUTER
from heard.themes.exchange.matching import match_sources
from heard.themes.exchange.opening import read_any
from heard.themes.exchange.project import Brought, PassageCoding
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.actions_codings import check_may_change
from heard_web.themes.actions_versions import note_version
from heard_web.themes.models import (
    FITS_NONE,
    BroughtCoding,
    BroughtFile,
    Codebook,
    Coding,
    Passage,
    RoundVoice,
    Theme,
    answers_about,
    hash_of,
)
from heard_web.voice.models import Contribution

MOST_TOLD = 200
LONGEST_NAME = Theme._meta.get_field("name").max_length or 120


def usable_voices(codebook: Codebook, *, by: User) -> dict[int, Contribution]:
    """The voices a person may put under the themes of a set now, by number: agreed to, seen, and not read apart by two."""
    apart = RoundVoice.objects.held_back().filter(round__codebook=codebook).values("contribution")
    rows = codebook.contributions().filter(pk__in=Contribution.objects.visible_to(by).values("pk"))
    answers = answers_about(codebook.contributions())
    return {
        row.pk: row
        for row in rows.exclude(pk__in=apart).select_related("speaker", "observation")
        if row.readable.strip() and row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed
    }


@transaction.atomic
def look_at_file(
    codebook: Codebook, *, by: User, content: bytes, file_name: str, sheet: str | None = None
) -> BroughtFile:
    """Read a file and say what of it fits here. Nothing is brought in yet, and the words of its texts are not kept.

    Looking at the same file again gives one record, with what fits now.
    """
    check_may_change(codebook, by=by)
    called = PurePath(file_name.replace("\\", "/")).name[:200] or "The file"
    brought = read_any(content, called, sheet=sheet)
    if not brought.codebook.codes:
        raise HeardError(f"{called} holds no theme. Check that it is the right file.")
    voices = usable_voices(codebook, by=by)
    records = [Voice(f"voice {pk}", row.readable) for pk, row in voices.items()]
    project = brought.project
    matching = match_sources(project.sources, project.codings, records)
    found, _ = BroughtFile.objects.update_or_create(
        codebook=codebook, file_hash=hashlib.sha256(content).hexdigest(), brought_in_at=None,
        defaults={
            "file_name": called, "origin": brought.origin[:120], "texts": len(project.sources), "read_by": by,
            "matched": len(matching.voices), "codes": _codes(brought), "codings": _codings(matching.codings, voices),
            "left_out": _left_out(brought, matching.codings)[:MOST_TOLD],
            "unmatched": [[each.source.name[:120], each.why] for each in matching.unmatched[:MOST_TOLD]],
        },
    )  # fmt: skip
    return found


def _codes(brought: Brought) -> list[dict[str, str]]:
    """The themes as they would be here: two levels, a name that fits, and each name once."""
    codes = {code.key: code for code in brought.codebook.codes}
    names: Counter[str] = Counter()
    kept = []
    for code in brought.codebook.codes:
        top = code
        while top.parent in codes:
            top = codes[top.parent]
        name = " ".join(code.name.split())[:LONGEST_NAME] or "A theme without a name"
        names[name.casefold()] += 1
        if (again := names[name.casefold()]) > 1:
            name = f"{name[: LONGEST_NAME - 6]} ({again})"
        kept.append({
            "key": code.key, "name": name, "definition": code.definition.strip(), "includes": code.includes.strip(),
            "excludes": code.excludes.strip(), "parent": top.key if top is not code else "",
        })  # fmt: skip
    return kept


def _codings(codings: tuple[PassageCoding, ...], voices: dict[int, Contribution]) -> list[list[Any]]:
    """The codings as rows: voice, theme, first letter, the one after the last, coder, and the hash of the words."""
    hashes = {pk: hash_of(row.readable) for pk, row in voices.items()}
    rows = []
    for each in codings:
        pk = int(each.source.removeprefix("voice "))
        if each.coder != COMPUTER:
            rows.append([pk, each.code, each.start, each.end, each.coder[:120], hashes[pk]])
    return rows


def _left_out(brought: Brought, codings: tuple[PassageCoding, ...]) -> list[str]:
    told = list(brought.left_out)
    suggested = sum(1 for each in codings if each.coder == COMPUTER)
    notes = len(brought.project.notes) + sum(1 for each in codings if each.note)
    examples = sum(1 for code in brought.codebook.codes if code.examples)
    keys = {code.key for code in brought.codebook.codes if not code.parent}
    deep = sum(1 for code in brought.codebook.codes if code.parent and code.parent not in keys)
    counted = [
        (
            suggested,
            "coding was the computer's, so nobody vouches for it",
            "codings were the computer's, so nobody vouches for them",
        ),
        (notes, "note stays in the file", "notes stay in the file"),
        (examples, "theme's examples stay in the file", "themes' examples stay in the file"),
    ]
    told += [f"{many:,} {one if many == 1 else more}." for many, one, more in counted if many]
    if deep:
        told.append(f"{deep:,} themes lie deeper than two levels. Each becomes part of its widest theme.")
    return told


@transaction.atomic
def bring_in_file(file: BroughtFile, *, by: User) -> BroughtFile:
    """Make the themes that are not here yet, and this person's codings of the voices that still fit.

    A theme of the same name is used as it is. Each coding says that it came from the file, and whose it was there. The
    person who brings it in vouches for it. Bringing in twice changes nothing.
    """
    check_may_change(file.codebook, by=by)
    files = BroughtFile.objects.select_for_update(no_key=True, of=("self",)).select_related("codebook")
    kept = files.get(pk=file.pk)
    codebook = kept.codebook
    if kept.brought_in_at is not None:
        return kept
    themes, new = _themes(kept, by=by)
    voices = usable_voices(codebook, by=by)
    rows = [row for row in kept.codings if row[1] in themes and _still_fits(row, voices)]
    made = _code(kept, rows, themes, by=by)
    kept.result = {
        "themes": new, "themes_here": len(themes) - new, "codings": made,
        "voices": len({row[0] for row in rows}), "left": len(kept.codings) - len(rows),
    }  # fmt: skip
    kept.brought_in_at, kept.codes, kept.codings, kept.unmatched = timezone.now(), [], [], []
    kept.save()
    if new:
        note_version(codebook, by=by, changed=f"Brought in {new} themes from “{kept.file_name[:200]}”.")
    sentence = f"{by.name} brought {new} themes and {made} codings from a file into set of themes {codebook.pk}."
    record(by=by, verb="bring_in_file", of=codebook, sentence=sentence)
    return kept


def _still_fits(row: list[Any], voices: dict[int, Contribution]) -> bool:
    """Whether the voice may still be used, and still has the words that were matched."""
    voice = voices.get(row[0])
    return voice is not None and hash_of(voice.readable) == row[5]


def _themes(file: BroughtFile, *, by: User) -> tuple[dict[str, Theme], int]:
    """The theme here for each theme of the file, made where there is none of that name; and how many were made."""
    here = {theme.name.casefold(): theme for theme in file.codebook.themes.agreed()}
    last = max((theme.position for theme in here.values()), default=0)
    themes: dict[str, Theme] = {}
    new = 0
    for code in sorted(file.codes, key=lambda each: bool(each["parent"])):  # wider themes first
        theme = here.get(code["name"].casefold())
        if theme is None:
            parent = themes.get(code["parent"])
            parent = parent.parent or parent if parent is not None else None
            new += 1
            told = {name: code[name] for name in ("name", "definition", "includes", "excludes")}
            theme = Theme.objects.create(
                codebook=file.codebook, parent=parent, position=last + new, agreed_by=by, **told
            )
            here[theme.name.casefold()] = theme
        themes[code["key"]] = theme
    return themes, new


def _code(file: BroughtFile, rows: list[list[Any]], themes: dict[str, Theme], *, by: User) -> int:
    """Write the codings, their passages and where they came from, in a few queries; give how many codings are new."""
    spans: dict[tuple[int, int], set[tuple[int, int, str]]] = defaultdict(set)
    coders: dict[tuple[int, int], set[str]] = defaultdict(set)
    for voice, code, start, end, coder, hashed in rows:
        pair = (themes[code].pk, voice)
        coders[pair].add(coder)
        if end > start:
            spans[pair].add((start, end, hashed))
    mine = Coding.objects.filter(theme__codebook=file.codebook, coded_by=by)
    there = {(row.theme_id, row.contribution_id) for row in mine}
    missing = [
        Coding(theme_id=theme, contribution_id=voice, coded_by=by) for theme, voice in sorted(coders.keys() - there)
    ]
    Coding.objects.bulk_create(missing, batch_size=500)
    found = {
        (row.theme_id, row.contribution_id): row for row in mine.all() if (row.theme_id, row.contribution_id) in coders
    }
    _mark({found[pair]: each for pair, each in spans.items()})
    BroughtCoding.objects.bulk_create(
        [
            BroughtCoding(file=file, coding=found[pair], coder=coder)
            for pair in sorted(coders)
            for coder in sorted(coders[pair])
        ],
        batch_size=500,
    )
    nowhere = {theme.pk for theme in themes.values() if theme.fits_none}
    placed = {voice for theme, voice in coders if theme not in nowhere}
    # Who finds a theme after all takes back that there is none.
    mine.filter(theme__name=FITS_NONE, contribution__in=placed).delete()
    return len(missing)


def _mark(spans: dict[Coding, set[tuple[int, int, str]]]) -> None:
    """Write the passages of codings; those of words that were corrected since point nowhere and go."""
    now = {coding.pk: {hashed for _, _, hashed in each} for coding, each in spans.items()}
    there = Passage.objects.filter(coding__in=now)
    Passage.objects.filter(pk__in=[row.pk for row in there if row.text_hash not in now[row.coding_id]]).delete()
    Passage.objects.bulk_create(
        [
            Passage(coding=coding, start=start, end=end, text_hash=hashed)
            for coding, each in spans.items()
            for start, end, hashed in sorted(each)
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


@transaction.atomic
def throw_away_file(file: BroughtFile, *, by: User) -> None:
    """Forget a file that was looked at and not brought in. Twice is harmless; one that was brought in stays."""
    check_may_change(file.codebook, by=by)
    BroughtFile.objects.waiting().filter(pk=file.pk).delete()
