"""Splits a page of notes into what people said, line by line, under the headings on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_BULLET = re.compile(r"^\s*([-*+–—•·▪●◦‣➢✓]|\(?\d{1,3}[.)]|\(?[a-z]\))(?:\s+|(?<=[-•·▪●◦‣➢✓])(?=\w))(?P<rest>.*)$")
_BULLET_ALONE = re.compile(r"^\s*([-*+–—•·▪●◦‣➢✓]|\(?\d{1,3}[.)])\s*$")
_UNDERLINE = re.compile(r"^\s*([-=_~*–—])\1{2,}\s*$")
_HASHES = re.compile(r"^\s*#{1,6}\s+(?P<rest>\S.*?)\s*#*\s*$")
_BOLD = re.compile(r"^\s*(\*\*|__)(?P<rest>[^*_]+)\1\s*:?\s*$")
_ASKS = re.compile(r"(?:what|how|who|where|when|why|which)\b", re.IGNORECASE)
_BREAKS_OFF = re.compile(r"(?:[,–—-]|\b(?:a|an|and|as|at|because|but|for|in|of|on|or|so|that|the|to|with))$")
_LONGEST_HEADING = 14  # words: a longer line that ends in a colon is more likely something somebody said
_WRAPS_AT = 60  # letters: a shorter line was not broken by the edge of the page


@dataclass(frozen=True, slots=True)
class Note:
    """One thing on a page of notes.

    `source` is exactly what was typed, heading and bullet included, so the original can always be shown beside it.
    `kind` is "lone heading" where a heading has nothing under it: it may be something a person said in capitals.
    """

    heading: str
    words: str
    line_number: int
    kind: Literal["bullet", "line", "lone heading"]
    source: str


def split_notes(text: str) -> list[Note]:
    """Split a page of notes into separate notes, each under its heading, in the order they were typed.

    A heading ends in a colon, is all in capitals, is underlined, or starts with #; so is a question with a list right
    under it, or one that opens a block of lines and asks what, how, who, where, when, why or which. A line that runs on
    in lower case from a line without a full stop belongs to it, unless the writer begins new lines in lower case
    anyway; under a bullet, only if it is indented or the bullet plainly breaks off.

    Units    `line_number` counts the lines of the page from 1.
    Shape    any text. Put end to end, the sources of the notes hold every non-blank character of it.
    Errors   none: a page that cannot be understood comes back one note a line.
    Source   docs/reference/methods.md#splitting-notes
    Limits   a short answer in capitals among ordinary lines can be taken for a heading. A person checks the result.

    >>> for note in split_notes("What works:\\n- the quiet room\\n- Tuesdays, because\\n  we cook\\n"):
    ...     print(note.line_number, note.heading, "|", note.words)
    2 What works | the quiet room
    3 What works | Tuesdays, because we cook
    """
    page = _Page(text.splitlines())
    while page.at < len(page.lines):
        page.take_line()
    return page.finish()


class _Page:
    """The page as it is read, top to bottom."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0
        self.notes: list[Note] = []
        self.heading = ""
        self.heading_line = 0
        self.heading_used = True
        self.waiting: list[str] = []  # typed lines that belong to the next note
        self.joinable = False
        self.capitals_mean_heading = _share_in_capitals(lines) <= 0.5
        self.lower_case_habit = _begins_in_lower_case(lines)

    def take_line(self) -> None:
        """Read the next line, or the next two where the second underlines the first."""
        line = self.lines[self.at]
        if not line.strip():
            self.joinable = False
            self.at += 1
        elif _UNDERLINE.match(line) or _BULLET_ALONE.match(line):
            self.waiting.append(line)
            self.joinable = False
            self.at += 1
        elif (title := self._heading_here()) is not None:
            self._start_heading(title)
        else:
            self._add(line)

    def _next(self) -> str:
        return self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""

    def _heading_here(self) -> str | None:
        line = self.lines[self.at].strip()
        if match := _HASHES.match(line) or _BOLD.match(line):
            return match["rest"].strip().rstrip(":")
        if _BULLET.match(line):
            return None
        if _UNDERLINE.match(self._next()):
            return line.rstrip(":")
        words = len(line.split())
        if line.endswith(":") and words <= _LONGEST_HEADING and line.strip(": "):
            return line.rstrip(": ")
        if self.capitals_mean_heading and _is_capitals(line) and words <= _LONGEST_HEADING and line[-1] not in ".!":
            return line
        if line.endswith("?") and (_BULLET.match(self._next()) or self._opens_a_block(line)):
            return line
        return None

    def _opens_a_block(self, line: str) -> bool:
        """Whether a question such as "What is good here?" stands first in a block of lines, above its answers."""
        first = self.at == 0 or not self.lines[self.at - 1].strip()
        asks = _ASKS.match(line) is not None and len(line.split()) <= _LONGEST_HEADING
        return first and asks and bool(self._next().strip())

    def _start_heading(self, title: str) -> None:
        self._close_heading()
        if self.waiting and self.notes:
            self._give_back_waiting()
        self.heading, self.heading_line, self.heading_used = title, self.at + 1, False
        self.waiting.append(self.lines[self.at])
        underlined = not _HASHES.match(self.lines[self.at]) and _UNDERLINE.match(self._next())
        self.at += 1
        if underlined:
            self.waiting.append(self.lines[self.at])
            self.at += 1
        self.joinable = False

    def _close_heading(self) -> None:
        """Keep a heading that has nothing under it: it becomes a note of its own."""
        if self.heading_used:
            return
        source = "\n".join(self.waiting)
        self.notes.append(Note("", self.heading, self.heading_line, "lone heading", source))
        self.waiting = []
        self.heading_used = True

    def _give_back_waiting(self) -> None:
        last = self.notes[-1]
        source = "\n".join([last.source, *self.waiting])
        self.notes[-1] = Note(last.heading, last.words, last.line_number, last.kind, source)
        self.waiting = []

    def _add(self, line: str) -> None:
        match = _BULLET.match(line)
        if match is None and self._runs_on(line):
            last = self.notes[-1]
            words, source = f"{last.words} {line.strip()}", f"{last.source}\n{line}"
            self.notes[-1] = Note(last.heading, words, last.line_number, last.kind, source)
        else:
            words = match["rest"].strip() if match else line.strip()
            source = "\n".join([*self.waiting, line])
            self.notes.append(Note(self.heading, words, self.at + 1, "bullet" if match else "line", source))
            self.waiting = []
            self.heading_used = True
        self.joinable = True
        self.at += 1

    def _runs_on(self, line: str) -> bool:
        if not self.joinable or not line.strip()[0].islower():
            return False
        before = self.lines[self.at - 1].rstrip()
        if before.endswith((".", "!", "?", ":", ";")):
            return False
        if self.notes[-1].kind == "bullet":
            return line[0].isspace() or len(before) >= _WRAPS_AT or _BREAKS_OFF.search(before) is not None
        return not self.lower_case_habit or len(before) >= _WRAPS_AT

    def finish(self) -> list[Note]:
        """Close the page, so that nothing typed is left over."""
        self._close_heading()
        if self.waiting and self.notes:
            self._give_back_waiting()
        elif self.waiting:
            words = "\n".join(self.waiting)
            self.notes.append(Note("", words.strip(), 1, "line", words))
        return self.notes


def _is_capitals(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) >= 4 and all(letter.isupper() for letter in letters)


def _share_in_capitals(lines: list[str]) -> float:
    written = [line for line in lines if any(letter.isalpha() for letter in line)]
    return sum(map(_is_capitals, written)) / len(written) if written else 0.0


def _begins_in_lower_case(lines: list[str]) -> bool:
    """Say whether the writer starts a fresh block in lower case, so that lower case is no sign of a broken line."""
    fresh = True
    for line in lines:
        if not line.strip():
            fresh = True
            continue
        if fresh and not _BULLET.match(line) and line.strip()[0].islower():
            return True
        fresh = line.rstrip().endswith((":", "?"))
    return False
