"""What any theme engine takes and gives back. An engine proposes themes; people decide."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from json.encoder import encode_basestring as _text
from typing import Literal, Protocol

from heard.errors import NotEnoughVoices
from heard.records import Voice

Progress = Callable[[int, int], None]
TOO_FAR = "Not close to any theme. Read it on its own."
ONE_PERSON = "Only one person said something like this. Read it on its own."
Leaning = Literal["mostly positive", "mostly negative", "mixed", "mostly neutral"]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one voice, exactly as recorded. `closeness` runs from 0 to 1: 1 is at the heart of the theme.

    `words` are those of the voice from `start` up to `end`; an `end` of -1 means the whole voice.
    """

    voice: str
    words: str
    closeness: float
    start: int = 0
    end: int = -1


@dataclass(frozen=True, slots=True)
class Member:
    """One voice in a theme, and how close to its heart it lies, from 0 to 1.

    A voice that holds several thoughts may be a member of several themes. Exactly one of them is its main theme; `spans`
    are the passages that brought it into this one, each from its first character up to its last, or none for the whole.
    """

    voice: str
    closeness: float
    main: bool = True
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theme proposed by an engine, for people to keep, rename, merge, split or drop.

    `key` is "3" for a theme and "3.2" for a part of it, whose `parent` is then "3". `steadiness`, from 0 to 1, says how
    far it stays together when some voices are left out; below a stated bound it is `weak`. `edge` quotes belong to it
    least clearly. `gist` are its weightiest keywords in a row, for a line under the label.
    """

    label: str
    keywords: tuple[str, ...]
    size_people: int
    size_voices: int
    leaning: Leaning
    typical: tuple[Quote, ...]
    dissenting: tuple[Quote, ...]
    members: tuple[Member, ...]
    key: str = ""
    parent: str = ""
    steadiness: float = 1.0
    weak: bool = False
    edge: tuple[Quote, ...] = ()
    gist: str = ""


@dataclass(frozen=True, slots=True)
class NotGrouped:
    """A voice that is in no theme, and why. It is waiting to be read, not lost.

    `nearest` is the key of the theme it lies nearest to, or empty where none is near.
    """

    voice: str
    why: str
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """A number of themes that was tried, how steady it was from 0 to 1, and what spoke for or against it."""

    number: int
    steadiness: float
    why: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """Everything an engine proposes for a set of voices. Every voice is in a candidate or in `not_grouped`, never lost.

    `speakers_known` is false where some voice has no speaker: each such voice then counts as a person of its own.
    `subthemes` are parts of the candidates. `tried` are the numbers of themes that were weighed up, and `parameters` name
    whatever else the result depends on, so that anybody can make it again.
    """

    engine: str
    version: str
    seed: int
    voices: int
    people: int
    speakers_known: bool
    number_of_themes: str
    candidates: tuple[Candidate, ...]
    not_grouped: tuple[NotGrouped, ...]
    subthemes: tuple[Candidate, ...] = ()
    steadiness: float = 1.0
    tried: tuple[Try, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> str:
        """Write the discovery as JSON text, the same bytes for the same discovery."""
        return "".join(self.json_parts())

    def json_parts(self) -> Iterator[str]:
        """Write the same JSON piece by piece, so that a million voices need no second copy: one member or voice a line."""
        plain: dict[str, object] = {}
        long: dict[str, Iterator[str]] = {}
        for name in sorted(item.name for item in fields(self)):
            value = getattr(self, name)
            if name in ("candidates", "subthemes"):
                long[name] = _lines((_candidate_json(one) for one in value), "\n ")
            elif name == "not_grouped":
                long[name] = _lines((_one_line(one) for one in value), "\n  ")
            plain[name] = value
        start = "{"
        for name, value in plain.items():
            yield f'{start}\n "{name}": '
            start = ","
            if name in long:
                yield from long[name]
            else:
                yield json.dumps(value, ensure_ascii=False, sort_keys=True, default=asdict)
        yield "\n}\n"


def _candidate_json(one: Candidate) -> Iterator[str]:
    start = "{"
    for name in sorted(item.name for item in fields(one)):
        yield f'{start}\n  "{name}": '
        start = ","
        if name == "members":
            yield from _lines((_one_line(member) for member in one.members), "\n   ")
        else:
            yield json.dumps(getattr(one, name), ensure_ascii=False, sort_keys=True, default=asdict)
    yield "\n }"


def _lines(items: Iterable[Iterable[str]], start: str) -> Iterator[str]:
    mark = "["
    for item in items:
        yield mark + start
        yield from item
        mark = ","
    yield "]" if mark == "," else "[]"


def _one_line(item: Member | NotGrouped) -> tuple[str]:
    """Write a member or a voice as the same bytes that `json.dumps` with sorted keys gives, many times sooner."""
    if isinstance(item, NotGrouped):
        return (f'{{"nearest": {_text(item.nearest)}, "voice": {_text(item.voice)}, "why": {_text(item.why)}}}',)
    main = "true" if item.main else "false"
    spans = json.dumps(item.spans) if item.spans else "[]"
    start = f'{{"closeness": {float(item.closeness)!r}, "main": {main}, "spans": {spans}'
    return (f'{start}, "voice": {_text(item.voice)}}}',)


def check_asked(voices: Sequence[Voice], themes: int | None) -> None:
    """Refuse what no themes can be found in. `NotEnoughVoices` says what to do."""
    if not voices:
        raise NotEnoughVoices("There are 0 voices to find themes in. Choose a file or an activity with some.")
    if themes is not None and themes < 1:
        raise NotEnoughVoices(f"{themes} themes were asked for. Ask for 1 or more, or leave the number out.")
    if len({voice.id for voice in voices}) < len(voices):
        again = [key for key, times in Counter(voice.id for voice in voices).items() if times > 1]
        raise NotEnoughVoices(f"{len(again)} voices share an id, such as “{again[0]}”. Give each voice its own.")


def asked_for(themes: int) -> str:
    """Say how many themes a person asked for."""
    return "1 theme was asked for." if themes == 1 else f"{themes} themes were asked for."


def silent(done: int, total: int) -> None:
    """Tell nobody how far it has come."""
    del done, total


class ThemeEngine(Protocol):
    """Something that can propose themes. The same voices and seed give the same discovery, in any order of voices."""

    @property
    def name(self) -> str:
        """Name the engine, as it is shown beside what it proposes."""
        ...

    @property
    def version(self) -> str:
        """Give the version, which changes whenever the same voices could come out differently."""
        ...

    def discover(
        self, voices: Sequence[Voice], *, themes: int | None, seed: int, progress: Progress | None
    ) -> Discovery:
        """Propose themes: as many as asked, or as many as the voices suggest."""
        ...
