"""What a person fills in when two people read apart, and when they settle where they differ."""

from __future__ import annotations

from typing import Any

from django import forms

from heard_web.design.fields import RowsField
from heard_web.people.models import User
from heard_web.themes.forms_sorting import in_order
from heard_web.themes.models import BlindRound, Codebook, Direction, Settled, Theme, readers_of

MOST_VOICES = 200


class RoundForm(forms.Form):
    """Gives two people the same voices."""

    first = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="One reader",
        empty_label="Choose",
        error_messages={"required": "Choose one reader"},
    )
    second = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="The other reader",
        empty_label="Choose",
        error_messages={"required": "Choose the other reader"},
    )
    many = forms.IntegerField(
        min_value=2,
        max_value=MOST_VOICES,
        initial=20,
        label="How many voices?",
        help_text="Twenty to thirty are enough to see where you differ.",
        error_messages={
            "required": "Write how many voices, such as 20",
            "invalid": "Write the number of voices in digits, such as 20",
            "min_value": "Choose 2 voices or more",
            "max_value": f"Choose {MOST_VOICES} voices or fewer",
        },
    )
    which = forms.ChoiceField(
        choices=BlindRound.Which.choices,
        initial=BlindRound.Which.BY_CHANCE,
        widget=forms.RadioSelect,
        label="Which ones?",
    )
    seed = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        label="Number to draw by",
        help_text="The same number draws the same voices. Leave it as it is if you do not mind.",
        initial=0,
    )
    show_optional = False

    def __init__(self, *args: Any, codebook: Codebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].queryset = readers_of(codebook)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, second = self.cleaned_data.get("first"), self.cleaned_data.get("second")
        if first and first == second:
            self.add_error("second", "Choose somebody else: both readers are the same person")
        return cleaned


class SettleForm(forms.Form):
    """Says what counts for one voice on which two readers differ."""

    how = forms.ChoiceField(
        choices=[choice for choice in Settled.How.choices if choice[0] != Settled.How.AGREED],
        widget=forms.RadioSelect,
        label="What counts?",
        error_messages={"required": "Choose one of the answers, both, or another"},
    )
    themes = RowsField(
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small heard-ticks"}),
        label="If another answer: which themes?",
        help_text="None ticked means that it fits none of them.",
    )
    direction = forms.ChoiceField(
        choices=Direction.choices,
        initial=Direction.NOT_SAID,
        required=False,
        label="If another answer: what does it say?",
    )
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Why, if you want to say",
        help_text="Such as how to tell the two themes apart next time. Name nobody.",
    )
    show_optional = False

    def __init__(self, *args: Any, codebook: Codebook, themes: list[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["themes"]
        field.queryset = codebook.themes.agreed().about_something()
        field.choices = in_order(themes)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        ticked = self.cleaned_data.get("themes")
        if ticked and self.cleaned_data.get("how") not in (None, Settled.How.ANOTHER):
            self.add_error("how", "Themes are ticked below: choose “Another answer”, or untick them")
        return cleaned
