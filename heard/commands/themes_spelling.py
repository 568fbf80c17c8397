"""Names in a table that differ only in capitals or spaces: they are one name, shown as it was first written."""

from __future__ import annotations

import unicodedata


class Spellings:
    """Remembers how each name was first written, and how else.

    >>> groups = Spellings()
    >>> groups.several("Parent; Child"), groups.several(" parent "), groups.told("group")
    (['Parent', 'Child'], ['Parent'], ['“parent” is counted with the group “Parent”: only capitals or spaces differ.'])
    """

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._others: dict[str, dict[str, None]] = {}

    def one(self, name: str) -> str:
        """Give a name as it was first written."""
        written = " ".join(unicodedata.normalize("NFC", name).split())
        key = written.casefold()
        first = self._first.setdefault(key, written)
        if first != written:
            self._others.setdefault(key, {})[written] = None
        return first

    def several(self, cell: str) -> list[str]:
        """Give the names of a cell that holds several, each once and as it was first written."""
        return list(dict.fromkeys(self.one(name) for name in cell.split(";") if name.strip()))

    def told(self, kind: str) -> list[str]:
        """Say which names were taken as one, in sentences to print."""
        return [
            f"{' and '.join(f'“{other}”' for other in others)} {'is' if len(others) == 1 else 'are'} counted with the "
            f"{kind} “{self._first[key]}”: only capitals or spaces differ."
            for key, others in self._others.items()
        ]
