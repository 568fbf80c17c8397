"""What a person chooses when they mark the exact words that raise a theme."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.themes.sentences import sentences
from heard_web.design.fields import RowsField
from heard_web.people.ways import row_number
from heard_web.themes.actions_passages import find_words
from heard_web.themes.forms_sorting import in_order
from heard_web.themes.models import Codebook, Direction, Theme
from heard_web.voice.models import Contribution


class PassageForm(forms.Form):
    """Words of one voice, as whole sentences or letter by letter, and the themes they raise."""

    sentences = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        label="Which sentences?",
        error_messages={"invalid_choice": "The words of this voice were corrected. Look at the sentences again"},
    )
    exact = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Or the exact words",
        help_text="Copy them from the voice. Where your browser allows it, choosing words above with the mouse fills this in.",
    )
    start = forms.CharField(required=False, widget=forms.HiddenInput)
    themes = RowsField(
        queryset=Theme.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small heard-ticks"}),
        label="Which themes do these words raise?",
        error_messages={
            "required": "Tick at least one theme",
            "invalid_choice": "One of the ticked themes is no longer in use. Look at the list again",
        },
    )
    direction = forms.ChoiceField(
        choices=Direction.choices, initial=Direction.NOT_SAID, required=False, label="What they say about it"
    )
    show_optional = False

    def __init__(self, *args: Any, voice: Contribution, codebook: Codebook, themes: list[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = voice.readable
        ticks: Any = self.fields["sentences"]
        ticks.choices = [(f"{start}-{end}", self.text[start:end]) for start, end in sentences(self.text)]
        field: Any = self.fields["themes"]
        field.queryset = codebook.themes.agreed().about_something()
        field.choices = in_order(themes)

    def clean_start(self) -> int | None:
        """The letter at which the chosen words begin, if the page could tell. A wrong one is not believed later on."""
        start = row_number(self.cleaned_data["start"])
        return start if start is not None and start < len(self.text) else None

    def spans(self) -> list[tuple[int, int]]:
        """From which letter up to which the chosen words go."""
        ticked = [tuple(map(int, value.split("-"))) for value in self.cleaned_data["sentences"]]
        found = [(start, end) for start, end in ticked]
        if exact := self.cleaned_data["exact"]:
            found.append(find_words(self.text, exact, start=self.cleaned_data.get("start")))
        return found
