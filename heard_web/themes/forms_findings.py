"""What a person types about a finding."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict

from heard_web.design.fields import RowsField
from heard_web.engagement.models import Purpose
from heard_web.people.models import User
from heard_web.people.ways import row_number
from heard_web.themes.models import Finding, FindingVoice, Theme
from heard_web.voice.models import Contribution

MOST_VOICES = 200
SIDES = ("supports", "minority", "left_out")


class FindingForm(forms.Form):
    """A statement, what it rests on, and what speaks against it. Voices are ticked beside their words."""

    statement = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="What do we now know?",
        help_text="One sentence, in plain words.",
        error_messages={"required": "Write what we now know"},
    )
    purpose = forms.ModelChoiceField(
        queryset=Purpose.objects.none(),
        required=False,
        empty_label="None of these",
        label="Which question does it answer?",
    )
    found_on = forms.DateField(
        label="Found on",
        error_messages={"required": "Enter the day this was found", "invalid": "Enter the day as a date"},
    )
    themes = RowsField(queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    supports = RowsField(queryset=Contribution.objects.none(), required=False)
    minority = RowsField(queryset=Contribution.objects.none(), required=False)
    left_out = RowsField(queryset=Contribution.objects.none(), required=False)
    conditions = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        label="What does support depend on?",
        help_text="One condition on each line. If people said “yes, but only if …”, the “only if” belongs here.",
    )
    minority_view = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), required=False, label="What do those who see it differently say?"
    )
    cautions = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label="What should a reader be careful about?",
        help_text="Such as who we did not hear from.",
    )

    drafted = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, user: User, voices: Any, to_answer: Collection[int] = frozenset(), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.to_answer = frozenset(to_answer)
        self.fields["purpose"].queryset = Purpose.objects.changeable_by(user)  # type: ignore[attr-defined]
        themes = Theme.objects.agreed().about_something().changeable_by(user)
        themes = themes.select_related("codebook").order_by("codebook", "name")
        self.fields["themes"].queryset = themes  # type: ignore[attr-defined]
        groups: dict[str, list[tuple[int, str]]] = {}
        for theme in themes:
            groups.setdefault(theme.codebook.title, []).append((theme.pk, theme.name))
        self.fields["themes"].choices = list(groups.items())  # type: ignore[attr-defined]
        for side in SIDES:
            self.fields[side].queryset = voices  # type: ignore[attr-defined]

    def ticked(self, side: str) -> set[int]:
        """The voices ticked on one side, as typed or as they were."""
        value = self[side].value() or []
        return {pk for pk in (row_number(getattr(row, "pk", row)) for row in value) if pk}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        chosen = {side: set(self.cleaned_data.get(side) or ()) for side in SIDES}
        both = chosen["supports"] & chosen["minority"]
        if both:
            count = "1 voice is" if len(both) == 1 else f"{len(both)} voices are"
            self.add_error(None, f"{count} ticked on both sides. Choose one side for each voice.")
        left = chosen["left_out"] & (chosen["supports"] | chosen["minority"])
        if left:
            count = "1 voice is" if len(left) == 1 else f"{len(left)} voices are"
            self.add_error(None, f"{count} ticked on a side and to be left out. Choose one for each voice.")
        open_still = len(self.unanswered)
        if open_still:
            count = "1 voice that may say otherwise is" if open_still == 1 else (
                f"{open_still} voices that may say otherwise are"
            )  # fmt: skip
            self.add_error(
                None, f"{count} not answered. Say for each whether it says so, says otherwise, or is left out."
            )
        return cleaned

    @property
    def unanswered(self) -> frozenset[int]:
        """The voices that a person still has to say something about before this can be saved."""
        return self.to_answer.difference(*(self.ticked(side) for side in SIDES))


def as_typed(data: QueryDict) -> dict[str, Any]:
    """What was typed so far, as first values of a fresh form, so that choosing other themes loses nothing."""
    many = ("themes", *SIDES)
    single = {name: data.get(name, "") for name in FindingForm.base_fields if name not in many}
    return single | {name: [pk for pk in data.getlist(name) if row_number(pk)] for name in many}


def as_kept(finding: Finding) -> dict[str, Any]:
    """The finding as first values of the form."""
    links = list(finding.voices.standing())
    return {
        "statement": finding.statement,
        "purpose": finding.purpose_id,
        "found_on": finding.found_on,
        "themes": [theme.pk for theme in finding.themes.all()],
        "supports": [link.contribution_id for link in links if link.side == FindingVoice.Side.SUPPORTS],
        "minority": [link.contribution_id for link in links if link.side == FindingVoice.Side.MINORITY],
        "conditions": "\n".join(row.words for row in finding.conditions.standing()),
        "minority_view": finding.minority_view,
        "cautions": finding.cautions,
    }


def fresh(data: QueryDict) -> dict[str, Any]:
    """First values of a new finding: today, and the themes and purpose that the link names."""
    themes = [pk for pk in data.getlist("theme") if row_number(pk)]
    purpose = data.get("purpose", "")
    return {"found_on": datetime.date.today(), "themes": themes, "purpose": purpose if row_number(purpose) else ""}
