"""What people typed, inside a sentence of a page: one full stop at its end, and one person as one."""

from django import template

from heard.codes import ParticipantGroup
from heard.codes.in_words import so_many

register = template.Library()
ENDS = (".", "?", "!")


@register.filter
def ended(text: object) -> str:
    """The text with one mark at its end, whether or not its writer put one there."""
    words = str(text).rstrip()
    return words if words.endswith(ENDS) else f"{words}."


@register.filter
def unended(text: object) -> str:
    """The text without a full stop at its end, so that the sentence can go on."""
    return str(text).rstrip().removesuffix(".")


@register.filter
def people_of(group: str, people: int) -> str:
    """How many people of a group: '1 parent or carer', '2 parents and carers'."""
    return so_many(ParticipantGroup(group), people)
