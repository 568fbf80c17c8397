"""A name for a theme in people's own words: of the phrases they share, the one that lies nearest to what they mean."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from heard.themes.discovery.space import Numbers, evened
from heard.themes.labels import Phrase
from heard.themes.reading import Reader
from heard.themes.wording import stem, word_list

_WEIGHED = 6  # phrases of a theme that are compared by meaning
_KEYWORDS = 8
_SHARED = 0.3  # what it counts for that many used the phrase, beside its nearness in meaning
_APART = 0.5  # and that it is far from the other themes
_LENGTH = {1: 0.0, 2: 0.2, 3: 0.2, 4: 0.12}
_JOINING = 0.05
_ONE_PERSON = 0.25  # against it that only one person used the phrase, where a theme is of several
_NAMELESS = "Without a clear name"


@dataclass(frozen=True, slots=True)
class Theme:
    """What a name is made from: the phrases of each text, without possible names, how many people said each, its vector."""

    phrases: Sequence[Set[tuple[Phrase, str]]]
    people: Sequence[int]
    heart: Numbers


@dataclass(slots=True)
class _Used:
    inside: Counter[Phrase]
    theme: Theme
    size: int
    written: dict[Phrase, str] = field(default_factory=dict)


def name_themes(
    themes: Sequence[Theme], reader: Reader | None, taken: Sequence[str] = ()
) -> list[tuple[str, tuple[str, ...]]]:
    """Give each theme a label and keywords. No two labels are alike, and none is in `taken`.

    A label is a phrase of one to four words that people of the theme used: shared by several where there is one, telling
    it apart from the other themes, and near in meaning to all of it. A word that only orders, counts or judges names nothing
    alone.
    """
    used = [_used(theme) for theme in themes]
    everywhere: Counter[Phrase] = Counter()
    for one in used:
        everywhere.update(one.inside)
    people = sum(one.size for one in used)
    ranked = [_ranked(one, everywhere, people) for one in used]
    chosen = [[p for _, p in order if not _vague(p)][:_WEIGHED] for order in ranked]
    keys = [[p for _, p in order if len(p) == 1 and not _vague(p)][:_KEYWORDS] for order in ranked]
    for one, best, words in zip(used, chosen, keys, strict=True):
        _write(one, {*best, *words})
    meant = _meant(themes, used, chosen, reader)
    gone = {label.casefold() for label in taken}
    stems: set[Phrase] = set()
    named: list[tuple[str, tuple[str, ...]]] = []
    for one, words, worth in zip(used, keys, meant, strict=True):
        keywords = tuple(one.written[phrase] for phrase in words)
        best = sorted(worth, key=lambda phrase: (-worth[phrase], phrase))
        free = [p for p in best if p not in stems and one.written[p].casefold() not in gone]
        if free:
            stems.add(free[0])
            gone.add(one.written[free[0]].casefold())
            named.append((_capital(one.written[free[0]]), keywords))
        else:
            named.append((_capital(", ".join(keywords[:3])) if keywords else _NAMELESS, keywords))
    return named


def _used(theme: Theme) -> _Used:
    inside: Counter[Phrase] = Counter()
    for phrases, many in zip(theme.phrases, theme.people, strict=True):
        if many == 1:
            inside.update([phrase for phrase, _ in phrases])
            continue
        for phrase, _ in phrases:
            inside[phrase] += many
    return _Used(inside, theme, max(1, sum(theme.people)))


def _write(one: _Used, wanted: Collection[Phrase]) -> None:
    """Find the commonest way each phrase was written, the first in the alphabet where two are equal."""
    ways: dict[Phrase, Counter[str]] = {phrase: Counter() for phrase in wanted}
    for phrases, many in zip(one.theme.phrases, one.theme.people, strict=True):
        for phrase, surface in phrases:
            if phrase in ways:
                ways[phrase][surface] += many
    for phrase, written in ways.items():
        one.written[phrase] = min(written, key=lambda words: (-written[words], words))


def _ranked(one: _Used, everywhere: Counter[Phrase], people: int) -> list[tuple[float, Phrase]]:
    """Rank the phrases of a theme by how much more often it uses them than the rest do."""
    scored = []
    several = [(phrase, many) for phrase, many in one.inside.items() if many > 1]
    for phrase, many in several if len(several) >= 2 * _WEIGHED else one.inside.items():
        lift = (many / one.size) / (everywhere[phrase] / max(people, 1))
        if lift <= 1.0 and one.size < people:
            continue
        length = {1: 1.0, 2: 2.2, 3: 2.4, 4: 2.2}[len(phrase)]
        joining = 0.75 ** sum(1 for word in phrase if word in word_list("stop_words"))
        alone = 0.15 if many < 2 else 1.0
        scored.append((-round(many**0.8 * math.log(lift + 0.2) * length * joining * alone, 9), phrase))
    return [(-score, phrase) for score, phrase in sorted(scored)]


def _meant(
    themes: Sequence[Theme],
    used: Sequence[_Used],
    chosen: Sequence[list[Phrase]],
    reader: Reader | None,
) -> list[dict[Phrase, float]]:
    """Weigh the best phrases of each theme by how near they lie to what it means, and how far from the others."""
    if reader is None:
        return [{p: -float(at) for at, p in enumerate(phrases)} for phrases in chosen]
    flat = [one.written[phrase] for one, phrases in zip(used, chosen, strict=True) for phrase in phrases]
    if not flat:
        return [{} for _ in themes]
    near = reader.vectors(flat) @ evened(np.stack([theme.heart for theme in themes])).T
    found: list[dict[Phrase, float]] = []
    row = 0
    for at, (one, phrases) in enumerate(zip(used, chosen, strict=True)):
        worth: dict[Phrase, float] = {}
        for phrase in phrases:
            others = float(np.delete(near[row], at).mean()) if len(themes) > 1 else 0.0
            share = math.log1p(one.inside[phrase]) / math.log1p(one.size)
            joining = sum(1 for word in phrase if word in _joining())
            against = _JOINING * joining + (_ONE_PERSON if one.inside[phrase] < 2 < one.size else 0.0)
            worth[phrase] = round(
                float(near[row, at]) - _APART * others + _SHARED * share + _LENGTH[len(phrase)] - against, 5
            )
            row += 1
        found.append(worth)
    return found


@cache
def _joining() -> frozenset[str]:
    return frozenset(stem(word) for word in word_list("stop_words"))


@cache
def _idle() -> frozenset[str]:
    """The families of words that only order, count, judge or join, and so name nothing alone."""
    return frozenset(
        stem(word) for word in word_list("vague_words") | word_list("stop_words") | word_list("positive_words")
    )


def _vague(phrase: Phrase) -> bool:
    return len(phrase) == 1 and phrase[0] in _idle()


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
