"""Pictures of what people told us: from rows to the library's drawings, in a fixed number of queries.

A picture is drawn for those who may read every voice behind it. Its numbers are rounded and the small ones held back all the
same, because pictures are printed and passed on, one beside another.
"""

from __future__ import annotations

from collections import defaultdict

from heard.codes import Mode, ParticipantGroup, Use
from heard.publishing.comparisons import for_print
from heard.publishing.small_numbers import release_count
from heard.themes.pictures import (
    MapTheme,
    Picture,
    WallQuote,
    quotation_wall,
    theme_by_group,
    theme_map,
    theme_over_time,
)
from heard.themes.pictures.like_words import places_by_words
from heard_web.people.models import User
from heard_web.themes.groups import Heard, compare, heard_in
from heard_web.themes.models import Codebook, Coding
from heard_web.voice.models import Contribution, Permission

PICTURES = {
    "theme-map": "The theme map",
    "theme-by-group": "Themes by group",
    "theme-over-time": "Themes over time",
    "quotation-wall": "The quotation wall",
}
MOST_QUOTES = 12
SHORTEST, LONGEST = 4, 60  # words of a quotation that can be read on a wall


def draw(codebook: Codebook, which: str, *, user: User, by: str = "role") -> Picture | None:
    """Draw one of the pictures; nothing for a person who may not read every voice behind it.

    `NotEnoughVoices` says what is missing.
    """
    if which == "quotation-wall":
        return _wall(codebook, user)
    heard = heard_in(codebook, user=user)
    if heard.withheld:
        return None
    if which == "theme-map":
        return _map(heard)
    if which == "theme-over-time":
        return theme_over_time(for_print(compare(heard, "month")))
    return theme_by_group(for_print(compare(heard, by)))


def _codings(codebook: Codebook) -> list[Coding]:
    rows = Coding.objects.filter(theme__codebook=codebook, theme__merged_into=None)
    rows = rows.filter(contribution__in=codebook.contributions()).select_related("theme", "contribution__observation")
    found: list[Coding] = rows.usable()
    return [row for row in found if not row.theme.fits_none]


def _map(heard: Heard) -> Picture:
    said: dict[str, list[str]] = defaultdict(list)
    for coding in _codings(heard.codebook):
        said[str(coding.theme_id)].append(coding.contribution.readable)
    places = places_by_words({key: said[key] for key in heard.raised})
    people = {key: release_count(len(raised), strict=False).value for key, raised in heard.raised.items()}
    return theme_map([MapTheme(heard.names[key], people[key], places[key]) for key in heard.raised if said[key]])


def _wall(codebook: Codebook, user: User) -> Picture | None:
    """Quotations of people who agreed to be quoted: one of each person, and one of each theme before a second."""
    contributions = codebook.contributions()
    seen = set(Contribution.objects.visible_to(user).filter(pk__in=contributions).values_list("pk", flat=True))
    answers = Permission.objects.filter(use=Use.QUOTE).for_each(contributions)
    by_theme: dict[str, list[Coding]] = defaultdict(list)
    hidden = False
    for coding in _codings(codebook):
        voice = coding.contribution
        hidden |= voice.pk not in seen
        if (
            voice.pk in seen
            and voice.mode != Mode.OBSERVED
            and SHORTEST <= len(voice.readable.split()) <= LONGEST
            and voice.judge(answers.get(voice.pk, ()), Use.QUOTE).allowed
        ):
            by_theme[coding.theme.name].append(coding)
    return None if hidden else quotation_wall(_in_turns(by_theme))


def _in_turns(by_theme: dict[str, list[Coding]]) -> list[WallQuote]:
    quotes: list[WallQuote] = []
    people: set[str] = set()
    while any(by_theme.values()) and len(quotes) < MOST_QUOTES:
        for theme in sorted(by_theme):
            while by_theme[theme]:
                voice = by_theme[theme].pop(0).contribution
                person = str(voice.speaker_id or f"c{voice.pk}")
                if person not in people:
                    people.add(person)
                    who = ParticipantGroup(voice.speaker.group).label if voice.speaker else ""
                    quotes.append(WallQuote(voice.readable, who, theme, str(voice.pk)))
                    break
    return quotes[:MOST_QUOTES]
