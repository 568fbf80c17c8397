"""A group of voices as something to read: a label in people's own words, its size in people, and its quotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from heard.themes.discovery.naming import Theme, name_themes
from heard.themes.discovery.space import Numbers
from heard.themes.discovery.texts import Said
from heard.themes.engine import Candidate, Member, Quote
from heard.themes.labels import Phrase, phrases_of
from heard.themes.polarity import leaning, polarity_of
from heard.themes.quotes import LONGEST, SHORTEST, Choice, dissenting, typical
from heard.themes.reading import Reader
from heard.themes.wording import Word, clauses, possible_names, without_names

WEAK = 0.5  # a theme is weak where fewer than half of its pairs of people stay together
_READ = 1000  # letters of a text that labels and leanings go by
_EDGE = 2


@dataclass(frozen=True, slots=True)
class Group:
    """A theme or sub-theme before it is described. `inside` are its texts by main theme, `also` come by a passage."""

    key: str
    parent: str
    inside: tuple[int, ...]
    members: tuple[Member, ...]
    people: frozenset[str]
    steadiness: float


@dataclass(frozen=True, slots=True)
class Material:
    """What every description draws on: the texts, where they lie, how close to their heart, and by how much clearer.

    `vectors` and `places` are there for the texts that were read, which come first; only those are named and quoted from.
    """

    texts: Sequence[Said]
    vectors: Numbers
    places: Numbers
    closeness: Numbers
    margin: Numbers
    _clauses: dict[int, list[list[Word]]] = field(default_factory=dict)
    _phrases: dict[int, set[tuple[Phrase, str]]] = field(default_factory=dict)
    _sides: dict[int, float] = field(default_factory=dict)

    def read(self, wanted: Iterable[int]) -> None:
        """Take the words of some texts apart, once for all; words that may be somebody's name are left out."""
        new = sorted(set(wanted) - self._clauses.keys())
        names = possible_names(self.texts[at].words[:_READ] for at in new)
        for at in new:
            whole = clauses(self.texts[at].words[:_READ])
            self._sides[at] = polarity_of(whole)
            self._clauses[at] = without_names(whole, names)
            self._phrases[at] = phrases_of(self._clauses[at])

    def clauses(self, at: int) -> list[list[Word]]:
        """Give the clauses of a text that was taken apart."""
        return self._clauses[at]

    def phrases(self, at: int) -> set[tuple[Phrase, str]]:
        """Give the phrases of a text that was taken apart."""
        return self._phrases[at]

    def side(self, at: int) -> float:
        """Say whether a text that was taken apart praises (to 1) or complains (to -1)."""
        return self._sides[at]


def describe(
    groups: Sequence[Group], material: Material, looked_at: int, reader: Reader | None, taken: Sequence[str] = ()
) -> list[Candidate]:
    """Describe groups side by side: each label marks out its group from the others, and no two are alike.

    Words that may be somebody's name are never in a label or a keyword. `looked_at` says how many texts of each, nearest
    first, labels and quotes are chosen from; `taken` are labels that are in use already.
    """
    looked = [_nearest(group, material)[:looked_at] for group in groups]
    material.read(at for inside in looked for at in inside)
    labels = name_themes([_named(inside, material) for inside in looked], reader, taken)
    return [
        _candidate(group, inside, material, *label) for group, inside, label in zip(groups, looked, labels, strict=True)
    ]


def _named(inside: Sequence[int], material: Material) -> Theme:
    heart = material.vectors[list(inside)].mean(axis=0)
    return Theme([material.phrases(at) for at in inside], [len(material.texts[at].people) for at in inside], heart)


def _nearest(group: Group, material: Material) -> list[int]:
    return _ordered(group, material, -material.closeness)


def _ordered(group: Group, material: Material, by: Numbers) -> list[int]:
    """Put the texts of a group that were read in an order; of those that differ by nothing one could see, the first first."""
    inside = np.array([at for at in group.inside if at < len(material.places)], dtype=np.int64)
    order: list[int] = inside[np.argsort(np.round(by[inside].astype(np.float64), 5), kind="stable")].tolist()
    return order


def _candidate(
    group: Group,
    looked: Sequence[int],
    material: Material,
    label: str,
    keywords: tuple[str, ...],
) -> Candidate:
    named = {word.stem for clause in clauses(label) for word in clause if word.content}
    choices = [_choice(material, at, named) for at in looked]
    side = leaning([choice.polarity for choice in choices for _ in material.texts[choice.at].voices])
    chosen = typical(choices, material.places, side)
    against = dissenting(choices, material.places, side)
    return Candidate(
        label=label,
        keywords=keywords,
        size_people=len(group.people),
        size_voices=len(group.members),
        leaning=side,
        typical=_quoted(material, chosen),
        dissenting=_quoted(material, against),
        members=group.members,
        key=group.key,
        parent=group.parent,
        steadiness=group.steadiness,
        weak=group.steadiness < WEAK,
        edge=_quoted(material, _edge(group, material, [*chosen, *against])),
        gist=", ".join(keywords[:3]),
    )


def _choice(material: Material, at: int, named: set[str]) -> Choice:
    said = material.texts[at]
    on_label = named <= {word.stem for clause in material.clauses(at) for word in clause} if named else False
    close = _rounded(material.closeness[at])
    return Choice(at, said.words, said.people, close, material.side(at), on_label)


def _edge(group: Group, material: Material, shown: Sequence[Choice]) -> list[Choice]:
    """Choose texts that might as well be elsewhere, each by somebody who is not quoted yet."""
    heard = frozenset[str]().union(*(choice.people for choice in shown))
    used = {choice.at for choice in shown}
    found: list[Choice] = []
    for at in _ordered(group, material, material.margin):
        said = material.texts[at]
        if at in used or said.people & heard or not SHORTEST // 2 <= len(said.words.split()) <= LONGEST:
            continue
        found.append(Choice(at, said.words, said.people, _rounded(material.closeness[at]), 0.0))
        heard |= said.people
        if len(found) == _EDGE:
            break
    return found


def _quoted(material: Material, chosen: Sequence[Choice]) -> tuple[Quote, ...]:
    quotes = []
    for one in chosen:
        voice = next(voice for voice in material.texts[one.at].voices if voice.words == one.words)
        quotes.append(Quote(voice.id, voice.words, one.closeness, 0, len(voice.words)))
    return tuple(quotes)


def _rounded(value: np.float32 | float) -> float:
    return round(min(1.0, max(0.0, float(value))), 5)
