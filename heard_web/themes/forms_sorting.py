"""What a person ticks while sorting voices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from heard_web.design.fields import RowsField
from heard_web.design.forms import HintedCheckboxes
from heard_web.people.ways import row_number
from heard_web.themes.models import FITS_NONE, Codebook, Direction, Proposal, Theme
from heard_web.themes.sorting import Together
from heard_web.voice.models import Contribution


def in_order(themes: Sequence[Theme]) -> list[tuple[int, str]]:
    """The themes as choices: each wider theme, then its parts."""
    parts: dict[int, list[Theme]] = {}
    for theme in themes:
        if theme.parent_id:
            parts.setdefault(theme.parent_id, []).append(theme)
    wide = [theme for theme in themes if not theme.parent_id]
    listed = [row for theme in wide for row in (theme, *parts.pop(theme.pk, []))]
    listed += [row for rest in parts.values() for row in rest]
    names = {theme.pk: theme.name for theme in themes}
    return [(row.pk, f"{names[row.parent_id]}: {row.name}" if row.parent_id in names else row.name) for row in listed]


def how_sure(proposal: Proposal) -> str:
    """What the computer proposes, in words."""
    return f"The computer suggests this, {proposal.how_sure}"


class VoiceCodingForm(forms.Form):
    """The themes that one voice raises. What the computer proposes stands beside a theme, and is never ticked for anyone."""

    themes = RowsField(
        queryset=Theme.objects.none(),
        required=False,
        widget=HintedCheckboxes(attrs={"class": "govuk-checkboxes--small heard-ticks"}),
        error_messages={"invalid_choice": "One of the ticked themes is no longer in use. Look at the list again"},
    )
    none = forms.BooleanField(label=FITS_NONE, required=False)
    direction = forms.ChoiceField(
        choices=Direction.choices, initial=Direction.NOT_SAID, required=False, widget=forms.Select, label="What it says"
    )
    same = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)
    show_optional = False

    def __init__(
        self,
        *args: Any,
        voice: Contribution,
        codebook: Codebook,
        themes: list[Theme],
        together: Together | None = None,
        proposals: Sequence[Proposal] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["prefix"] = f"v{voice.pk}"
        super().__init__(*args, **kwargs)
        self.voice, self.codebook, self.together, self.proposals = voice, codebook, together, proposals
        field: Any = self.fields["themes"]
        field.queryset = codebook.themes.agreed().about_something()
        field.choices = in_order(themes)
        field.widget.hints = {str(row.theme_id): how_sure(row) for row in proposals}
        field.label = "Which themes does this voice raise?"
        self.fields["direction"].label = "What this voice says about them"
        if together is not None:
            self.fields["same"].initial = ",".join(map(str, together.same))

    def clean_same(self) -> set[int]:
        """The numbers of the other voices with the same words that stood under this one when it was shown."""
        return {pk for pk in map(row_number, self.cleaned_data["same"].split(",")) if pk}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("none") and self.cleaned_data.get("themes"):
            self.add_error("none", f"Untick the themes, or untick “{FITS_NONE}”: both cannot be")
        return cleaned


class QuickThemeForm(forms.Form):
    """Adds a theme without leaving the page on which voices are sorted."""

    name = forms.CharField(
        max_length=120,
        label="Name of the new theme",
        help_text="In the words people used. What you ticked above stays.",
        error_messages={"required": "Write a name for the new theme"},
    )
    show_optional = False
