"""Numbers of people as one person may read them."""

from __future__ import annotations

from heard.publishing.small_numbers import release_count


def in_figures(people: int, *, withheld: bool) -> str:
    """A number of people: true for those who may read all the voices, and safe to print for everybody else."""
    if not withheld:
        return str(people)
    safe = release_count(people, strict=False)
    return safe.text if safe.value is None else f"about {safe.text}"
