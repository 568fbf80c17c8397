"""Answers about consent, passing a worry on, and narrowing the list."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.formats import date_format

from heard.codes import Mediation, Mode, ParticipantGroup, Use
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.facts import PermissionFacts
from heard_web.voice.forms import MAY, WatchedForm
from heard_web.voice.models import Contribution, GivenBy

ANSWERS = [("", "Not asked now"), ("yes", "Yes"), ("no", "No")]


def use_words(row: Contribution) -> Mapping[Use, str]:
    """What may be done with a contribution, use by use, in words that fit what was said or what was watched."""
    return WatchedForm.may if row.mode == Mode.OBSERVED else MAY


class AnswersForm(forms.Form):
    """What one person said, on one day, about what we may do."""

    show_optional = False

    given_by = forms.ChoiceField(
        label="Who answered", choices=GivenBy.choices, widget=forms.RadioSelect, initial=GivenBy.SELF
    )
    given_on = forms.DateField(
        label="On which day",
        widget=forms.DateInput,
        error_messages={"required": "Enter the day they answered.", "invalid": "Enter a day, such as 12/05/2026."},
    )
    expires_on = forms.DateField(
        label="A yes holds until",
        required=False,
        widget=forms.DateInput,
        help_text="Leave empty if they named no end.",
        error_messages={"invalid": "Enter a day, such as 12/05/2026."},
    )
    information_version = forms.CharField(
        label="Which leaflet or form they were shown",
        max_length=60,
        required=False,
        help_text="Such as: easy read form 2.",
    )

    def __init__(self, *args: Any, row: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = []
        for use, words in use_words(row).items():
            names.append(f"use_{use.value}")
            self.fields[names[-1]] = forms.ChoiceField(label=words, choices=ANSWERS, required=False)
        self.groups = [("May we", names)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        given, ends = told.get("given_on"), told.get("expires_on")
        if given and given > datetime.date.today():
            self.add_error("given_on", "This day is still to come. Enter the day they answered.")
        if given and ends and ends < given:
            self.add_error("expires_on", "This is before the day they answered. Check both days.")
        if not any(told.get(f"use_{use.value}") for use in MAY):
            self.add_error(f"use_{Use.ANALYSE.value}", "Choose yes or no for at least one use.")
        return told

    def facts(self) -> list[PermissionFacts]:
        """One fact for each use that was answered."""
        told = self.cleaned_data
        return [
            PermissionFacts(
                use=use.value, given_by=told["given_by"], answer=told[f"use_{use.value}"] == "yes",
                given_on=told["given_on"], expires_on=told["expires_on"], information_version=told["information_version"],
            )
            for use in MAY
            if told.get(f"use_{use.value}")
        ]  # fmt: skip


class PassOnForm(forms.Form):
    """Who was told of the worry."""

    passed_to = forms.CharField(
        label="Who you told",
        max_length=200,
        help_text="By role, such as: the safeguarding lead of the school.",
        error_messages={"required": "Write who you told, by their role."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passed_to"].initial = settings.HEARD_SAFEGUARDING_ROLE


class VisitField(forms.ModelChoiceField[Activity]):
    """A choice of visits, each with its place and day, so that two of one name can be told apart."""

    def label_from_instance(self, obj: Activity) -> str:
        where = "" if obj.where in obj.title else obj.where
        return ", ".join(filter(None, (obj.title, where, date_format(obj.starts_on, "j F Y"))))


class FilterForm(forms.Form):
    """Which contributions to show."""

    activity = VisitField(label="Visit or event", queryset=None, required=False, empty_label="All")
    mode = forms.ChoiceField(label="How they told us", choices=[("", "All"), *Mode.choices()], required=False)
    mediation = forms.ChoiceField(label="Whose words", choices=[("", "All"), *Mediation.choices()], required=False)
    group = forms.ChoiceField(label="Who", choices=[("", "All"), *ParticipantGroup.choices()], required=False)
    q = forms.CharField(label="Words in it, or their letter and number", max_length=100, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activity = cast("forms.ModelChoiceField[Any]", self.fields["activity"])
        activity.queryset = Activity.objects.visible_to(user).select_related("setting")

    def chosen(self) -> dict[str, Any]:
        """The filters that were understood; anything else is passed over."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
