"""Writes a codebook (.qdc) and a coded project (.qdpx) in the REFI-QDA standard, which other tools open."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from heard import __version__
from heard.errors import BadRecord
from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.descriptions import describe, explained
from heard.themes.exchange.guids import guid_of
from heard.themes.exchange.project import Note, PassageCoding, Project, Source
from heard.themes.exchange.writing import Element, as_xml, fits_xml

CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"
PROJECT_SPACE = "urn:QDA-XML:project:1.0"
_ORIGIN = f"Heard {__version__}"
NOT_KNOWN = "1980-01-01T00:00:00Z"  # some tools cannot read a text or a note that does not say when it was made
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the day every file in the package carries, so that the bytes never change
_COLOURS = (
    "#1D70B8",
    "#D4351C",
    "#00703C",
    "#F47738",
    "#4C2C92",
    "#28A197",
    "#B58840",
    "#D53880",
    "#5694CA",
    "#85994B",
)


def write_qdc(codebook: CodebookVersion) -> bytes:
    """Write a codebook that NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette and others can open.

    Units    none.
    Shape    an XML document in UTF-8; the same codebook always gives the same bytes. A theme keeps its identity.
    Errors   `BadRecord` for no theme, two of one key, or a wider theme that is missing or goes round in a circle.
    Source   REFI-QDA standard, codebook exchange 1.0; docs/reference/methods.md#exchange
    Limits   the standard has no place for inclusion notes or examples: they are lines of the description.
    """
    if not codebook.codes:
        raise BadRecord(f"“{codebook.title}” holds no theme, so there is nothing to take away. Agree a theme first.")
    root = Element(
        "CodeBook", {"xmlns": CODEBOOK_SPACE, "origin": _ORIGIN}, within=(Element("Codes", within=_codes(codebook)),)
    )
    return as_xml(root, _facts(codebook))


def write_qdpx(project: Project) -> bytes:
    """Write a coded project: the codebook, every text exactly as it is, and every coding with its exact place.

    Units    positions count Unicode characters (code points) from 0; the end is the first one after the passage. Both
             halves of a Windows line end count.
    Shape    a zip package with project.qde and Sources/*.txt in UTF-8; the same project always gives the same bytes.
    Errors   `BadRecord` for a coding whose text or theme is not in the project, or whose place is not in its text.
    Source   REFI-QDA standard, project exchange 1.0 and 1.5; docs/reference/methods.md#exchange
    """
    _check(project)
    inside = [Element("Users", within=_users(project))] if any(coding.coder for coding in project.codings) else []
    if project.codebook.codes:
        inside.append(Element("CodeBook", within=(Element("Codes", within=_codes(project.codebook, project.notes)),)))
    if project.sources:
        inside.append(Element("Sources", within=tuple(_sources(project))))
    if notes := _notes(project):
        inside.append(Element("Notes", within=tuple(notes)))
    inside += _note_refs(note for note in project.notes if not note.theme and not note.source)
    title = fits_xml(project.codebook.title) or "Themes"
    root = Element(
        "Project", _dated({"xmlns": PROJECT_SPACE, "name": title, "origin": _ORIGIN}, project), within=tuple(inside)
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        _put(package, "project.qde", as_xml(root, _facts(project.codebook, project)))
        for source in project.sources:
            mark = "\ufeff" if source.text.startswith("\ufeff") else ""  # a reader takes one such mark away
            _put(package, f"Sources/{guid_of('source', source.id)}.txt", (mark + source.text).encode())
    return kept.getvalue()


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    part = zipfile.ZipInfo(name, _LONG_AGO)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.external_attr = 0o600 << 16
    part.create_system = 3
    package.writestr(part, content)


def _check(project: Project) -> None:
    _only_once("texts", [source.id for source in project.sources])
    lengths = {source.id: len(source.text) for source in project.sources}
    keys = {code.key for code in project.codebook.codes}
    for note in project.notes:
        if (note.theme and note.theme not in keys) or (note.source and note.source not in lengths):
            raise BadRecord(f"The note “{note.name}” is about a theme or text that is not in the project. Add it.")
    for coding in project.codings:
        if coding.source not in lengths:
            raise BadRecord(f"A coding is about text “{coding.source}”, which is not in the project. Add the text.")
        if coding.code not in keys:
            raise BadRecord(f"A coding carries theme “{coding.code}”, which is not in the codebook. Add the theme.")
        if not coding.whole and not 0 <= coding.start <= coding.end <= lengths[coding.source]:
            raise BadRecord(
                f"A coding of text “{coding.source}” runs from {coding.start:,} to {coding.end:,}, but the text has "
                f"{lengths[coding.source]:,} characters. Check that these are the words that were coded."
            )


def _only_once(what: str, keys: Sequence[str]) -> None:
    if len(set(keys)) < len(keys):
        twice = next(key for place, key in enumerate(keys) if key in keys[:place])
        raise BadRecord(f"Two {what} have the key “{twice}”. Give each a key of its own.")


def _codes(codebook: CodebookVersion, notes: Iterable[Note] = ()) -> tuple[Element, ...]:
    """Nest the themes under their wider themes."""
    _only_once("themes", [code.key for code in codebook.codes])
    notes = tuple(notes)
    below: dict[str, list[Code]] = {}
    for code in codebook.codes:
        below.setdefault(code.parent, []).append(code)
    colours = {code.key: _COLOURS[place % len(_COLOURS)] for place, code in enumerate(codebook.codes)}
    made: dict[str, Element] = {}
    for code in _deepest_first(below):
        words = describe(code)
        explanation = (Element("Description", text=words),) if words else ()
        narrower = tuple(made[each.key] for each in below.get(code.key, []))
        told = {"guid": guid_of("code", code.key), "name": fits_xml(code.name), "isCodable": "true"}
        told["color"] = colours[code.key]
        made[code.key] = Element(
            "Code",
            told,
            within=(*explanation, *_note_refs(note for note in notes if note.theme == code.key), *narrower),
        )
    if len(made) < len(codebook.codes):
        lost = next(code for code in codebook.codes if code.key not in made)
        raise BadRecord(
            f"The wider theme of “{lost.name}” is missing, or goes round in a circle. Choose another wider theme for it."
        )
    return tuple(made[code.key] for code in below.get("", []))


def _deepest_first(below: dict[str, list[Code]]) -> list[Code]:
    found: list[Code] = []
    waiting = list(below.get("", []))
    while waiting:
        code = waiting.pop()
        found.append(code)
        waiting += below.get(code.key, []) if code.key else []
    return found[::-1]


def _users(project: Project) -> tuple[Element, ...]:
    coders = sorted({coding.coder for coding in project.codings if coding.coder})
    return tuple(Element("User", {"guid": guid_of("coder", name), "name": fits_xml(name)}) for name in coders)


def _sources(project: Project) -> Iterator[Element]:
    by_source: dict[str, list[PassageCoding]] = {}
    for coding in project.codings:
        by_source.setdefault(coding.source, []).append(coding)
    for source in project.sources:
        guid = guid_of("source", source.id)
        told = {"guid": guid, "name": fits_xml(source.name), "plainTextPath": f"internal://{guid}.txt"}
        codings = by_source.get(source.id, [])
        passages = tuple(_passages(source, [coding for coding in codings if not coding.whole], project))
        whole = tuple(_coding(coding, project) for coding in codings if coding.whole)
        refs = _note_refs(note for note in project.notes if note.source == source.id)
        yield Element("TextSource", _dated(told, project), within=(*passages, *whole, *refs))


def _passages(source: Source, codings: Iterable[PassageCoding], project: Project) -> Iterator[Element]:
    def place(coding: PassageCoding) -> tuple[int, int, str]:
        return coding.start, coding.end, coding.note

    for (start, end, note), together in groupby(sorted(codings, key=place), key=place):
        told = {"guid": guid_of("passage", source.id, start, end, note), "name": _glimpse(source.text[start:end])}
        told |= {"startPosition": str(start), "endPosition": str(end)}
        words = (Element("Description", text=note),) if note else ()
        made = (_coding(coding, project) for coding in together)
        yield Element("PlainTextSelection", _dated(told, project), within=(*words, *made))


def _glimpse(words: str) -> str:
    plain = " ".join(fits_xml(words[:200]).split())
    return plain if len(plain) <= 60 else f"{plain[:59]}…"


def _coding(coding: PassageCoding, project: Project) -> Element:
    told = {"guid": guid_of("coding", coding.source, coding.start, coding.end, coding.code, coding.coder)}
    if coding.coder:
        told["creatingUser"] = guid_of("coder", coding.coder)
    ref = Element("CodeRef", {"targetGUID": guid_of("code", coding.code)})
    told = _dated(told, project)
    return Element("Coding", told, within=(ref, *_note_refs([Note("", coding.note)] if _beside(coding) else [])))


def _beside(coding: PassageCoding) -> bool:
    """Whether its note stands apart, as a coding of a whole text has no description to hold it."""
    return coding.whole and bool(coding.note)


def _notes(project: Project) -> list[Element]:
    remarks = [Note("", words) for words in sorted({each.note for each in project.codings if _beside(each)})]
    return [
        Element(
            "Note", _dated({"guid": _note_guid(note), "name": fits_xml(note.name)}, project),
            within=(Element("PlainTextContent", text=note.words),),
        )
        for note in [*project.notes, *remarks]
    ]  # fmt: skip


def _dated(told: dict[str, str], project: Project) -> dict[str, str]:
    return {**told, "creationDateTime": project.made_at or NOT_KNOWN}


def _note_guid(note: Note) -> str:
    return guid_of("note", note.name, note.words, note.theme, note.source)


def _note_refs(notes: Iterable[Note]) -> tuple[Element, ...]:
    return tuple(Element("NoteRef", {"targetGUID": _note_guid(note)}) for note in notes)


def _facts(codebook: CodebookVersion, project: Project | None = None) -> dict[str, Any]:
    """What the standard has no place for: title, version and keys, and words that XML or a description would change."""
    facts: dict[str, Any] = {"title": codebook.title, "version": codebook.version}
    facts["codes"] = {guid_of("code", code.key): _exactly(code) for code in codebook.codes}
    if project is None:
        return facts
    facts["sources"] = {
        guid_of("source", source.id): [source.id] if fits_xml(source.name) == source.name else [source.id, source.name]
        for source in project.sources
    }
    coders = {coding.coder for coding in project.codings}
    facts["coders"] = {guid_of("coder", name): name for name in sorted(coders) if fits_xml(name) != name}
    return facts


def _exactly(code: Code) -> list[Any]:
    read_back = explained(code.key, fits_xml(code.name), fits_xml(describe(code)), code.parent)
    if read_back == code:
        return [code.key]
    return [code.key, code.name, code.definition, code.includes, code.excludes, list(code.examples)]
