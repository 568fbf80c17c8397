"""How easy a text is to read: long sentences, long words and a rough reading age."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_EASY_SENTENCE = 15  # words: the Easy Read rule of thumb
LONG_WORD = 3  # syllables
LIMITS = (
    "A rough guide from the length of words and sentences alone. It does not know hard ideas, layout or pictures, and "
    "it is unsure of texts under 100 words. Try the text with readers."
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\s|$)|\n|$|[.!?])")
_SOUNDED_E = ("ble", "cle", "dle", "fle", "gle", "kle", "ple", "sle", "tle", "zle", "ee", "ie", "ye", "oe", "ue")
_SOUNDED_ENDS = ("ted", "ded", "ses", "zes", "ces", "ges", "ches", "shes")
_TWO_VOWELS = re.compile(r"(?<![tcsgx])i[ao]|iet|[aeo]ing|uou")
_VOWELS = re.compile(r"[aeiouyàâäáãåèéêëìíîïòóôöõùúûü]+")


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence of more than 15 words, by exact place: `text[start:end] == words_in_it`."""

    start: int
    end: int
    words_in_it: str
    words: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured. `reading_age` is in years, None for a text with no words."""

    words: int
    sentences: int
    words_per_sentence: float
    long_words: tuple[str, ...]
    long_sentences: tuple[LongSentence, ...]
    reading_age: int | None
    limits: str = LIMITS


def reading(text: str) -> Reading:
    """Measure how easy a text is to read.

    The age is the Flesch-Kincaid school grade plus five, kept between 5 and 20, with syllables counted by groups of
    vowels.

    Units    `reading_age` is years of age; sentences and words are counted.
    Shape    any text; a line break ends a sentence, so list items count as sentences.
    Errors   none.
    Source   docs/reference/methods.md#reading-age
    Limits   `LIMITS` says them in words to show beside the figure.

    >>> measured = reading("We like the new room. It is quiet.")
    >>> measured.sentences, measured.words_per_sentence, measured.reading_age
    (2, 4.0, 5)
    """
    sentences: list[LongSentence] = []
    words: list[str] = []
    for match in _SENTENCE.finditer(text):
        inside = _WORD.findall(match[0])
        if not inside:
            continue
        words += inside
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end = match.start() + len(match[0].rstrip())
        sentences.append(LongSentence(start, end, text[start:end], len(inside)))
    if not words:
        return Reading(0, 0, 0.0, (), (), None)
    per_sentence = len(words) / len(sentences)
    counted = [syllables(word) for word in words]
    grade = 0.39 * per_sentence + 11.8 * sum(counted) / len(words) - 15.59
    long_words = dict.fromkeys(word for word, count in zip(words, counted, strict=True) if count >= LONG_WORD)
    long_sentences = tuple(sentence for sentence in sentences if sentence.words > LONGEST_EASY_SENTENCE)
    age = min(20, max(5, round(grade + 5)))
    return Reading(len(words), len(sentences), round(per_sentence, 1), tuple(long_words), long_sentences, age)


def syllables(word: str) -> int:
    """Estimate the syllables of an English word from its groups of vowels.

    >>> [syllables(word) for word in ("school", "quiet", "table", "transport", "education")]
    [1, 2, 2, 2, 4]
    """
    plain = word.casefold()
    count = len(_VOWELS.findall(plain)) + len(_TWO_VOWELS.findall(plain))
    silent_e = plain.endswith("e") and not plain.endswith(_SOUNDED_E)
    silent_e_inside = plain.endswith(("es", "ed")) and not plain.endswith(_SOUNDED_ENDS)
    return max(1, count - (silent_e or silent_e_inside))
