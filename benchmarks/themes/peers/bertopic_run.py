"""BERTopic on texts that are already embedded, in its three best known forms. Run it with the peers' own Python.

    python bertopic_run.py DATA.npz SEED [NUMBER]

DATA.npz holds `texts` and `vectors`. Prints one JSON object: for each form its topics, one a text (-1 is "outlier"),
the CPU seconds of the form and the peak memory of the process so far, in MB.

default          UMAP to 5 dimensions, HDBSCAN, as the package comes, with UMAP's seed set
reduce outliers  the same, then `reduce_outliers` by embeddings, so that no text is left over
k-means NUMBER   UMAP, then k-means with the number of topics given; only when NUMBER is
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

import numpy as np  # noqa: E402
from bertopic import BERTopic  # noqa: E402
from sklearn.cluster import KMeans  # noqa: E402
from umap import UMAP  # noqa: E402


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _fewer_dimensions(seed: int) -> UMAP:
    return UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed)


def main(path: str, seed: int, number: int | None) -> dict[str, object]:
    with np.load(path, allow_pickle=True) as data:
        texts, vectors = [str(text) for text in data["texts"]], np.asarray(data["vectors"], dtype=np.float32)
    forms: dict[str, object] = {}
    start = time.process_time()
    model = BERTopic(umap_model=_fewer_dimensions(seed), embedding_model=None, calculate_probabilities=False)
    topics, _ = model.fit_transform(texts, vectors)
    forms["default"] = {"labels": list(map(int, topics)), "cpu": time.process_time() - start, "peak": _peak()}
    if -1 in topics:
        topics = model.reduce_outliers(texts, topics, strategy="embeddings", embeddings=vectors)
    forms["reduce outliers"] = {"labels": list(map(int, topics)), "cpu": time.process_time() - start, "peak": _peak()}
    if number:
        start = time.process_time()
        model = BERTopic(
            umap_model=_fewer_dimensions(seed),
            hdbscan_model=KMeans(number, random_state=seed, n_init=10),
            embedding_model=None,
        )
        topics, _ = model.fit_transform(texts, vectors)
        forms[f"k-means {number}"] = {
            "labels": list(map(int, topics)), "cpu": time.process_time() - start, "peak": _peak(),
        }  # fmt: skip
    return {"seed": seed, "texts": len(texts), "forms": forms}


if __name__ == "__main__":
    json.dump(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None), sys.stdout)
