"""Reading and writing the files that commands are given."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from heard.errors import BadRecord, EmptyFile, UnreadableFile
from heard.voice.tables import LARGEST_FILE, decode


def read_text(path: Path) -> str:
    """Read a text file, however its letters were saved."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(f"{path.name} is larger than 20 MB. Split it and read the parts.")
        text, _ = decode(path.read_bytes(), path.name)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise UnreadableFile(f"{path.name} cannot be opened: {reason}. Check the name and where it is kept.") from error
    if not text.strip():
        raise EmptyFile(f"{path.name} is empty. Check that the right file was saved.")
    return text


def read_json(path: Path) -> dict[str, object]:
    """Read a JSON file that holds one object."""
    try:
        found = json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        at = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise BadRecord(f"{path.name} is not JSON{at}. Check its quotation marks, commas and brackets.") from error
    if not isinstance(found, dict):
        raise BadRecord(f"{path.name} must hold one object in curly brackets. See `heard outcomes check --help`.")
    return found


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all, so that a full disk never leaves half of one."""
    handle: str | None = None
    try:
        descriptor, handle = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(handle).chmod(0o600)
        Path(handle).replace(path)
    except OSError as error:
        if handle is not None:
            Path(handle).unlink(missing_ok=True)
        reason = error.strerror or "the disk refused it"
        raise UnreadableFile(f"{path.name} cannot be written: {reason}. Choose another place with --out.") from error
