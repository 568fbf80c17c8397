"""Pasting a page of notes, and putting its lines right before they are kept."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.voice.splitting import split_notes
from heard_web.voice.facts import PageLine
from heard_web.voice.forms import TOLD_IN_WORDS, WhoseWordsForm

MOST_LINES = 1_000


class PageFactsForm(WhoseWordsForm):
    """Who a page of notes comes from, how it came, and what they allow."""

    mode = forms.ChoiceField(label="How they told us", choices=TOLD_IN_WORDS, initial="written")
    field_order = ["label", "group", "age_band", "people", "mode", "mediation", "on_behalf_of", "question"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for unused in ("heading", "said_on", "question", "need_area"):
            self.fields.pop(unused, None)
        label = self.fields["label"]
        label.label, label.help_text = "Which table or group", "Such as: Table 2. No names."
        people = self.fields["people"]
        people.label = "How many people sat there"
        people.help_text = "The table is counted once, as this many people, however many lines it has."


class PageForm(PageFactsForm):
    """The page itself, as it was typed up."""

    text = forms.CharField(
        label="The page of notes",
        help_text="Paste it as it is. Headings, bullets and lines are told apart for you, and you can put them right.",
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Paste the page of notes."},
    )
    field_order = ["text", *PageFactsForm.field_order]

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        found = len(split_notes(text))
        if found > MOST_LINES:
            raise forms.ValidationError(
                f"This page holds {found:,} notes; at most {MOST_LINES:,} fit at once. Paste it in parts."
            )
        return text

    def lines(self) -> list[dict[str, Any]]:
        """The page as lines to be put right. A heading too long to be one stays with the words below it."""
        rows = []
        for note in split_notes(self.cleaned_data["text"]):
            fits = len(note.heading) <= 200
            words = note.words if fits else f"{note.heading}\n{note.words}"
            rows.append({"keep": True, "heading": note.heading if fits else "", "words": words})
        return rows


class LineForm(forms.Form):
    """One line of the page."""

    keep = forms.BooleanField(label="Keep this", required=False)
    heading = forms.CharField(label="Heading", max_length=200, required=False)
    words = forms.CharField(label="What was said", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]
    """The lines of a page."""

    item_name = "Line"

    def kept(self) -> list[PageLine]:
        """The lines to keep, as they were put right."""
        told = [form.cleaned_data for form in self.forms]
        return [PageLine(row["words"], row["heading"]) for row in told if row.get("keep") and row["words"].strip()]

    def left_out(self) -> list[PageLine]:
        """The lines not kept, so that they can be shown once more."""
        told = [form.cleaned_data for form in self.forms]
        return [PageLine(row["words"], row["heading"]) for row in told if not row.get("keep") and row["words"].strip()]


LineFormSet = forms.formset_factory(LineForm, formset=Lines, extra=0, max_num=MOST_LINES)
