"""A theme's definition, what belongs and what does not, and examples, as one text that people of any tool can read."""

from __future__ import annotations

import re

from heard.themes.coding.codebook import Code

INCLUDES = "Belongs here: "
EXCLUDES = "Does not belong here: "
EXAMPLE = "For example: "
_HEADS = re.compile(rf"^({INCLUDES}|{EXCLUDES}|{EXAMPLE})", re.MULTILINE)


def describe(code: Code) -> str:
    """Write everything that explains a theme as one text.

    >>> print(describe(Code("1", "Journeys", definition="Getting there.", includes="taxis", examples=("It was late.",))))
    Getting there.
    Belongs here: taxis
    For example: It was late.
    """
    parts = [code.definition] if code.definition else []
    parts += [INCLUDES + code.includes] if code.includes else []
    parts += [EXCLUDES + code.excludes] if code.excludes else []
    parts += [EXAMPLE + example for example in code.examples]
    return "\n".join(parts)


def explained(key: str, name: str, description: str, parent: str = "") -> Code:
    """Make a theme of its name and such a text. Text of another tool, without our headings, is the definition.

    >>> explained("1", "Journeys", "Getting there.\\nDoes not belong here: school trips").excludes
    'school trips'
    """
    pieces = _HEADS.split(description)
    definition = pieces[0].removesuffix("\n") if len(pieces) > 1 else description
    found: dict[str, list[str]] = {INCLUDES: [], EXCLUDES: [], EXAMPLE: []}
    told = list(zip(pieces[1::2], pieces[2::2], strict=True))
    for place, (head, words) in enumerate(told):
        found[head].append(words.removesuffix("\n") if place < len(told) - 1 else words)
    return Code(
        key, name, definition=definition, includes="\n".join(found[INCLUDES]), excludes="\n".join(found[EXCLUDES]),
        examples=tuple(found[EXAMPLE]), parent=parent,
    )  # fmt: skip
