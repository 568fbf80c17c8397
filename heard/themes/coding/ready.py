"""Ready codebooks for what people say about special educational needs and disabilities. They work from the first day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from heard.errors import BadRecord
from heard.themes.coding.codebook import CodebookVersion, codebook_of

NAMES = ("send-working", "ehcp-sections", "preparing-for-adulthood", "outcomes-topics")


@cache
def _read(name: str) -> CodebookVersion:
    text = files("heard.themes.coding").joinpath("ready", f"{name}.toml").read_text(encoding="utf-8")
    return codebook_of(tomllib.loads(text))


class _Ready(Mapping[str, CodebookVersion]):
    """The ready codebooks by name, each read when it is first asked for."""

    def __getitem__(self, name: str) -> CodebookVersion:
        if name not in NAMES:
            raise KeyError(name)
        return _read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


READY: Mapping[str, CodebookVersion] = _Ready()


def ready(name: str) -> CodebookVersion:
    """Give the ready codebook of this name.

    >>> [code.name for code in ready("preparing-for-adulthood").codes][:2]
    ['Employment and education', 'Independent living']
    """
    if name not in READY:
        raise BadRecord(f"There is no ready codebook “{name}”. There are {len(NAMES)}: {', '.join(NAMES)}.")
    return READY[name]
