"""How any Django form looks here, without a class or an attribute in the form itself.

Two choices are about not losing what a person typed. A number is a text box with a number keyboard, because browsers
send nothing at all when a number box holds letters. A date that the date picker could not show again turns into a text
box that still holds it.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.dateparse import parse_date, parse_datetime, parse_time

T = TypeVar("T")

PICKERS: dict[type[forms.Widget], tuple[str, str, Any]] = {
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M", parse_datetime),
    forms.DateInput: ("date", "%Y-%m-%d", parse_date),
    forms.TimeInput: ("time", "%H:%M", parse_time),
}
TEMPLATES: dict[type[forms.Widget], str] = {
    forms.CheckboxSelectMultiple: "design/widgets/checkboxes.html",
    forms.RadioSelect: "design/widgets/radios.html",
    forms.ClearableFileInput: "design/widgets/file.html",
}
CLASSES: dict[type[forms.Widget], str] = {
    forms.CheckboxSelectMultiple: "govuk-checkboxes",
    forms.RadioSelect: "govuk-radios",
    forms.CheckboxInput: "govuk-checkboxes__input",
    forms.FileInput: "govuk-file-upload",
    forms.Textarea: "govuk-textarea",
    forms.Select: "govuk-select",
    Input: "govuk-input",
}
NARROW: dict[type[forms.Widget], str] = {
    forms.DateTimeInput: "heard-input--picker",
    forms.DateInput: "heard-input--picker",
    forms.TimeInput: "heard-input--picker",
    forms.NumberInput: "govuk-input--width-5",
}


def first_of(table: Mapping[type[forms.Widget], T], widget: forms.Widget, default: T) -> T:
    """The entry for the first listed class that this widget is one of."""
    return next((found for kind, found in table.items() if isinstance(widget, kind)), default)


class HeardBoundField(BoundField):
    """A field on a page: knows its classes, what describes it, and where the error summary should point."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        widget = field.widget
        if widget.is_hidden:
            return
        widget.template_name = first_of(TEMPLATES, widget, widget.template_name)
        if isinstance(widget, forms.Select):
            widget.option_template_name = "design/widgets/option.html"
        if isinstance(widget, forms.NumberInput):
            whole = isinstance(field, forms.IntegerField)
            widget.input_type = "text"
            widget.attrs.setdefault("inputmode", "numeric" if whole else "decimal")
            for browser_check in ("min", "max", "step"):
                widget.attrs.pop(browser_check, None)
        if isinstance(widget, forms.Textarea):
            if widget.attrs.get("rows") == "10":  # the framework's own default is too tall for a phone
                widget.attrs["rows"] = "5"
            widget.attrs.pop("cols", None)
        self._offer_a_picker(widget)

    def _offer_a_picker(self, widget: forms.Widget) -> None:
        """Show the browser's date or time picker, unless what was typed would vanish in it."""
        input_type, written_as, read = first_of(PICKERS, widget, ("", "", None))
        if not input_type:
            return
        widget.format = written_as  # type: ignore[attr-defined]
        typed = self.data if self.form.is_bound and not self.field.disabled else None
        try:
            fits = not isinstance(typed, str) or not typed or read(typed) is not None
        except ValueError:
            fits = False
        widget.input_type = input_type if fits else "text"  # type: ignore[attr-defined]

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        """Add our classes; leave out `required`, so that our own words are shown and not the browser's."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        if widget.is_hidden:
            return built
        if self.use_fieldset:
            built.pop("aria-invalid", None)
        own = first_of(CLASSES, widget, "")
        given = widget.attrs.get("class", "")
        wide = "" if "--width-" in given or self.errors else first_of(NARROW, widget, "")
        wrong = f"{own}--error" if self.errors and own and not self.use_fieldset and self.kind != "checkbox" else ""
        if classes := " ".join(part for part in (own, wide, given, wrong) if part):
            built["class"] = classes
        return built

    @property
    def kind(self) -> str:
        """How the field is laid out: one checkbox, a group of choices, or one box."""
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "checkbox"
        return "group" if self.use_fieldset else "box"

    @property
    def optional(self) -> bool:
        """Whether to say "(optional)" after the label."""
        asked = getattr(self.form, "show_optional", True)
        return bool(asked) and not self.field.required and not self.field.disabled and self.kind != "checkbox"

    @property
    def focus_id(self) -> str:
        """The id that an error summary links to: the box, or the first of a group of choices."""
        own = self.field.widget.attrs.get("id") or self.auto_id
        return f"{own}_0" if own and self.use_fieldset else str(own or "")


class HeardRenderer(TemplatesSetting):
    """Renders every form, field and formset from the templates of this app."""

    form_template_name = "design/form.html"
    field_template_name = "design/field.html"
    formset_template_name = "design/formset.html"
    bound_field_class = HeardBoundField


class HintedRadios(forms.RadioSelect):
    """One choice of several, where a choice may carry a line of explanation: `hints={value: words}`."""

    def __init__(self, attrs: Any = None, choices: Any = (), *, hints: Mapping[str, str] | None = None) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        return {**option, "hint": self.hints.get(str(option["value"]), "")}


class HintedCheckboxes(forms.CheckboxSelectMultiple):
    """Any number of choices, where a choice may carry a line of explanation: `hints={value: words}`."""

    def __init__(self, attrs: Any = None, choices: Any = (), *, hints: Mapping[str, str] | None = None) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        return {**option, "hint": self.hints.get(str(option["value"]), "")}
