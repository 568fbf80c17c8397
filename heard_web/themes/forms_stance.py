"""What a person types about propositions: their words, and what each voice says to them."""

from __future__ import annotations

from typing import Any

from django import forms

from heard_web.themes.models import Codebook, Stance, Theme
from heard_web.voice.models import Contribution


class PropositionForm(forms.Form):
    """Writes down something people may be for or against."""

    words = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="What may people be for or against?",
        help_text="One sentence that somebody could agree with, such as “Every school should have a quiet room”.",
        error_messages={"required": "Write what people may be for or against"},
    )
    theme = forms.ModelChoiceField(
        queryset=Theme.objects.none(),
        required=False,
        label="Which voices is it asked of?",
        empty_label="All the voices of this set",
    )

    show_optional = False

    def __init__(self, *args: Any, codebook: Codebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["theme"]
        field.queryset = codebook.themes.agreed().about_something()
        field.label_from_instance = lambda theme: f"Those under “{theme.name}”"


class VoiceStanceForm(forms.Form):
    """What one voice says to a proposition. Left empty, the voice comes again."""

    stance = forms.ChoiceField(
        choices=Stance.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small govuk-radios--inline"}),
        error_messages={"invalid_choice": "Choose one of the four"},
    )
    show_optional = False

    def __init__(self, *args: Any, voice: Contribution, **kwargs: Any) -> None:
        kwargs["prefix"] = f"v{voice.pk}"
        super().__init__(*args, **kwargs)
        self.voice = voice
        who = voice.speaker.label if voice.speaker else f"voice {voice.pk}"
        self.fields["stance"].label = f"What does {who} say to it?"
