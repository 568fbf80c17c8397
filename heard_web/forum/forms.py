"""The form by which somebody says they are interested, and what the forum writes down afterwards."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.codes import AgeBand, PlaceType
from heard_web.forum import guard
from heard_web.forum.models import Interest, LearnsWhere, WhoAsks

MEET = [
    (place.label, place.label)
    for place in (PlaceType.CAFE, PlaceType.HOME, PlaceType.ONLINE, PlaceType.SCHOOL, PlaceType.FAMILY_HUB)
] + [(PlaceType.PUBLIC_VENUE.label, PlaceType.PUBLIC_VENUE.label)]
WAIT = "Many people are writing to us right now. Wait ten minutes, then send it again. What you typed is still here."


class InterestForm(forms.Form):
    """As few questions as we can; only two must be answered."""

    who = forms.ChoiceField(
        label="Who are you?",
        choices=WhoAsks.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who you are"},
    )
    name = forms.CharField(
        label="What should we call you?", help_text="A first name is enough.", required=False, max_length=200
    )
    contact = forms.CharField(
        label="How can we reach you, or a grown-up you trust?",
        help_text="A phone number or an e-mail address. If it is someone else's, say whose.",
        max_length=300,
        error_messages={"required": "Tell us how to reach you, or somebody you trust"},
    )
    age_band = forms.ChoiceField(
        label="How old is the child or young person?",
        choices=[
            (band.value, "I would rather not say" if band is AgeBand.NOT_ASKED else band.label) for band in AgeBand
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    learns = forms.ChoiceField(
        label="Where do you, or they, learn?",
        help_text="You can join wherever that is, also with no school place.",
        choices=LearnsWhere.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    places = forms.MultipleChoiceField(
        label="Where would you like to meet?",
        help_text="Choose as many as you like.",
        choices=MEET,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    elsewhere = forms.CharField(label="Or meet somewhere else", required=False, max_length=100)
    helps = forms.CharField(
        label="What would help you to take part?",
        help_text="For example a quiet room, signs or pictures, someone you know beside you, a lift, or a certain time of day.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    came_from = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    when = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(
        label="Leave this box empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    shown = ("who", "name", "contact", "age_band", "learns", "places", "elsewhere", "helps")

    def __init__(self, *args: Any, sent_from: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent_from = sent_from

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Empty this box and send again. It is only there to stop machines.")
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if not guard.in_time(cleaned["when"]):
            raise forms.ValidationError(
                "This page was open for very long, or very briefly. Send it once more: nothing is lost."
            )
        busy = Interest.objects.since(guard.SPAN).count() >= guard.MOST_FROM_ALL
        if busy or guard.too_many_from(self.sent_from):
            raise forms.ValidationError(WAIT)
        return cleaned

    def facts(self) -> dict[str, str]:
        """What was said, as the action takes it."""
        cleaned = self.cleaned_data
        where = [*cleaned["places"], cleaned["elsewhere"].strip()]
        return {
            "who": cleaned["who"],
            "name": cleaned["name"],
            "contact": cleaned["contact"],
            "age_band": cleaned["age_band"],
            "learns": cleaned["learns"] or LearnsWhere.NOT_SAID.value,
            "helps": cleaned["helps"],
            "meet_where": ", ".join(place for place in where if place),
            "came_from": cleaned["came_from"],
        }


class FollowUpForm(forms.Form):
    """What was said or agreed when somebody was followed up."""

    note = forms.CharField(
        label="What did you agree?",
        help_text="For example: rang, will come to the café on Thursday with her aunt.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": "Write down what you agreed, or that you could not reach them"},
    )


class CloseForm(forms.Form):
    """Whether to keep how to reach them."""

    erase = forms.BooleanField(
        label="Erase their name, how to reach them, and our notes",
        help_text="Do this when they no longer want to join, or have asked us to. It cannot be undone.",
        required=False,
    )
