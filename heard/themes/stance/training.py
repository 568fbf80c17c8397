"""Learn from the invented comments what a condition or a reservation looks like. Run once; the numbers are packaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from heard.themes.reading import Reader
from heard.themes.stance.examples import Example, examples, leanings
from heard.themes.stance.signs import WEAK_CUES, Sign
from heard.themes.stance.traits import LEANINGS, Numbers, Traits, traits_of
from heard.themes.stance.weights import Weights, stamp

_TURNS = frozenset({"but", "however", "although", "while", "despite"})
_IFS = frozenset({"if", "even if"})
_RATES = {"no cue": 0.06, "weak": 0.06, "if": 0.22, "turn": 0.5, "firm": 0.6}
"""How often each sort of place holds among real comments: the examples, half of them written to mislead, hold too many
of one sort and too few of another, so that each sort is weighed back to this share."""
_FIRM = 1.0  # C of the logistic regression
_SEEN = 2  # a trait of one example alone teaches nothing


def make(reader: Reader, taught: Sequence[Example] | None = None) -> Weights:
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
    weight = weighed_to_rates([_sort(sign) for sign in traits.signs], holds)
    first = LogisticRegression(C=_FIRM, max_iter=3000).fit(rows, holds, sample_weight=weight)
    second = LogisticRegression(C=_FIRM, max_iter=3000).fit(rows[holds], condition[holds])
    both = np.column_stack([first.coef_[0], second.coef_[0]]).astype(np.float32)
    names = tuple(table.get_feature_names_out())
    start = np.array([first.intercept_[0], second.intercept_[0]], dtype=np.float32)
    return Weights(stamp(), names, both[: len(names)], both[len(names) :], start, leaning.astype(np.float32))


def weighed_to_rates(sorts: Sequence[str], holds: NDArray[np.bool_]) -> Numbers:
    """Weigh down what holds, or what does not, until each sort of place holds as often as among real comments.

    >>> weighed_to_rates(["turn", "turn", "turn"], np.array([True, False, False])).tolist()
    [1.0, 0.5, 0.5]
    """
    weight = np.ones(len(holds))
    named = np.array(sorts)
    for sort, rate in _RATES.items():
        here = named == sort
        for side, share in ((True, rate), (False, 1 - rate)):
            these, those = int((holds[here] == side).sum()), int((holds[here] != side).sum())
            if these and those:
                weight[here & (holds == side)] = min(1.0, share / (1 - share) * those / these)
    return weight


def _sort(sign: Sign) -> str:
    if not sign.cue:
        return "no cue"
    if sign.cue in _TURNS:
        return "turn"
    if sign.cue in _IFS:
        return "if"
    return "weak" if sign.cue in WEAK_CUES else "firm"


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
