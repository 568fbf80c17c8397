"""Everything about a set of themes that one person may take away, read in six queries however much there is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef

from heard.codes import Use
from heard_web.people.models import User
from heard_web.themes.models import (
    CandidateRun,
    Codebook,
    Coding,
    MachineCoding,
    PleaseRead,
    Theme,
    answers_about,
    hash_of,
)
from heard_web.themes.models_exchange import BroughtCoding
from heard_web.voice.models import Contribution


@dataclass
class Judgement:
    """One person's coding, with the passages it rests on that still point to the words they were marked in."""

    coding: Coding
    passages: list[tuple[int, int]] = field(default_factory=list)
    outdated: int = 0


@dataclass
class Whole:
    """A set of themes with its voices, codings and suggestions. `voices` are those this person may read, by number."""

    codebook: Codebook
    themes: list[Theme]
    voices: dict[int, Contribution]
    judgements: list[Judgement]
    suggestions: list[MachineCoding]
    please_read: list[PleaseRead]
    usable: set[int]
    counted: list[Contribution]
    run: CandidateRun | None
    withheld: bool = False


def whole(codebook: Codebook, *, user: User, suggestions: bool = True) -> Whole:
    """Read it all. People are counted from every usable voice; words come only from those this person may see."""
    rows = codebook.contributions()
    seen = Contribution.objects.visible_to(user).filter(pk=OuterRef("pk"))
    listed = list(
        rows.annotate(seen=Exists(seen))
        .select_related("activity", "speaker", "question", "observation", "held_by")
        .order_by("said_on", "pk")
    )
    answers = answers_about(rows)
    may = [row for row in listed if row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed]
    voices = {row.pk: row for row in may if row.seen}
    run, suggested = _suggestions(codebook, user=user, voices=voices) if suggestions else (None, [])
    return Whole(
        codebook=codebook,
        themes=list(codebook.themes.agreed().select_related("parent")),
        voices=voices,
        judgements=_judgements(codebook, {row.pk: row for row in may}),
        suggestions=suggested,
        please_read=_please_read(run, voices) if run is not None else [],
        usable={row.pk for row in may},
        counted=listed,
        run=run,
        withheld=not all(row.seen for row in listed),
    )


def _judgements(codebook: Codebook, voices: dict[int, Contribution]) -> list[Judgement]:
    """Every coding of a usable voice with its passages, in one query."""
    brought = BroughtCoding.objects.filter(coding=OuterRef("pk"))
    rows: Any = (
        Coding.objects.filter(theme__codebook=codebook, theme__merged_into=None)
        .select_related("theme", "coded_by")
        .annotate(
            is_brought=Exists(brought),
            passage_start=F("passages__start"), passage_end=F("passages__end"), passage_hash=F("passages__text_hash"),
        )
        .order_by("theme__position", "theme__name", "contribution", "id", "passages__start", "passages__end")
    )  # fmt: skip
    found: dict[int, Judgement] = {}
    for row in rows:
        voice = voices.get(row.contribution_id)
        if voice is None:
            continue
        row.contribution = voice
        judgement = found.setdefault(row.pk, Judgement(row))
        if row.passage_end is None:
            continue
        if row.passage_hash == hash_of(voice.readable) and row.passage_end <= len(voice.readable):
            judgement.passages.append((row.passage_start, row.passage_end))
        else:
            judgement.outdated += 1
    return list(found.values())


def _suggestions(
    codebook: Codebook, *, user: User, voices: dict[int, Contribution]
) -> tuple[CandidateRun | None, list[MachineCoding]]:
    """What the computer proposed when it was last asked, about voices this person may see, in one query."""
    runs = CandidateRun.objects.visible_to(user).filter(codebook=codebook, state=CandidateRun.State.DONE)
    newest = runs.order_by("-id").values("pk")[:1]
    lost = MachineCoding.objects.filter(candidate=OuterRef("candidate")).taken_back()
    rows = (
        MachineCoding.objects.filter(candidate__run__in=newest)
        .open_to_all()
        .select_related("candidate__run", "candidate__parent")
        .annotate(lost=Exists(lost))
        .order_by("candidate", "-closeness", "id")
    )
    listed: list[Any] = list(rows)
    run = listed[0].candidate.run if listed else None
    return run, [_with_voice(row, voices) for row in listed if row.contribution_id in voices]


def _please_read(run: CandidateRun, voices: dict[int, Contribution]) -> list[PleaseRead]:
    lost = MachineCoding.objects.filter(candidate=OuterRef("nearest")).taken_back()
    rows = run.please_read.open_to_all().select_related("nearest").annotate(lost=Exists(lost)).order_by("id")
    return [_with_voice(row, voices) for row in rows if row.contribution_id in voices]


def _with_voice(row: Any, voices: dict[int, Contribution]) -> Any:
    row.contribution = voices[row.contribution_id]
    return row


def coders(judgements: list[Judgement]) -> dict[int, list[Judgement]]:
    """The judgements of each coder, by the number of their account, in the order in which they first coded."""
    found: dict[int, list[Judgement]] = defaultdict(list)
    for judgement in sorted(judgements, key=lambda each: each.coding.pk):
        found[judgement.coding.coded_by_id].append(judgement)
    return dict(found)
