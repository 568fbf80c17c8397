"""How the figures of a set of themes were made: facts from the records, put into words by the library."""

from __future__ import annotations

import hashlib
import shlex
import textwrap
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from heard.themes.exchange.method import CodingFacts, MadeFrom, Share, agreement_sentences, command_line, method_note
from heard.themes.groups.holding_back import UNDER
from heard_web.people.models import User
from heard_web.themes.actions_reading import fingerprint
from heard_web.themes.agreeing import answered
from heard_web.themes.counting import some_hidden, still_to_code
from heard_web.themes.effort import learned_in_words
from heard_web.themes.engines import WORD_WEIGHTS
from heard_web.themes.export import as_csv
from heard_web.themes.figures import in_figures
from heard_web.themes.made_again import COLUMNS
from heard_web.themes.models import BlindRound, CandidateRun, Codebook, Coding, LearningRun, MachineCoding, Theme

NOT_FOR_OTHERS = "How far two readers agree, and how often the computer is right, is told to those who hold the voices."
LOST = "(hidden: a voice in it was taken back)"


@dataclass(frozen=True)
class Method:
    """The note, and the parts of it that a page shows."""

    note: str
    command: str
    sha256: str
    result_sha256: str
    run: CandidateRun | None
    changed_since: bool
    coding: CodingFacts
    withheld: bool = False

    @property
    def sha256_in_parts(self) -> list[str]:
        """The SHA-256 in pieces, so that a narrow page can break it."""
        return textwrap.wrap(self.sha256, 8)

    @property
    def result_in_parts(self) -> list[str]:
        """The SHA-256 of the result in pieces."""
        return textwrap.wrap(self.result_sha256, 8)

    @property
    def table_in_parts(self) -> list[str]:
        """The SHA-256 of the table of what people coded in pieces."""
        return textwrap.wrap(self.coding.table_sha256, 8)

    @property
    def count_again(self) -> str:
        """The command that counts people from that table."""
        return shlex.join(self.coding.count_again)


def method_of(codebook: Codebook, *, user: User) -> Method:
    """Put together how the suggestions and codings of a set of themes came about. It holds no words of a voice.

    Those who may not read all its voices are told no small number, and not how far two readers agree.
    """
    withheld = some_hidden(codebook, user=user)
    runs = CandidateRun.objects.visible_to(user).filter(codebook=codebook, state=CandidateRun.State.DONE)
    run = None if withheld else runs.first()
    coding = _coding_facts(codebook, user=user, withheld=withheld)
    table = as_csv(codebook, "voices", user=user)
    rows = table.count(b"\r\n") - 1
    made_from = MadeFrom(
        file=f"themes-{codebook.pk}-voices.csv", sha256=hashlib.sha256(table).hexdigest(), **COLUMNS,
        rows=rows, left_out=_left_out(codebook, withheld=withheld),
    )  # fmt: skip
    voices = codebook.contributions().select_related("observation").records()
    found = _found(run, user=user) if run is not None else _nothing(len(voices), _people(codebook), withheld=withheld)
    command = command_line(made_from, _options(run)) if run is not None else []
    changed = run is not None and run.input_hash != fingerprint(voices)
    result = run.result_sha256 if run is not None and not changed else ""
    note = method_note(found, made_from, result_sha256=result, command=command, coding=coding)
    return Method(note, shlex.join(command), made_from.sha256, result, run, changed, coding, withheld)


def _options(run: CandidateRun) -> dict[str, object]:
    """What the command has to be told, so that it does the same."""
    engine = "words" if run.engine == WORD_WEIGHTS else run.engine
    return {"themes": run.themes_asked, "seed": run.seed, "engine": engine}


def _nothing(voices: int, people: int, *, withheld: bool) -> dict[str, Any]:
    return {
        "voices": in_figures(voices, withheld=True) if withheld else voices,
        "people": in_figures(people, withheld=True) if withheld else people,
        "engine": "none: the computer was not asked",
        "candidates": [],
        "not_grouped": [],
    }


def _found(run: CandidateRun, *, user: User) -> dict[str, Any]:
    """A run as a discovery, without the words of anybody: a theme has a name in it once a person gave it one.

    The note is taken away and passed on, so small counts are held back in it.
    """
    del user  # whoever sees the run sees its counts
    named = dict(Theme.objects.filter(from_candidate__run=run, merged_into=None).values_list("from_candidate", "name"))
    rows = list(run.candidates.with_taken_back().select_related("parent"))
    apart = run.please_read.standing().values_list("why", flat=True)
    return {
        "engine": run.engine, "version": run.engine_version, "seed": run.seed, "voices": run.voices,
        "people": _people(run.codebook), "number_of_themes": run.because, "parameters": run.parameters, "tried": run.tried,
        "candidates": [_candidate(row, named) for row in rows if row.parent_id is None],
        "subthemes": [_candidate(row, named) for row in rows if row.parent_id is not None],
        "not_grouped": [{"why": why} for why in apart],
    }  # fmt: skip


def _candidate(row: Any, named: Mapping[int, str]) -> dict[str, Any]:
    number = f"theme {row.key or row.pk}"
    name = (
        f"{named[row.pk]} ({number})" if row.pk in named else f"{number[0].upper()}{number[1:]}, not named by anybody"
    )
    return {
        "key": row.key, "parent": row.parent.key if row.parent else "", "label": LOST if row.has_taken_back else name,
        "size_people": _not_small(row.size_people), "size_voices": _not_small(row.size_voices),
        "steadiness": row.steadiness, "weak": row.weak,
    }  # fmt: skip


def _not_small(many: int) -> int | str:
    return many if many >= UNDER else f"fewer than {UNDER}"


def _people(codebook: Codebook) -> int:
    read = codebook.contributions().select_related("speaker")
    return len({row.speaker_id or f"c{row.pk}" for row in read})


def _left_out(codebook: Codebook, *, withheld: bool) -> tuple[str, ...]:
    """Voices that are held but may not be read, with the reason."""
    refused = still_to_code(codebook).not_agreed
    told = []
    if refused:
        figures = in_figures(refused, withheld=True) if withheld else f"{refused:,}"
        voices = "1 voice is" if figures == "1" else f"{figures} voices are"
        told.append(f"{voices[0].upper()}{voices[1:]} not read, because nobody agreed to that, or took it back.")
    return tuple(told)


def _coding_facts(codebook: Codebook, *, user: User, withheld: bool) -> CodingFacts:
    """Who coded how much, as Coder 1, 2 and so on; what the computer suggests apart; how far people agree."""
    voices: dict[int, set[int]] = {}
    many: dict[int, int] = {}
    for row in Coding.objects.filter(theme__codebook=codebook).usable():
        voices.setdefault(row.coded_by_id, set()).add(row.contribution_id)
        many[row.coded_by_id] = many.get(row.coded_by_id, 0) + 1
    shares = [Share(f"Coder {place}", len(voices[pk]), many[pk]) for place, pk in enumerate(sorted(voices), 1)]
    waiting = MachineCoding.objects.waiting().filter(candidate__run__codebook=codebook).usable()
    if waiting:
        shares.append(Share("The computer", len({row.contribution_id for row in waiting}), len(waiting), machine=True))
    newest = codebook.versions.first()
    themes = codebook.themes.agreed().about_something().count()
    if withheld:
        shares = [_rounded(share) for share in shares]
        number = newest.number if newest else 1
        return CodingFacts(codebook.title, number, themes, tuple(shares), (NOT_FOR_OTHERS,))
    name = f"themes-{codebook.pk}-codings.csv"
    return CodingFacts(
        codebook.title, newest.number if newest else 1, themes, tuple(shares), _agreement(codebook), _sureness(codebook),
        table=name, table_sha256=hashlib.sha256(as_csv(codebook, "codings", user=user)).hexdigest(),
        count_again=("heard", "themes", "count", name, "--themes", "Name of the theme", "--person", "Person"),
    )  # fmt: skip


def _rounded(share: Share) -> Share:
    """The same in figures that are safe to print."""
    voices, codings = (in_figures(int(many), withheld=True) for many in (share.voices, share.codings))
    return replace(share, voices=voices, codings=codings)


def _agreement(codebook: Codebook) -> tuple[str, ...]:
    """What the newest reading by two people says about how far people agree, in sentences."""
    from heard.themes.coding.agreement import agree

    reading = codebook.rounds.filter(state=BlindRound.State.CLOSED).first()
    rows = answered(reading) if reading is not None else []
    if not rows:
        return ()
    codings: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for row in rows:
        for given in (row.one, row.other):
            codings[str(given.reader_id)][str(row.voice.contribution_id)] = frozenset(
                str(theme.pk) for theme in given.themes.all()
            )
    same = sum(1 for row in rows if row.agreed)
    told = f"Two people read {len(rows):,} voices apart from each other and said the same about {same:,} of them."
    return told, *agreement_sentences(agree(codings))


def _sureness(codebook: Codebook) -> tuple[str, ...]:
    """What the computer learned last, and how far its own sureness could be believed."""
    run = LearningRun.objects.newest_done(codebook)
    if run is None:
        return ()
    return (f"The computer learned what belongs where (version {run.version[:12]}). {learned_in_words(run)}",)
