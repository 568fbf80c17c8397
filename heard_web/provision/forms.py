"""What may be typed about provision."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.codes import BroadArea, Phase, ProvisionStatus, ProvisionType
from heard_web.decisions.forms import AgesForm
from heard_web.decisions.models import Ask, AskPart, Decision
from heard_web.decisions.setting_field import SettingField
from heard_web.people.models import User

ENDS = (ProvisionStatus.CLOSED, ProvisionStatus.NOT_PROCEEDING)


class ProvisionFilter(forms.Form):
    """Narrows the register."""

    need = forms.ChoiceField(choices=[("", "Every need"), *BroadArea.choices()], required=False, label="Need")
    phase = forms.ChoiceField(choices=[("", "Every phase"), *Phase.choices()], required=False, label="Phase")
    status = forms.ChoiceField(
        choices=[("", "Every status"), *ProvisionStatus.choices()], required=False, label="Status"
    )
    age = forms.IntegerField(required=False, min_value=0, max_value=25, label="Age of a child")


class PartChoice(forms.ModelChoiceField[AskPart]):
    """A part of an ask, named with the ask it belongs to."""

    def label_from_instance(self, part: Any) -> str:
        """The part, and what it is a part of."""
        return f"{part.words} ({part.ask.words})"


class LinkForm(forms.Form):
    """Which part of an ask a provision answers."""

    part = PartChoice(
        AskPart.objects.none(), required=False, label="What did people ask for that this answers?",
        empty_label="Nothing that is on record",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = AskPart.objects.filter(ask__in=Ask.objects.visible_to(user)).select_related("ask")
        self.fields["part"].queryset = parts  # type: ignore[attr-defined]


class ProvisionForm(AgesForm, LinkForm):
    """Specialist places at a setting."""

    name = forms.CharField(
        max_length=200, label="What is it called?", error_messages={"required": "Write what it is called"}
    )
    setting = SettingField(label="Where is it?", required=True)
    kind = forms.ChoiceField(
        choices=[("", "Choose one"), *ProvisionType.choices()], label="What kind of place is it?",
        error_messages={"required": "Choose what kind of place it is"},
    )  # fmt: skip
    designation = forms.ChoiceField(
        choices=[("", "Choose one"), *BroadArea.choices()], label="Which need is it for?",
        error_messages={"required": "Choose which need it is for"},
    )  # fmt: skip
    phase = forms.ChoiceField(choices=[("", "Not said"), *Phase.choices()], required=False, label="Phase")
    places = forms.IntegerField(required=False, min_value=0, max_value=5000, label="Places commissioned")
    on_roll = forms.IntegerField(required=False, min_value=0, max_value=5000, label="Children there now")
    counted_on = forms.DateField(required=False, label="Counted on", widget=forms.DateInput())
    led_by = SettingField(label="Led by another school?")

    field_order = (
        "name", "setting", "kind", "designation", "phase", "age_from", "age_to", "places", "on_roll", "counted_on",
        "led_by", "part",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A count has a day."""
        cleaned = super().clean()
        if cleaned.get("on_roll") is not None and not cleaned.get("counted_on") and "counted_on" not in self.errors:
            self.add_error("counted_on", "Enter the day the children were counted.")
        return cleaned


class DecisionChoice(forms.ModelChoiceField[Decision]):
    """An answer, named with its ask and day."""

    def label_from_instance(self, decision: Any) -> str:
        """The ask, the answer and the day."""
        return f"{decision.ask.words}: {decision.get_answer_display()}, {decision.decided_on:%-d %B %Y}"


class StatusForm(forms.Form):
    """A step in the life of a provision."""

    status = forms.ChoiceField(
        choices=ProvisionStatus.choices(), widget=forms.RadioSelect, label="What has it become?",
        error_messages={"required": "Choose what it has become"},
    )  # fmt: skip
    happened_on = forms.DateField(
        label="Since", widget=forms.DateInput(), error_messages={"required": "Enter since when"}
    )
    reason = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Why?",
        help_text="Needed when it closes, does not go ahead, or takes a step back. Families will read it",
    )  # fmt: skip
    decision = DecisionChoice(
        Decision.objects.none(), required=False, label="Because of which decision?", empty_label="None on record"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks = Ask.objects.visible_to(user)
        decisions = Decision.objects.visible_to(user).filter(ask__in=asks).select_related("ask")
        self.fields["decision"].queryset = decisions.order_by("-decided_on", "-id")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An end says why."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("status") in ENDS and not cleaned.get("reason"):
            label = ProvisionStatus(cleaned["status"]).label
            self.add_error("reason", f"“{label}” gives no reason. Say why, in words a family would accept.")
        return cleaned
