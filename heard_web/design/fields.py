"""A form field that Django lacks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_NUMBER = 18  # figures: the longest number of a row that every database holds


class RowsField(forms.ModelMultipleChoiceField[Any]):
    """Several rows, ticked by their numbers. A number that no row can have is a wrong choice, not a fault of the database."""

    def clean(self, value: Any) -> Any:
        """Refuse a number too long for the database before it is asked."""
        if any(len(str(one)) > LONGEST_NUMBER for one in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "?"})
        return super().clean(value)
