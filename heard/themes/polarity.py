"""Whether a text speaks well or badly of something, by counting words. Enough to look for the other view, no more."""

from __future__ import annotations

from heard.themes.engine import Leaning
from heard.themes.wording import NEGATIONS, clauses, word_list

REACH = 3  # words: how far a "not" reaches
_TURNS = frozenset({"but", "however", "although", "though", "yet"})
_WANTING = frozenset({"should", "could", "needs", "need", "wish", "more", "better", "improved", "if", "would"})
_ASKED_FOR = frozenset(
    {"better", "improved", "improve", "more", "nice", "helpful", "good", "great", "useful", "easier"}
)


def polarity(text: str) -> float:
    """Say how far a text speaks well (above 0) or badly (below 0) of something.

    Words of praise and of complaint are counted; a "not" up to three words before turns one round; "could be better"
    and "would be nice" ask for what is missing, so they count against. What follows a "but" counts double.

    Units    from -1, all complaint, to 1, all praise; 0 where neither is found or they balance.
    Shape    any text.
    Errors   none.
    Source   docs/reference/methods.md#polarity
    Limits   it knows no irony, no context and about 600 English words. On real comments it is right far more often than
             chance and far less often than a reader: it chooses what to show a reader, and decides nothing.

    >>> polarity("The staff are kind"), polarity("They are not kind"), polarity("The bus comes at nine")
    (1.0, -1.0, 0.0)
    """
    good = bad = 0.0
    weight = 1.0
    for clause in clauses(text):
        words = [word.text for word in clause]
        for at, word in enumerate(words):
            if word in _TURNS:
                weight = 2.0
            value = _value(word)
            if not value:
                continue
            before = words[max(0, at - REACH) : at]
            if word in _ASKED_FOR and _WANTING.intersection(before):
                value = -1
            elif NEGATIONS.intersection(before):
                value = -value
            good += weight if value > 0 else 0.0
            bad += weight if value < 0 else 0.0
    return round((good - bad) / (good + bad), 4) if good + bad else 0.0


def _value(word: str) -> int:
    if word in word_list("positive_words"):
        return 1
    return -1 if word in word_list("negative_words") else 0


def leaning(polarities: list[float]) -> Leaning:
    """Say which way most of a theme leans: by its voices that lean at all, where they are a fifth or more of it.

    >>> leaning([1.0, 1.0, 0.5, -1.0]), leaning([0.0, 0.0]), leaning([1.0, -1.0])
    ('mostly positive', 'mostly neutral', 'mixed')
    """
    good = sum(1 for value in polarities if value > 0)
    bad = sum(1 for value in polarities if value < 0)
    if good + bad == 0 or good + bad < len(polarities) / 5:
        return "mostly neutral"
    if good >= 0.65 * (good + bad):
        return "mostly positive"
    return "mostly negative" if bad >= 0.65 * (good + bad) else "mixed"
