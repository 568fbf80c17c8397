"""Whether a text speaks well or badly of something, by counting words. Enough to look for the other view, no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from heard.themes.engine import Leaning
from heard.themes.wording import NEGATIONS, Word, clauses, word_list

REACH = 3  # words: how far a "not" reaches
_SHORT_REACH = {"no": 2, "nothing": 2, "none": 1, "without": 2, "lack": 2, "lacks": 2, "lacking": 2, "not": 4}
_VERY = frozenset({"very", "really", "so", "all", "extremely", "just", "too"})
_TURNS = frozenset({"but", "however", "although", "though", "yet"})
_ASKING = frozenset({"should", "could", "would", "needs", "need", "wish", "needed", "might"})
_BEING = frozenset({"be", "been", "to", "needs", "need", "needed", "wish", "more", "a"})
_ASKED_FOR = frozenset(
    {"better", "improved", "nice", "nicer", "helpful", "good", "great", "useful", "easier", "quicker"}
)
_AT_BEST = frozenset({"better", "best", "more", "nicer", "happier", "kinder", "improved", "fault", "faulted"})
_CANNOT = frozenset({"could", "couldn't", "couldnt", "cannot", "can't", "cant", "can", "carn't"})
_STATE = 0.25  # "pain" and "worry" tell how a person is more often than how a service was


def polarity(text: str) -> float:
    """Say how far a text speaks well (above 0) or badly (below 0) of something.

    Words of praise and of complaint are counted; a "not" shortly before turns one round, and "could not be better" is
    praise; "could be better" and "would be nice" ask for what is missing, so they count against. What follows a "but"
    counts double. Words for how a person is, such as "worried", count a quarter.

    Units    from -1, all complaint, to 1, all praise; 0 where neither is found or they balance.
    Shape    any text.
    Errors   none.
    Source   docs/reference/methods.md#polarity
    Limits   it knows no irony, no context and about 600 English words. On real comments it is right far more often than
             chance and far less often than a reader: it chooses what to show a reader, and decides nothing.

    >>> polarity("The staff are kind"), polarity("They are not kind"), polarity("The bus comes at nine")
    (1.0, -1.0, 0.0)
    >>> polarity("It could be better"), polarity("It could not be better")
    (-1.0, 1.0)
    """
    return polarity_of(clauses(text))


def polarity_of(said: Iterable[Sequence[Word]]) -> float:
    """Say how far clauses that were parted already speak well or badly: see `polarity`. Names are to be still in them."""
    good = bad = 0.0
    weight = 1.0
    weighty = _weighty()
    for clause in said:
        words = [word.text for word in clause]
        for at, word in enumerate(words):
            if word in _TURNS:
                weight = 2.0
            if word not in weighty:
                continue
            value = weight * _value(word, words[:at])
            good += max(value, 0.0)
            bad -= min(value, 0.0)
    return round((good - bad) / max(good + bad, 1.0), 4)


@cache
def _weighty() -> frozenset[str]:
    """The words that may count for or against at all, which most do not."""
    return word_list("positive_words") | word_list("negative_words") | _AT_BEST | _ASKED_FOR


def _value(word: str, before: list[str]) -> float:
    denied = NEGATIONS.intersection(before)
    if word in _AT_BEST and denied and ("nothing" in before or _CANNOT.intersection(before)):
        return 1.0
    if word in _ASKED_FOR and not denied and _asked_for(before):
        return -1.0
    if word in word_list("positive_words"):
        return -1.0 if _negated(before) else 1.0
    if word in word_list("negative_words"):
        size = _STATE if word in word_list("states") else 1.0
        return size if _negated(before) else -size
    return 0.0


def _asked_for(before: list[str]) -> bool:
    """Say whether what follows is wished for, as in "would be" or "needs to be", rather than there."""
    near = before[-4:]
    return any(word in _ASKING and _BEING.intersection(near[at + 1 :]) for at, word in enumerate(near))


def _negated(before: list[str]) -> bool:
    for distance, word in enumerate(reversed(before), start=1):
        if word not in NEGATIONS or distance > _SHORT_REACH.get(word, REACH):
            continue
        if word in ("no", "nothing") and distance > 1 and before[1 - distance] in _VERY:
            continue  # "nothing, very happy"
        return True
    return False


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
