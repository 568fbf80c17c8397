"""Reads the texts, codings and notes of a coded project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from heard.errors import BadRecord
from heard.themes.exchange.guids import plain_guid
from heard.themes.exchange.left_out import LeftOut
from heard.themes.exchange.nodes import Document, Node
from heard.themes.exchange.package import Package
from heard.themes.exchange.project import WHOLE, Note, PassageCoding, Source
from heard.themes.exchange.writing import fits_xml

if TYPE_CHECKING:
    from heard.themes.exchange.refi_read import Codes

_LONGEST_NAME = 200


class Texts:
    """What the texts of a project hold, gathered text by text."""

    def __init__(self, document: Document, package: Package, codes: Codes, lost: LeftOut) -> None:
        self.package, self.codes, self.lost = package, codes, lost
        self.facts: Mapping[str, Any] = document.facts
        self.line_ends_once = "atlas" in document.root.told("origin").lower()
        self.coders = _coders(document)
        self.note_nodes = {
            plain_guid(node.told("guid")): node for group in document.root.each("Notes") for node in group.each("Note")
        }
        self.used: set[str] = set()
        self.sources: list[Source] = []
        self.codings: list[PassageCoding] = []
        self.notes: list[Note] = []
        self.ids: set[str] = set()
        self.taken: set[str] = set()

    def read(self, sources: Node) -> None:
        """Read every text; count what is none."""
        for node in sources.within:
            if node.name == "TextSource":
                self._text(node, node)
            elif node.name == "PDFSource" and (inner := node.first("Representation")) is not None:
                self.lost.add("PDFSelection", sum(1 for _ in node.each("PDFSelection")))
                self._text(inner, node)
            else:
                self.lost.add(node.name)

    def _text(self, node: Node, named: Node) -> None:
        name = named.told("name") or node.told("name")
        guid = plain_guid(node.told("guid"))
        if not guid or guid in self.ids:
            why = "the same identity as another" if guid else "no identity (guid)"
            raise BadRecord(f"The text “{name}” has {why}. Take the project out of the other tool again.")
        self.ids.add(guid)
        words = self._words(node, name)
        if words is None:
            self.lost.text_missing(name)
            return
        source = self._source(guid, name, words)
        self.sources.append(source)
        for inner in (node,) if named is node else (node, named):
            self._inside(inner, source)

    def _source(self, guid: str, name: str, words: str) -> Source:
        kept = self.facts.get("sources")
        key = guid
        match kept.get(guid) if isinstance(kept, dict) else None:
            case [str(ours)]:
                key = ours
            case [str(ours), str(exactly)]:
                key, name = ours, exactly if fits_xml(exactly) == name else name
        if key in self.taken:  # a key twice would make two texts one
            key = guid
        self.taken.add(key)
        return Source(key, name, words)

    def _words(self, node: Node, name: str) -> str | None:
        inline = node.first("PlainTextContent")
        words = inline.text if inline is not None else self.package.text(node.told("plainTextPath"), name)
        if words is not None and node.told("richTextPath"):
            self.lost.add("formatting")
        return words.replace("\r\n", "\n") if words is not None and self.line_ends_once else words

    def _inside(self, node: Node, source: Source) -> None:
        known = {"PlainTextContent", "PDFSelection", "Representation"}
        for inner in node.within:
            if inner.name == "PlainTextSelection":
                self._passage(inner, source)
            elif inner.name == "Coding":
                self._coding(inner, source, 0, WHOLE, "")
            elif inner.name == "NoteRef":
                self.notes += [Note(name, words, source=source.id) for name, words in self._noted([inner])]
            elif inner.name == "Description":
                self.notes += [Note("", inner.text, source=source.id)] if inner.text.strip() else []
            elif inner.name not in known:
                self.lost.add(inner.name)

    def _passage(self, node: Node, source: Source) -> None:
        start, end = self._place(node, source)
        described = node.first("Description")
        words = [described.text] if described is not None and described.text else []
        words += [told for _, told in self._noted(node.each("NoteRef")) if told]
        note = "\n".join(words)
        self.package.spend(len(note))
        codings = list(node.each("Coding"))
        for coding in codings:
            self._coding(coding, source, start, end, note, node)
        if not codings and note:
            about = " ".join(source.text[start:end].split())[:_LONGEST_NAME]
            self.notes.append(Note(f"“{about}”", note, source=source.id))
        elif not codings:
            self.lost.add("empty")

    def _place(self, node: Node, source: Source) -> tuple[int, int]:
        start, end = _number(node.told("startPosition")), _number(node.told("endPosition"))
        if not 0 <= start <= end <= len(source.text):
            raise BadRecord(
                f"A passage of “{source.name}” is said to run from {node.told('startPosition')[:12] or 'nowhere'} to "
                f"{node.told('endPosition')[:12] or 'nowhere'}, but the text has {len(source.text):,} characters. "
                "Take the project out of the other tool again."
            )
        return start, end

    def _coding(self, node: Node, source: Source, start: int, end: int, note: str, around: Node | None = None) -> None:
        ref = node.first("CodeRef")
        key = self.codes.keys.get(plain_guid(ref.told("targetGUID"))) if ref is not None else None
        if key is None:
            self.lost.add("coding")
            return
        by = node.told("creatingUser") or (around.told("creatingUser") if around is not None else "")
        words = [note, *(told for _, told in self._noted(node.each("NoteRef")))]
        coder = self.coders.get(plain_guid(by), "")
        told = "\n".join(filter(None, words))
        if told is not note:
            self.package.spend(len(told))
        self.codings.append(PassageCoding(source.id, key, start, end, coder, told))

    def _noted(self, refs: Any) -> list[tuple[str, str]]:
        found = []
        for ref in refs:
            guid = plain_guid(ref.told("targetGUID"))
            if guid in self.note_nodes:
                self.used.add(guid)
                found.append(self._note(self.note_nodes[guid]))
        return found

    def _note(self, node: Node) -> tuple[str, str]:
        name = node.told("name")
        inline = node.first("PlainTextContent") or node.first("Description")
        if inline is None:
            return name, self.package.text(node.told("plainTextPath"), name) or ""
        self.package.spend(len(inline.text))
        return name, inline.text

    def notes_of(self, root: Node) -> tuple[Note, ...]:
        """Give the notes: those about themes, about texts, about the project, and those about nothing."""
        found = [
            Note(name, words, theme=key)
            for key, node in self.codes.nodes.items()
            for name, words in self._noted(node.each("NoteRef"))
        ]
        found += self.notes
        found += [Note(name, words) for name, words in self._noted(root.each("NoteRef"))]
        found += [Note(*self._note(node)) for guid, node in self.note_nodes.items() if guid not in self.used]
        return tuple(note for note in found if note.name or note.words)


def _number(told: str) -> int:
    plain = told.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else -1


def _coders(document: Document) -> dict[str, str]:
    """The name of each coder, every one with a name of their own."""
    kept = document.facts.get("coders")
    exactly = kept if isinstance(kept, dict) else {}
    names: dict[str, str] = {}
    taken: set[str] = set()
    times: Counter[str] = Counter()
    for group in document.root.each("Users"):
        for node in group.each("User"):
            guid = plain_guid(node.told("guid"))
            name = exactly.get(guid)
            wanted = name if isinstance(name, str) else node.told("name") or node.told("id") or "A coder without a name"
            given = wanted
            while given in taken:
                times[wanted] += 1
                given = f"{wanted} ({times[wanted] + 1})"
            taken.add(given)
            names[guid] = given
    return names
