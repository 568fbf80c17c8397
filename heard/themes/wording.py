"""The words of a text: which carry meaning, which are one family, and which may be somebody's name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@cache
def word_list(name: str) -> frozenset[str]:
    """Read one of the word lists that come with the package."""
    text = files("heard.themes").joinpath("word_lists", f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


NEGATIONS = word_list("negations")
_ENDINGS = ("fulness", "fully", "edly", "ingly", "ings", "ing", "ied", "ies", "ily", "ed", "es", "ly", "y", "s", "e")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "sir", "madam", "nurse", "sister", "prof"})
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?;:\n()\[\]\"“”•/,]+|\s[-–—]+\s")
_FULL_STOP = re.compile(r"[.!?:;\n\"“”•]\s*$|^\s*$|[-–—]\s*$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, in lower case, with its family (`stem`) and whether it carries meaning of its own."""

    text: str
    stem: str
    content: bool


def plain(text: str) -> str:
    """Give text in one standard form: composed letters, straight apostrophes, single spaces.

    >>> plain("It’s  fine\\n")
    "It's fine"
    """
    composed = text
    if not text.isascii():
        composed = unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'")
    composed = composed.replace("`", "'")
    return " ".join(composed.split())


def clauses(text: str, names: frozenset[str] = frozenset()) -> list[list[Word]]:
    """Split a text into clauses of words. Words that may be names are left out, and part the words on either side.

    >>> [[word.stem for word in clause if word.content] for clause in clauses("Waiting lists, and long waits")]
    [['wait', 'list'], ['long', 'wait']]
    """
    found = [[_word(token.lower()) for token in _TOKEN.findall(part)] for part in _SENTENCE.split(plain(text))]
    found = [clause for clause in found if clause]
    return without_names(found, names) if names else found


def without_names(said: Iterable[Sequence[Word]], names: frozenset[str]) -> list[list[Word]]:
    """Leave words that may be names out of clauses; they part the words on either side.

    >>> [[word.text for word in clause] for clause in without_names(clauses("I told Oduya today"), frozenset({"oduya"}))]
    [['i', 'told'], ['today']]
    """
    found: list[list[Word]] = []
    for whole in said:
        clause: list[Word] = []
        for word in whole:
            if word.text in names or word.text.removesuffix("'s") in names:
                found.append(clause)
                clause = []
            else:
                clause.append(word)
        found.append(clause)
    return [clause for clause in found if clause]


@cache
def _word(lower: str) -> Word:
    content = len(lower) > 1 and lower not in word_list("stop_words") and lower not in NEGATIONS
    return Word(lower, stem(lower), content)


@cache
def stem(word: str) -> str:
    """Give the family of a word, so that "waits", "waited" and "waiting" count together.

    >>> [stem(word) for word in ("waits", "waited", "waiting", "stopped", "families", "class", "noise", "noisy")]
    ['wait', 'wait', 'wait', 'stop', 'famil', 'class', 'nois', 'nois']
    """
    word = word.removesuffix("'s").removesuffix("'")
    for ending in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare == word or len(bare) < 3 or not re.search(r"[aeiouy]", bare):
            continue
        if ending == "s" and bare.endswith(("s", "u", "i")):
            return word
        if ending == "es" and not bare.endswith(("s", "x", "z", "ch", "sh")):
            return stem(bare + "e")
        if ending in ("ing", "ings", "ed", "edly", "ingly") and bare[-1] == bare[-2] and bare[-1] not in "lsz":
            return bare[:-1]
        if ending in ("ing", "ings", "ed", "edly", "ingly", "s", "ly"):
            return stem(bare) if bare.endswith(("e", "y")) or ending in ("s", "ly") else bare
        return bare + ("ful" if ending in ("fulness", "fully") else "")
    return word


def possible_names(texts: Iterable[str]) -> frozenset[str]:
    """Find the words, in lower case, that may be somebody's name or the name of a place.

    A word counts as a name when it is a known first name; follows a title such as Mrs; or stands with a capital in the
    middle of a sentence and is seldom written without one, unless it is an ordinary word of the field or an acronym.

    Limits   a surname or nickname only ever typed in lower case is not found.

    >>> found = possible_names(["My worker Oduya rang", "Mrs Thorne helped", "tracy was kind", "The EHCP is long"])
    >>> {"oduya", "thorne", "tracy"} <= found, "ehcp" in found
    (True, False)
    """
    capital: Counter[str] = Counter()
    lower_case: list[str] = []
    titled: set[str] = set()
    for text in texts:
        whole = plain(text)
        mixed = not whole.isupper()
        before = ""
        for match in _TOKEN.finditer(whole):
            token = match[0]
            if token.islower():
                before = token.removesuffix("'s")
                lower_case.append(before)
                continue
            lower = token.lower().removesuffix("'s")
            if before in _TITLES and token[0].isupper():
                titled.add(lower)
            elif mixed and token[0].isupper() and not token.isupper() and not _opens(whole, match.start()):
                capital[lower] += 1
            before = lower
    small = Counter(lower_case)
    ordinary = word_list("ordinary_words") | word_list("stop_words")
    ordinary |= word_list("positive_words") | word_list("negative_words")
    found = {word for word, times in capital.items() if word not in ordinary and small[word] < 3 * times}
    return frozenset(word_list("first_names") | (titled - ordinary) | found) - word_list("stop_words")


def _opens(text: str, start: int) -> bool:
    return bool(_FULL_STOP.search(text[max(0, start - 6) : start]))
