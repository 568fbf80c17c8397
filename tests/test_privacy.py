"""House rule: every stored field is declared personal or not; the data dictionary is made from the declarations."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.db import models

from tests.data_dictionary import PAGE, declared, our_models, written

ROOT = Path(__file__).resolve().parent.parent


def test_every_stored_field_is_declared_personal_or_not() -> None:
    undeclared, declared_twice, gone = [], [], []
    for model in our_models():
        personal, not_personal = declared(model)
        stored = {field.name for field in [*model._meta.local_fields, *model._meta.local_many_to_many]}
        stored |= {field.name for field in model._meta.fields}
        undeclared += [f"{model.__name__}.{name}" for name in stored - personal - not_personal]
        declared_twice += [f"{model.__name__}.{name}" for name in personal & not_personal]
        gone += [f"{model.__name__}.{name}" for name in (personal | not_personal) - stored]

    assert undeclared == []
    assert declared_twice == []
    assert gone == []


def test_a_model_without_a_declaration_is_noticed() -> None:
    class Undeclared(models.Model):
        class Meta:
            app_label = "voice"
            managed = False

    try:
        assert declared(Undeclared) == (set(), set())
        assert Undeclared in our_models()
    finally:
        del apps.all_models["voice"]["undeclared"]
        apps.clear_cache()


def test_the_data_dictionary_says_what_the_models_say() -> None:
    assert (ROOT / PAGE).read_text() == written(), "Run `python tests/data_dictionary.py` to write it again."
