"""What a writer, a second person and a reader of comments fill in."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from heard_web.decisions.models import Ask
from heard_web.design.fields import RowsField
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.publishing.blocks import EVENT_WORDS
from heard_web.publishing.drafting_places import USUAL
from heard_web.publishing.models import LocalOfferComment, PublicationKind, PublicationState

MONTHS_OFFERED = 18
NO_LIMB = "none"

EVENT_HINTS = {
    "address": "With the postcode, so that people can find it.",
    "who_for": "For example: children and young people with SEND aged 5 to 16, and their families.",
    "what_happens": "For example: craft tables, a quiet corner, and time to tell us what matters to you.",
    "who_you_meet": "For example: our co-production officers and the parent carer forum.",
    "access": "Steps, toilets and changing places, quiet space, signing, parking, buses, food.",
    "contact": "A phone number or an e-mail address of a team, not of one person.",
}


class ListFilter(forms.Form):
    """Which pages to list."""

    state = forms.ChoiceField(label="How far", required=False, choices=[("", "Any"), *PublicationState.choices])
    kind = forms.ChoiceField(label="Kind of page", required=False, choices=[("", "Any"), *PublicationKind.choices])


class MonthForm(forms.Form):
    """Which month to write about."""

    month = forms.ChoiceField(label="Month", error_messages={"required": "Choose the month to write about"})

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        today = timezone.localdate()
        count = [today.year * 12 + today.month - 1 - back for back in range(-1, MONTHS_OFFERED)]
        months = [datetime.date(number // 12, number % 12 + 1, 1) for number in count]
        self.fields["month"].choices = [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months]  # type: ignore[attr-defined]
        self.fields["month"].initial = f"{today:%Y-%m}"

    def year_and_month(self) -> tuple[int, int]:
        """The choice as two numbers."""
        year, month = self.cleaned_data["month"].split("-")
        return int(year), int(month)

    def first_day(self) -> datetime.date:
        """The choice as the first day of that month."""
        return datetime.date(*self.year_and_month(), 1)


class EventForm(forms.Form):
    """Which event to announce, and the words that are not on the event itself."""

    show_optional = False

    activity = forms.ModelChoiceField(
        Activity.objects.none(), label="Event", empty_label="Choose an event",
        help_text="Events that are planned or booked. The date, the times and the place come from there.",
        error_messages={"required": "Choose the event"},
    )  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coming = (
            Activity.objects.filter(held_by=by.organisation).coming(timezone.localdate()).exclude(place_type="home")
        )
        self.fields["activity"].queryset = coming.select_related("setting")  # type: ignore[attr-defined]
        for name, label in EVENT_WORDS.items():
            self.fields[name] = forms.CharField(
                label=label, required=False, initial=USUAL.get(name, ""), help_text=EVENT_HINTS.get(name, ""),
                widget=forms.Textarea(attrs={"rows": 2}), max_length=600,
            )  # fmt: skip


class YouSaidForm(forms.Form):
    """Which asks to answer on one page."""

    title = forms.CharField(
        label="Title", max_length=200, help_text="For example: You said, we did: summer 2026.",
        error_messages={"required": "Write a title for the page"},
    )  # fmt: skip
    asks = RowsField(
        Ask.objects.none(), label="What people asked for", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that people asked for"},
    )  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asks"].queryset = Ask.objects.visible_to(by)  # type: ignore[attr-defined]


class StoryForm(forms.Form):
    """Which ask to tell the whole story of."""

    ask = forms.ModelChoiceField(
        Ask.objects.none(), label="What people asked for", empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": "Choose what to tell the story of"},
    )  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ask"].queryset = Ask.objects.visible_to(by)  # type: ignore[attr-defined]


class HubForm(forms.Form):
    """Nothing to fill in: the register says it all."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by


class ReasonForm(forms.Form):
    """Why a page goes back to its writer, or is taken down."""

    because = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=300, error_messages={"required": "Write why"}
    )


class ApproveForm(forms.Form):
    """What is new, when a page was published before."""

    because = forms.CharField(
        label="What is new in this version", required=False, max_length=300,
        help_text="Readers see this. Leave it empty the first time a page is published.",
    )  # fmt: skip
    read = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)


class ReadForm(forms.Form):
    """Which part of the yearly report on the local offer a comment belongs to."""

    limb = forms.ChoiceField(
        label="This comment is about", required=False, widget=forms.RadioSelect,
        choices=[*LocalOfferComment.Limb.choices, (NO_LIMB, "None of these")],
        help_text="Once a year, comments and our answers to them are published in a form that points at nobody.",
    )  # fmt: skip
