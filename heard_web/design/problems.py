"""Everything wrong on a page, gathered for the list at its top."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet

from heard_web.design.wording import PLAIN


@dataclass(frozen=True)
class Problem:
    """One thing to put right: what it says, and the id of the place to put it right."""

    text: str
    target: str


def in_form(form: BaseForm) -> Iterator[Problem]:
    """The problems of one form, in the order of its fields; those of the whole form first."""
    if not form.errors:
        return
    for text in form.non_field_errors():
        yield Problem(str(text), errors_id(form))
    for name, faults in form.errors.as_data().items():
        if name not in form.fields:
            continue
        box = form[name]
        target = "" if box.is_hidden else getattr(box, "focus_id", "")
        for fault in faults:
            for text in fault.messages:
                yield Problem(named(str(text), str(box.label)) if fault.message in PLAIN else str(text), target)


def named(text: str, label: str) -> str:
    """A sentence that fits any field, with the field's own label before it."""
    return f"{label}: {text[:1].lower()}{text[1:]}"


def errors_id(form: BaseForm | BaseFormSet) -> str:  # type: ignore[type-arg]
    """The id of the box that holds the problems of a whole form."""
    return f"{form.prefix or 'form'}-errors"


def on_page(things: Iterable[object]) -> list[Problem]:
    """The problems of every form and formset among the things given; anything else is passed over."""
    found: list[Problem] = []
    for thing in things:
        if isinstance(thing, BaseForm):
            found.extend(in_form(thing))
        elif isinstance(thing, BaseFormSet) and thing.is_bound:
            found.extend(Problem(str(text), errors_id(thing)) for text in thing.non_form_errors())
            for form in thing.forms:
                found.extend(in_form(form))
    return found
