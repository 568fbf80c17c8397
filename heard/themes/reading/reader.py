"""The reader: voices in, vectors out. A text's vector depends on that text and the reader's version alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from heard.themes.engine import Progress
from heard.themes.reading.cache import Cache
from heard.themes.reading.graph import SIZE, version
from heard.themes.reading.pieces import Pieces, open_tokenizer, standard, windows
from heard.themes.reading.session import (
    Codes,
    Graph,
    batches,
    joined,
    kept_graph,
    lengthened,
    open_session,
    run_batch,
    user_cache,
)
from heard.themes.reading.weights import MODEL, find_weights
from heard.themes.reading.worker import Worker

LOG = logging.getLogger("heard.themes.reading")
_BLOCK = 4096  # texts split into word pieces at a time, so that memory stays flat
_KEEP_EVERY = 256  # texts after which vectors are kept: what a sudden end can cost
_WORTH_A_WORKER = 1000
_AHEAD = 4


class Reader(Protocol):
    """Something that turns voices into vectors."""

    @property
    def name(self) -> str:
        """Name the model."""
        ...

    @property
    def version(self) -> str:
        """Give the version, which changes whenever a vector could come out differently."""
        ...

    @property
    def size(self) -> int:
        """Say how many numbers make a vector."""
        ...

    def vectors(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        """Give one row for each text, of length 1; a blank text gives zeros."""
        ...


class LocalReader:
    """The packaged model, run on this machine. `read` counts the texts it had to read, having no vector for them."""

    name = MODEL
    size = SIZE

    def __init__(self, graph: Graph, tokenizer: Any, cache: Cache | None, workers: int) -> None:
        self.version = version()
        self.cache = cache
        self.read = 0
        self._graph = graph if workers > 1 else b""
        self._session = open_session(graph)
        self._tokenizer = tokenizer
        self._workers = workers

    def vectors(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        """Give one row for each text, of length 1; a blank text gives zeros.

        Texts that are the same but for spacing and the shape of letters and quotation marks are read once.
        """
        at: dict[str, int] = {}
        rows = np.array([at.setdefault(text, len(at)) for text in map(standard, texts)], np.int64)
        distinct = list(at)
        codes = np.zeros((len(distinct), SIZE), np.int16)
        known = self.cache.fill(distinct, codes) if self.cache is not None else np.zeros(len(distinct), bool)
        known |= np.array([not text for text in distinct], bool)
        self._read_missing(distinct, codes, np.flatnonzero(~known), progress)
        made = np.empty((len(rows), SIZE), np.float32)
        for start in range(0, len(rows), _BLOCK):
            made[start : start + _BLOCK] = lengthened(codes[rows[start : start + _BLOCK]])
        return made

    def _read_missing(
        self, texts: list[str], codes: Codes, missing: NDArray[np.int64], progress: Progress | None
    ) -> None:
        done = len(texts) - len(missing)
        if progress:
            progress(done, len(texts))
        with self._helpers(len(missing)) as helpers:
            for start in range(0, len(missing), _BLOCK):
                block = missing[start : start + _BLOCK].tolist()
                waiting: list[int] = []
                for row, vector in self._block([texts[row] for row in block], block, helpers):
                    codes[row] = vector
                    waiting.append(row)
                    if len(waiting) >= _KEEP_EVERY or done + len(waiting) == len(texts):
                        done = self._keep(texts, codes, waiting, done)
                        if progress:
                            progress(done, len(texts))
                done = self._keep(texts, codes, waiting, done)

    def _keep(self, texts: list[str], codes: Codes, waiting: list[int], done: int) -> int:
        """Keep what was read lately, and give how many texts are done."""
        if self.cache is not None and waiting:
            self.cache.keep([texts[row] for row in waiting], codes[waiting])
        self.read += len(waiting)
        done += len(waiting)
        waiting.clear()
        return done

    def _block(self, texts: list[str], rows: list[int], helpers: list[Worker]) -> Iterator[tuple[int, Codes]]:
        """Read some texts, and give each as soon as the last of its windows is read."""
        parts = windows(self._tokenizer, texts)
        pieces: list[Pieces] = [part for text in parts for part in text]
        owners = [text for text, some in enumerate(parts) for _ in some]
        first = np.cumsum([0, *(len(some) for some in parts)])
        left = [len(some) for some in parts]
        found = np.empty((len(pieces), SIZE), np.int16)
        for batch, vectors in self._run(pieces, helpers):
            found[batch] = vectors
            for place in batch:
                text = owners[place]
                left[text] -= 1
                if not left[text]:
                    yield rows[text], joined(found[first[text] : first[text + 1]], parts[text])

    def _run(self, pieces: list[Pieces], helpers: list[Worker]) -> Iterator[tuple[list[int], Codes]]:
        wanted = ((batch, np.array([pieces[at] for at in batch], np.int64)) for batch in batches(pieces))
        if not helpers:
            for batch, ids in wanted:
                yield batch, run_batch(self._session, ids)
            return
        free: SimpleQueue[Worker] = SimpleQueue()
        for helper in helpers:
            free.put(helper)

        def there(ids: NDArray[np.int64]) -> Codes:
            helper = free.get()
            try:
                return helper.run(ids)
            except OSError:
                if not helper.gone:
                    LOG.warning("A second process ended early. Reading goes on without it.")
                helper.gone = True
                return run_batch(self._session, ids)
            finally:
                free.put(helper)

        with ThreadPoolExecutor(len(helpers)) as threads:
            pending = []
            for batch, ids in wanted:
                pending.append((batch, threads.submit(there, ids)))
                if len(pending) > _AHEAD * len(helpers):
                    batch, answer = pending.pop(0)
                    yield batch, answer.result()
            for batch, answer in pending:
                yield batch, answer.result()

    @contextmanager
    def _helpers(self, missing: int) -> Iterator[list[Worker]]:
        """Start as many processes as there is work for, and end them afterwards."""
        many = min(self._workers, missing // _WORTH_A_WORKER)
        with ExitStack() as stack:
            helpers = [Worker(self._graph) for _ in range(many if many > 1 else 0)]
            for helper in helpers:
                stack.callback(helper.close)
            yield helpers


def open_reader(*, cache: Path | None = None, workers: int = 1) -> LocalReader:
    """Open the packaged model, its hashes checked, with a file to keep vectors in and a number of processes.

    The vectors are the same to the bit with and without a cache, and with any number of workers.

    Errors   `ModelMissing` where the model is not installed, `ModelChanged` where it is not the one measured,
             `UnreadableFile` where the cache is a file of something else.
    """
    weights = find_weights()
    graph = kept_graph(weights, user_cache())
    kept = Cache(cache, version()) if cache is not None else None
    return LocalReader(graph, open_tokenizer(weights), kept, workers)
