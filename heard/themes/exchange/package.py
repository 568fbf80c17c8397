"""Opens a project package (.qdpx) from people we do not know. Nothing in it is ever written to the disk."""

from __future__ import annotations

import io
import zipfile
import zlib

from heard.errors import FileTooLarge, UnreadableFile, WrongEncoding
from heard.voice.packages import LARGEST_UNPACKED, check_sizes
from heard.voice.tables import LARGEST_FILE

MOST_PARTS = 250_000
_TAKE_OUT = "Take pictures and recordings out of the project first, and take it out of the other tool again."
_PROJECT = "project.qde"


class Package:
    """A project package that is safe to read: its description, and its texts by their path."""

    def __init__(self, content: bytes, called: str) -> None:
        self.called = called
        if len(content) > LARGEST_FILE:
            raise FileTooLarge(f"{called} is larger than 20 MB. Take pictures and recordings out of the project first.")
        self.damaged = UnreadableFile(
            f"{called} is damaged or has a password, so it cannot be unpacked. Take it out of the other tool again."
        )
        try:
            self.package = zipfile.ZipFile(io.BytesIO(content))
            parts = self.package.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
            raise self.damaged from error
        check_sizes(parts, called, at_most=MOST_PARTS, instead=_TAKE_OUT)
        self.left = LARGEST_UNPACKED
        self.parts = {part.filename.replace("\\", "/").lower(): part for part in parts}
        if len(self.parts) < len(parts):
            raise UnreadableFile(f"{called} holds two parts of one name, which no tool writes. Take it out again.")

    def description(self) -> bytes:
        """The part that says what the project holds."""
        if _PROJECT not in self.parts:
            raise UnreadableFile(f"{self.called} is not a project: it holds no {_PROJECT}. Choose a .qdpx file.")
        return self._content(self.parts[_PROJECT])

    def text(self, path: str, name: str) -> str | None:
        """The text kept at a path, or nothing if it is kept somewhere else. A path out of the package is refused."""
        kept, _, inner = path.partition("://")
        if kept.lower() != "internal" or not inner:
            return None
        plain = inner.replace("\\", "/")
        if plain.startswith("/") or ".." in plain.split("/") or ":" in plain:
            raise UnreadableFile(
                f"The text “{name}” in {self.called} points out of the package (“{path[:60]}”), which could harm the reader. "
                "Take the project out of the other tool again."
            )
        part = self.parts.get(f"sources/{plain.lower()}")
        if part is None:
            return None
        self.spend(part.file_size)
        return self._decoded(self._content(part), name)

    def spend(self, letters: int) -> None:
        """Count what was taken out. A small package that names one large text many times holds as much as a large one."""
        self.left -= letters
        if self.left < 0:
            raise FileTooLarge(
                f"{self.called} names the same texts or notes so often that they come to more than 120 MB. "
                "Take it out of the other tool in smaller pieces."
            )

    def _decoded(self, content: bytes, name: str) -> str:
        try:
            if content.startswith((b"\xff\xfe", b"\xfe\xff")):
                return content.decode("utf-16")
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise WrongEncoding(
                f"The letters of the text “{name}” in {self.called} were saved in a way that cannot be read (byte "
                f"{error.start + 1:,}). Save it as Unicode in the other tool and take the project out again."
            ) from error

    def _content(self, part: zipfile.ZipInfo) -> bytes:
        try:
            with self.package.open(part) as opened:
                content = opened.read(part.file_size + 1)
        except (
            zipfile.BadZipFile,
            RuntimeError,
            NotImplementedError,
            ValueError,
            OSError,
            EOFError,
            zlib.error,
        ) as error:
            raise self.damaged from error
        if len(content) > part.file_size:
            raise self.damaged
        return content
