"""Names a group of texts in the words people used."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from heard.themes.wording import NEGATIONS, Word, stem, word_list

LONGEST = 4
_FEWEST_PEOPLE = 2
_SHARE = 0.15  # of the people of a group: words that fewer used would name the rest wrongly
_LENGTH_WORTH = {1: 1.0, 2: 3.0, 3: 3.6, 4: 3.4}

Phrase = tuple[str, ...]


def label_groups(
    said: Sequence[Sequence[Sequence[Word]]], group: Sequence[int], people: Sequence[int], groups: int
) -> list[tuple[str, tuple[str, ...]]]:
    """Give each group a label and keywords: the short phrase that marks it out best, of those shared widely enough.

    `said` holds the clauses of each text with possible names already taken out; `people` how many people said each.
    A phrase is shared by two people or more, and, where there is one, by three in twenty of the group. No two groups share a
    phrase. A word that only orders, counts or judges, such as "first", names nothing by itself. A group that nothing else
    names is named by its strongest keywords.
    """
    everywhere: Counter[Phrase] = Counter()
    inside: dict[int, Counter[Phrase]] = defaultdict(Counter)
    shown: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for parted, where, many in zip(said, group, people, strict=True):
        for phrase, surface in sorted(phrases_of(parted)):
            everywhere[phrase] += many
            inside[where][phrase] += many
            shown[phrase][surface] += many
    sizes: Counter[int] = Counter()
    for where, many in zip(group, people, strict=True):
        sizes[where] += many
    all_people = sum(sizes.values())
    ranked = {where: _ranked(inside[where], everywhere, sizes[where], all_people) for where in range(groups)}
    labels: list[tuple[str, tuple[str, ...]]] = []
    used: set[Phrase] = set()
    for where in range(groups):
        free = [phrase for _, phrase in ranked[where] if phrase not in used]
        keywords = [phrase for _, phrase in ranked[where] if len(phrase) == 1 and not _is_vague(phrase)]
        written = tuple(_surface(shown[phrase]) for phrase in keywords)[:8]
        chosen = _choose(free, inside[where], sizes[where])
        if chosen is None:
            labels.append((_joined(written), written))
        else:
            used.add(chosen)
            labels.append((_capital(_surface(shown[chosen])), written))
    return labels


def _ranked(
    inside: Counter[Phrase], everywhere: Counter[Phrase], size: int, all_people: int
) -> list[tuple[float, Phrase]]:
    scored = []
    for phrase, many in inside.items():
        if many < _FEWEST_PEOPLE:
            continue
        lift = (many / size) / (everywhere[phrase] / all_people)
        if lift <= 1.0 and size < all_people:
            continue
        score = many**0.8 * math.log(lift + 0.2) * _LENGTH_WORTH[len(phrase)] * _joined_up(phrase)
        scored.append((-round(score, 9), phrase))
    return [(-score, phrase) for score, phrase in sorted(scored)]


def _choose(free: Sequence[Phrase], inside: Counter[Phrase], size: int) -> Phrase | None:
    """Take the best phrase that enough people used; where that is "first" or the like, the best of several words."""
    widely = [phrase for phrase in free if inside[phrase] >= _SHARE * size]
    best = next(iter([*widely, *free]), None)
    if best is None or not _is_vague(best):
        return best
    return next((phrase for phrase in [*widely, *free] if len(phrase) > 1), None)


def _is_vague(phrase: Phrase) -> bool:
    return len(phrase) == 1 and phrase[0] in _vague()


@cache
def _vague() -> frozenset[str]:
    """The families of words that only order, count, judge or join, and so name nothing alone."""
    return frozenset(stem(word) for word in word_list("vague_words") | word_list("stop_words"))


def _joined(keywords: Sequence[str]) -> str:
    """Name a group by its two or three strongest keywords: "Quiet, room, loud"."""
    return _capital(", ".join(keywords[:3])) if keywords else "Without a clear name"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _joined_up(phrase: Phrase) -> float:
    """Prefer a phrase with few joining words in it: "quiet room" before "room at the end"."""
    return 0.75 ** sum(1 for word in phrase if word in word_list("stop_words"))


def phrases_of(clauses: Sequence[Sequence[Word]]) -> set[tuple[Phrase, str]]:
    """List the phrases of a text once each, as word families with the words as written: one to four words, none trailing off."""
    return {found for clause in clauses for found in _windows(clause)}


def _windows(clause: Sequence[Word]) -> Iterator[tuple[Phrase, str]]:
    """Give each run of up to four words that begins and ends with a word that carries meaning, or begins with a "not"."""
    for start, first in enumerate(clause):
        if not first.content and first.text not in NEGATIONS:
            continue
        stems: Phrase = ()
        texts: Phrase = ()
        joining = 0
        for word in clause[start : start + LONGEST]:
            stems, texts = (*stems, word.stem), (*texts, word.text)
            if not word.content:
                joining += 1
            elif joining <= len(stems) // 2:
                yield stems, " ".join(texts)


def _surface(written: Counter[str]) -> str:
    """Choose the commonest way a phrase was written, the first in the alphabet where two are equal."""
    return min(written, key=lambda words: (-written[words], words))
