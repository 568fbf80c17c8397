"""A family's home is kept without its address, and without the family's name."""

from __future__ import annotations

from collections.abc import Mapping

from heard.codes import ActivityKind, PlaceType
from heard.publishing.checks import ProblemKind, check_text

NO_ADDRESS = "We keep no address for a home. Clear this box."


def home_problems(
    *, kind: str, place_type: str, setting: object, place_name: str, hosted_by: str, texts: Mapping[str, str]
) -> dict[str, str]:
    """What would give away where a family lives, by the field it stands in; empty when nothing would."""
    if place_type != PlaceType.HOME:
        wrong = kind == ActivityKind.HOME_VISIT
        return (
            {"place_type": "A home visit takes place at home. Choose “Home”, or another kind of visit."}
            if wrong
            else {}
        )
    found = {name: NO_ADDRESS for name, given in (("setting", setting), ("place_name", place_name)) if given}
    if hosted_by:
        found["hosted_by"] = "At home the host is a family, and we keep no names. Clear this box."
    for name, text in texts.items():
        for problem in check_text(text):
            if problem.kind is ProblemKind.POSTCODE:
                found[name] = f"We keep no address for a home. Take out “{problem.words}”."
    return found
