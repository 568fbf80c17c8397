"""What may be typed about actions, results and replies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch

from heard.codes import ActionStatus, BroadArea
from heard_web.decisions.forms import AgesForm
from heard_web.decisions.models import Ask, AskPart, Decision
from heard_web.decisions.setting_field import SettingField
from heard_web.engagement.models import Activity, ActivityStatus
from heard_web.outcomes.actions import ClaimFacts
from heard_web.outcomes.models import Impact, ImpactClaim
from heard_web.people.models import User

OFFERED = 200


class ActionFilter(forms.Form):
    """Narrows the list of actions."""

    status = forms.ChoiceField(choices=[("", "However far"), *ActionStatus.choices()], required=False, label="How far")
    overdue = forms.BooleanField(required=False, label="Only overdue")


class ActionForm(forms.Form):
    """What will be done, by whom, by when."""

    words = forms.CharField(
        max_length=300, label="What will be done?", error_messages={"required": "Write what will be done"}
    )
    owner = forms.CharField(
        max_length=200, label="Who will do it?", help_text="A name or a job title",
        error_messages={"required": "Write who will do it"},
    )  # fmt: skip
    part = forms.ModelChoiceField(
        AskPart.objects.none(), required=False, label="Which part of the ask?", empty_label="All of it"
    )
    starts_on = forms.DateField(required=False, label="Starts on", widget=forms.DateInput())
    due_on = forms.DateField(required=False, label="Done by", widget=forms.DateInput())
    status = forms.ChoiceField(
        choices=[choice for choice in ActionStatus.choices() if choice[0] != ActionStatus.STOPPED],
        label="How far has it come?", error_messages={"required": "Choose how far it has come"},
    )  # fmt: skip

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = decision.ask.parts.all()  # type: ignore[attr-defined]
        if not decision.ask.parts.exists():
            del self.fields["part"]


class StatusForm(forms.Form):
    """How far an action has come."""

    status = forms.ChoiceField(
        choices=ActionStatus.choices(), widget=forms.RadioSelect, label="How far has it come?",
        error_messages={"required": "Choose how far it has come"},
    )  # fmt: skip
    because = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label="If it is stopped, why?",
        help_text="Families will read it",
    )  # fmt: skip
    progress = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4}), label="What has happened so far?"
    )

    def clean(self) -> dict[str, Any]:
        """Stopping says why."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("status") == ActionStatus.STOPPED and not cleaned.get("because"):
            self.add_error("because", "The action is stopped and gives no reason. Say why.")
        return cleaned


class OutcomeForm(forms.Form):
    """What changed, and what shows it."""

    measure = forms.CharField(
        max_length=300, label="What did you look at?", help_text="Such as: pupils who say lunchtime feels calm",
        error_messages={"required": "Write what you looked at"},
    )  # fmt: skip
    before = forms.CharField(max_length=120, required=False, label="How was it before?")
    after = forms.CharField(max_length=120, label="How is it now?", error_messages={"required": "Write how it is now"})
    measured_on = forms.DateField(
        label="Looked at on", widget=forms.DateInput(), error_messages={"required": "Enter the day you looked"}
    )
    evidence = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), label="What shows it?", help_text="And where it can be seen",
        error_messages={"required": "Say what shows the change"},
    )  # fmt: skip


class ImpactForm(AgesForm):
    """A named thing that came of what people asked for."""

    named_thing = forms.CharField(
        max_length=200, label="What is it called?", error_messages={"required": "Write what it is called"}
    )
    designed_by = forms.CharField(max_length=300, required=False, label="Who designed it?")
    setting = SettingField(label="Where is it?")
    designation = forms.ChoiceField(
        choices=[("", "Not said"), *BroadArea.choices()], required=False, label="Which need is it for?"
    )
    planned_on = forms.DateField(
        required=False, label="First planned or announced on", widget=forms.DateInput(),
        help_text="If it was planned before people were heard, say so here. It will be shown",
    )  # fmt: skip
    in_use_since = forms.DateField(required=False, label="In use since", widget=forms.DateInput())
    families_say = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What do families say about it?",
        help_text="No names",
    )  # fmt: skip
    families_asked_on = forms.DateField(required=False, label="Families were asked on", widget=forms.DateInput())

    field_order = (
        "named_thing", "designed_by", "setting", "designation", "age_from", "age_to", "planned_on", "in_use_since",
        "families_say", "families_asked_on",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Dates are in order, and what families say has a date."""
        cleaned = super().clean()
        planned, used = cleaned.get("planned_on"), cleaned.get("in_use_since")
        if planned and used and used < planned:
            self.add_error("in_use_since", "It is in use before it was planned. Check both dates.")
        if cleaned.get("families_say") and not cleaned.get("families_asked_on"):
            self.add_error("families_asked_on", "Enter the day families were asked.")
        return cleaned


class ClaimForm(forms.Form):
    """That the thing came of one ask, or of one part of it."""

    came_of = forms.ChoiceField(
        label="What did people ask for?", error_messages={"required": "Choose what was asked for"}
    )
    strength = forms.ChoiceField(choices=ImpactClaim.Strength.choices, label="Is it here because they asked?")

    def __init__(self, *args: Any, asks: Iterable[Ask] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = {ask.pk: ask for ask in asks}
        grouped = [
            (str(ask), [(f"ask-{ask.pk}", "All of it"), *((f"part-{p.pk}", str(p)) for p in ask.parts.all())])
            for ask in self.asks.values()
        ]
        self.fields["came_of"].choices = [("", "Choose one"), *grouped]  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Whether an ask was chosen: without one, the row is blank."""
        return bool(self.data.get(self.add_prefix("came_of")))

    def facts(self) -> ClaimFacts:
        """The claim as the action takes it."""
        kind, _, key = self.cleaned_data["came_of"].partition("-")
        for ask in self.asks.values():
            if kind == "ask" and ask.pk == int(key):
                return ClaimFacts(ask=ask, strength=self.cleaned_data["strength"])
            for part in ask.parts.all():
                if kind == "part" and part.pk == int(key):
                    return ClaimFacts(ask=ask, part=part, strength=self.cleaned_data["strength"])
        raise ValidationError("That ask is no longer there. Choose another.")


class ClaimRows(forms.BaseFormSet[ClaimForm]):
    """What the thing came of; rows left blank are not claims."""

    item_name = "It came of"

    def initial_form_count(self) -> int:
        """Any claim may still be taken out: one that a link brought along, and one that was kept before."""
        return 0

    def total_form_count(self) -> int:
        """A row for each claim that is there, and one where there is none."""
        return super().total_form_count() if self.is_bound else max(len(self.initial or ()), 1)

    def facts(self) -> list[ClaimFacts]:
        """The claims that were filled in."""
        return [form.facts() for form in self.forms if form.cleaned_data.get("came_of")]


ClaimFormSet = forms.formset_factory(ClaimForm, formset=ClaimRows, extra=1, max_num=20, validate_max=True)


class GiveBackForm(forms.Form):
    """Who was told, how, when, and what they said back."""

    told_whom = forms.CharField(
        max_length=200, label="Who was told?", help_text="A group, such as: Year 5 at Alder Brook. No names",
        error_messages={"required": "Write who was told"},
    )  # fmt: skip
    how = forms.CharField(
        max_length=200, label="How were they told?", help_text="Such as: a picture letter, read out in assembly",
        error_messages={"required": "Write how they were told"},
    )  # fmt: skip
    told_on = forms.DateField(
        label="Told on", widget=forms.DateInput(), error_messages={"required": "Enter the day they were told"}
    )
    ask = forms.ModelChoiceField(
        Ask.objects.none(), required=False, label="What became of which ask?", empty_label="None"
    )
    activity = forms.ModelChoiceField(
        Activity.objects.none(), required=False, label="Which visit or event had they been part of?", empty_label="None"
    )
    address = forms.URLField(
        required=False, max_length=300, label="Web page with the reply", assume_scheme="https",
        error_messages={"invalid": "Enter a web address that starts with https://"},
    )  # fmt: skip
    said_back = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What did they say back?", help_text="No names"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activities = Activity.objects.visible_to(user).filter(status=ActivityStatus.HELD).select_related("setting")
        for name, rows in (("ask", Ask.objects.visible_to(user)), ("activity", activities)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        there = activities.filter(pk=self.initial.get("activity"))
        offered = {row.pk: row for row in [*there, *activities[:OFFERED]]}
        shown = [(pk, f"{row.title}, {row.starts_on:%-d %B %Y}") for pk, row in offered.items()]
        self.fields["activity"].choices = [("", "None"), *shown]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A reply is about something."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("ask") and not cleaned.get("activity") and not {"ask", "activity"} & set(self.errors):
            self.add_error("ask", "Choose an ask, or a visit or event, so that the reply can be found again.")
        activity, told_on = cleaned.get("activity"), cleaned.get("told_on")
        if activity and told_on and told_on < activity.starts_on:
            self.add_error("told_on", f"They were heard on {activity.starts_on:%-d %B %Y}. Enter that day or later.")
        return cleaned


def asks_to_claim(user: User, *, claimed_by: Impact | None = None) -> list[Ask]:
    """The asks a result may be said to come of, with their parts: those it names already, then the newest first."""
    parts = Prefetch("parts", queryset=AskPart.objects.select_related("setting"))
    seen = Ask.objects.visible_to(user).prefetch_related(parts)
    named = list(seen.filter(claims__impact=claimed_by)) if claimed_by else []
    return [*named, *seen.exclude(pk__in=[ask.pk for ask in named])[:OFFERED]]


def impact_as_kept(impact: Impact) -> dict[str, Any]:
    """A result as first values of its form."""
    return {name: getattr(impact, name) for name in ImpactForm.base_fields}


def claims_as_kept(impact: Impact, user: User) -> list[dict[str, str]]:
    """What a result is said to come of, as far as this person may see, as first values of the rows."""
    rows = ImpactClaim.objects.filter(impact=impact, ask__in=Ask.objects.visible_to(user)).order_by("pk")
    return [
        {"came_of": f"part-{row.part_id}" if row.part_id else f"ask-{row.ask_id}", "strength": row.strength}
        for row in rows
    ]
