"""Picking a school or setting by typing its name, town or URN, without a script."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from heard_web.places.models import Setting

LISTED = 20
CLOSED = re.compile(r", closed \d{4}$")
LONGEST_SETTING = 400  # letters: far above any name with its town and number
URN = re.compile(r"\bURN\s*(\d{1,7})\b", re.IGNORECASE)


class SettingChoices(forms.ModelChoiceField[Setting]):
    """The settings that match what was typed, told apart by town and URN."""

    def label_from_instance(self, obj: Setting) -> str:
        """The name, the town, the URN, and whether it has closed."""
        return in_full(obj)


def in_full(setting: Setting) -> str:
    """A setting in words that no other setting shares, and that find it again when typed."""
    urn = f" (URN {setting.urn})" if setting.urn else ""
    closed = f", closed {setting.closed_on.year}" if setting.closed_on else ""
    return f"{setting}{urn}{closed}"


def matching(words: str) -> QuerySet[Setting]:
    """Settings that what was typed could mean, the closest reading first: a URN, a whole name, then any part."""
    words = CLOSED.sub("", words.strip())
    if not words or len(words) > LONGEST_SETTING:
        return Setting.objects.none()
    if given := URN.search(words):
        return Setting.objects.filter(urn=int(given[1]))
    name, _, town = (part.strip() for part in words.rpartition(","))
    readings = [Q(urn=int(words))] if words.isdecimal() and len(words) < 10 else []
    readings += [Q(name__iexact=words), Q(name__iexact=name, town__iexact=town)]
    for reading in readings:
        if (found := Setting.objects.filter(reading)).exists():
            return found
    if name and town and (found := Setting.objects.called(name).filter(town__icontains=town)).exists():
        return found
    return Setting.objects.called(words)


class FormWithSetting(forms.Form):
    """A form with a box for a school or setting; when several match, it comes back with radios to choose one.

    After `is_valid()`, `chosen_setting` is the setting or None.
    """

    setting = forms.CharField(
        label="School or setting",
        max_length=200,
        required=False,
        help_text="Type its name, its town, or its URN. If there are several, you choose on the next page.",
    )
    chosen_setting: Setting | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get(self.add_prefix("setting"), "")).replace("\0", "") if self.is_bound else ""
        self.matches = list(matching(typed)[: LISTED + 1])
        if 1 < len(self.matches) <= LISTED:
            self.fields["setting_choice"] = SettingChoices(
                Setting.objects.filter(pk__in=[found.pk for found in self.matches]),
                label="Which one do you mean?",
                required=False,
                empty_label=None,
                error_messages={"invalid_choice": "Choose one of these."},
                widget=forms.RadioSelect,
            )
            names = list(self.fields)
            names.remove("setting_choice")
            names.insert(names.index("setting") + 1, "setting_choice")
            self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into one setting, or say what stands in the way."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        typed = facts.get("setting")
        if not typed:
            return facts
        if len(self.matches) == 1:
            self.chosen_setting = self.matches[0]
        elif not self.matches:
            self.add_error(
                "setting", f"No school or setting is called “{typed}”. Check the spelling, or try its town or URN."
            )
        elif len(self.matches) > LISTED:
            self.add_error("setting", f"More than {LISTED} places match “{typed}”. Type more of the name, or its URN.")
        elif facts.get("setting_choice"):
            self.chosen_setting = facts["setting_choice"]
        elif "setting_choice" not in self.errors:
            self.add_error("setting_choice", f"{len(self.matches)} places match “{typed}”. Choose the one you mean.")
        return facts
