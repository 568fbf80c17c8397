"""What one reader may see of a voice on the thread. Permission decides, and what was watched is never a quotation."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from django.urls import reverse

from heard.codes import AgeBand, Mediation, Mode, ParticipantGroup, PlaceType, Use
from heard_web.decisions.models import day
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.models import Contribution

ONLY_FOR_HOLDERS = "Only for those who wrote it down."


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
    why_not = _why_not(voice)
    holder = voice.held_by_id == user.organisation_id and user.as_role.may_record()
    readable = user.as_role.may_read_voices() and (not why_not or holder)
    return VoiceShown(
        voice=voice,
        kind=_kind(voice) if readable else "withheld",
        who=_who(voice),
        how=Mode(voice.mode).label,
        mediation=_mediation(voice),
        where=_where(voice.activity) if voice.activity_id in places else "",
        when=day(voice.said_on),
        side=side,
        note=f"{ONLY_FOR_HOLDERS} {why_not}" if why_not and readable else why_not,
        private=readable and bool(why_not),
    )


def _why_not(voice: Contribution) -> str:
    """Why a voice may not be shown to everyone who sees that it is there; nothing when it may."""
    verdict = voice.may(Use.SHOW_DRAWING if voice.mode == Mode.DRAWN else Use.QUOTE)
    if verdict.allowed and voice.mode == Mode.DRAWN and hasattr(voice, "drawing") and not voice.drawing.name_checked:
        return "Nobody has checked yet that no name or face can be seen in the drawing."
    return "" if verdict.allowed else verdict.why


def _where(activity: Activity) -> str:
    """The place, if it agreed to be named beside what was said there; else what kind of place it was."""
    return activity.where if activity.may_name_setting else PlaceType(activity.place_type).label


def _kind(voice: Contribution) -> str:
    if voice.mode == Mode.OBSERVED:
        return "watched"
    if voice.mode == Mode.DRAWN and hasattr(voice, "drawing"):
        return "drawing"
    return "quote"


def _mediation(voice: Contribution) -> str:
    """Whose words these are. A drawing is its maker's unless somebody else had a hand in the words beside it."""
    if voice.mode == Mode.OBSERVED or (voice.mode == Mode.DRAWN and voice.mediation == Mediation.OWN_WORDS):
        return ""
    return Mediation(voice.mediation).label


def _who(voice: Contribution) -> str:
    """The group and age band of the speaker; never a label or a name."""
    if voice.speaker is None:
        return ""
    group = ParticipantGroup(voice.speaker.group).label
    band = AgeBand(voice.speaker.age_band)
    return group if band is AgeBand.NOT_ASKED else f"{group}, {band.label}"
