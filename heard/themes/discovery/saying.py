"""Says in words how many themes are proposed and why, so that a person can judge it."""

from __future__ import annotations

from collections.abc import Sequence

from heard.themes.discovery.choice import TIMES, UNSEEN, Tried
from heard.themes.engine import Try, asked_for


def why_so_many(found: int, tried: Sequence[Tried], chosen: Tried, asked: int | None) -> str:
    """Say why this number of themes, in words that somebody who has read the voices can follow."""
    if asked is not None:
        return _made(asked, found)
    themes = "1 theme" if found == 1 else f"{found} themes"
    numbers = sorted({one.number for one in tried})
    if found == 0:
        return "Heard suggests no theme, because no two people said something alike."
    if len(numbers) < 2:
        return f"Heard suggests {themes}. With so few different things said, it tried no other number."
    listed = ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}"
    return (
        f"Heard suggests {themes}. It tried {listed}, each on everything and {TIMES} times with a tenth of what was said "
        f"left out. {_held(chosen)} Ask for another number if these are too broad or too fine."
    )


def _held(chosen: Tried) -> str:
    return f"About {chosen.number} is the finest number that holds as well as any when voices are left out."


def _made(asked: int, found: int) -> str:
    if found >= asked:
        return asked_for(asked)
    why = "a theme needs words alike from two people or more"
    return f"{asked_for(asked)} What was said makes no more than {found}: {why}."


def tries(tried: Sequence[Tried], chosen: Tried, asked: int | None) -> tuple[Try, ...]:
    """List the numbers that were weighed up, and what spoke for or against each."""
    return tuple(Try(one.number, one.steadiness, _verdict(one, chosen, asked)) for one in tried)


def _verdict(one: Tried, chosen: Tried, asked: int | None) -> str:
    if one.fineness == chosen.fineness:
        return "The nearest to what was asked for." if asked else "Taken: the finest of the steadiest."
    if asked:
        return "Further from what was asked for."
    if one.number > chosen.number:
        if one.steadiness > chosen.steadiness:
            return "Finer, but with the numbers next to it less steady."
        return "Finer, but less steady when some voices are left out."
    return "As steady, but broader." if one.steadiness >= chosen.steadiness - UNSEEN else "Broader, and less steady."
