"""What a list of codes is: a short stable code to store, and the words people read."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class CodeList(StrEnum):
    """A list of stable lower-case codes, each with a label in plain words.

    >>> from heard.codes import Mode
    >>> Mode.SIGNED.value, Mode.SIGNED.label
    ('signed', 'Signed')
    >>> Mode("drawn") is Mode.DRAWN
    True
    """

    _value_: str
    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Make one member whose stored value is the code alone."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Give every (code, label) pair in the order of the list, as a form field expects them.

        >>> from heard.codes import Use
        >>> Use.choices()[0]
        ('analyse', 'Use what was said to find themes')
        """
        return [(member.value, member.label) for member in cls]
