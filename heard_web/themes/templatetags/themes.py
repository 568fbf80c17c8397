"""What the pages of themes need beside the components."""

from django import template

from heard_web.themes.forms import ChosenVoicesForm
from heard_web.voice.models import Contribution

register = template.Library()


@register.filter
def ticked_in(voice: Contribution, form: ChosenVoicesForm) -> bool:
    """Whether the voice was ticked when the form was sent."""
    return str(voice.pk) in form.ticked
