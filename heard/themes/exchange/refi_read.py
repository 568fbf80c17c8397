"""Reads a codebook (.qdc) and a coded project (.qdpx) in the REFI-QDA standard, from any tool that writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from heard.errors import BadRecord, FileTooLarge, UnreadableFile
from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.descriptions import describe, explained
from heard.themes.exchange.guids import plain_guid
from heard.themes.exchange.left_out import LeftOut
from heard.themes.exchange.nodes import Document, Node, read_xml
from heard.themes.exchange.package import Package
from heard.themes.exchange.project import Brought, Project
from heard.themes.exchange.refi_texts import Texts
from heard.themes.exchange.refi_write import NOT_KNOWN
from heard.themes.exchange.writing import fits_xml
from heard.voice.tables import LARGEST_FILE

MOST_THEMES = 5_000
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?")
Facts = Mapping[str, Any]


def read_qdc(content: bytes, called: str = "The file") -> Brought:
    """Read a codebook. Nothing is dropped in silence: `left_out` says in words what could not be kept.

    Units    at most 20 MB.
    Shape    REFI-QDA codebook 1.0, or the codebook inside a project description.
    Errors   `UnreadableFile` and its kinds; `BadRecord` for two themes of one identity.
    Source   docs/reference/methods.md#exchange
    """
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(f"{called} is larger than 20 MB, which no codebook is. Check that it is the right file.")
    document = read_xml(content, called)
    lost = LeftOut()
    book = document.root if document.root.name == "CodeBook" else document.root.first("CodeBook")
    if book is None:
        raise UnreadableFile(f"{called} is XML, but not a codebook. Choose a file saved as REFI-QDA (.qdc).")
    codebook = Codes(document, called).read(book, _title(document, called))
    for sets in book.each("Sets"):
        lost.add("Set", len(sets.within))
    return Brought(Project(codebook), lost.said(), document.root.told("origin"))


def read_qdpx(content: bytes, called: str = "The file") -> Brought:
    """Read a coded project: codebook, texts, codings with their exact places, and notes.

    Units    positions count Unicode characters from 0. At most 20 MB, unpacked at most 120 MB.
    Shape    REFI-QDA project 1.0 or 1.5. ATLAS.ti counts a Windows line end once: its texts are read with plain ones.
    Errors   `UnreadableFile` and its kinds; `BadRecord` for a place outside its text, or two things of one identity.
    Source   docs/reference/methods.md#exchange
    Limits   pictures, recordings, PDFs without text, cases, variables, sets, links and graphs are counted and left out.
    """
    package = Package(content, called)
    document = read_xml(package.description(), called)
    root = document.root
    if root.name != "Project":
        raise UnreadableFile(f"{called} does not describe a project. Choose a file saved as REFI-QDA (.qdpx).")
    lost = LeftOut()
    codes = Codes(document, called)
    book = root.first("CodeBook")
    title = _title(document, called)
    codebook = codes.read(book, title) if book is not None else CodebookVersion(title, _version(document.facts), ())
    texts = Texts(document, package, codes, lost)
    for sources in root.each("Sources"):
        texts.read(sources)
    for kind in ("Case", "Variable", "Link", "Set", "Graph"):
        for group in root.each(f"{kind}s"):
            lost.add(kind, len(group.within))
    known = {"Users", "CodeBook", "Sources", "Notes", "NoteRef", "Cases", "Variables", "Links", "Sets", "Graphs"}
    for node in root.within:
        if node.name not in known and (node.name != "Description" or node.text.strip()):
            lost.add(node.name)
    project = Project(codebook, tuple(texts.sources), tuple(texts.codings), texts.notes_of(root), _made_at(root))
    return Brought(project, lost.said(), root.told("origin"))


def _title(document: Document, called: str) -> str:
    kept = document.facts.get("title")
    if isinstance(kept, str) and document.root.told("name") in ("", fits_xml(kept) or "Themes"):
        return kept
    return document.root.told("name").strip() or PurePath(called).stem


def _made_at(root: Node) -> str:
    told = root.told("creationDateTime")
    return told if told != NOT_KNOWN and _MOMENT.fullmatch(told) else ""


def _version(facts: Facts) -> int:
    kept = facts.get("version")
    return kept if isinstance(kept, int) and not isinstance(kept, bool) and 0 < kept < 1_000_000 else 1


class Codes:
    """The themes of a file by their identity."""

    def __init__(self, document: Document, called: str) -> None:
        self.called = called
        self.facts = document.facts
        found = document.facts.get("codes")
        self.kept: dict[str, list[Any]] = {}
        if isinstance(found, dict):
            told = {guid: each for guid, each in found.items() if isinstance(each, list) and each and _text(each[0])}
            if len({each[0] for each in told.values()}) == len(told):  # a key twice would make two themes one
                self.kept = told
        self.keys: dict[str, str] = {}
        self.nodes: dict[str, Node] = {}

    def read(self, book: Node, title: str) -> CodebookVersion:
        """Read the themes, wider themes before narrower ones; in our own order if they were ours."""
        found: list[Code] = []
        waiting = [(node, "") for group in book.each("Codes") for node in group.each("Code")][::-1]
        while waiting:
            node, parent = waiting.pop()
            guid = plain_guid(node.told("guid"))
            name = node.told("name")
            if not guid:
                raise BadRecord(f"The theme “{name[:60]}” in {self.called} has no identity (guid). Take it out again.")
            if guid in self.keys:
                raise BadRecord(
                    f"Two themes in {self.called} have the identity {guid}. Take it out of the other tool again."
                )
            if len(found) >= MOST_THEMES:
                raise FileTooLarge(
                    f"{self.called} holds more than {MOST_THEMES:,} themes. Take it out in smaller pieces."
                )
            key = self.keys[guid] = self.kept.get(guid, [guid])[0]
            self.nodes[key] = node
            found.append(self._code(key, guid, node, parent))
            waiting += [(below, key) for below in node.each("Code")][::-1]
        places = {each[0]: place for place, each in enumerate(self.kept.values())}
        found.sort(key=lambda code: places.get(code.key, len(places)))
        return CodebookVersion(title, _version(self.facts), tuple(found))

    def _code(self, key: str, guid: str, node: Node, parent: str) -> Code:
        description = node.first("Description")
        words = description.text if description is not None else ""
        name = node.told("name")
        if not name.strip():
            name = "A theme without a name"
        match self.kept.get(guid):
            case [str(), str(kept), str(definition), str(includes), str(excludes), [*examples]] if all(
                map(_text, examples)
            ):
                code = Code(key, kept, definition, includes, excludes, tuple(examples), parent)
                if (fits_xml(kept), fits_xml(describe(code))) == (name, words):  # else another tool changed it
                    return code
        return explained(key, name, words, parent)


def _text(value: object) -> bool:
    return isinstance(value, str)
