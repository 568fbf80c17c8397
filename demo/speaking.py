"""How the two stories record what people said: who spoke, and what they allow."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable

from demo.drawings import ALL
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions import add_contribution
from heard_web.voice.facts import PermissionFacts, SpeakerFacts
from heard_web.voice.models import Contribution

UNDER_SIXTEEN = {"0-4", "5-10", "11-15"}
SHEET = "Taking part, version 3"


def yes(on: datetime.date, *uses: str, parent: bool) -> list[PermissionFacts]:
    """A yes from the person to each use, and from a parent beside it where one is needed."""
    givers = ["self", "parent"] if parent else ["self"]
    return [
        PermissionFacts(use=use, given_by=giver, answer=True, given_on=on, information_version=SHEET)
        for use in uses
        for giver in givers
    ]


def children(
    activity: Activity,
    said: Iterable[tuple[str, str, str, str]],
    *,
    by: User,
    question: str,
    not_quoted: tuple[str, ...] = (),
) -> dict[str, Contribution]:
    """What children and young people said or wrote, one after another; some would rather not be quoted."""
    kept = {}
    for label, age, mode, words in said:
        parent = age in UNDER_SIXTEEN
        uses = ["analyse"] if label in not_quoted else ["analyse", "quote"]
        kept[label] = add_contribution(
            activity, by=by, mode=mode, words=words, mediation="scribed" if mode == "said" else "own_words",
            speaker=SpeakerFacts(label=label, group="cyp", age_band=_band(age), needs_parent=parent),
            question=question, permissions=yes(activity.starts_on, *uses, parent=parent),
        )  # fmt: skip
    return kept


def grown_ups(
    activity: Activity, said: Iterable[tuple[str, str]], *, by: User, question: str, group: str = "parent_carer"
) -> dict[str, Contribution]:
    """What grown-ups said, written down by the officer or at the table."""
    return {
        label: add_contribution(
            activity, by=by, mode="said", words=words, mediation="scribed",
            speaker=SpeakerFacts(label=label, group=group), question=question,
            permissions=yes(activity.starts_on, "analyse", "quote", parent=False),
        )
        for label, words in said
    }  # fmt: skip


def drawing(
    activity: Activity, name: str, *, by: User, label: str, age: str, explanation: str, alt: str, question: str
) -> Contribution:
    """A drawing with the child's own explanation, and a yes to showing it."""
    parent = age in UNDER_SIXTEEN
    kept = add_contribution(
        activity, by=by, mode="drawn", explanation=explanation, mediation="scribed", question=question, alt_text=alt,
        drawing=io.BytesIO(ALL[name]()),
        speaker=SpeakerFacts(label=label, group="cyp", age_band=_band(age), needs_parent=parent),
        permissions=yes(activity.starts_on, "analyse", "quote", "show_drawing", parent=parent),
    )  # fmt: skip
    kept.drawing.name_checked = True
    kept.drawing.save(update_fields=["name_checked"])
    return kept


def _band(age: str) -> str:
    """The code of an age band written as people write it: 5-10 is age_5_10."""
    return "age_" + age.replace("-", "_")
