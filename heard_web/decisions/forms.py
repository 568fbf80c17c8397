"""What may be typed about asks and answers."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.codes import Answer, BroadArea, Mode, ParticipantGroup
from heard.errors import HeardError
from heard_web.decisions.actions import PartFacts
from heard_web.decisions.models import Ask, AskPart, check_reason
from heard_web.decisions.setting_field import SettingField
from heard_web.design.fields import RowsField
from heard_web.design.forms import HintedRadios
from heard_web.engagement.forms_held import people_box
from heard_web.engagement.models import Purpose
from heard_web.people.models import DecisionBody, User
from heard_web.people.ways import row_number
from heard_web.themes.models import Finding
from heard_web.voice.models import Contribution

FINDINGS_SHOWN = 40
USUALLY_THERE = (
    ParticipantGroup.CYP, ParticipantGroup.PARENT_CARER, ParticipantGroup.PCF_REP, ParticipantGroup.COUNCIL_OFFICER,
    ParticipantGroup.HEALTH,
)  # fmt: skip
ANSWER_HINTS: dict[str, str] = {
    Answer.YES: "All of it will be done",
    Answer.PARTLY: "Some of it will be done. Say which, and why not the rest",
    Answer.LATER: "Not now. Say why, and when it will be looked at again",
    Answer.NO: "It will not be done. Say why",
    Answer.NOT_OURS: "Somebody else decides. Say who",
    Answer.AWAITING: "Put off, or not reached yet. Say what it waits for",
}


class AskFilter(forms.Form):
    """Narrows the list of asks."""

    body = forms.ModelChoiceField(DecisionBody.objects.all(), required=False, label="Put to", empty_label="Every body")
    answer = forms.ChoiceField(choices=[("", "Every answer"), *Answer.choices()], required=False, label="Answer")
    overdue = forms.BooleanField(required=False, label="Only where an answer is overdue")


class AskForm(forms.Form):
    """An ask, as it is put to a body."""

    words = forms.CharField(
        max_length=500, widget=forms.Textarea(attrs={"rows": 3}), label="What are you asking for?",
        help_text="One thing, in words a family would use",
        error_messages={"required": "Write what you are asking for"},
    )  # fmt: skip
    body = forms.ModelChoiceField(
        DecisionBody.objects.all(), label="Who is it put to?", error_messages={"required": "Choose who it is put to"}
    )
    put_on = forms.DateField(
        label="Put to them on", widget=forms.DateInput(), error_messages={"required": "Enter the day it is put to them"}
    )
    answer_due_on = forms.DateField(
        required=False, label="Answer due by", widget=forms.DateInput(),
        help_text="Eight weeks is a suggestion. Change it to suit their next meeting. After this day the ask shows as overdue",
    )  # fmt: skip
    agreed_with = forms.CharField(
        required=False, max_length=300, label="Who agreed the wording?", help_text="Such as young advisers or the forum"
    )
    purpose = forms.ModelChoiceField(
        Purpose.objects.none(), required=False, label="Why people were asked", empty_label="No purpose yet"
    )
    findings = RowsField(
        Finding.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="What is it based on?",
        help_text="Tick what you now know because people told you",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        findings = Finding.objects.visible_to(user).resting_on()
        self.fields["findings"].queryset = findings  # type: ignore[attr-defined]
        ticked = self.data.getlist("findings") if hasattr(self.data, "getlist") else []
        ticked = [pk for pk in map(row_number, [*ticked, *self.initial.get("findings", [])]) if pk]
        shown = {f.pk: f for f in [*findings.filter(pk__in=ticked), *findings[:FINDINGS_SHOWN]]}
        self.fields["findings"].choices = [(f.pk, named(f)) for f in shown.values()]  # type: ignore[attr-defined]
        if not shown:
            del self.fields["findings"]
        self.fields["purpose"].queryset = Purpose.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An answer is not due before the ask is put."""
        cleaned: dict[str, Any] = super().clean() or {}
        put_on, due_on = cleaned.get("put_on"), cleaned.get("answer_due_on")
        if put_on and due_on and due_on < put_on:
            self.add_error("answer_due_on", "The answer is due before the ask is put. Check both dates.")
        return cleaned


class AgesForm(forms.Form):
    """Any form with a youngest and an oldest age."""

    age_from = forms.IntegerField(required=False, min_value=0, max_value=25, label="Youngest age")
    age_to = forms.IntegerField(required=False, min_value=0, max_value=25, label="Oldest age")

    def clean(self) -> dict[str, Any]:
        """The youngest comes first."""
        cleaned: dict[str, Any] = super().clean() or {}
        youngest, oldest = cleaned.get("age_from"), cleaned.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("age_to", f"The oldest age is {oldest}, below the youngest, {youngest}. Check both.")
        return cleaned


class PartForm(AgesForm):
    """One part of an ask."""

    words = forms.CharField(
        max_length=300, label="What is this part?", error_messages={"required": "Write what this part is"}
    )
    setting = SettingField(label="Where?")
    designation = forms.ChoiceField(
        choices=[("", "Not said"), *BroadArea.choices()], required=False, label="Which need is it for?"
    )
    places = forms.IntegerField(required=False, min_value=0, max_value=5000, label="Number of places")

    field_order = ("words", "setting", "designation", "age_from", "age_to", "places")


class PartRows(forms.BaseFormSet[PartForm]):
    """The parts of an ask; rows left blank are not parts."""

    item_name = "Part"

    def facts(self) -> list[PartFacts]:
        """The parts that were filled in."""
        return [PartFacts(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("words")]


PartFormSet = forms.formset_factory(PartForm, formset=PartRows, extra=1, max_num=40, validate_max=True)


class NeededUnlessYes(forms.CharField):
    """A box that is not optional, though the form and not the box knows when it may stay empty."""

    def validate(self, value: str | None) -> None:
        """Leave it to the form, which knows the answer."""


class DecideForm(forms.Form):
    """What the body said, why, and who was in the room."""

    part = forms.ModelChoiceField(
        AskPart.objects.none(), required=False, label="Is this about all of it?", empty_label="All of it"
    )
    answer = forms.ChoiceField(
        choices=Answer.choices(), widget=HintedRadios(hints=ANSWER_HINTS), label="What was the answer?",
        error_messages={"required": "Choose what the answer was"},
    )  # fmt: skip
    reason = NeededUnlessYes(
        widget=forms.Textarea(attrs={"rows": 4}), label="Why?",
        help_text="Needed for every answer but yes. Families will read it",
    )  # fmt: skip
    decided_on = forms.DateField(
        label="Decided on", widget=forms.DateInput(), error_messages={"required": "Enter the day it was decided"}
    )
    options = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What other choices were looked at?"
    )
    review_on = forms.DateField(required=False, label="Look at this again on", widget=forms.DateInput())
    contributions = RowsField(
        Contribution.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        label="Which voices did they see or hear?", help_text="Tick those that were put in front of them",
    )  # fmt: skip

    def __init__(self, *args: Any, ask: Ask, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask = ask
        self.fields["part"].queryset = ask.parts.all()  # type: ignore[attr-defined]
        if not ask.parts.exists():
            del self.fields["part"]
        self._offer_voices(ask, user)
        for group in ParticipantGroup:
            self.fields[f"room_{group.value}"] = people_box(group.label)

    def _offer_voices(self, ask: Ask, user: User) -> None:
        """The standing voices behind the findings of the ask, as far as this person may read them."""
        voices = Contribution.objects.none()
        if user.as_role.may_read_voices():
            behind = Finding.objects.visible_to(user).filter(asks=ask)
            voices = (
                Contribution.objects.visible_to(user).standing().filter(finding_links__finding__in=behind).distinct()
            )
        voices = voices.select_related("observation")
        if not voices:
            del self.fields["contributions"]
            return
        self.fields["contributions"].queryset = voices  # type: ignore[attr-defined]
        self.fields["contributions"].choices = [(voice.pk, glimpse(voice)) for voice in voices]  # type: ignore[attr-defined]

    @property
    def room(self) -> list[forms.BoundField]:
        """The boxes for how many people of each group that is usually there were in the room."""
        return [self[f"room_{group.value}"] for group in USUALLY_THERE]

    @property
    def others_in_the_room(self) -> list[forms.BoundField]:
        """The boxes for every other group."""
        return [self[f"room_{group.value}"] for group in ParticipantGroup if group not in USUALLY_THERE]

    @property
    def others_are_typed(self) -> bool:
        """Whether any of the other boxes holds something, so that it is not hidden again."""
        return any(box.value() not in (None, "") or box.errors for box in self.others_in_the_room)

    @property
    def above_the_room(self) -> list[forms.BoundField]:
        """Every other box."""
        return [field for field in self.visible_fields() if not field.name.startswith("room_")]

    def clean(self) -> dict[str, Any]:
        """Anything but yes says why."""
        cleaned: dict[str, Any] = super().clean() or {}
        answer, reason = cleaned.get("answer"), cleaned.get("reason", "")
        if answer:
            try:
                check_reason(Answer(answer), reason)
            except HeardError as why:
                self.add_error("reason", str(why))
        if cleaned.get("decided_on") and cleaned["decided_on"] < self.ask.put_on:
            self.add_error("decided_on", f"The ask was put on {self.ask.put_on:%-d %B %Y}. Enter that day or later.")
        if cleaned.get("review_on") and cleaned.get("decided_on") and cleaned["review_on"] < cleaned["decided_on"]:
            self.add_error("review_on", "The day to look again is before the decision. Check both dates.")
        return cleaned

    def in_the_room(self) -> dict[ParticipantGroup, int]:
        """How many people of each group were in the room."""
        counts = {group: self.cleaned_data.get(f"room_{group.value}") for group in ParticipantGroup}
        return {group: count for group, count in counts.items() if count}


def named(finding: Finding) -> str:
    """A finding as it is offered to rest an ask on, saying so where nobody's words are behind it any more."""
    empty = getattr(finding, "rests_on", None) == 0
    return f"{finding.statement} (no voice behind it may still be used)" if empty else finding.statement


def glimpse(voice: Contribution) -> str:
    """Enough of a voice to know it again in a list. What was watched is never shown as something said."""
    if voice.mode == Mode.OBSERVED:
        saw = voice.observation.what_we_saw if hasattr(voice, "observation") else ""
        return f"Watched: {_short(saw)}"
    words = _short(voice.words or voice.explanation)
    if voice.mode == Mode.DRAWN:
        return f"A drawing: “{words}”" if words else "A drawing"
    return f"“{words}”"


def _short(words: str) -> str:
    return words if len(words) <= 140 else f"{words[:139].rsplit(' ', 1)[0]} …"
