"""What a person types about themes and codings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from heard.errors import HeardError
from heard_web.design.fields import RowsField
from heard_web.engagement.models import Purpose
from heard_web.people.models import User
from heard_web.themes.models import FITS_NONE, CandidateTheme, Codebook, Direction, Theme
from heard_web.voice.models import Contribution

Done = TypeVar("Done")


def attempt(form: forms.Form, action: Callable[[dict[str, Any]], Done]) -> Done | None:
    """Act on what was typed if it is complete. What the action finds wrong is shown on the form, which keeps its words."""
    if not form.is_valid():
        return None
    try:
        return action(form.cleaned_data)
    except HeardError as problem:
        form.add_error(None, str(problem))
        return None


class StartForm(forms.Form):
    """Starts a set of themes."""

    title = forms.CharField(
        max_length=200,
        help_text="Such as the question people were asked.",
        error_messages={"required": "Write a title for the set of themes"},
    )
    purpose = forms.ModelChoiceField(
        queryset=Purpose.objects.none(),
        required=False,
        empty_label="Everything people told us",
        label="Which question do the voices answer?",
        help_text="The themes are drawn from what people said at the activities for this purpose.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].queryset = Purpose.objects.changeable_by(user)  # type: ignore[attr-defined]


class ThemeForm(forms.Form):
    """Names and explains a theme."""

    name = forms.CharField(max_length=120, error_messages={"required": "Write a name for the theme"})
    definition = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label="What belongs here, and what does not",
    )


class AddThemeForm(ThemeForm):
    """Adds a theme, perhaps below a wider one."""

    parent = forms.ModelChoiceField(
        queryset=Theme.objects.none(), required=False, label="Part of a wider theme", empty_label="No"
    )

    def __init__(self, *args: Any, codebook: Codebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = codebook.themes.agreed().about_something()  # type: ignore[attr-defined]


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


class CandidateForm(ThemeForm):
    """Accepts a suggestion under a name a person gives it."""

    code_members = forms.BooleanField(
        required=False,
        label="I have read these voices and they all belong here",
        help_text="If you leave this unticked, the voices wait on the page of the theme for somebody to confirm them.",
    )

    def __init__(self, *args: Any, candidate: CandidateTheme, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": candidate.label[:120]})
        super().__init__(*args, **kwargs)


class IntoForm(forms.Form):
    """Chooses one of the other themes of a set."""

    theme = forms.ModelChoiceField(
        queryset=Theme.objects.none(), label="Theme", error_messages={"required": "Choose a theme"}
    )

    def __init__(self, *args: Any, codebook: Codebook, but: Theme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = codebook.themes.agreed().exclude(pk=but.pk) if but else codebook.themes.agreed()
        self.fields["theme"].queryset = others.about_something()  # type: ignore[attr-defined]


class ChosenVoicesForm(forms.Form):
    """Voices ticked on the page of a theme, and what to do with them."""

    voices = RowsField(
        queryset=Contribution.objects.none(),
        error_messages={
            "required": "Tick at least one voice",
            "invalid_choice": "One of the ticked voices is no longer here. Look at the list again",
        },
    )
    to = forms.ModelChoiceField(
        queryset=Theme.objects.none(), required=False, label="Move to", empty_label="Choose one"
    )
    name = forms.CharField(max_length=120, required=False, label="Name of the new theme")
    show_optional = False

    def __init__(self, *args: Any, theme: Theme, voices: Any, do: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.do = do
        self.fields["voices"].queryset = voices  # type: ignore[attr-defined]
        others = theme.codebook.themes.agreed().exclude(pk=theme.pk)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[str]:
        """The voices ticked when the form was sent."""
        return set(self.data.getlist(self.add_prefix("voices"))) if isinstance(self.data, QueryDict) else set()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.do == "move" and not self.cleaned_data.get("to") and "to" not in self.errors:
            self.add_error("to", "Choose the theme to move them to")
        if self.do == "split" and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", "Write a name for the new theme")
        return cleaned


class VoiceCodingForm(forms.Form):
    """The themes that one voice raises."""

    themes = RowsField(queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    none = forms.BooleanField(label=FITS_NONE, required=False)
    direction = forms.ChoiceField(
        choices=Direction.choices, initial=Direction.NOT_SAID, required=False, widget=forms.Select, label="What it says"
    )
    show_optional = False

    def __init__(self, *args: Any, voice: Contribution, codebook: Codebook, themes: list[Theme], **kwargs: Any) -> None:
        kwargs["prefix"] = f"v{voice.pk}"
        super().__init__(*args, **kwargs)
        self.voice, self.codebook = voice, codebook
        who = voice.speaker.label if voice.speaker else f"voice {voice.pk}"
        self.fields["themes"].queryset = codebook.themes.agreed().about_something()  # type: ignore[attr-defined]
        self.fields["themes"].choices = [(theme.pk, theme.name) for theme in themes]  # type: ignore[attr-defined]
        self.fields["themes"].label = f"Which themes does {who} raise?"
        self.fields["direction"].label = f"What {who} says about them"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("none") and self.cleaned_data.get("themes"):
            self.add_error("none", f"Untick the themes, or untick “{FITS_NONE}”: both cannot be")
        return cleaned
