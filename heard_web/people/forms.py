"""What is checked when somebody signs in, opens an account or looks through the history."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm

from heard_web.audit.models import record_words
from heard_web.people.models import Organisation, OrganisationKind, Role, User

ADDRESS = forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
PICKING_WORDS = "At least 12 characters. Three or four words that do not belong together are easy to remember."


class SignInForm(AuthenticationForm):
    """E-mail address and password. One answer for every mistake, so nobody learns who has an account."""

    username = forms.EmailField(
        label="E-mail address",
        widget=ADDRESS,
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address with an @, such as name@ashdale.example",
        },
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )
    error_messages = {
        "invalid_login": "The e-mail address and password do not match an open account. Check both, and try again.",
        "inactive": "The e-mail address and password do not match an open account. Check both, and try again.",
    }

    def clean_username(self) -> str:
        """One spelling of an address, so that wrong passwords are counted together."""
        return str(self.cleaned_data["username"]).strip().lower()


class PasswordForm(forms.Form):
    """One's own password: the old one, and the new one twice."""

    current = forms.CharField(
        label="Your password now",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter the password you use now"},
    )
    new = forms.CharField(
        label="New password",
        strip=False,
        help_text=PICKING_WORDS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a new password"},
    )
    again = forms.CharField(
        label="New password, once more",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the new password a second time"},
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_current(self) -> str:
        typed = str(self.cleaned_data["current"])
        if not self.person.check_password(typed):
            raise forms.ValidationError("This is not your password now. Type it again.")
        return typed

    def clean_new(self) -> str:
        typed = str(self.cleaned_data["new"])
        password_validation.validate_password(typed, self.person)
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if {"new", "again"} <= cleaned.keys() and cleaned["new"] != cleaned["again"]:
            self.add_error("again", "The two new passwords are different. Type the new one twice.")
        return cleaned


class AccountForm(forms.ModelForm[User]):
    """A new account: who, for which organisation, in which role."""

    password = forms.CharField(
        label="First password",
        strip=False,
        help_text=f"{PICKING_WORDS} Tell them in person or on the phone; they change it once they have signed in.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter a first password for them"},
    )

    class Meta:
        model = User
        fields = ["name", "email", "job_title", "organisation", "role"]
        widgets = {"role": forms.RadioSelect, "email": forms.EmailInput(attrs={"autocomplete": "off"})}
        labels = {
            "name": "Their name",
            "email": "E-mail address",
            "job_title": "Job title",
            "role": "What they do here",
        }
        error_messages = {
            "name": {"required": "Enter their name"},
            "email": {"required": "Enter their e-mail address", "unique": "Somebody has an account with this address"},
            "organisation": {"required": "Choose the organisation they work or volunteer for"},
            "role": {"required": "Choose what they do here"},
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["role"].choices = Role.choices  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = "Choose one"  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email__iexact=address).exists():
            raise forms.ValidationError("Somebody has an account with this address. Look for them in the list.")
        return address

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        role, organisation = cleaned.get("role"), cleaned.get("organisation")
        if role == Role.FORUM_COORDINATOR and organisation and organisation.kind != OrganisationKind.PCF:
            self.add_error(
                "role", "A forum coordinator belongs to a parent carer forum. Choose another role or the forum."
            )
        if role and organisation and not self.by.may_open(organisation, role):
            self.add_error(
                "organisation",
                "A forum keeps its own accounts, so that nobody else can read what it holds. Open its first administrator "
                "if it has none; they open the others.",
            )
        if password := cleaned.get("password"):
            person = User(name=cleaned.get("name", ""), email=cleaned.get("email", ""))
            try:
                password_validation.validate_password(password, person)
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return cleaned


class NewPasswordForm(forms.Form):
    """A one-off password for somebody who forgot theirs. It is shown as it is typed, to be told on."""

    password = forms.CharField(
        label="Their new password",
        strip=False,
        help_text=PICKING_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": "Enter a new password for them"},
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        typed = str(self.cleaned_data["password"])
        password_validation.validate_password(typed, self.person)
        return typed


class PeopleFilter(forms.Form):
    """Which people to list."""

    q = forms.CharField(label="Name or e-mail address", required=False, max_length=200)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label="Organisation", required=False, empty_label="All organisations"
    )
    closed = forms.BooleanField(label="Show closed accounts too", required=False)


class OrganisationForm(forms.ModelForm[Organisation]):
    """A body that holds records."""

    class Meta:
        model = Organisation
        fields = ["name", "kind"]
        labels = {"name": "Name", "kind": "What it is"}
        widgets = {"kind": forms.RadioSelect}
        error_messages = {
            "name": {"required": "Enter its name", "unique": "There is an organisation with this name already"},
            "kind": {"required": "Choose what it is"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = OrganisationKind.choices  # type: ignore[attr-defined]


class NewNameForm(forms.Form):
    """A new name, and the first day it holds."""

    name = forms.CharField(label="New name", max_length=200, error_messages={"required": "Enter the new name"})
    from_on = forms.DateField(
        label="First day of the new name",
        widget=forms.DateInput,
        error_messages={
            "required": "Enter the first day of the new name",
            "invalid": "Enter a date, such as 2026-09-01",
        },
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if Organisation.objects.filter(name=name).exclude(pk=self.organisation.pk).exists():
            raise forms.ValidationError("Another organisation has this name. Choose a name that tells them apart.")
        return name


class HistoryFilter(forms.Form):
    """Which part of the history to show."""

    person = forms.ChoiceField(label="Who did it", required=False)
    record = forms.ChoiceField(label="What it was about", required=False)
    number = forms.IntegerField(
        label="Record number",
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        error_messages={"invalid": "Enter the number in figures, such as 12"},
    )
    since = forms.DateField(
        label="From",
        required=False,
        widget=forms.DateInput,
        error_messages={"invalid": "Enter a date, such as 2026-09-01"},
    )
    until = forms.DateField(
        label="To",
        required=False,
        widget=forms.DateInput,
        error_messages={"invalid": "Enter a date, such as 2026-09-30"},
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], records: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Everyone"), *((str(pk), name) for pk, name in people)]  # type: ignore[attr-defined]
        kinds = sorted((record_words(label), label) for label in records)
        self.fields["record"].choices = [("", "Everything"), *((label, words) for words, label in kinds)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The look-ups for what was chosen; nothing for a field that could not be read."""
        self.is_valid()
        fields = {
            "person": "by_number", "record": "record", "number": "record_number",
            "since": "at__date__gte", "until": "at__date__lte",
        }  # fmt: skip
        cleaned = self.cleaned_data
        return {field: cleaned[name] for name, field in fields.items() if cleaned.get(name)}
