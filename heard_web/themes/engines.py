"""The engines that can suggest themes, by the name kept with each run."""

from __future__ import annotations

from collections.abc import Callable

from heard.errors import HeardError
from heard.themes.engine import ThemeEngine

WORD_WEIGHTS = "word weights"


def _word_weights() -> ThemeEngine:
    # Imported here because it loads scikit-learn, which pages do not need.
    from heard.themes.words import WordWeights

    return WordWeights()


ENGINES: dict[str, Callable[[], ThemeEngine]] = {WORD_WEIGHTS: _word_weights}


def engine_named(name: str) -> ThemeEngine:
    """Give the engine of that name."""
    if name not in ENGINES:
        raise HeardError(f"No engine is called “{name}”. These are here: {', '.join(sorted(ENGINES))}.")
    return ENGINES[name]()
