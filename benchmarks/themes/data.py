"""The labelled voices that the benchmark reads, from a folder outside this project. Nothing of them is kept here.

The folder holds `pxtextmining/`, `clinc_oos/`, `tweeteval_stance/`, `polis/` and `conditions/`, as their owners publish
them. What is absent is said, and the part that needs it is left out.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

csv.field_size_limit(10_000_000)
TARGETS = ("abortion", "atheism", "climate", "feminist", "hillary")
# Columns of the second set of patient comments that say something about a comment but are not codes.
_ABOUT = {"Comment ID", "Trust", "Respondent ID", "Date", "Service type 1", "Service type 2", "FFT categorical answer",
          "FFT question", "FFT answer", "Person identifiable info?", "Comment sentiment"}  # fmt: skip


class AbsentError(Exception):
    """A set is not in the folder."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with one label each, and the question each answers where that is known."""

    texts: list[str]
    labels: list[str]
    questions: list[str]


@dataclass(frozen=True, slots=True)
class ManyLabelled:
    """Texts with any number of labels each."""

    texts: list[str]
    labels: list[frozenset[str]]
    questions: list[str]


def is_test(text: str, share: float = 0.2) -> bool:
    """Say whether a text belongs to the test part. It depends on the text alone, so equal texts never part."""
    plain = " ".join(text.casefold().split())
    return int.from_bytes(hashlib.sha256(plain.encode()).digest()[:4]) / 2**32 < share


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        raise AbsentError(f"{path.name} is not in the data folder; what needs it is left out.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def patient_comments(data: Path, *, column: str = "code") -> Labelled:
    """Patient comments, each with one of 44 codes (`code`) or 9 headings (`label`)."""
    rows = [row for row in _rows(data / "pxtextmining/phase1_text_data.csv") if row["feedback"].strip()]
    return Labelled([row["feedback"] for row in rows], [row[column] for row in rows], [row["question"] for row in rows])


def comments_v6(data: Path, *, fewest: int = 25) -> ManyLabelled:
    """Patient comments with several codes each: the codes that at least `fewest` comments carry."""
    rows = [row for row in _rows(data / "pxtextmining/v6framework_230831.csv") if row["FFT answer"].strip()]
    columns = [
        name for name in rows[0] if name not in _ABOUT and {row[name] for row in rows} <= {"0", "1", "", "0.0", "1.0"}
    ]
    carried = {name: [bool(row[name]) and float(row[name]) > 0 for row in rows] for name in columns}
    kept = [name for name in columns if sum(carried[name]) >= fewest]
    labels = [frozenset(name for name in kept if carried[name][at]) for at in range(len(rows))]
    some = [at for at in range(len(rows)) if labels[at]]
    return ManyLabelled(
        [rows[at]["FFT answer"] for at in some], [labels[at] for at in some], [rows[at]["FFT question"] for at in some]
    )


def intents(data: Path) -> Labelled:
    """Short requests with one of 150 intents."""
    path = data / "clinc_oos/data_full.json"
    if not path.exists():
        raise AbsentError("clinc_oos/data_full.json is not in the data folder; what needs it is left out.")
    parts = json.loads(path.read_text(encoding="utf-8"))
    pairs = [pair for name, rows in parts.items() for pair in rows if not name.startswith("oos")]
    return Labelled([text for text, _ in pairs], [label for _, label in pairs], [""] * len(pairs))


def tweets(data: Path, target: str, part: str) -> Labelled:
    """Tweets about one target, with 0 none, 1 against, 2 favour; `part` is train, val or test."""
    folder = data / "tweeteval_stance" / target
    if not (folder / f"{part}_text.txt").exists():
        raise AbsentError(
            f"tweeteval_stance/{target}/{part}_text.txt is not in the data folder; what needs it is left out."
        )
    labels = (folder / f"{part}_labels.txt").read_text().split()
    texts = (folder / f"{part}_text.txt").read_text(encoding="utf-8").split("\n")[: len(labels)]
    return Labelled(texts, labels, [target] * len(texts))


def polis(data: Path) -> list[str]:
    """Comments of public conversations, without labels."""
    return [row["comment-body"] for path in sorted((data / "polis").glob("*/comments.csv")) for row in _rows(path)]


def conditions(data: Path) -> Labelled:
    """Comments labelled cond (depends on a condition), qual (a reservation) or none."""
    paths = sorted((data / "conditions").glob("*.csv"))
    if not paths:
        raise AbsentError("conditions/ is not in the data folder; what needs it is left out.")
    rows = [row for path in paths for row in _rows(path)]
    return Labelled(
        [row["text"] for row in rows],
        [row["label"] for row in rows],
        [path.stem for path in paths for _ in _rows(path)],
    )
