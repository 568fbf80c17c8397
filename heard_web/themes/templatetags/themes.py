"""What the pages of themes need beside the components."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from heard_web.themes.forms import ChosenVoicesForm
from heard_web.themes.passages import pieces
from heard_web.voice.models import Contribution

register = template.Library()


@register.filter
def ticked_in(voice: Contribution, form: ChosenVoicesForm) -> bool:
    """Whether the voice was ticked when the form was sent."""
    return str(voice.pk) in form.ticked


@register.filter
def in_hundred(share: float | None) -> int:
    """A fraction from 0 to 1 as a whole number of a hundred."""
    return round(100 * (share or 0))


@register.filter
def marked(text: str, passages: Iterable[Any]) -> SafeString:
    """The text with these passages marked. Every letter of it is escaped."""
    parts = pieces(text, passages)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part.words) if part.marked else part.words,) for part in parts)
    )


@register.simple_tag(takes_context=True)
def marked_words(context: Mapping[str, Any]) -> str:
    """The words of the voice on the page, with its passages marked where there are any."""
    text: str = context["voice"].readable
    passages = context.get("passages")
    return marked(text, passages) if passages else text
