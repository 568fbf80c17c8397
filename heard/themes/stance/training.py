"""Learn from the invented comments what a condition or a reservation looks like. Run once; the numbers are packaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from heard.themes.reading import Reader
from heard.themes.stance.examples import Example, examples, leanings
from heard.themes.stance.signs import WEAK_CUES
from heard.themes.stance.traits import LEANINGS, Numbers, Traits, traits_of
from heard.themes.stance.weights import Weights, stamp

_UNCUED = 0.1  # a reservation with no cue is far rarer among real comments than among the examples
_WEAK = 0.15
_FIRM = 1.0  # C of the logistic regression
_SEEN = 2  # a trait of one example alone teaches nothing


def make(reader: Reader, taught: Sequence[Example] | None = None, *, uncued: float = _UNCUED) -> Weights:
    """Learn the weights from the packaged examples, or from some of them to see how the others come out."""
    from scipy import sparse
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    taught = examples() if taught is None else taught
    leaning = _leaning(reader)
    traits = traits_of([example.words for example in taught], reader, leaning)
    holds, condition = _labels(traits, taught)
    often = Counter(name for named in traits.named for name in named)
    kept = [{name: value for name, value in named.items() if often[name] >= _SEEN} for named in traits.named]
    table = DictVectorizer()
    rows = sparse.hstack([table.fit_transform(kept), sparse.csr_matrix(traits.numbers)]).tocsr()
    cues = np.array([sign.cue for sign in traits.signs])
    weight = np.where(holds & (cues == ""), uncued, np.where(holds & np.isin(cues, list(WEAK_CUES)), _WEAK, 1.0))
    first = LogisticRegression(C=_FIRM, max_iter=3000).fit(rows, holds, sample_weight=weight)
    second = LogisticRegression(C=_FIRM, max_iter=3000).fit(rows[holds], condition[holds])
    both = np.column_stack([first.coef_[0], second.coef_[0]]).astype(np.float32)
    names = tuple(table.get_feature_names_out())
    start = np.array([first.intercept_[0], second.intercept_[0]], dtype=np.float32)
    return Weights(stamp(), names, both[: len(names)], both[len(names) :], start, leaning.astype(np.float32))


def _leaning(reader: Reader) -> Numbers:
    from sklearn.linear_model import LogisticRegression

    said = leanings()
    vectors = np.asarray(reader.vectors([clause.words for clause in said]), dtype=np.float64)
    model = LogisticRegression(C=8, max_iter=1000).fit(vectors, [clause.label for clause in said])
    order = [list(model.classes_).index(name) for name in LEANINGS]
    return np.vstack([model.coef_[order].T, model.intercept_[order]]).astype(np.float16).astype(np.float64)


def _labels(traits: Traits, taught: Sequence[Example]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    holds = [
        any(sign.at + 3 > start and min(sign.own[1], end) > max(sign.own[0], start) for start, end in taught[at].spans)
        for sign, at in zip(traits.signs, traits.owners, strict=True)
    ]
    return np.array(holds), np.array([taught[at].label == "cond" for at in traits.owners])


def write(reader: Reader) -> None:
    """Learn anew and put the numbers beside the code: `python -m heard.themes.stance.training`."""
    Path(__file__).with_name("weights.npz").write_bytes(make(reader).to_bytes())


if __name__ == "__main__":
    from heard.themes.reading import open_reader

    write(open_reader())
