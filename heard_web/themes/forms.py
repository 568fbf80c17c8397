"""What a person types about themes and codings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from heard.errors import HeardError
from heard.themes.coding.ready import READY
from heard_web.design.fields import RowsField
from heard_web.engagement.models import Purpose
from heard_web.people.models import User
from heard_web.themes.models import Codebook, Theme
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
    ready = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label="Begin with themes that are ready?",
        help_text="You can rename, add to and take apart a ready set like any other.",
    )
    show_optional = False

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = [(name, f"{made.title} ({len(made.codes)} themes)") for name, made in READY.items()]
        self.fields["ready"].choices = [("none", "No, begin with none"), *ready]  # type: ignore[attr-defined]
        self.fields["ready"].initial = "none"
        self.fields["purpose"].queryset = Purpose.objects.changeable_by(user)  # type: ignore[attr-defined]

    def clean_ready(self) -> str:
        """The name of the ready set, or nothing."""
        chosen: str = self.cleaned_data["ready"]
        return "" if chosen == "none" else chosen


class ThemeForm(forms.Form):
    """Names and explains a theme."""

    name = forms.CharField(max_length=120, error_messages={"required": "Write a name for the theme"})
    definition = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label="What belongs here, and what does not",
    )


class ExplainedThemeForm(ThemeForm):
    """Names a theme, and says what belongs under it and what does not."""

    includes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        label="What belongs here",
        help_text="Such as: taxis, buses, escorts, the time the journey takes.",
    )
    excludes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        label="What does not",
        help_text="Say which theme it goes under instead.",
    )
    examples = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label="Examples, one on each line",
        help_text="Make them up. Nobody’s own words: they would stay here when somebody takes their voice back.",
    )
    parent = forms.ModelChoiceField(
        queryset=Theme.objects.none(),
        required=False,
        label="Part of a wider theme",
        empty_label="No, it stands by itself",
    )

    def __init__(self, *args: Any, codebook: Codebook, but: Theme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["definition"].label = "What it is about, in a sentence"
        wider = codebook.themes.agreed().about_something().filter(parent=None)
        self.fields["parent"].queryset = wider.exclude(pk=but.pk) if but else wider  # type: ignore[attr-defined]


class AddThemeForm(ExplainedThemeForm):
    """Adds a theme, perhaps below a wider one."""


class ChangeThemeForm(ExplainedThemeForm):
    """Changes the name, the explanation and the place of a theme."""

    position = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=9999,
        label="Place in the list",
        help_text="1 comes first wherever themes are ticked. Themes with the same number stand by name.",
        error_messages={"invalid": "Write the place in digits, such as 1", "max_value": "Write 9999 or less"},
    )


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
