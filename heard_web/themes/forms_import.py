"""Choosing a codebook or a coded project of another tool."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.voice.tables import LARGEST_FILE


class BringInForm(forms.Form):
    """A file that another tool wrote."""

    file = forms.FileField(
        label="The file",
        help_text="A codebook (.qdc) or project (.qdpx) of NVivo, ATLAS.ti, MAXQDA, QualCoder or Taguette, or a table with "
        "one theme a row (.csv, .xlsx). Up to 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".qdc,.qdpx,.csv,.tsv,.xlsx,.docx,.json"}),
        error_messages={
            "required": "Choose the file.",
            "empty": "The file is empty. Check that the right file was saved.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            size = file.size / 1024 / 1024
            raise forms.ValidationError(
                f"The file is {size:.0f} MB; at most 20 MB is read. Take pictures and recordings out of the project first."
            )
        return file
