"""What is checked when an administrator names a body that decides."""

from __future__ import annotations

from typing import Any

from django import forms

from heard_web.people.models import DecisionBody, Organisation


class BodyNameForm(forms.Form):
    """What a body that decides is called."""

    name = forms.CharField(
        label="What is it called?",
        max_length=200,
        help_text="As people here say it, such as Ashdale SEND Partnership Board.",
        error_messages={"required": "Enter what it is called"},
    )

    def __init__(self, *args: Any, body: DecisionBody | None = None, **kwargs: Any) -> None:
        if body is not None:
            kwargs.setdefault("initial", {"name": body.name})
        super().__init__(*args, **kwargs)
        self.body = body

    def clean_name(self) -> str:
        """One name, one body, whatever the capitals."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if any(other != self.body for other in DecisionBody.objects.filter(name__iexact=name)):
            raise forms.ValidationError(
                "A body with this name is on the list already. Choose a name that tells them apart."
            )
        return name


class BodyForm(BodyNameForm):
    """A body that decides, and whose it is."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Whose body is it?",
        empty_label="Choose one",
        help_text="The people of this organisation write down its answers. For a joint board, choose who runs it.",
        error_messages={"required": "Choose whose body it is"},
    )
