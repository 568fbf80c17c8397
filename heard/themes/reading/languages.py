"""What can be read at all: whether a text says enough, and whether it is in English, the language the model learned."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from heard.themes.wording import NEGATIONS, plain, word_list

BLANK = "Nothing was written down."
TOO_LITTLE = "Not enough to say: no word here tells what it is about."
NO_WORDS = "Not enough to say: there are signs or numbers here, but no words."
OTHER_LANGUAGE = "This is in another language: have it translated, or read it in that language."

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# Letters that English words never hold, and that the French and German words settled in English do not hold either.
_FOREIGN = frozenset("łżźśćąęńșşțţăğıőűřžščěůßñãõøåæðþđľťňķļņģūīāēėįųŵŷ")
_FEW = 3


def enough_to_say(text: str) -> str | None:
    """Say why a text cannot be placed by what it says, or nothing where it can.

    One word is enough when it names something: it may be all a child wanted to say.

    Shape    a sentence to show beside the voice, or None.
    Limits   it goes by the words alone: "yes" is a full answer to a question that asks for one.

    >>> [enough_to_say(text) for text in ("swings", "more trips")]
    [None, None]
    >>> enough_to_say("N/A")
    'Not enough to say: no word here tells what it is about.'
    """
    whole = plain(text)
    if not any(_visible(letter) for letter in whole):
        return BLANK
    lower = whole.lower()
    if not _WORD.search(lower):
        return NO_WORDS
    if all(_says_nothing(found[0]) for found in _WORD.finditer(lower)):
        return TOO_LITTLE
    return None


def _visible(letter: str) -> bool:
    return unicodedata.category(letter)[0] not in "ZC"


def _says_nothing(word: str) -> bool:
    if word.isascii() and len(word) == 1:
        return True
    return word in NEGATIONS or word in word_list("answers") or word in word_list("stop_words")


def cannot_read(text: str) -> str | None:
    """Say why the computer has nothing to say about a text, in one sentence, or nothing where it can read it.

    Limits   those of `enough_to_say` and `in_english`.

    >>> cannot_read("n/a"), cannot_read("more trips")
    ('Not enough to say: no word here tells what it is about.', None)
    >>> cannot_read("Moja córka nie chce iść do szkoły") == OTHER_LANGUAGE
    True
    """
    return enough_to_say(text) or (None if in_english(text) else OTHER_LANGUAGE)


def in_english(text: str) -> bool:
    """Say whether a text can be read as English. In doubt, and for a text without words, it is.

    Limits   a rule of thumb by script and by small words, made not to turn away English: a short text in another
             language that is written with the same letters may pass as English.

    >>> [in_english(text) for text in ("swings", "Moja córka nie chce iść do szkoły", "أريد المزيد من الوقت")]
    [True, False, False]
    """
    whole = plain(text)
    if not whole.isascii():
        letters = [letter for letter in whole if letter.isalpha()]
        if sum(not _latin(letter) for letter in letters) * 2 > len(letters):
            return False
    lower = whole.lower()
    words = _WORD.findall(lower)
    marks = not _FOREIGN.isdisjoint(lower)
    if len(words) <= _FEW:
        marked = sum(not _FOREIGN.isdisjoint(word) for word in words) if marks else 0
        return marked < 2 or any(word in _english() for word in words)
    other = _other()
    foreign = sum(word in other or (marks and not _FOREIGN.isdisjoint(word)) for word in words)
    if foreign < _FEW:
        return True
    english = sum(word in _english() for word in words)
    return foreign <= english * 2 or foreign * 3 < len(words)


def _latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


@cache
def _english() -> frozenset[str]:
    lists = ("stop_words", "ordinary_words", "positive_words", "negative_words", "negations")
    return frozenset[str]().union(*(word_list(name) for name in lists))


@cache
def _other() -> frozenset[str]:
    return word_list("other_languages") - _english()
