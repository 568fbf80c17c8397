"""Saying whether the host of a visit may be named in public, without a script."""

from __future__ import annotations

from typing import Any

from django import forms

from heard_web.design.forms import HintedRadios
from heard_web.engagement.forms_setting import FormWithSetting
from heard_web.engagement.models import Activity
from heard_web.people.models import User

AS_LAST_TIME, YES, NO = "last", "yes", "no"


class FormThatNames(FormWithSetting):
    """A form that asks whether the school or setting agrees to be named in what the public reads about this visit.

    A new visit starts from the answer at the last visit to the same place. After `is_valid()`, `may_name_setting` is
    True or False.
    """

    activity: Activity | None
    user: User

    may_name_setting = forms.ChoiceField(
        label="Does the school or setting agree to be named in public?",
        required=False,
        initial=AS_LAST_TIME,
        choices=[
            (AS_LAST_TIME, "The same as last time"),
            (YES, "Yes, they agreed"),
            (NO, "No, or nobody has asked them"),
        ],
        widget=HintedRadios(hints={AS_LAST_TIME: "If we have not been there before, it is not named."}),
        help_text="With a yes, public pages about this visit may say its name. Without it, they only say what kind of "
        "place it was.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.activity is not None:
            self.fields["may_name_setting"].choices = [(YES, "Yes, they agreed"), (NO, "No, or nobody has asked them")]  # type: ignore[attr-defined]
            self.initial["may_name_setting"] = YES if self.activity.may_name_setting else NO

    def clean(self) -> dict[str, Any]:
        """Turn the answer into yes or no, looking up the last one where that was chosen."""
        facts = super().clean()
        answer, place_name = facts.get("may_name_setting"), facts.get("place_name", "")
        if answer == YES and not (facts.get("setting") or place_name):
            self.add_error("may_name_setting", "There is no school or setting to name yet. Fill it in, or choose no.")
        if not answer and self.activity is not None:
            facts["may_name_setting"] = self.activity.may_name_setting
        elif answer in (YES, NO):
            facts["may_name_setting"] = answer == YES
        else:
            seen = Activity.objects.visible_to(self.user)
            facts["may_name_setting"] = seen.may_name_as_last_time(self.chosen_setting, place_name)
        return facts
