"""What a form says when its author gave no words of their own: what is wrong, then what to do.

Django's own words ("This field is required.") do not name the field, so a list at the top of a page made of them would
say nothing. These are known by their text, and the list at the top puts the field's label before them.
"""

from typing import Any

from django import forms
from django.core import validators

FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "This needs an answer"},
    forms.IntegerField: {"invalid": "Write a whole number in digits, such as 12"},
    forms.DecimalField: {"invalid": "Write a number in digits, such as 12.5"},
    forms.FloatField: {"invalid": "Write a number in digits, such as 12.5"},
    forms.DateField: {"invalid": "Write the date as day, month and year, such as 27/3/2026"},
    forms.TimeField: {"invalid": "Write the time in hours and minutes, such as 14:30"},
    forms.DateTimeField: {"invalid": "Write the date and the time, such as 27/3/2026 14:30"},
    forms.ChoiceField: {"invalid_choice": "Choose one of the answers listed"},
    forms.MultipleChoiceField: {
        "invalid_choice": "Choose from the answers listed",
        "invalid_list": "Choose from the answers listed",
    },
    forms.ModelChoiceField: {"invalid_choice": "Choose one of the answers listed"},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": "Choose from the answers listed",
        "invalid_list": "Choose from the answers listed",
        "invalid_pk_value": "Choose from the answers listed",
    },
    forms.FileField: {
        "invalid": "The file did not arrive. Choose it again",
        "missing": "The file did not arrive. Choose it again",
        "empty": "The file is empty. Choose another",
    },
    forms.ImageField: {"invalid_image": "This file is not a picture we can open. Choose a JPEG or a PNG"},
}
VALIDATORS: dict[Any, str] = {
    validators.EmailValidator: "Write an e-mail address such as name@place.example",
    validators.URLValidator: "Write a web address that starts with https://",
    validators.MaxLengthValidator: "This has %(show_value)d characters. Shorten it to %(limit_value)d or fewer",
    validators.MinLengthValidator: "This has %(show_value)d characters. Write at least %(limit_value)d",
    validators.MaxValueValidator: "This is %(show_value)s. It can be %(limit_value)s at most",
    validators.MinValueValidator: "This is %(show_value)s. It must be %(limit_value)s or more",
}
PLAIN = frozenset(words for messages in FIELDS.values() for words in messages.values()) | frozenset(VALIDATORS.values())


def speak_plainly() -> None:
    """Put these words in place of the framework's, once, when the site starts."""
    for kind, messages in FIELDS.items():
        kind.default_error_messages = {**kind.default_error_messages, **messages}
    for validator, words in VALIDATORS.items():
        validator.message = words
    validators.validate_email.message = VALIDATORS[validators.EmailValidator]
