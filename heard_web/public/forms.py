"""What anybody may write to us, and how hubs are narrowed down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing

from heard.codes import BroadArea

SALT = "heard.public.comment"
QUICKEST = 3  # seconds: nobody reads a page and writes about it sooner
LONGEST = 7 * 24 * 3600  # seconds: after a week the page may be another
NEEDS = [(code, label) for code, label in BroadArea.choices() if code != BroadArea.GENERIC]


def token_for(address: str) -> str:
    """Says, signed by us, which page a form stood on and when it was made. It stands in for a cookie."""
    return signing.TimestampSigner(salt=SALT).sign(address)


class HubFilter(forms.Form):
    """Which hubs to show."""

    need = forms.ChoiceField(label="Need", required=False, choices=[("", "Any need"), *NEEDS])
    age = forms.IntegerField(
        label="Age", required=False, min_value=0, max_value=25,
        error_messages={"invalid": "Write the age as a number, such as 9", "max_value": "Write an age from 0 to 25",
                        "min_value": "Write an age from 0 to 25"},
    )  # fmt: skip


class CommentForm(forms.Form):
    """Was this page useful?"""

    useful = forms.ChoiceField(
        label="Was this page useful?", required=False, choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )  # fmt: skip
    words = forms.CharField(
        label="What was good, missing or hard to find?", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Do not write names or anything that says who you are.",
    )  # fmt: skip
    # A box that people do not see and that programs fill in.
    website = forms.CharField(label="Leave this box empty", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    show_optional = False

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self.fresh_token = token_for(address)
        self.initial["token"] = self.fresh_token
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Read which page the form stood on, and refuse what no person could have sent. What was typed is shown again."""
        given = self.cleaned_data
        signer = signing.TimestampSigner(salt=SALT)
        try:
            self.address = signer.unsign(given.get("token", ""))
            self.fresh_token = token_for(self.address)
            signer.unsign(given["token"], max_age=LONGEST)
        except signing.SignatureExpired:
            raise forms.ValidationError("This page was open for more than a week. Press “Send” again.") from None
        except signing.BadSignature:
            raise forms.ValidationError("We could not tell which page this is about. Press “Send” again.") from None
        if self.sent_too_soon(given["token"]) or given.get("website"):
            raise forms.ValidationError(
                "That was very quick, so we could not tell whether a person sent it. Wait a few seconds, then press “Send” again."
            )
        if not given.get("useful") and not given.get("words", "").strip():
            raise forms.ValidationError("Choose yes or no, or write what you think.")
        return given

    def sent_too_soon(self, token: str) -> bool:
        """Whether the form was made less than a few seconds ago."""
        try:
            signing.TimestampSigner(salt=SALT).unsign(token, max_age=QUICKEST)
        except signing.SignatureExpired:
            return False
        return True
