"""What is checked when somebody adds, renames or brings in settings."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.codes import Phase
from heard.voice.tables import LARGEST_FILE
from heard_web.places.models import Setting

A_DATE = "Enter a date, such as 2026-09-01"


class PlaceFilter(forms.Form):
    """Which settings to list."""

    q = forms.CharField(label="Name, earlier name, town or URN", required=False, max_length=200)
    phase = forms.ChoiceField(label="Phase", required=False, choices=[("", "All phases"), *Phase.choices()])
    closed = forms.BooleanField(label="Show closed settings too", required=False)


class FactsForm(forms.ModelForm[Setting]):
    """What the list says about a setting, apart from its name."""

    class Meta:
        model = Setting
        fields = ["town", "postcode", "local_authority", "phase", "establishment_type", "opened_on", "closed_on"]
        labels = {"establishment_type": "Type of setting", "opened_on": "Opened on", "closed_on": "Closed on"}
        help_texts = {"town": "Two schools may have one name; the town tells people which one is meant."}
        widgets = {
            "postcode": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "opened_on": forms.DateInput,
            "closed_on": forms.DateInput,
        }
        error_messages = {"opened_on": {"invalid": A_DATE}, "closed_on": {"invalid": A_DATE}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [("", "Not known"), *Phase.choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        opened, closed = cleaned.get("opened_on"), cleaned.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", f"It opened on {opened:%d %B %Y}. Enter a day after that, or leave this empty.")
        return cleaned


class AddForm(FactsForm):
    """A setting that is missing from the list."""

    field_order = ["name", "urn"]

    class Meta(FactsForm.Meta):
        fields = ["name", "urn", *FactsForm.Meta.fields]
        labels = {**FactsForm.Meta.labels, "name": "Name", "urn": "URN"}
        help_texts = {
            **FactsForm.Meta.help_texts,
            "urn": "The number of about six figures the Department for Education gave it. Leave it empty if it has none.",
        }
        error_messages = {
            **FactsForm.Meta.error_messages,
            "name": {"required": "Enter its name"},
            "urn": {"unique": "A setting with this URN is on the list already", "invalid": "Enter the URN in figures"},
        }

    def clean_urn(self) -> int | None:
        urn: int | None = self.cleaned_data["urn"]
        if urn is not None and not 0 < urn < 100_000_000:
            raise forms.ValidationError("A URN is a number of about six figures. Check it, or leave it empty.")
        return urn


class RenameForm(forms.Form):
    """A new name, and the first day it holds."""

    name = forms.CharField(label="New name", max_length=200, error_messages={"required": "Enter the new name"})
    from_on = forms.DateField(
        label="First day of the new name",
        widget=forms.DateInput,
        error_messages={"required": "Enter the first day of the new name", "invalid": A_DATE},
    )


class SucceedForm(forms.Form):
    """Which setting carried on from this one. When words fit several, the person chooses; nothing is guessed."""

    words = forms.CharField(
        label="The setting that carried on",
        help_text="Its name, town or URN.",
        max_length=200,
        error_messages={"required": "Enter the name, town or URN of the setting that carried on"},
    )
    new = forms.ModelChoiceField(
        Setting.objects.none(), label="Which one is it?", required=False, widget=forms.RadioSelect, empty_label=None
    )
    on = forms.DateField(
        label="From", widget=forms.DateInput, error_messages={"required": "Enter the first day", "invalid": A_DATE}
    )
    show_optional = False

    def __init__(self, old: Setting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = str(self.data.get(self.add_prefix("words"), "")).strip()
        found = Setting.objects.called(words).exclude(pk=old.pk) if words else Setting.objects.none()
        self.found = list(found[:20])
        field = self.fields["new"]
        field.queryset = Setting.objects.filter(pk__in=[setting.pk for setting in self.found])  # type: ignore[attr-defined]
        field.label_from_instance = described  # type: ignore[attr-defined]
        if len(self.found) < 2:
            del self.fields["new"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("words"):
            return cleaned
        if not self.found:
            self.add_error(
                "words", "No setting has this name, town or URN. Check the spelling, or add the setting first."
            )
        elif len(self.found) == 1:
            cleaned["new"] = self.found[0]
        elif not cleaned.get("new") and "new" not in self.errors:
            self.add_error("new", f"{len(self.found)} settings fit. Choose the one that carried on.")
        return cleaned


def described(setting: Setting) -> str:
    """A setting with what tells it apart from others of its name."""
    apart = [setting.local_authority, f"URN {setting.urn}" if setting.urn else "no URN"]
    closed = [f"closed {setting.closed_on:%d %B %Y}"] if setting.closed_on else []
    return f"{setting} ({', '.join(part for part in [*apart, *closed] if part)})"


class ImportForm(forms.Form):
    """The list of schools as it was downloaded."""

    file = forms.FileField(
        label="The list of schools",
        help_text="CSV or Excel, up to 20 MB, as downloaded from “Get information about schools”.",
        error_messages={"required": "Choose the file you downloaded", "empty": "The file is empty. Download it again."},
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                f"The file has {file.size / 1_048_576:.0f} MB; at most 20 MB can be read. Download one council's schools."
            )
        return bytes(file.read())
