"""The agreed list of themes: what each means, what belongs in it and what does not, and how it changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Literal

from heard.errors import BadRecord

ChangeKind = Literal["added", "dropped", "renamed", "reworded", "moved"]
_SAID = {
    "definition": "What “{}” means changed.",
    "includes": "What belongs under “{}” changed.",
    "excludes": "What “{}” leaves out changed.",
    "examples": "The examples of “{}” changed.",
}


@dataclass(frozen=True, slots=True)
class Code:
    """One theme of a codebook. `key` never changes; `parent` is the key of the theme it belongs under, or nothing."""

    key: str
    name: str
    definition: str = ""
    includes: str = ""
    excludes: str = ""
    examples: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """A codebook as it stood at one moment. A later version never rewrites an earlier one."""

    title: str
    version: int
    codes: tuple[Code, ...]

    def __post_init__(self) -> None:
        """Refuse a codebook that cannot be followed."""
        _check(self)

    def code(self, key: str) -> Code:
        """Give the theme with this key."""
        for code in self.codes:
            if code.key == key:
                return code
        raise BadRecord(f"The codebook has no theme “{key}”. It has {len(self.codes)}: {_listed(self.codes)}.")

    def to_json(self) -> str:
        """Write the codebook as JSON text, the same bytes for the same codebook."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @staticmethod
    def from_json(text: str) -> CodebookVersion:
        """Read a codebook that was written as JSON."""
        try:
            held = json.loads(text)
        except (ValueError, RecursionError) as error:  # a number of too many digits is a ValueError too
            raise BadRecord("The codebook is not JSON. Check its quotation marks, commas and brackets.") from error
        return codebook_of(held)


def codebook_of(held: object) -> CodebookVersion:
    """Make a codebook of plain values: a title, perhaps a version, and a list of codes, each with a key and a name."""
    if not isinstance(held, dict) or not isinstance(held.get("codes"), list):
        raise BadRecord("A codebook is one object with a title and a list called “codes”. This one has no such list.")
    version = held.get("version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BadRecord(f"The version of a codebook is a number from 1. This one says {version!r}.")
    codes = tuple(_code_of(at, one) for at, one in enumerate(held["codes"], start=1))
    return CodebookVersion(str(held.get("title", "")), version, codes)


def _code_of(at: int, held: object) -> Code:
    known = {field.name for field in fields(Code)}
    if not isinstance(held, dict):
        raise BadRecord(f"Theme {at} of the codebook is not an object with a key and a name. Check the list of codes.")
    strange = sorted(set(held) - known)
    if strange:
        raise BadRecord(f"Theme {at} of the codebook has “{strange[0]}”. It may have: {', '.join(sorted(known))}.")
    examples = held.get("examples", [])
    if not isinstance(examples, list | tuple) or not all(isinstance(one, str) for one in examples):
        raise BadRecord(f"The examples of theme {at} of the codebook must be a list of sentences.")
    texts = {name: held.get(name, "") for name in known - {"examples"}}
    wrong = sorted(name for name, value in texts.items() if not isinstance(value, str))
    if wrong:
        raise BadRecord(f"The {wrong[0]} of theme {at} of the codebook must be words in quotation marks.")
    return Code(examples=tuple(examples), **texts)


def _check(book: CodebookVersion) -> None:
    keys = Counter(code.key for code in book.codes)
    for at, code in enumerate(book.codes, start=1):
        if not code.key.strip() or not code.name.strip():
            raise BadRecord(f"Theme {at} of the codebook has no key or no name. Give it both.")
        if ";" in code.key:
            raise BadRecord(f"The key “{code.key}” holds a semicolon, which parts keys in a table. Choose another.")
        if keys[code.key] > 1:
            raise BadRecord(f"{keys[code.key]} themes of the codebook have the key “{code.key}”. Give each its own.")
        if code.parent and code.parent not in keys:
            raise BadRecord(
                f"“{code.name}” is under “{code.parent}”, which the codebook does not have. Add it or move it."
            )
    above = {one.key: one.parent for one in book.codes}
    followed: set[str] = set()
    for code in book.codes:
        followed |= _line(above, code, followed)


def _line(above: Mapping[str, str], code: Code, followed: set[str]) -> set[str]:
    """The themes from one up to the widest, or up to one that was followed already; none may be under itself."""
    seen = {code.key}
    now = code.parent
    while now and now not in followed:
        if now in seen:
            raise BadRecord(f"“{code.name}” is under itself, {len(seen)} steps up. Move it under another theme.")
        seen.add(now)
        now = above[now]
    return seen


def _listed(codes: Iterable[Code]) -> str:
    return ", ".join(code.key for code in codes)


@dataclass(frozen=True, slots=True)
class Change:
    """What is different about one theme between two versions, in words."""

    key: str
    kind: ChangeKind
    what: str


def diff(old: CodebookVersion, new: CodebookVersion) -> list[Change]:
    """List what changed between two versions, theme by theme, in the order of the newer one, then what was dropped."""
    before: Mapping[str, Code] = {code.key: code for code in old.codes}
    after: Mapping[str, Code] = {code.key: code for code in new.codes}
    changes: list[Change] = []
    for key, code in after.items():
        if key not in before:
            changes.append(Change(key, "added", f"“{code.name}” was added."))
            continue
        changes += _changes(before[key], code, {**before, **after})
    changes += [
        Change(key, "dropped", f"“{code.name}” was dropped.") for key, code in before.items() if key not in after
    ]
    return changes


def _changes(old: Code, new: Code, known: Mapping[str, Code]) -> list[Change]:
    found: list[Change] = []
    if old.name != new.name:
        found.append(Change(new.key, "renamed", f"“{old.name}” is now “{new.name}”."))
    if old.parent != new.parent:
        place = f"under “{known[new.parent].name}”" if new.parent else "a theme of its own"
        found.append(Change(new.key, "moved", f"“{new.name}” is now {place}."))
    reworded = [words.format(new.name) for name, words in _SAID.items() if getattr(old, name) != getattr(new, name)]
    if reworded:
        found.append(Change(new.key, "reworded", " ".join(reworded)))
    return found
