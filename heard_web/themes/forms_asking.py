"""What a person types when the computer is asked for themes, and when a suggestion is accepted."""

from __future__ import annotations

from typing import Any

from django import forms

from heard_web.design.fields import RowsField
from heard_web.design.forms import HintedRadios
from heard_web.themes.engines import IN_WORDS, MEANING
from heard_web.themes.forms import ThemeForm
from heard_web.themes.models import CandidateTheme

LARGEST_SEED = 2**31 - 1


class AskForm(forms.Form):
    """Asks the computer to suggest themes."""

    themes = forms.IntegerField(
        required=False,
        min_value=2,
        max_value=60,
        label="How many themes?",
        help_text="Leave this empty and the number follows from what people said.",
        error_messages={
            "invalid": "Write the number of themes in digits, or leave it empty",
            "min_value": "Ask for 2 themes or more, or leave it empty",
            "max_value": "Ask for 60 themes or fewer, or leave it empty",
        },
    )
    engine = forms.ChoiceField(
        required=False,
        choices=[(name, words.partition(":")[0]) for name, words in IN_WORDS.items()],
        widget=HintedRadios(hints={name: f"It {words.partition(': ')[2]}." for name, words in IN_WORDS.items()}),
        initial=MEANING,
        label="How should it put voices together?",
        error_messages={"invalid_choice": "Choose one of the two ways"},
    )
    seed = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_SEED,
        initial=0,
        label="Starting number",
        help_text="Any whole number. The same number gives the same suggestions; another one shows what would stay.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={
            "invalid": "Write the starting number in digits, such as 0",
            "min_value": "Write a starting number of 0 or more",
            "max_value": f"Write a starting number of {LARGEST_SEED} or less",
        },
    )
    show_optional = False

    def clean_engine(self) -> str:
        return self.cleaned_data["engine"] or MEANING

    def clean_seed(self) -> int:
        return self.cleaned_data["seed"] or 0

    @property
    def details_open(self) -> bool:
        """Whether the page opens with the details shown: when something there is wrong, or was chosen already."""
        chosen = self["engine"].value() not in ("", None, MEANING)
        return chosen or bool({"engine", "seed"} & set(self.errors))


class CandidateForm(ThemeForm):
    """Accepts a suggestion under a name a person gives it, with those of its parts that are ticked."""

    parts = RowsField(
        queryset=CandidateTheme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Parts to accept with it",
        error_messages={"invalid_choice": "One of the ticked parts is no longer here. Look at the page again"},
    )
    code_members = forms.BooleanField(
        required=False,
        label="I have read these voices and they all belong here",
        help_text="If you leave this unticked, the voices wait on the page of the theme for somebody to confirm them.",
    )

    def __init__(self, *args: Any, candidate: CandidateTheme, parts: list[CandidateTheme], **kwargs: Any) -> None:
        offered = [part for part in parts if part.state != CandidateTheme.State.ACCEPTED]
        kwargs.setdefault("initial", {"name": candidate.label[:120], "parts": [p.pk for p in offered if not p.weak]})
        super().__init__(*args, **kwargs)
        if not offered:
            del self.fields["parts"]
            return
        self.fields["parts"].queryset = CandidateTheme.objects.filter(pk__in=[p.pk for p in offered])  # type: ignore[attr-defined]
        self.fields["parts"].choices = [(part.pk, _told(part)) for part in offered]  # type: ignore[attr-defined]


def _told(part: CandidateTheme) -> str:
    people = "1 person" if part.size_people == 1 else f"{part.size_people} people"
    return f"{part.label} ({people}). {part.holds_together}"
