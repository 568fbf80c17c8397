"""Conditions and reservations in labelled comments: ours beside cue words, rules and a plain classifier.

    python benchmarks/themes/conditions.py DATA [SEEDS]

Ours learned from invented comments alone, and so did the plain classifier. Nothing is drawn at random, so each seed is
a fresh drawing (with repeats) of the labelled comments, the same for every method: the spread is that of the comments.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from data import AbsentError, conditions
from measure import Row, cpu, main
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score

from heard.themes.reading import open_reader
from heard.themes.stance.conditions import AT_LEAST, find_conditions
from heard.themes.stance.conditions import conditions as by_rules
from heard.themes.stance.examples import examples

_CUE = re.compile(
    r"\b(?:if|unless|but|however|although|though|except|until|provided|providing|as long as|so long as|depend\w*|"
    r"apart from|despite)\b",
    re.IGNORECASE,
)
_BEFORE = "elsewhere, on 140 fresh comments: rules .484, learned .608"


def rows(data: Path, seeds: Sequence[int]) -> Iterator[Row]:
    """Measure each labelled set apart."""
    try:
        labelled = conditions(data)
    except AbsentError as error:
        print(error, file=sys.stderr)
        return
    for name in dict.fromkeys(labelled.questions):
        some = [at for at, origin in enumerate(labelled.questions) if origin == name]
        texts = [labelled.texts[at] for at in some]
        true = np.array([labelled.labels[at] != "none" for at in some])
        yield from _set(f"conditions or reservations in {name}", texts, true, seeds)


def _set(table: str, texts: list[str], true: NDArray[np.bool_], seeds: Sequence[int]) -> Iterator[Row]:
    reader = open_reader()
    with cpu() as cost:
        found = find_conditions(texts, reader, at_least=0.0)
    ours = np.array([max((one.sureness for one in places), default=0.0) for places in found])
    told = {
        "any cue word": np.array([bool(_CUE.search(text)) for text in texts]),
        "rules": np.array([bool(by_rules(text)) for text in texts]),
        "logistic regression on words": _plain(texts),
        "Heard": ours >= AT_LEAST,
    }
    draws = [np.random.default_rng(seed).integers(len(true), size=len(true)) for seed in seeds]
    for method, said in told.items():
        mine = method == "Heard"
        for figure, score in (("F1", f1_score), ("precision", precision_score), ("recall", recall_score)):
            values = tuple(float(score(true[draw], said[draw], zero_division=0)) for draw in draws)
            goal = ">= .70" if mine and figure == "F1" else ""
            whole = f"on all {len(true)} ({true.sum()} of them conditions): {score(true, said, zero_division=0):.3f}"
            yield Row(table, method, figure, values, f"{whole}; {_BEFORE}" if goal else whole, goal)
    precise = tuple(float(average_precision_score(true[draw], ours[draw])) for draw in draws)
    yield Row(table, "Heard", "average precision", precise)
    yield Row(table, "Heard", "comments a CPU-second", (len(texts) / max(cost.cpu, 1e-6),), "reading included")


def _plain(texts: Sequence[str]) -> NDArray[np.bool_]:
    taught = examples()
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = LogisticRegression(C=3, max_iter=1000)
    model.fit(words.fit_transform([one.words for one in taught]), [one.label != "none" for one in taught])
    return np.asarray(model.predict(words.transform(texts)))


if __name__ == "__main__":
    main(rows)
