"""Putting right what was written down wrongly about one thing somebody told us."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms

from heard.codes import Mediation, Mode
from heard_web.voice.facts import Because
from heard_web.voice.forms import DrawingForm, PersonForm, WatchedForm, WordsForm
from heard_web.voice.models import Contribution

WATCHED = ("what_was_happening", "what_we_saw", "what_we_think", "other_reading", "observer")
# Each box as it was when this was added, with its label, its hint and its own words for what is missing.
BOXES: dict[str, type[PersonForm]] = {
    "words": WordsForm, "explanation": DrawingForm, "alt_text": DrawingForm, "on_behalf_of": WordsForm,
    "heading": PersonForm, **dict.fromkeys(WATCHED, WatchedForm),
}  # fmt: skip


class CorrectForm(forms.Form):
    """What is there now, to be put right, and why. There is a box only for what this contribution can hold."""

    because = forms.ChoiceField(
        label="Why you correct it",
        choices=Because.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you correct it."},
    )

    def __init__(self, *args: Any, row: Contribution, **kwargs: Any) -> None:
        self.row = row
        now = texts_of(row)
        kwargs["initial"] = now
        super().__init__(*args, **kwargs)
        for name in now:
            self.fields[name] = deepcopy(BOXES[name].base_fields[name])
        if "on_behalf_of" in now:
            self.fields["on_behalf_of"] = forms.CharField(
                label="Who spoke, and for whom",
                max_length=200,
                help_text="By role. No names.",
                error_messages={"required": "Write who spoke, and for whom, by their roles."},
            )
        self.order_fields([*now, "because"])

    def facts(self) -> dict[str, Any]:
        """What the action needs."""
        told = {name: self.cleaned_data[name] for name in self.fields}
        watched = {name: told.pop(name) for name in WATCHED if name in told}
        return {**told, "watched": watched}


def texts_of(row: Contribution) -> dict[str, str]:
    """Everything somebody wrote down about a contribution, box by box, as it reads now."""
    seen, drawn = getattr(row, "observation", None), getattr(row, "drawing", None)
    if row.mode == Mode.OBSERVED:
        watched = {name: getattr(seen, name) for name in WATCHED} if seen else {}
        return {**watched, "heading": row.heading}
    made = row.mode == Mode.DRAWN or drawn is not None
    there = {
        "words": row.words if row.words or not made else None,
        "explanation": row.explanation if row.explanation or made else None,
        "alt_text": drawn.alt_text if drawn else None,
        "on_behalf_of": row.on_behalf_of if row.mediation == Mediation.ON_BEHALF else None,
        "heading": row.heading,
    }
    return {name: text for name, text in there.items() if text is not None}
