"""The engines that can suggest themes, by the name kept with each run."""

from __future__ import annotations

from collections.abc import Callable

from heard.errors import HeardError
from heard.themes.engine import ThemeEngine
from heard_web.themes.reading import reader

MEANING = "meaning"
WORD_WEIGHTS = "word weights"
# What each does, for the person who chooses.
IN_WORDS = {
    MEANING: "By meaning: puts together what means the same in other words",
    WORD_WEIGHTS: "By words: puts together what shares the same words. For a computer without the reading model",
}


def _meaning() -> ThemeEngine:
    # Imported here because it loads the model, which no page needs: only the background job does.
    from heard.themes.discovery import Meaning

    return Meaning(reader())


def _word_weights() -> ThemeEngine:
    # Imported here because it loads scikit-learn, which pages do not need.
    from heard.themes.words import WordWeights

    return WordWeights()


ENGINES: dict[str, Callable[[], ThemeEngine]] = {MEANING: _meaning, WORD_WEIGHTS: _word_weights}


def engine_named(name: str) -> ThemeEngine:
    """Give the engine of that name."""
    if name not in ENGINES:
        raise HeardError(f"No engine is called “{name}”. These are here: {', '.join(sorted(ENGINES))}.")
    return ENGINES[name]()
