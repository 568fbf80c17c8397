"""Read texts with Heard's reader by one process of one thread, and measure what products this machine can do.

python benchmarks/themes/reading_ours.py TEXTS.json VECTORS.npy
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from measure import peak_mb

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from heard.themes.reading import open_reader  # noqa: E402
from heard.themes.reading.pieces import open_tokenizer, standard, windows  # noqa: E402
from heard.themes.reading.ranges import LAYERS  # noqa: E402
from heard.themes.reading.session import open_session  # noqa: E402
from heard.themes.reading.weights import find_weights  # noqa: E402

ROWS, INNER, COLUMNS = 512, 384, 1536


def seconds(work: Callable[[], object], times: int = 12) -> float:
    """Give the least CPU seconds of some work."""
    least = float("inf")
    for _ in range(times):
        before = time.process_time()
        for _ in range(4):
            work()
        least = min(least, (time.process_time() - before) / 4)
    return least


def giga(work: Callable[[], object]) -> float:
    """Give the thousand million sums a second of a product of the model's own shape."""
    return 2 * ROWS * INNER * COLUMNS / seconds(work) / 1e9


def products() -> tuple[float, float]:
    """Measure products in full (numpy) and in eight bits (onnxruntime)."""
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(0)
    left, right = rng.random((ROWS, INNER), np.float32), rng.random((INNER, COLUMNS), np.float32)
    weight = numpy_helper.from_array(rng.integers(-127, 128, (INNER, COLUMNS)).astype(np.int8), "weight")
    step = helper.make_node("MatMulInteger", ["values", "weight"], ["sums"])
    values = helper.make_tensor_value_info("values", TensorProto.UINT8, [ROWS, INNER])
    sums = helper.make_tensor_value_info("sums", TensorProto.INT32, [ROWS, COLUMNS])
    graph = helper.make_graph([step], "product", [values], [sums], [weight])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    session = open_session(model.SerializeToString())
    short = rng.integers(0, 256, (ROWS, INNER)).astype(np.uint8)
    return giga(lambda: left @ right), giga(lambda: session.run(None, {"values": short}))


def arithmetic(texts: list[str]) -> float:
    """Count the thousand million sums it takes to read these texts."""
    lengths = [
        len(part) for some in windows(open_tokenizer(find_weights()), list(map(standard, texts))) for part in some
    ]
    each = 2 * LAYERS * (4 * INNER * INNER + 2 * INNER * COLUMNS)
    return sum(length * each + 4 * LAYERS * INNER * length * length for length in lengths) / 1e9


def main() -> None:
    """Read, and print the figures as one line of JSON."""
    texts = json.loads(Path(sys.argv[1]).read_text())
    reader = open_reader()
    reader.vectors(texts[:32])
    before = time.process_time()
    vectors = reader.vectors(texts)
    spent = time.process_time() - before
    np.save(sys.argv[2], vectors)
    peak = peak_mb()
    full, short = products()
    print(json.dumps({"cpu": spent, "peak_mb": peak, "giga": arithmetic(texts), "full": full, "short": short}))


if __name__ == "__main__":
    main()
