"""Merging, splitting and moving themes: a new version of the codebook, and the codings carried over to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from heard.errors import BadRecord, MiscountedVoices
from heard.themes.coding.codebook import Code, CodebookVersion

Codings = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A codebook and codings after a change. `codes` and `given` are what a split needs to take a merge back."""

    book: CodebookVersion
    codings: dict[str, frozenset[str]]
    codes: tuple[Code, ...] = ()
    given: Mapping[str, frozenset[str]] | None = None


def merge(book: CodebookVersion, codings: Codings, keys: Set[str], *, into: str) -> Moved:
    """Make several themes one. A voice that carried any of them carries the one that is left.

    Themes under a merged theme go under the one that is left. The change remembers who carried what, so that a split
    can give it back.

    Errors   `BadRecord` where a key is not in the codebook.
    """
    gone = {book.code(key).key for key in keys} - {book.code(into).key}
    every = gone | {into}
    codes = [_rehung(code, gone, into) for code in book.codes if code.key not in gone]
    if book.code(into).parent in gone:
        codes = [replace(code, parent=_outside(book, into, gone)) if code.key == into else code for code in codes]
    given = {voice: held & every for voice, held in codings.items() if held & every}
    after = {voice: (held - gone) | {into} if held & every else held for voice, held in codings.items()}
    was = tuple(code for code in book.codes if code.key in every)
    return Moved(_next(book, codes), after, was, given)


def split(book: CodebookVersion, codings: Codings, key: str, *, into: Sequence[Code], given: Codings) -> Moved:
    """Make one theme several. `given` says for every voice that carried it which of the new ones it carries.

    Errors   `BadRecord` for a key the codebook or the new themes do not have; `MiscountedVoices` where a voice that
             carried the theme was not decided on.
    """
    book.code(key)
    new = {code.key for code in into}
    carrying = [voice for voice, held in codings.items() if key in held]
    undecided = [voice for voice in carrying if not given.get(voice)]
    if undecided:
        raise MiscountedVoices(
            f"{len(undecided)} of {len(carrying)} voices with “{book.code(key).name}” were not given a new theme."
            " Decide on each before splitting."
        )
    strange = sorted({one for voice in carrying for one in given[voice]} - new)
    if strange:
        raise BadRecord(f"A voice was given “{strange[0]}”, which is not among the {len(new)} new themes. Correct it.")
    place = next(at for at, code in enumerate(book.codes) if code.key == key)
    kept = [code for code in book.codes if code.key not in new | {key}]
    before = sum(code.key not in new | {key} for code in book.codes[:place])
    codes = [*kept[:before], *into, *kept[before:]]
    known = {code.key for code in codes}
    codes = [code if code.parent in known else replace(code, parent="") for code in codes]
    after = {voice: (held - {key}) | given[voice] if key in held else held for voice, held in codings.items()}
    return Moved(_next(book, codes), after)


def move(book: CodebookVersion, key: str, *, under: str) -> CodebookVersion:
    """Put a theme under another, or by itself where `under` is nothing. No coding changes."""
    book.code(key)
    if under:
        book.code(under)
    return _next(book, [replace(code, parent=under) if code.key == key else code for code in book.codes])


def _rehung(code: Code, gone: Set[str], into: str) -> Code:
    return replace(code, parent=into) if code.parent in gone and code.key != into else code


def _outside(book: CodebookVersion, key: str, gone: Set[str]) -> str:
    parent = book.code(key).parent
    while parent in gone:
        parent = book.code(parent).parent
    return parent


def _next(book: CodebookVersion, codes: Sequence[Code]) -> CodebookVersion:
    return CodebookVersion(book.title, book.version + 1, tuple(codes))
