"""Coding with people in charge: how good proposals are from few answers, and whether sureness holds."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from data import Labelled, comments_v6, intents, is_test, patient_comments
from measure import Row, cpu, main
from numpy.typing import NDArray
from peers.pxtextmining_recipe import coded
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from heard.records import Voice
from heard.themes.coding.calibration import calibration_error
from heard.themes.coding.codebook import Code
from heard.themes.coding.learner import Coder, learn
from heard.themes.coding.reads import chance_order, next_to_read
from heard.themes.reading import open_reader

_READS, _BATCH = 220, 55
_CURVE = (55, 110, 220, 440, 880)
Figures = dict[str, list[float]]
_reader = open_reader()


class _Set:
    """Voices with a label each, read once."""

    def __init__(self, held: Labelled, *, fewest: int = 1) -> None:
        many = Counter(held.labels)
        kept = [at for at, label in enumerate(held.labels) if many[label] >= fewest]
        self.labels = np.array([held.labels[at] for at in kept])
        self.voices = [Voice(str(at), held.texts[old], None, held.questions[old]) for at, old in enumerate(kept)]
        self.vectors = _reader.vectors([voice.words for voice in self.voices])
        self.codes = [Code(label, label) for label in sorted(set(self.labels))]
        self.test = np.flatnonzero([is_test(voice.words) for voice in self.voices])
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        self.plain = hstack([csr_matrix(2 * self.vectors), words.fit_transform(v.words for v in self.voices)]).tocsr()

    def sample(self, each: int, seed: int) -> list[int]:
        chance, test, found = np.random.default_rng(seed), set(self.test.tolist()), list[int]()
        for code in self.codes:
            mine = [at for at in np.flatnonzero(self.labels == code.key) if at not in test]
            found += [int(at) for at in chance.permutation(mine)[:each]]
        return found

    def learn(self, read: Sequence[int], seed: int, *, named: bool = True) -> Coder:
        answers = {self.voices[at].id: frozenset({str(self.labels[at])}) for at in read}
        codes = self.codes if named else [Code(code.key, "-") for code in self.codes]
        return learn(self.voices, self.vectors, answers, codes, reader=_reader, seed=seed)

    def regression(self, read: Sequence[int], at: NDArray[np.intp], *, meaning_only: bool) -> NDArray[np.str_]:
        rows = csr_matrix(self.vectors) if meaning_only else self.plain
        model = LogisticRegression(class_weight="balanced", max_iter=500).fit(rows[list(read)], self.labels[list(read)])
        return np.asarray(model.predict(rows[at]))


def _judge(held: _Set, coder: Coder, at: NDArray[np.intp], into: Figures) -> None:
    proposals = coder.propose([held.voices[one] for one in at], held.vectors[at], spans=False)
    first = {proposal.voice: proposal for proposal in reversed(proposals)}
    guessed = np.array([first[str(one)].theme if str(one) in first else "" for one in at])
    sureness = np.array([first[str(one)].sureness if str(one) in first else 0.0 for one in at])
    right = guessed == held.labels[at]
    sure = np.array([str(one) in first and first[str(one)].standing == "sure" for one in at])
    _score(held, guessed, at, into)
    _put(into, "calibration error", calibration_error(sureness, right))
    _put(into, "share sure", float(sure.mean()))
    if sure.any():
        _put(into, "sure and right", float(right[sure].mean()))


def _score(held: _Set, guessed: NDArray[np.str_], at: NDArray[np.intp], into: Figures) -> None:
    known = sorted(set(held.labels))
    _put(into, "macro-F1", f1_score(held.labels[at], guessed, average="macro", labels=known, zero_division=0))
    _put(into, "accuracy", float((guessed == held.labels[at]).mean()))


def _put(into: Figures, figure: str, value: float) -> None:
    into.setdefault(figure, []).append(float(value))


def _rows(table: str, found: dict[str, Figures], goals: dict[str, str] | None = None) -> Iterator[Row]:
    for method, figures in found.items():
        for figure, values in figures.items():
            goal = (goals or {}).get(figure, "") if method.startswith("Heard") else ""
            yield Row(table, method, figure, tuple(values), goal=goal)


def _few(name: str, held: _Set, each: int, seeds: Sequence[int], goal: str = "") -> Iterator[Row]:
    found: dict[str, Figures] = {}
    for seed in seeds:
        read = held.sample(each, seed)
        for method, only in (("logistic regression, MiniLM", True), ("logistic regression, MiniLM + TF-IDF", False)):
            _score(held, held.regression(read, held.test, meaning_only=only), held.test, found.setdefault(method, {}))
        for method, named in (("Heard", True), ("Heard, themes without names", False)):
            with cpu() as cost:
                coder = held.learn(read, seed, named=named)
            _judge(held, coder, held.test, found.setdefault(method, {}))
            _put(found[method], "CPU-s", cost.cpu)
    yield from _rows(f"Coding {name}, {each} examples a theme", found, {"macro-F1": goal})


def _effort(name: str, held: _Set, seeds: Sequence[int], goal: str = "") -> Iterator[Row]:
    found: dict[str, Figures] = {}
    for seed in seeds:
        chance = [int(one) for one in chance_order(held.voices, seed)[:_READS]]
        chosen = _chosen(held, seed)
        for how, read in (("read by chance", chance), ("read as `next` says", chosen)):
            left = np.setdiff1d(np.arange(len(held.voices)), read)
            guessed = held.regression(read, left, meaning_only=False)
            plain = found.setdefault(f"logistic regression, {how}", {})
            _score(held, guessed, left, plain)
            _all(held, plain, len(read))
            mine = found.setdefault(f"Heard, {how}", {})
            _judge(held, held.learn(read, seed), left, mine)
            _all(held, mine, len(read))
    yield from _rows(f"Coding {name} after {_READS} reads", found, {"accuracy, all voices": goal})


def _all(held: _Set, into: Figures, read: int) -> None:
    many = len(held.voices)
    _put(into, "accuracy, all voices", (into["accuracy"][-1] * (many - read) + read) / many)


def _curve(name: str, held: _Set, seeds: Sequence[int]) -> Iterator[Row]:
    """How far each further hour of reading goes."""
    found: dict[str, Figures] = {}
    for seed in seeds:
        chosen = _chosen(held, seed, _CURVE[-1])
        for many in _CURVE:
            left = np.setdiff1d(np.arange(len(held.voices)), chosen[:many])
            _judge(held, held.learn(chosen[:many], seed), left, found.setdefault(f"Heard, {many} read", {}))
            _all(held, found[f"Heard, {many} read"], many)
    yield from _rows(f"Coding {name}, more and more read", found)


def _chosen(held: _Set, seed: int, reads: int = _READS) -> list[int]:
    read: list[int] = []
    coder: Coder | None = None
    while len(read) < reads:
        had = {held.voices[at].id for at in read}
        many = min(_BATCH, reads - len(read))
        read += [
            int(one.voice) for one in next_to_read(held.voices, held.vectors, coder, had, {}, many=many, seed=seed)
        ]
        coder = held.learn(read, seed)
    return read


def _several(data: Path, seeds: Sequence[int]) -> Iterator[Row]:
    held = comments_v6(data)
    kept = [at for at, text in enumerate(held.texts) if text.strip() != "Did not answer"]
    texts = [held.texts[at] for at in kept]
    names = sorted({label for at in kept for label in held.labels[at]})
    names = [name for name in names if sum(name in held.labels[at] for at in kept) >= 25]
    gold = np.array([[name in held.labels[at] for name in names] for at in kept])
    voices = [
        Voice(str(at), text, None, held.questions[old]) for at, (old, text) in enumerate(zip(kept, texts, strict=True))
    ]
    vectors = _reader.vectors(texts)
    codes = [Code(name, name) for name in names]
    found: dict[str, Figures] = {}
    for seed in seeds:
        salted: Callable[[str], bool] = lambda text, seed=seed: is_test(f"{text} {seed}" if seed else text)  # noqa: E731
        test = np.flatnonzero([salted(text) for text in texts])
        train = np.setdiff1d(np.arange(len(texts)), test)
        train = train[gold[train].any(axis=1)]
        test = test[gold[test].any(axis=1)]
        with cpu() as cost:
            peer = coded([texts[at] for at in train], gold[train], [texts[at] for at in test], seed=seed)
        _score_several(gold[test], peer, cost.cpu, found.setdefault("pxtextmining's recipe", {}))
        answers = {str(at): frozenset(np.array(names)[gold[at]].tolist()) for at in train}
        with cpu() as cost:
            coder = learn(voices, vectors, answers, codes, reader=_reader, seed=seed)
        proposals = coder.propose([voices[at] for at in test], vectors[test], spans=False)
        place = {str(one): at for at, one in enumerate(test)}
        mine = np.zeros_like(gold[test])
        for proposal in proposals:
            mine[place[proposal.voice], names.index(proposal.theme)] = True
        figures = found.setdefault("Heard", {})
        _score_several(gold[test], mine, cost.cpu, figures)
        right = np.array([gold[int(one.voice), names.index(one.theme)] for one in proposals])
        sure = np.array([one.standing == "sure" for one in proposals])
        _put(figures, "calibration error", calibration_error(np.array([one.sureness for one in proposals]), right))
        _put(figures, "share sure", float(sure.mean()))
        _put(figures, "sure and right", float(right[sure].mean()))
    goals = {"micro-F1": "0.70", "macro-F1": "0.57", "samples-F1": "0.72"}
    yield from _rows(f"Several themes a comment, {len(names)} themes, {len(texts):,} comments", found, goals)


def _score_several(gold: NDArray[np.bool_], guessed: NDArray[np.bool_], seconds: float, into: Figures) -> None:
    for average in ("micro", "macro", "samples"):
        _put(into, f"{average}-F1", f1_score(gold, guessed, average=average, zero_division=0))
    _put(into, "exact", float((gold == guessed).all(axis=1).mean()))
    _put(into, "CPU-s", seconds)


def rows(data: Path, seeds: Sequence[int]) -> Iterator[Row]:
    """Give every figure of this part."""
    nine = _Set(patient_comments(data, column="label"))
    yield from _few("9 headings", nine, 8, seeds, "0.42")
    yield from _few("9 headings", nine, 64, seeds, "0.49")
    yield from _effort("9 headings", nine, seeds, "0.66")
    yield from _curve("9 headings", nine, seeds)
    codes = _Set(patient_comments(data), fewest=100)
    yield from _few(f"{len(codes.codes)} codes", codes, 8, seeds)
    yield from _few(f"{len(codes.codes)} codes", codes, 64, seeds)
    yield from _several(data, seeds)
    yield from _few("150 intents", _Set(intents(data)), 8, seeds[:2])


if __name__ == "__main__":
    main(rows)
