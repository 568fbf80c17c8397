"""`heard themes read` and `heard themes model`: vectors of what people said, and the model that makes them."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from heard.commands.files import write_bytes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHOWN = 20


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands."""
    read = commands.add_parser(
        "read",
        help="turn each voice into a vector, on this machine",
        description="Turn each voice into a vector: 384 numbers that lie close for voices that say alike. It is done "
        "on this machine and nothing is sent anywhere. If it is stopped, run it again: it goes on where it was.",
    )
    read.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file")
    read.add_argument("--words", required=True, metavar="COLUMN", help="the column that holds what people said")
    read.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write: .npz or .csv")
    read.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    read.add_argument("--workers", type=_workers, default=1, metavar="N", help="how many processes to use (default 1)")
    read.add_argument(
        "--keep", type=Path, metavar="FILE", help="keep vectors in this file, so that no voice is ever read twice"
    )
    read.set_defaults(run=run_read)
    model = commands.add_parser(
        "model",
        help="say which model reads voices, and check it",
        description="Say which model reads voices, where it is, and whether its files are the ones it was measured with.",
    )
    model.set_defaults(run=run_model)


def _workers(typed: str) -> int:
    number = int(typed)
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError(f"{typed} is not from 1 to 64")
    return number


def run_read(arguments: argparse.Namespace) -> int:
    """Write a row of numbers for each voice, and say which voices could not be read and why."""
    from tqdm import tqdm

    from heard.commands.themes_discover import voices_of
    from heard.themes.reading import open_reader
    from heard.voice.tables import read_table

    sheet = read_table(arguments.file, sheet=arguments.sheet)
    voices = voices_of(sheet, arguments.words, None)
    texts = [voice.words for voice in voices]
    kept = arguments.keep or arguments.out.with_name(f"{arguments.out.name}.reading")
    reader = open_reader(cache=kept, workers=arguments.workers)
    with tqdm(total=len(texts), desc="Reading", unit="text", file=sys.stderr, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        vectors = reader.vectors(texts, progress=progress)
    write = _csv if arguments.out.suffix.lower() == ".csv" else _npz
    write_bytes(arguments.out, write([voice.id for voice in voices], vectors))
    if not arguments.keep:
        kept.unlink(missing_ok=True)
    print(_said(texts, reader.read))
    print(f"Read with {reader.name}, version {reader.version}.")
    for problem in sheet.problems:
        print(f"{f'Row {problem.row}: ' if problem.row else ''}{problem.why}", file=sys.stderr)
    return 0


def _said(texts: Sequence[str], read: int) -> str:
    from heard.themes.reading.languages import cannot_read

    why = [cannot_read(text) for text in texts]
    aside = [(at, reason) for at, reason in enumerate(why, start=1) if reason]
    known = len({text for text in texts if text.strip()}) - read
    lines = [f"{len(texts):,} voices. {read:,} texts were read now{f', {known:,} were known' if known > 0 else ''}."]
    if aside:
        lines.append(f"{len(aside):,} need somebody to read them:")
        lines += [f"  Voice {at:,}: {reason}" for at, reason in aside[:_SHOWN]]
        lines += [f"  and {len(aside) - _SHOWN:,} more."] if len(aside) > _SHOWN else []
    return "\n".join(lines)


def _npz(keys: Sequence[str], vectors: NDArray[np.float32]) -> bytes:
    import numpy as np

    file = io.BytesIO()
    np.savez(file, voices=np.array(keys), vectors=vectors)
    return file.getvalue()


def _csv(keys: Sequence[str], vectors: NDArray[np.float32]) -> bytes:
    columns = ",".join(["voice", *(f"v{at}" for at in range(1, vectors.shape[1] + 1))])
    lines = (f"{key},{','.join(f'{number:.7f}' for number in row)}" for key, row in zip(keys, vectors, strict=True))
    return ("\r\n".join([columns, *lines]) + "\r\n").encode()


def run_model(_arguments: argparse.Namespace) -> int:
    """Check the model and print what it is."""
    from heard.themes.reading import open_reader
    from heard.themes.reading.weights import PINNED, find_weights

    weights = find_weights()
    reader = open_reader()
    print(f"Model    {reader.name}\nVersion  {reader.version}\nWhere    {weights.folder}")
    for name, pinned in PINNED.items():
        print(f"SHA-256  {pinned}  {name}")
    reader.vectors(["The bus is late."])
    print("ok: every file is the one it was measured with, and it reads.")
    return 0
