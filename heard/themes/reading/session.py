"""The graph kept on disk, opened, and run over texts of one length at a time."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heard.themes.reading.graph import build, version
from heard.themes.reading.pieces import Pieces
from heard.themes.reading.weights import Weights

Codes = NDArray[np.int16]
Graph = Path | bytes  # the file that holds a graph, or the graph itself
STEPS = 32767  # a vector is kept as whole numbers, each so many steps to 1
_BATCH_PIECES = 512
_STAMP = 32  # letters of a hash in a name


def user_cache() -> Path | None:
    """Find the folder where this kind of machine keeps what can be made again; none for an account without a home."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "heard"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "heard"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "heard"


def kept_graph(weights: Weights, folder: Path | None) -> Graph:
    """Find the graph in the folder where it is kept, or build it and keep it there, whole or not at all.

    Its name holds the hash of its bytes, so a damaged file is noticed and built again. It is given as that file, which
    spares a copy of it in memory; as its bytes where the folder cannot be written to, and is then built again next time.
    """
    signed = sums_are_exact()
    if folder is None:
        return build(weights, signed=signed)
    start = f"reading-{version()}-{'s' if signed else 'u'}-"
    for path in sorted(folder.glob(f"{start}*.onnx")) if folder.is_dir() else ():
        with suppress(OSError):  # one that cannot be read, or not be removed, is as good as none
            with path.open("rb") as kept:
                stamp = hashlib.file_digest(kept, "sha256").hexdigest()[:_STAMP]
            if stamp == path.stem.removeprefix(start):
                return path
            path.unlink(missing_ok=True)
    built = build(weights, signed=signed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix="writing-", delete=False) as file:
            file.write(built)
        return Path(file.name).replace(folder / f"{start}{hashlib.sha256(built).hexdigest()[:_STAMP]}.onnx")
    except OSError:
        return built


def sums_are_exact() -> bool:
    """Try whether this machine adds products of whole numbers exactly when the weights are signed.

    Some older machines clip sums of two large products on their quick path. There the weights are written without a
    sign, which takes another path: slower, and with the same sums to the bit.
    """
    from onnx import TensorProto, helper, numpy_helper

    weight = np.full((64, 64), 127, np.int8)
    step = helper.make_node("MatMulInteger", ["values", "weight"], ["sums"])
    values = helper.make_tensor_value_info("values", TensorProto.UINT8, ["rows", 64])
    sums = helper.make_tensor_value_info("sums", TensorProto.INT32, ["rows", 64])
    graph = helper.make_graph([step], "trial", [values], [sums], [numpy_helper.from_array(weight, "weight")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    session = open_session(model.SerializeToString())
    found = session.run(None, {"values": np.full((17, 64), 255, np.uint8)})[0]
    return bool((found == 255 * 127 * 64).all())


def open_session(graph: Graph) -> Any:
    """Open a graph to be run by one thread, each step as it was written."""
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    session: Any = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return session


def batches(pieces: Sequence[Pieces]) -> Iterator[list[int]]:
    """Put texts of one length together, shortest first, up to a budget of word pieces. Gives their places."""
    order = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
    batch: list[int] = []
    for at in order:
        size = len(pieces[at])
        if batch and (len(pieces[batch[0]]) != size or (len(batch) + 1) * size > _BATCH_PIECES):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def run_batch(session: Any, ids: NDArray[np.int64]) -> Codes:
    """Run texts of one length and give their vectors as whole numbers."""
    sums: NDArray[np.int32] = session.run(None, {"ids": ids})[0]
    return shortened(sums)


def shortened(sums: NDArray[np.integer[Any]]) -> Codes:
    """Turn sums of any size into whole numbers of 16 bits, `STEPS` of them to a length of 1."""
    codes: Codes = np.rint(_over_length(sums) * STEPS).astype(np.int16)
    return codes


def lengthened(codes: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
    """Turn whole numbers into rows of length 1. A row of zeros stays one."""
    rows: NDArray[np.float32] = _over_length(codes).astype(np.float32)
    return rows


def _over_length(numbers: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
    """Divide rows by their length. The squares are summed as whole numbers: the same in any order."""
    whole = numbers.astype(np.int64)
    length = np.sqrt((whole * whole).sum(axis=1, keepdims=True).astype(np.float64))
    rows: NDArray[np.float64] = whole / np.maximum(length, 1)
    return rows


def joined(parts: Codes, pieces: Sequence[Pieces]) -> Codes:
    """Join the windows of a long text into one vector, each window for as much as it holds."""
    row: Codes = parts[0]
    if len(parts) > 1:
        shares = np.array([len(part) - 2 for part in pieces], np.int64)
        whole = (parts.astype(np.int64) * shares[:, None]).sum(axis=0, keepdims=True)
        row = shortened(whole * 256 // shares.sum())[0]
    return row
