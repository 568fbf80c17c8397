"""Reading and writing the files that commands are given."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from heard.errors import BadRecord, EmptyFile, FileTooLarge, UnreadableFile
from heard.voice.tables import LARGEST_FILE, decode


def read_bytes(path: Path, *, largest: int = LARGEST_FILE) -> bytes:
    """Read a file as it is. A folder, a pipe or a device is none."""
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile(f"{path.name or path} is not a file. Name a file inside it.")
        if path.stat().st_size > largest:
            raise FileTooLarge(f"{path.name} is larger than {largest // 1024 // 1024} MB. Split it and read the parts.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be read"
        raise UnreadableFile(f"{path.name} cannot be opened: {reason}. Check the name and where it is kept.") from error


def read_text(path: Path, *, largest: int = LARGEST_FILE) -> str:
    """Read a text file, however its letters were saved."""
    text, _ = decode(read_bytes(path, largest=largest), path.name)
    if not text.strip():
        raise EmptyFile(f"{path.name} is empty. Check that the right file was saved.")
    return text


def read_json(path: Path, *, largest: int = LARGEST_FILE) -> dict[str, object]:
    """Read a JSON file that holds one object."""
    try:
        text = read_text(path, largest=largest)
        found = json.loads(text)
        if "\\ud" in text or "\\uD" in text:
            found = _whole_letters(found)
    except (json.JSONDecodeError, RecursionError) as error:
        at = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise BadRecord(f"{path.name} is not JSON{at}. Check its quotation marks, commas and brackets.") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise BadRecord(f"{path.name} holds a number that is far too long. Check how the file was made.") from error
    if not isinstance(found, dict):
        raise BadRecord(f"{path.name} must hold one object in curly brackets. See the --help of this command.")
    return found


def _whole_letters(value: object) -> object:
    """Put the sign for a lost letter in place of each half of one, which JSON can spell but no file can hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole_letters(item) for item in value]
    if isinstance(value, dict):
        return {_whole_letters(name): _whole_letters(item) for name, item in value.items()}
    return value


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all. Half a letter, which no file can hold, is written as its number."""
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, so that a full disk never leaves half of one."""
    handle: str | None = None
    try:
        descriptor, handle = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(handle).chmod(0o600)
        Path(handle).replace(path)
    except (OSError, ValueError) as error:
        if handle is not None:
            Path(handle).unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or "the disk refused it"
        raise UnreadableFile(f"{path.name} cannot be written: {reason}. Choose another place with --out.") from error
