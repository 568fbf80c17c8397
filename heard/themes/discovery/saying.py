"""Says in words how many themes are proposed and why, so that a person can judge it."""

from __future__ import annotations

from collections.abc import Sequence

from heard.themes.discovery.choice import TIMES, Tried, judged
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
        f"left out. {_rule(tried, chosen)}{_became(found, chosen)} Ask for another number if these are too broad or too fine."
    )


def _rule(tried: Sequence[Tried], chosen: Tried) -> str:
    """Say the rule by which one number was taken, with the figures it rests on."""
    _, best, least = judged(tried)
    return (
        "One look is rough, so each number is judged by the mean of its own steadiness and that of the numbers next to it. "
        f"The best mean is {_in_hundred(best)}; from {_in_hundred(least)} up, a number is as steady as that. Of those, the "
        f"finest is taken: {chosen.number}."
    )


def _became(found: int, chosen: Tried) -> str:
    if found == chosen.number:
        return ""
    return (
        " Then the themes were made once more, from what stayed together each time, and what only one person said was put "
        f"with the nearest theme or set aside to be read: so {chosen.number} became {found}."
    )


def _in_hundred(share: float) -> str:
    return f"{100 * share:.1f} in 100"


def _made(asked: int, found: int) -> str:
    if found >= asked:
        return asked_for(asked)
    why = "a theme needs words alike from two people or more"
    return f"{asked_for(asked)} What was said makes no more than {found}: {why}."


def tries(tried: Sequence[Tried], chosen: Tried, asked: int | None) -> tuple[Try, ...]:
    """List the numbers that were weighed up, and what spoke for or against each."""
    if asked:
        nearest, further = "The nearest to what was asked for.", "Further from what was asked for."
        return tuple(
            Try(one.number, one.steadiness, nearest if one.fineness == chosen.fineness else further) for one in tried
        )
    held, _, least = judged(tried) if tried else ({}, 0.0, 0.0)
    return tuple(
        Try(one.number, one.steadiness, _verdict(one, chosen, held[one.fineness], least=least)) for one in tried
    )


def _verdict(one: Tried, chosen: Tried, held: float, *, least: float) -> str:
    mean = f"With the numbers next to it {_in_hundred(held)}"
    if one.fineness == chosen.fineness:
        return f"Taken: the finest that is as steady as the best. {mean}."
    if held >= least:
        return f"{mean}: as steady, but broader."
    return f"{mean}: {'finer, but' if one.number > chosen.number else 'broader, and'} less steady."
