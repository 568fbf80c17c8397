"""Writes docs/reference/data-dictionary.md from the models: each table, each field, personal or not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = "docs/reference/data-dictionary.md"

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()

from django.apps import apps  # noqa: E402
from django.db import models  # noqa: E402


def our_models() -> list[type[models.Model]]:
    """Every model of the site that is not a hidden many-to-many table."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_config.name.startswith("heard_web.") and not model._meta.auto_created
    ]


def declared(model: type[models.Model]) -> tuple[set[str], set[str]]:
    """The fields a model and its abstract parents declare personal, and not personal."""
    personal: set[str] = set()
    not_personal: set[str] = set()
    for kind in model.__mro__:
        if privacy := kind.__dict__.get("Privacy"):
            personal |= privacy.personal
            not_personal |= privacy.not_personal
    return personal, not_personal


def written() -> str:
    """The whole page."""
    lines = [
        "# Data dictionary",
        "",
        "Made from the models; a field that is not declared personal or not personal fails a check.",
        "Personal: it says, or with other facts could say, something about a person who can be found.",
        "",
    ]
    for model in our_models():
        personal, _ = declared(model)
        lines += [f"## {model._meta.app_label}: {model.__name__}", "", (model.__doc__ or "").split("\n")[0], ""]
        lines += ["| field | kind | personal |", "|---|---|---|"]
        for field in [*model._meta.fields, *model._meta.local_many_to_many]:
            kind = field.get_internal_type()
            lines.append(f"| {field.name} | {kind} | {'**yes**' if field.name in personal else 'no'} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    (ROOT / PAGE).write_text(written())
