"""What an engine proposed, as a project for other tools and as tables: always marked as unchecked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from heard.errors import BadRecord
from heard.records import Voice
from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.project import PassageCoding, Project, Source

COMPUTER = "The computer (nobody has checked)"
_NOT_A_RESULT = "{} is not a result of `heard themes discover`: {}. Make it again, and give that file."


def checked(found: Mapping[str, Any], called: str) -> Mapping[str, Any]:
    """Give a discovery back if it is one, else say what it lacks.

    >>> checked({"candidates": [], "not_grouped": []}, "themes.json")
    {'candidates': [], 'not_grouped': []}
    """
    for name in ("candidates", "not_grouped"):
        rows = found.get(name)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise BadRecord(_NOT_A_RESULT.format(called, f"“{name}” is not a list of records"))
    for row in [*found["candidates"], *_parts(found)]:
        members = row.get("members")
        if not isinstance(row.get("label"), str) or not isinstance(members, list):
            raise BadRecord(_NOT_A_RESULT.format(called, "a theme has no label or no members"))
        if not all(isinstance(each, dict) and isinstance(each.get("voice"), str) for each in members):
            raise BadRecord(_NOT_A_RESULT.format(called, "a member names no voice"))
    if not all(isinstance(row.get("voice"), str) for row in found["not_grouped"]):
        raise BadRecord(_NOT_A_RESULT.format(called, "something to read names no voice"))
    return found


def voices_named(found: Mapping[str, Any]) -> set[str]:
    """Give the key of every voice that a discovery is about."""
    grouped = {member["voice"] for theme in found["candidates"] for member in theme["members"]}
    return grouped | {row["voice"] for row in found["not_grouped"]}


def check_same_voices(found: Mapping[str, Any], voices: Sequence[Voice], called: str) -> None:
    """Make sure that a discovery was made from these voices, and from no others."""
    named, held = voices_named(found), {voice.id for voice in voices}
    if named != held:
        raise BadRecord(
            f"The result was not made from these columns of {called}: {len(named - held):,} of its voices are not there, and "
            f"{len(held - named):,} voices there are not in it. Name the file, sheet and columns it was made from."
        )


def as_codebook(found: Mapping[str, Any], title: str) -> CodebookVersion:
    """Make a codebook of the proposals, parts below their themes, with a few quotations as examples."""
    return CodebookVersion(title, 1, tuple(_code(key, row, parent) for key, parent, row in _keyed(found)))


def _keyed(found: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Each proposal with its key and that of the theme it is part of; a part of nothing stands by itself."""
    keyed = [(str(row.get("key") or place), "", row) for place, row in enumerate(found["candidates"], 1)]
    taken = {key for key, _, _ in keyed}
    wide = set(taken)
    for row in _parts(found):
        key, parent = str(row.get("key", "")), str(row.get("parent", ""))
        if not key or key in taken:
            key = f"part {len(taken) + 1}"
        taken.add(key)
        keyed.append((key, parent if parent in wide else "", row))
    return keyed


def _code(key: str, row: Mapping[str, Any], parent: str) -> Code:
    typical = row.get("typical")
    quotes = [each.get("words") for each in typical if isinstance(each, dict)] if isinstance(typical, list) else []
    examples = tuple(words for words in quotes[:3] if isinstance(words, str) and words)
    return Code(key, row["label"], definition=str(row.get("gist") or ""), examples=examples, parent=parent)


def _parts(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parts = found.get("subthemes")
    return [row for row in parts if isinstance(row, dict)] if isinstance(parts, list) else []


def as_project(found: Mapping[str, Any], voices: Sequence[Voice], title: str) -> Project:
    """Make a project of the proposals, every coding under the computer's own name, so that nobody takes it for a person's."""
    codebook = as_codebook(found, title)
    lengths = {voice.id: len(voice.words) for voice in voices}
    codings = [
        PassageCoding(member["voice"], key, start, end, COMPUTER)
        for key, _, row in _keyed(found)
        for member in row["members"]
        for start, end in _spans(member, lengths.get(member["voice"], 0))
    ]
    sources = tuple(Source(voice.id, f"Voice {number}", voice.words) for number, voice in enumerate(voices, 1))
    return Project(codebook, sources, tuple(codings))


def _spans(member: Mapping[str, Any], length: int) -> list[tuple[int, int]]:
    told = member.get("spans")
    spans = [
        (span[0], span[1])
        for span in (told if isinstance(told, list) else [])
        if isinstance(span, list | tuple) and len(span) == 2
    ]
    sound = [(start, end) for start, end in spans if isinstance(start, int) and isinstance(end, int)]
    return [(start, end) for start, end in sound if 0 <= start < end <= length] or [(0, -1)]


def suggestion_rows(found: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[list[object]]:
    """One row for each voice in each theme the computer proposes."""
    yield ["Theme", "Label", "Part of", "Voice", "Words", "Closeness", "Main theme", "Passages", "Checked by a person"]
    for key, parent, row in _keyed(found):
        for member in row["members"]:
            passages = "; ".join(f"{start}-{end}" for start, end in _spans(member, 10**9) if end >= 0)
            yield [
                key, row["label"], parent, member["voice"],
                words.get(member["voice"], ""), member.get("closeness"), "yes" if member.get("main", True) else "no",
                passages, "no",
            ]  # fmt: skip


def please_read_rows(found: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[list[object]]:
    """One row for each voice in no theme, and why: somebody should read it."""
    yield ["Voice", "Words", "Why", "Nearest theme"]
    for row in found["not_grouped"]:
        why, nearest = str(row.get("why", "")), str(row.get("nearest", ""))
        yield [row["voice"], words.get(row["voice"], ""), why, nearest]


def about_rows(found: Mapping[str, Any]) -> Iterator[list[object]]:
    """What a reader of the workbook must know: what made it, and that nobody has checked it."""
    yield ["What", "Value"]
    for label, name in (
        ("Voices", "voices"),
        ("People", "people"),
        ("Engine", "engine"),
        ("Version", "version"),
        ("Seed", "seed"),
    ):
        yield [label, str(found.get(name, ""))]
    yield ["Why this number of themes", str(found.get("number_of_themes", ""))]
    yield ["Who checked", "Nobody. These are the computer's suggestions; people decide what the themes are."]
