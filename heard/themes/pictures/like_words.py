"""Where themes lie by the words people used for them: for a map drawn without reading the voices again."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from heard.themes.wording import clauses

MOST_WORDS = 400  # families of words: the ones used for the most themes say least and weigh least


def places_by_words(said: Mapping[str, Iterable[str]]) -> dict[str, tuple[float, ...]]:
    """Give each theme a place by the words people used for it, so that themes raised in like words lie near each other.

    A word weighs more the more it belongs to one theme (words counted by theme, inverse theme frequency), and less than
    in proportion the more often it was said.

    Units    none; every place has one number for each family of words.
    Shape    texts for each theme, in any order. Words that carry no meaning of their own are left out.
    Errors   none: a theme nobody said a word about lies at nought.
    Source   docs/reference/methods.md#pictures
    Limits   it knows words and not meaning: a bus and a taxi are unlike here.

    >>> found = places_by_words({"Bus": ["The bus was late"], "Taxi": ["A late taxi"], "Play": ["More swings"]})
    >>> sum(a * b for a, b in zip(found["Bus"], found["Taxi"])) > sum(a * b for a, b in zip(found["Bus"], found["Play"]))
    True
    """
    counted = {theme: Counter(_stems(texts)) for theme, texts in said.items()}
    used = Counter(stem for words in counted.values() for stem in words)
    together: Counter[str] = Counter()
    for words in counted.values():
        together.update(words)
    kept = sorted(sorted(together), key=lambda stem: -together[stem])[:MOST_WORDS]
    weight = {stem: math.log(1 + len(counted) / used[stem]) for stem in kept}
    return {theme: tuple(math.log1p(words[stem]) * weight[stem] for stem in kept) for theme, words in counted.items()}


def _stems(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        for clause in clauses(text):
            yield from (word.stem for word in clause if word.content)
