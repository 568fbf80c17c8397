"""Choosing a file, and saying what its columns hold."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.codes import Mediation, Mode, ParticipantGroup, Use
from heard.voice.tables import LARGEST_FILE
from heard_web.voice.forms import may_choices
from heard_web.voice.models import ImportBatch
from heard_web.voice.reading import USED_FIELDS

SAMPLES = 3


class UploadForm(forms.Form):
    """The file people already keep."""

    file = forms.FileField(
        label="The file",
        help_text="CSV, Excel (.xlsx) or Word (.docx), up to 20 MB. One row for each thing that was said.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.docx"}),
        error_messages={
            "required": "Choose the file.",
            "empty": "The file is empty. Check that the right file was saved.",
        },
    )
    sheet = forms.ChoiceField(label="Which sheet or table", required=False)

    def __init__(self, *args: Any, sheets: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sheets:
            field = self.fields["sheet"]
            field.choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]
        else:
            del self.fields["sheet"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            size = file.size / 1024 / 1024
            raise forms.ValidationError(
                f"The file is {size:.0f} MB; at most 20 MB is read. Split it, and read the parts."
            )
        return file


class MatchForm(forms.Form):
    """What each column holds, and what is true where a row says nothing."""

    show_optional = False

    group = forms.ChoiceField(
        label="They took part as",
        choices=[("", "Choose one"), *ParticipantGroup.choices()],
        error_messages={"required": "Choose who took part, for the rows that do not say."},
    )
    mode = forms.ChoiceField(label="How they told us", choices=Mode.choices(), initial=Mode.WRITTEN.value)
    mediation = forms.ChoiceField(
        label="Whose words these are", choices=Mediation.choices(), initial=Mediation.OWN_WORDS.value
    )
    on_behalf_of = forms.CharField(
        label="If someone spoke for them: who, and for whom",
        max_length=200,
        required=False,
        help_text="By role. No names.",
    )
    said_on = forms.DateField(
        label="The day it was said",
        required=False,
        widget=forms.DateInput,
        help_text="Leave empty for the day of the visit.",
        error_messages={"invalid": "Enter a day, such as 12/05/2026."},
    )
    agreed = forms.MultipleChoiceField(
        label="The forms say we may",
        required=False,
        choices=may_choices(Use.ANALYSE, Use.QUOTE, Use.NAME_SCHOOL),
        widget=forms.CheckboxSelectMultiple,
        help_text="Asked for every file. Tick only what every person in this one said yes to. If you tick nothing, it is "
        "used for nothing. You can add answers later, one by one.",
    )
    parent_too = forms.BooleanField(label="A parent or carer agreed too, for every row", required=False)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        self.batch = batch
        kwargs["initial"] = batch.defaults
        super().__init__(*args, **kwargs)
        rows = list(batch.rows.exclude(cells={})[:SAMPLES])
        names = []
        for place, column in enumerate(batch.columns):
            seen = " · ".join(filter(None, (_clip(row.cells.get(column, "")) for row in rows)))
            names.append(f"column_{place}")
            self.fields[names[-1]] = forms.ChoiceField(
                label=column,
                choices=[("", "Leave this column out"), *USED_FIELDS.items()],
                initial=batch.matching.get(column, ""),
                required=False,
                help_text=f"Such as: {seen}" if seen else "Empty in the first rows.",
            )
        allow = ["agreed", "parent_too"]
        rest = [name for name in self.fields if not name.startswith("column_") and name not in allow]
        self.groups = [
            ("What each column holds", names), ("Where a row does not say", rest), ("What they allow", allow),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        chosen = self.matching()
        if "words" not in chosen.values():
            self.add_error("column_0", "Choose the column that holds what was said.")
        for column, field in chosen.items():
            if list(chosen.values()).count(field) > 1:
                place = self.batch.columns.index(column)
                self.add_error(
                    f"column_{place}", f"Only one column can hold “{USED_FIELDS[field]}”. Leave the other out."
                )
        if told.get("mediation") == Mediation.ON_BEHALF and not told.get("on_behalf_of"):
            self.add_error("on_behalf_of", "Write who spoke, and for whom, by their roles.")
        return told

    def matching(self) -> dict[str, str]:
        """Which column holds what."""
        chosen = (
            (column, self.cleaned_data.get(f"column_{place}", "")) for place, column in enumerate(self.batch.columns)
        )
        return {column: field for column, field in chosen if field}

    def defaults(self) -> dict[str, Any]:
        """What holds where a row does not say, as it is stored."""
        told = self.cleaned_data
        day = told.get("said_on")
        names = ("group", "mode", "mediation", "on_behalf_of", "agreed", "parent_too")
        return {**{name: told[name] for name in names}, "said_on": day.isoformat() if day else ""}


def _clip(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else f"{plain[:59]}…"
