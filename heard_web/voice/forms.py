"""What an officer types, on a phone and between two children, about one thing somebody told us."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, cast

from django import forms

from heard.codes import AgeBand, BroadArea, Mediation, Mode, ParticipantGroup, Use
from heard.voice.rows import usually_needs_parent
from heard_web.engagement.models import Activity
from heard_web.voice.facts import ObservationFacts, PermissionFacts, SpeakerFacts, agreed
from heard_web.voice.models import Contribution, Observation

TOLD_IN_WORDS = [(code, label) for code, label in Mode.choices() if code not in (Mode.DRAWN, Mode.OBSERVED)]
MAY = {
    Use.ANALYSE: "Find themes in it",
    Use.QUOTE: "Quote it",
    Use.SHOW_DRAWING: "Show the drawing",
    Use.NAME_SCHOOL: "Name the school with it",
}
NEEDS = [("", "As usual for the age: under 16, yes"), ("yes", "Yes"), ("no", "No")]
NO_NAMES = "No names."


def may_choices(*uses: Use) -> list[tuple[str, str]]:
    """The uses a person may agree to, in the words of the form."""
    return [(use.value, MAY[use]) for use in uses]


class PersonForm(forms.Form):
    """Who told us, and what they allow. Every way of adding starts from this."""

    uses: tuple[Use, ...] = (Use.ANALYSE, Use.QUOTE, Use.NAME_SCHOOL)
    may: Mapping[Use, str] = MAY

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    label = forms.CharField(
        label="A letter and number for them",
        max_length=60,
        required=False,
        help_text="Never a name. Use the same one again for the same person.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    group = forms.ChoiceField(label="They took part as", choices=ParticipantGroup.choices())
    age_band = forms.ChoiceField(label="Age", choices=AgeBand.choices(), initial=AgeBand.NOT_ASKED.value)
    question: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="The question asked", queryset=None, required=False
    )
    agreed = forms.MultipleChoiceField(
        label="They said we may",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick only what they said yes to. Nothing is used without a yes.",
    )
    parent_too = forms.BooleanField(
        label="A parent or carer agreed too",
        required=False,
        help_text="Usually needed under 16. Never instead of the child.",
    )
    needs_parent = forms.ChoiceField(label="Is a parent or carer's yes needed", choices=NEEDS, required=False)
    need_area = forms.ChoiceField(
        label="Main area of need", choices=[("", "Not recorded"), *BroadArea.choices()], required=False
    )
    people = forms.IntegerField(
        label="How many people speak here together",
        initial=1,
        min_value=1,
        max_value=500,
        help_text="1, unless a table or a class speaks as one.",
        error_messages={"required": "Enter how many people speak here. For one person, enter 1."},
    )
    heading = forms.CharField(label="Heading on the page or board", max_length=200, required=False)
    said_on = forms.DateField(
        label="The day it was said",
        required=False,
        widget=forms.DateInput,
        help_text="Leave empty for the day of the visit.",
        error_messages={"invalid": "Enter a day, such as 12/05/2026."},
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        self.activity = activity
        kwargs["initial"] = {"once": uuid.uuid4().hex, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        asked = activity.questions.all()
        question = cast("forms.ModelChoiceField[Any]", self.fields["question"])
        question.queryset, question.empty_label = asked, "No one question"
        if len(asked) == 1:
            self.initial.setdefault("question", asked[0].pk)
        self.fields["agreed"].choices = [(use.value, self.may[use]) for use in self.uses]  # type: ignore[attr-defined]
        if not asked:
            del self.fields["question"]

    def clean_label(self) -> str:
        return " ".join(self.cleaned_data["label"].split())

    def speaker(self) -> SpeakerFacts:
        """Who told us. Somebody without a label gets the next one, so their group and age are never lost."""
        told = self.cleaned_data
        needs = told.get("needs_parent") == "yes" or (
            not told.get("needs_parent") and usually_needs_parent(AgeBand(told["age_band"]))
        )
        return SpeakerFacts(
            label=told["label"] or self.activity.speakers.free_label(), group=told["group"], age_band=told["age_band"],
            need_area=told.get("need_area", ""), people=told.get("people") or 1, needs_parent=needs,
        )  # fmt: skip

    def permissions(self) -> list[PermissionFacts]:
        """A yes to each use that was ticked."""
        told = self.cleaned_data
        on = told.get("said_on") or self.activity.starts_on
        return list(agreed(told["agreed"], on=on, parent_too=told["parent_too"]))

    def facts(self) -> dict[str, Any]:
        """What the action needs."""
        told = self.cleaned_data
        question = told.get("question")
        return {
            "speaker": self.speaker(), "permissions": self.permissions(), "once": told["once"],
            "question": question.words if question else "", "heading": told.get("heading", ""),
            "said_on": told.get("said_on"),
        }  # fmt: skip


class WhoseWordsForm(PersonForm):
    """Whose words these are, and who spoke if it was somebody else."""

    mediation = forms.ChoiceField(label="Whose words these are", choices=Mediation.choices())
    on_behalf_of = forms.CharField(
        label="If someone spoke for them: who, and for whom",
        max_length=200,
        required=False,
        help_text="By role, such as: a teaching assistant, for a pupil who uses signs. No names.",
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (
            told.get("mediation") == Mediation.ON_BEHALF
            and not told.get("on_behalf_of")
            and not self.errors.get("on_behalf_of")
        ):
            self.add_error("on_behalf_of", "Write who spoke, and for whom, by their roles.")
        return told

    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {**super().facts(), "mediation": told["mediation"], "on_behalf_of": told["on_behalf_of"]}


class WordsForm(WhoseWordsForm):
    """Something said, written, signed or chosen."""

    words = forms.CharField(
        label="What they told us",
        help_text="In their words, as they said it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what they told us."},
    )
    mode = forms.ChoiceField(label="How they told us", choices=TOLD_IN_WORDS)
    field_order = ["words", "mode", "mediation", "on_behalf_of", "label", "group", "age_band", "question"]

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "words": self.cleaned_data["words"], "mode": self.cleaned_data["mode"]}


class DrawingForm(WhoseWordsForm):
    """A drawing or something made, and what the child says it shows."""

    uses = (Use.ANALYSE, Use.QUOTE, Use.SHOW_DRAWING, Use.NAME_SCHOOL)

    drawing = forms.FileField(
        label="Photo or scan of the drawing",
        help_text="JPEG, PNG, WebP or GIF, up to 15 MB. Where and when it was taken is removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        error_messages={
            "required": "Choose the photo or scan of the drawing.",
            "empty": "The file is empty. Take the photo again, and choose it.",
        },
    )
    explanation = forms.CharField(
        label="What they say it shows",
        required=False,
        help_text="In the child's own words.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    alt_text = forms.CharField(
        label="Describe it for people who cannot see it",
        max_length=300,
        help_text="What is on the paper, not what it means.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Describe the drawing in a few words, for people who cannot see it."},
    )
    name_checked = forms.BooleanField(
        label="I have looked: no name or face can be seen",
        required=False,
        help_text="It is shown to nobody outside until this is ticked.",
    )
    field_order = ["drawing", "explanation", "alt_text", "name_checked", "mediation", "on_behalf_of", "label", "group"]

    def ask_for_the_picture_again(self) -> None:
        """Say beside the box that a picture sent with a mistake elsewhere was not kept: a browser forgets it."""
        if "drawing" in self.files and "drawing" not in self.errors:
            self.add_error("drawing", "Choose the picture again. It is not kept until everything else is right.")

    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        names = ("drawing", "explanation", "alt_text", "name_checked")
        return {**super().facts(), "mode": Mode.DRAWN.value, **{name: told[name] for name in names}}


class WatchedForm(PersonForm):
    """What we saw a child do, apart from what we think it means. Never shown as a quotation."""

    may = {**MAY, Use.QUOTE: "Tell others what we saw, without a name"}

    what_was_happening = forms.CharField(
        label="What was happening", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=NO_NAMES
    )
    what_we_saw = forms.CharField(
        label="What we saw",
        help_text="Only what anyone in the room could see or hear. No names.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what you saw."},
    )
    what_we_think = forms.CharField(
        label="What we think it means", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    other_reading = forms.CharField(
        label="What else it could mean", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    confidence = forms.ChoiceField(
        label="How sure are we", choices=Observation._meta.get_field("confidence").choices or [], initial="unsure"
    )
    observer = forms.CharField(
        label="Who watched",
        required=False,
        max_length=200,
        help_text="By role, such as: the child's teaching assistant.",
    )
    knows_child = forms.ChoiceField(
        label="How well they know the child",
        choices=Observation._meta.get_field("knows_child").choices or [],
        initial="new",
    )
    field_order = [
        "what_was_happening", "what_we_saw", "what_we_think", "other_reading", "confidence", "observer", "knows_child",
        "label", "group", "age_band",
    ]  # fmt: skip

    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        names = (
            "what_was_happening", "what_we_saw", "what_we_think", "other_reading", "confidence", "observer", "knows_child",
        )  # fmt: skip
        watched = ObservationFacts(**{name: told[name] for name in names})
        return {**super().facts(), "mode": Mode.OBSERVED.value, "observation": watched}


def _agreed(earlier: Contribution) -> dict[str, Any]:
    """What the same person agreed to a moment ago. One person's yes is never carried over to the next."""
    answers = [answer for answer in earlier.permissions.all() if answer.answer]
    return {
        "agreed": sorted({answer.use for answer in answers if answer.given_by == "self"}),
        "parent_too": any(answer.given_by == "parent" for answer in answers),
    }


def like(earlier: Contribution | None, *, same_person: bool, activity: Activity) -> dict[str, Any]:
    """What to fill in beforehand: as the one just kept, for the same person or for the next."""
    if earlier is None:
        return {"label": activity.speakers.free_label()}
    speaker = earlier.speaker
    told: dict[str, Any] = {
        "mode": earlier.mode, "mediation": earlier.mediation, "question": earlier.question_id,
        "on_behalf_of": earlier.on_behalf_of, "heading": earlier.heading, "said_on": earlier.said_on,
        "label": activity.speakers.free_label(),
    }  # fmt: skip
    if speaker is not None:
        told |= {"group": speaker.group, "age_band": speaker.age_band, "need_area": speaker.need_area}
        usual = usually_needs_parent(AgeBand(speaker.age_band))
        told["needs_parent"] = "" if usual == speaker.needs_parent else ("yes" if speaker.needs_parent else "no")
        if same_person:
            told |= {"label": speaker.label, "people": speaker.people} | _agreed(earlier)
    return told
