"""What a file leaves in doubt: cells that are not understood, and rows that say the very same."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.voice.rows import MAY_MEAN
from heard_web.voice.alike import EACH, ONE, SameWords
from heard_web.voice.models import ImportBatch
from heard_web.voice.reading import USED_FIELDS, Unknown

MOST_ASKED = 20
REST = "double_rest"
NOTHING = "nothing"  # as if the cell were empty


class DoubtsForm(forms.Form):
    """One question for each doubt, the most frequent first."""

    show_optional = False

    def __init__(
        self, *args: Any, batch: ImportBatch, unknown: list[Unknown], alike: list[SameWords], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.unknown, self.not_asked = batch, unknown[:MOST_ASKED], len(unknown[MOST_ASKED:])
        self.alike, self.rest = alike[:MOST_ASKED], alike[MOST_ASKED:]
        meanings, doubles = batch.defaults.get("meanings", {}), batch.defaults.get("doubles", {})
        for each in self.unknown:
            self.fields[each.name] = forms.ChoiceField(
                label=f"What does “{_clip(each.written)}” mean?",
                choices=_may_mean(each.field),
                required=False,
                initial=_shown_as(meanings.get(each.field, {}).get(each.written)),
                help_text=f"{USED_FIELDS[each.field]}. {each.rows} row{'' if each.rows == 1 else 's'}.",
            )
        for group in self.alike:
            words = _clip(" ".join(str(self._words(group)).split()))
            self.fields[f"double_{group.mark}"] = _one_or_each(group.told, f"“{words}”", len(group.rows))
            self.fields[f"double_{group.mark}"].initial = doubles.get(group.mark)
        if self.rest:
            label = f"And {len(self.rest)} more like these: is each of them one person, or is every row somebody else?"
            self.fields[REST] = _one_or_each(label, "", 0)
            self.fields[REST].initial = doubles.get("rest")

    def _words(self, group: SameWords) -> str:
        column = next((column for column, field in self.batch.matching.items() if field == "words"), "")
        return str(group.rows[0].cells.get(column, ""))

    def meanings(self) -> dict[str, dict[str, str]]:
        """What each way of writing means, field by field; what nobody answered is left out."""
        found: dict[str, dict[str, str]] = {}
        for each in self.unknown:
            if said := self.cleaned_data.get(each.name):
                found.setdefault(each.field, {})[each.written] = "" if said == NOTHING else said
        return found

    def doubles(self) -> dict[str, str]:
        """Whether rows that say the very same are one person, or every row somebody else."""
        said = {group.mark: self.cleaned_data.get(f"double_{group.mark}") for group in self.alike}
        said["rest"] = self.cleaned_data.get(REST)
        return {mark: answer for mark, answer in said.items() if answer}


def _shown_as(said: str | None) -> str | None:
    """The choice that stands for what was said: an empty meaning is an answer too."""
    return NOTHING if said == "" else said


def _may_mean(field: str) -> list[tuple[str, str]]:
    known = MAY_MEAN[field].choices() if field in MAY_MEAN else [("yes", "Yes"), ("no", "No")]
    return [("", "Not said yet: these rows stay out"), *known, (NOTHING, "None of these: as if it were empty")]


def _one_or_each(label: str, words: str, many: int) -> forms.ChoiceField:
    people = "Two people said it" if many == 2 else f"{many} people said it" if many else "Every row is somebody else"
    return forms.ChoiceField(
        label=label,
        help_text=words,
        required=False,
        widget=forms.RadioSelect,
        choices=[(ONE, "One person: keep it once"), (EACH, people)],
    )


def _clip(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
