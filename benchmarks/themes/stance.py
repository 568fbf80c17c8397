"""Stance toward five targets (SemEval-2016 task 6A): ours beside plain logistic regressions, on the same parts.

    python benchmarks/themes/stance.py DATA [SEEDS]

The figure is the task's own: the mean of F(against) and F(favour) over the tweets of all targets together. Five parts
drawn anew with each seed; then trained on train and judged on val; and, where test is there, on train and val.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from data import TARGETS, AbsentError, tweets
from measure import Row, cpu, main
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from heard.records import Voice
from heard.themes.reading import open_reader
from heard.themes.stance.stance import Answer, Stance, learn_stance

_TABLE = "stance, five targets"
_MEANS: dict[str, Stance] = {"0": "unclear", "1": "against", "2": "for"}
_PUBLISHED = "published on the test set: best of the task 67.8, BERTweet 71.2"
Vectors = NDArray[np.float32]
Learner = Callable[[list[str], Vectors, list[str], list[str], Vectors], list[str]]


def rows(data: Path, seeds: Sequence[int]) -> Iterator[Row]:
    """Measure by parts, then from train to val, then on the test set if it is there."""
    reader = open_reader()
    try:
        known = {(target, part): tweets(data, target, part) for target in TARGETS for part in ("train", "val")}
    except AbsentError as error:
        print(error, file=sys.stderr)
        return
    read = {key: reader.vectors(found.texts) for key, found in known.items()}
    both = [_joined([(known[target, part], read[target, part]) for part in ("train", "val")]) for target in TARGETS]
    for name, learner in _LEARNERS.items():
        with cpu() as cost:
            values = tuple(_by_parts(learner, both, seed) for seed in seeds)
        goal = ">= 70.7" if name == "Heard" else ""
        yield Row(_TABLE, name, "five parts", values, _PUBLISHED if goal else "", goal)
        yield Row(_TABLE, name, "CPU-seconds a target", (cost.cpu / len(seeds) / 5 / len(TARGETS),))
        true, told = [], []
        for target in TARGETS:
            train, val = known[target, "train"], known[target, "val"]
            told += learner(train.texts, read[target, "train"], train.labels, val.texts, read[target, "val"])
            true += val.labels
        yield Row(_TABLE, name, "train to val", (_figure(true, told),))
        yield from _on_test(data, reader.vectors, name, learner, both)


def _on_test(
    data: Path,
    vectors: Callable[[list[str]], Vectors],
    name: str,
    learner: Learner,
    both: list[tuple[list[str], Vectors, list[str]]],
) -> Iterator[Row]:
    true, told = [], []
    for target, (texts, read, labels) in zip(TARGETS, both, strict=True):
        try:
            test = tweets(data, target, "test")
        except AbsentError:
            return
        told += learner(texts, read, labels, test.texts, vectors(test.texts))
        true += test.labels
    yield Row(_TABLE, name, "test", (_figure(true, told),), _PUBLISHED, ">= 70.7" if name == "Heard" else "")


def _joined(parts: list[tuple[object, Vectors]]) -> tuple[list[str], Vectors, list[str]]:
    texts = [text for found, _ in parts for text in found.texts]  # type: ignore[attr-defined]
    labels = [label for found, _ in parts for label in found.labels]  # type: ignore[attr-defined]
    return texts, np.vstack([read for _, read in parts]), labels


def _by_parts(learner: Learner, both: list[tuple[list[str], Vectors, list[str]]], seed: int) -> float:
    true, told = [], []
    for texts, read, labels in both:
        for kept, held in StratifiedKFold(5, shuffle=True, random_state=seed).split(texts, labels):
            told += learner(
                [texts[at] for at in kept],
                read[kept],
                [labels[at] for at in kept],
                [texts[at] for at in held],
                read[held],
            )
            true += [labels[at] for at in held]
    return _figure(true, told)


def _figure(true: list[str], told: list[str]) -> float:
    return 100 * float(np.mean(f1_score(true, told, labels=["1", "2"], average=None)))


def _heard(texts: list[str], read: Vectors, labels: list[str], others: list[str], theirs: Vectors) -> list[str]:
    voices = [Voice(f"answered {at}", text) for at, text in enumerate(texts)]
    answers = [Answer(voice.id, _MEANS[label]) for voice, label in zip(voices, labels, strict=True)]
    coder = learn_stance("the target", voices, read, answers)
    back = {stance: label for label, stance in _MEANS.items()}
    asked = [Voice(f"asked {at}", text) for at, text in enumerate(others)]
    return [back[one.stance] for one in coder.propose(asked, theirs)]


def _words(texts: list[str], _read: Vectors, labels: list[str], others: list[str], _theirs: Vectors) -> list[str]:
    return _regression(texts, None, labels, others, None)


def _recipe(texts: list[str], read: Vectors, labels: list[str], others: list[str], theirs: Vectors) -> list[str]:
    return _regression(texts, read, labels, others, theirs)


def _regression(
    texts: list[str], read: Vectors | None, labels: list[str], others: list[str], theirs: Vectors | None
) -> list[str]:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    taught = [words.fit_transform(texts), letters.fit_transform(texts)]
    asked = [words.transform(others), letters.transform(others)]
    if read is not None and theirs is not None:
        taught.append(sparse.csr_matrix(2 * read))
        asked.append(sparse.csr_matrix(2 * theirs))
    model = LogisticRegression(C=3, max_iter=400).fit(sparse.hstack(taught).tocsr(), labels)
    return [str(label) for label in model.predict(sparse.hstack(asked).tocsr())]


_LEARNERS: dict[str, Learner] = {
    "logistic regression on words": _words,
    "logistic regression on vectors and words": _recipe,
    "Heard": _heard,
}

if __name__ == "__main__":
    main(rows)
