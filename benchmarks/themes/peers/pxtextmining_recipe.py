"""pxtextmining's recipe for several themes a comment: word weights and a support vector machine for each theme.

Its settings (SVC, C=15, balanced classes, one against the rest) on scikit-learn as installed here, not its own package.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import SVC


def coded(train: Sequence[str], answers: NDArray[np.bool_], test: Sequence[str], *, seed: int = 0) -> NDArray[np.bool_]:
    """Train on some comments and say which themes the others carry."""
    weights = TfidfVectorizer(ngram_range=(1, 2), stop_words="english")
    seen, unseen = weights.fit_transform(train), weights.transform(test)
    found = np.zeros((len(test), answers.shape[1]), dtype=bool)
    for theme in range(answers.shape[1]):
        if answers[:, theme].any():
            machine = SVC(C=15, class_weight="balanced", random_state=seed, cache_size=500)
            found[:, theme] = machine.fit(seen, answers[:, theme]).predict(unseen)
    return found
