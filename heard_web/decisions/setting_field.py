"""A form field in which a setting is typed by name, town or URN, and chosen when several match."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from heard_web.engagement.forms_setting import in_full, matching
from heard_web.places.models import Setting

MOST_SHOWN = 12
Typed = tuple[str, str]


class SettingInput(forms.TextInput):
    """A text box; below it, once something typed matches several settings, a choice between them."""

    template_name = "decisions/fields/setting_input.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:  # noqa: ARG002 - the framework's own signature
        """What was typed, and which of several matches was chosen."""
        return str(data.get(name) or "").strip(), str(data.get(f"{name}_choice") or "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002 - the framework's own signature
        """Whether the box was not on the page that was sent."""
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Show what was typed and, where it matches several settings, all of those."""
        words, chosen = value if isinstance(value, tuple) else (str(value or ""), "")
        context: dict[str, Any] = super().get_context(name, words, attrs)
        several = list(matching(words)[: MOST_SHOWN + 1]) if isinstance(value, tuple) and words else []
        shown = several if 1 < len(several) <= MOST_SHOWN else []
        context["widget"]["several"] = [(str(setting.pk), in_full(setting)) for setting in shown]
        context["widget"]["chosen"] = chosen
        return context


class SettingField(forms.Field):
    """One setting, found by what was typed. Two settings of one name are told apart by town and URN."""

    widget = SettingInput

    def __init__(self, *, label: str, required: bool = False, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text or "Type its name, its town or its number in the national list (URN)",
            error_messages={"required": "Say which school or setting this is about"},
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a setting that is already known in words that find it again."""
        if isinstance(value, Setting):
            return in_full(value)
        return value

    def clean(self, value: Any) -> Setting | None:
        """Return the one setting meant, or say what to type instead."""
        words, chosen = value if isinstance(value, tuple) else ("", "")
        if not words:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = list(matching(words)[: MOST_SHOWN + 1])
        if len(found) > 1:
            found = [setting for setting in found if str(setting.pk) == chosen] or found
        if len(found) == 1:
            return found[0]
        raise ValidationError(self._why(words, len(found)), code="unclear")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether anything else is typed than what was there."""
        words = data[0] if isinstance(data, tuple) else str(data or "")
        return words != str(self.prepare_value(initial) or "")

    def _why(self, words: str, matches: int) -> str:
        if matches == 0:
            return f"No setting in the list matches “{words}”. Check the spelling, or type its URN."
        if matches > MOST_SHOWN:
            return f"More than {MOST_SHOWN} settings match “{words}”. Type more of the name, or the URN."
        return f"{matches} settings match “{words}”. Choose the one you mean."
