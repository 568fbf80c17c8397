"""Find themes once, in texts whose vectors are already there, in a process of its own. Prints one JSON object.

    python discover_once.py DATA.npz SEED [shuffled]

DATA.npz holds `texts`, `vectors`, and `passages` with `passage_vectors` for texts that hold several thoughts. CPU seconds
and memory are those of everything from the texts and vectors to the finished JSON, with sub-themes, labels, steadiness and
quotations; what naming the themes reads anew is part of it.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Sequence

import numpy as np
from measure import peak_mb
from numpy.typing import NDArray

from heard.records import Voice
from heard.themes.discovery import Meaning
from heard.themes.engine import ONE_PERSON, TOO_FAR, Discovery, Progress
from heard.themes.reading import Reader, open_reader
from heard.themes.reading.languages import OTHER_LANGUAGE

# What a person is asked to read; the rest of what is listed is blank, or no more than "nothing" or "did not answer".
TO_READ = {TOO_FAR, ONE_PERSON, OTHER_LANGUAGE}


class AlreadyRead:
    """A reader with the vectors of some texts at hand, that reads the others."""

    size = 384
    name, version = "all-MiniLM-L6-v2", "already read"

    def __init__(self, sets: Sequence[tuple[Sequence[str], NDArray[np.float32]]]) -> None:
        self._row = {text: at for at, text in enumerate(text for texts, _ in sets for text in texts)}
        self._vectors = np.concatenate([vectors for _, vectors in sets])
        self._reader: Reader | None = None

    def vectors(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        """Give the vectors at hand, and read the rest."""
        rows = np.array([self._row.get(text, -1) for text in texts], dtype=np.int64)
        found = self._vectors[rows]
        missing = np.flatnonzero(rows < 0).tolist()
        if missing:
            self._reader = self._reader or open_reader()
            found[missing] = self._reader.vectors([texts[at] for at in missing], progress=progress)
        return found


def themes_by_voice(found: Discovery, many: int) -> list[str]:
    """Give the main theme of each voice; one to be read on its own has its nearest theme, or else the reason."""
    themes = [""] * many
    for theme in found.candidates:
        for member in theme.members:
            if member.main:
                themes[int(member.voice)] = theme.key
    for one in found.not_grouped:
        themes[int(one.voice)] = one.nearest or one.why
    return themes


def main(path: str, seed: int, shuffled: bool) -> dict[str, object]:
    """Find themes and report on it."""
    with np.load(path, allow_pickle=True) as data:
        texts = [str(text) for text in data["texts"]]
        passages = [str(text) for text in data["passages"]]
        reader = AlreadyRead([(texts, data["vectors"]), (passages, data["passage_vectors"])])
    voices = [Voice(str(at), text) for at, text in enumerate(texts)]
    if shuffled:
        voices = [voices[at] for at in np.random.default_rng(7).permutation(len(voices))]
    start = time.process_time()
    found = Meaning(reader).discover(voices, seed=seed)
    written = found.to_json()
    cpu = time.process_time() - start
    return {
        "labels": themes_by_voice(found, len(texts)),
        "themes": len(found.candidates),
        "subthemes": len(found.subthemes),
        "to read": sum(one.why in TO_READ for one in found.not_grouped) / len(texts),
        "says too little": sum(one.why not in TO_READ for one in found.not_grouped) / len(texts),
        "unsaid": sum(not label for label in themes_by_voice(found, len(texts))),
        "steadiness": found.steadiness,
        "sha256": hashlib.sha256(written.encode()).hexdigest(),
        "cpu": cpu,
        "peak_mb": peak_mb(),
    }


if __name__ == "__main__":
    json.dump(main(sys.argv[1], int(sys.argv[2]), "shuffled" in sys.argv[3:]), sys.stdout)
