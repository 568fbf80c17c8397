"""What is left of a draft in the text a person made of it, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

LEAST_RUN = 3  # words in a row: one or two, such as “of the”, stand in any two texts

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def words_in(text: str) -> list[str]:
    """The words of a text, without capitals and signs."""
    return _WORD.findall(text.casefold())


def _places_kept(draft: str, text: str) -> set[int]:
    """Which words of a text, by their place, stand in it as they stood in the draft: at least three in a row, or all."""
    before, after = words_in(draft), words_in(text)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    least = min(LEAST_RUN, len(before)) or 1
    return {place for block in blocks if block.size >= least for place in range(block.b, block.b + block.size)}


def still_there(draft: str, text: str) -> bool:
    """Whether anything of a draft is left in a text."""
    return bool(_places_kept(draft, text))


def own_words(drafts: Iterable[str], text: str) -> int:
    """How many words of a text come from none of these drafts."""
    kept = set().union(*(_places_kept(draft, text) for draft in drafts))
    return len(words_in(text)) - len(kept)
