"""A file of answers, and the way in that its tests share."""

from __future__ import annotations

from typing import Any

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions_import import bring_in, match, say_meanings, start_import
from heard_web.voice.models import ImportBatch

COLUMNS = {"Ref": "key", "Who": "group", "Age": "age_band", "Comment": "words"}
FILE = "Ref,Who,Age,Comment\nA1,pupil,12,More swings\nA2,parent,,A quiet room\nA3,pupil,7,\nA4,wizard,9,Hello\n"


def brought_in(
    activity: Activity, officer: User, text: str, matching: dict[str, str] | None = None, **defaults: Any
) -> ImportBatch:
    batch = start_import(activity, by=officer, content=text.encode(), file_name="answers.csv")
    match(batch, by=officer, matching=matching or COLUMNS, defaults={"group": "cyp", **defaults})
    say_meanings(batch, by=officer, meanings={}, doubles={"rest": "each"})
    return bring_in(batch, by=officer)
