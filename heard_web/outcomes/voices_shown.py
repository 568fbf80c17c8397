"""What one reader may see of a voice on the thread. Permission decides, and what was watched is never a quotation."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from django.urls import reverse

from heard.codes import AgeBand, Mediation, Mode, ParticipantGroup, Use
from heard_web.decisions.models import day
from heard_web.people.models import User
from heard_web.voice.models import Contribution

NOT_TO_BE_QUOTED = "Only for those who wrote it down: it may not be quoted."


@dataclass(frozen=True)
class VoiceShown:
    """A voice as one reader sees it. `kind` is quote, drawing, watched or withheld."""

    voice: Contribution
    kind: str
    who: str
    how: str
    mediation: str
    where: str
    when: str
    side: str = "supports"
    note: str = ""
    private: bool = False

    @property
    def url(self) -> str:
        """The voice's own page."""
        return self.voice.get_absolute_url()

    @property
    def onwards(self) -> str:
        """What became of this one voice."""
        return reverse("outcomes:voice_thread", args=[self.voice.pk])


def shown_to(user: User, voice: Contribution, *, side: str = "supports", places: Container[int] = ()) -> VoiceShown:
    """Show a standing voice to a reader.

    Words and drawings are shown where their owner agreed to that. Those who record for the organisation that holds the
    voice see them anyway, marked as not to be quoted and left out of print. Places are named when the reader may see
    the activity.
    """
    use = Use.SHOW_DRAWING if voice.mode == Mode.DRAWN else Use.QUOTE
    verdict = voice.may(use)
    holder = voice.held_by_id == user.organisation_id and user.as_role.may_record()
    readable = user.as_role.may_read_voices() and (verdict.allowed or holder)
    return VoiceShown(
        voice=voice,
        kind=_kind(voice) if readable else "withheld",
        who=_who(voice),
        how=Mode(voice.mode).label,
        mediation="" if voice.mode == Mode.OBSERVED else Mediation(voice.mediation).label,
        where=voice.activity.where if voice.activity_id in places else "",
        when=day(voice.said_on),
        side=side,
        note="" if verdict.allowed else NOT_TO_BE_QUOTED if readable else verdict.why,
        private=readable and not verdict.allowed,
    )


def _kind(voice: Contribution) -> str:
    if voice.mode == Mode.OBSERVED:
        return "watched"
    if voice.mode == Mode.DRAWN and hasattr(voice, "drawing"):
        return "drawing"
    return "quote"


def _who(voice: Contribution) -> str:
    """The group and age band of the speaker; never a label or a name."""
    if voice.speaker is None:
        return ""
    group = ParticipantGroup(voice.speaker.group).label
    band = AgeBand(voice.speaker.age_band)
    return group if band is AgeBand.NOT_ASKED else f"{group}, {band.label}"
