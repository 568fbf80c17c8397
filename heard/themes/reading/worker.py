"""A second process that runs the model by one thread: batches of word pieces in, vectors out, until its input ends."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from heard.themes.reading.graph import SIZE
from heard.themes.reading.session import Codes, Graph, open_session, run_batch

_HEAD = struct.Struct("<qq")
_START = "from heard.themes.reading.worker import serve; serve()"


class Worker:
    """The near end of such a process. It ends by itself if this process dies, because its input ends."""

    def __init__(self, graph: Graph) -> None:
        import heard

        root = str(Path(heard.__file__).resolve().parent.parent)
        there = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *filter(None, sys.path)])}
        self._process = subprocess.Popen(  # noqa: S603 (this Python, and words of our own)
            [sys.executable, "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**there, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        self._graph: Graph | None = graph
        self.gone = False

    def run(self, ids: NDArray[np.int64]) -> Codes:
        """Run one batch there. `OSError` if the process has gone."""
        to, back = self._process.stdin, self._process.stdout
        if to is None or back is None:
            raise BrokenPipeError("the second process has no pipes")
        if self._graph is not None:
            kept = isinstance(self._graph, Path)
            graph = os.fsencode(self._graph) if isinstance(self._graph, Path) else self._graph
            to.write(_HEAD.pack(len(graph), kept) + graph)
            self._graph = None
        to.write(_HEAD.pack(*ids.shape) + ids.tobytes())
        to.flush()
        return np.frombuffer(_whole(back, len(ids) * SIZE * 2), "<i2").reshape(-1, SIZE)

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:  # it had gone already
                continue
        self._process.kill()
        self._process.wait()


def _whole(file: IO[bytes], size: int) -> bytes:
    found = file.read(size)
    if len(found) != size:
        raise BrokenPipeError("the second process ended")
    return found


def serve() -> None:
    """Run batches from the standard input until it ends."""
    source, answer = sys.stdin.buffer, sys.stdout.buffer
    try:
        size, kept = _HEAD.unpack(_whole(source, _HEAD.size))
        graph = _whole(source, size)
        session: Any = open_session(Path(os.fsdecode(graph)) if kept else graph)
        while head := source.read(_HEAD.size):
            texts, pieces = _HEAD.unpack(head)
            ids = np.frombuffer(_whole(source, texts * pieces * 8), "<i8").reshape(texts, pieces)
            answer.write(run_batch(session, ids).astype("<i2").tobytes())
            answer.flush()
    except BrokenPipeError:
        sys.exit(1)
