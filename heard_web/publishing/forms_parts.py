"""The page editor: one form for the title, and one for each part. Somebody's words are chosen here, never typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from heard.codes import SayDoStatus
from heard_web.outcomes.models import Impact
from heard_web.people.ways import row_number
from heard_web.publishing.blocks import EVENT_WORDS, SAID_DID_WORDS, USE_OF, BlockFacts
from heard_web.publishing.models import Block, BlockKind, Publication
from heard_web.voice.models import Contribution

MOST_PARTS = 300
FIELDS_OF: dict[str, tuple[str, ...]] = {
    BlockKind.HEADING: ("heading",),
    BlockKind.PARAGRAPH: ("words",),
    BlockKind.BULLET: ("words",),
    BlockKind.QUOTE: ("contribution",),
    BlockKind.OBSERVED: ("contribution",),
    BlockKind.DRAWING: ("contribution",),
    BlockKind.NUMBER: ("number", "words"),
    BlockKind.EVENT: tuple(EVENT_WORDS),
    BlockKind.SAID_DID: SAID_DID_WORDS,
    BlockKind.IMPACT: ("impact",),
    BlockKind.HUB: (),
    BlockKind.NOT_DELIVERED: ("words", "because"),
}
CAN_BE_ADDED = [kind for kind in BlockKind if kind not in (BlockKind.EVENT, BlockKind.HUB)]
ALWAYS = ("row", "kind", "position", "remove")
CHOOSE = {
    BlockKind.QUOTE: "Whose words to show",
    BlockKind.OBSERVED: "What we saw",
    BlockKind.DRAWING: "Which drawing to show",
}


class PageForm(forms.Form):
    """The title and the line under it."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Write a title for the page"})
    summary = forms.CharField(
        label="One line that says what the page holds", required=False, max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: Publication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.initial.update(title=page.title, summary=page.summary, seen=page.changed_at.isoformat())

    def clean_seen(self) -> str:
        """Let nobody save over what a colleague wrote in the meantime without knowing it."""
        seen, now = self.cleaned_data["seen"], self.page.changed_at.isoformat()
        if seen and seen != now:
            self.data = {**self.data.dict(), "seen": now}  # type: ignore[attr-defined]
            raise forms.ValidationError(
                f"{self.page.changed_by.name} changed this page while you were writing. What you wrote is below and not "
                "saved yet. Look at theirs first; if you save again, yours takes its place."
            )
        return str(seen)


class AddForm(forms.Form):
    """Which kind of part to add."""

    show_optional = False

    kind = forms.ChoiceField(
        label="Kind of part to add", required=False, choices=[(kind.value, kind.label) for kind in CAN_BE_ADDED]
    )


class PartForm(forms.Form):
    """One part. Only the boxes its kind needs are there."""

    row = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=BlockKind.choices, widget=forms.HiddenInput)
    heading = forms.CharField(label="Heading", required=False, max_length=200)
    words = forms.CharField(label="Words", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    number = forms.IntegerField(
        label="Number of people", required=False, min_value=0,
        help_text="The true number. Readers see it rounded, and a small number is not shown at all.",
    )  # fmt: skip
    contribution = forms.ChoiceField(
        label="Whose words to show", required=False,
        help_text="Only those whose owner agreed to it. The words are not copied: if they are taken back, they go from here too.",
    )  # fmt: skip
    impact = forms.ChoiceField(label="What changed", required=False)
    said = forms.CharField(label="You said", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    did = forms.CharField(label="We did", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    status = forms.ChoiceField(label="How far it has come", required=False, choices=SayDoStatus.choices())
    because = forms.CharField(
        label="Because", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed for anything that is not done.",
    )  # fmt: skip
    difference = forms.CharField(
        label="The difference it made", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    position = forms.IntegerField(
        label="Place on the page", required=False, min_value=1, help_text="Change the number to move this part."
    )
    remove = forms.BooleanField(label="Remove this part", required=False)
    show_optional = False

    def __init__(
        self,
        *args: Any,
        voices: Mapping[str, Mapping[int, tuple[str, Contribution]]],
        impacts: Sequence[Impact],
        kept: Mapping[int, Block],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.voices, self.impacts, self.kept = voices, {row.pk: row for row in impacts}, kept
        given = self.data.get(self.add_prefix("kind")) if self.is_bound else self.initial.get("kind")
        self.part_kind = given if given in BlockKind.values else BlockKind.PARAGRAPH
        for name, label in EVENT_WORDS.items():
            self.fields[name] = forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}))
        wanted = {*ALWAYS, *FIELDS_OF[self.part_kind]}
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        self.order_fields(["row", "kind", *FIELDS_OF[self.part_kind], "position", "remove"])
        self._offer()
        self._make_room()

    def _make_room(self) -> None:
        """A box as tall as what is in it, so that a writer on a phone sees all of it."""
        for name, box in self.fields.items():
            if isinstance(box.widget, forms.Textarea):
                inside = str(self.data.get(self.add_prefix(name), "") if self.is_bound else self.initial.get(name, ""))
                box.widget.attrs["rows"] = min(14, max(2, 1 + len(inside) // 30))

    def _offer(self) -> None:
        if "contribution" in self.fields:
            box = self.fields["contribution"]
            box.label = CHOOSE[BlockKind(self.part_kind)]
            rows = self.voices.get(self.part_kind, {})
            box.choices = [("", "Choose"), *((pk, label) for pk, (label, _) in rows.items())]  # type: ignore[attr-defined]
        if "impact" in self.fields:
            rows_by_pk = [(pk, row.named_thing) for pk, row in self.impacts.items()]
            self.fields["impact"].choices = [("", "Choose"), *rows_by_pk]  # type: ignore[attr-defined]

    @property
    def legend(self) -> str:
        """What the part is called in the editor."""
        return BlockKind(self.part_kind).label

    @property
    def block(self) -> Block | None:
        """The stored part this form changes, when it is one of this page."""
        row = self.data.get(self.add_prefix("row")) if self.is_bound else self.initial.get("row")
        return self.kept.get(row_number(row) or 0)

    @property
    def left_empty(self) -> bool:
        """Whether this is a new part in which nothing was written or chosen."""
        written = [name for name in FIELDS_OF[self.part_kind] if name in self.fields and name != "status"]
        return self.block is None and all(self.cleaned_data.get(name) in ("", None) for name in written)

    def full_clean(self) -> None:
        """A part that is to be removed has nothing that must be right."""
        super().full_clean()
        if self.is_bound and self.cleaned_data.get("remove"):
            self.errors.clear()

    def clean(self) -> dict[str, Any]:
        """A part that shows a voice or a change needs one chosen."""
        for name, words in (
            ("contribution", "Choose one, or tick “Remove this part”"),
            ("impact", "Choose what changed"),
        ):
            if name in self.fields and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, words)
        return self.cleaned_data

    def facts(self) -> BlockFacts:
        """The part as facts; what it points to stays as it was unless another was chosen here."""
        told, stored = self.cleaned_data, self.block
        details = dict(stored.details) if stored else {}
        details |= {name: told[name].strip() for name in (*EVENT_WORDS, *SAID_DID_WORDS) if name in self.fields}
        voice = self.voices[self.part_kind][int(told["contribution"])][1] if self.part_kind in USE_OF else None
        impact = self.impacts[int(told["impact"])] if "impact" in self.fields else None
        if stored and impact and stored.impact_id != impact.pk:
            details.pop("notes", None)
        return BlockFacts(
            self.part_kind, told.get("heading", "").strip(), told.get("words", "").strip(), told.get("number"), details,
            voice, stored.activity if stored else None, impact, stored.provision if stored else None,
            stored.ask if stored else None,
        )  # fmt: skip


PartFormSet = forms.formset_factory(PartForm, extra=0, max_num=MOST_PARTS, absolute_max=MOST_PARTS)


def initial_of(block: Block) -> dict[str, Any]:
    """What the editor shows of a stored part."""
    return {
        "row": block.pk, "kind": block.kind, "heading": block.heading, "words": block.words, "number": block.number,
        "contribution": block.contribution_id, "impact": block.impact_id, "position": block.position, **block.details,
    }  # fmt: skip


def in_order(formset: Any) -> list[BlockFacts]:
    """The parts that stay, in the order of their place numbers; of two with one number, the one moved there comes first."""
    forms_kept = [form for form in formset.forms if not form.cleaned_data.get("remove") and not form.left_empty]
    placed = [
        (form.cleaned_data.get("position") or len(forms_kept) + 1, "position" not in form.changed_data, at, form)
        for at, form in enumerate(forms_kept)
    ]
    return [form.facts() for *_, form in sorted(placed, key=lambda one: one[:3])]
