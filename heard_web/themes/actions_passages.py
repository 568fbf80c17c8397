"""The exact words that a coding rests on: mark them, let them go."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.actions_codings import check_may_change, code
from heard_web.themes.models import Coding, Direction, Passage, Proposal, RoundVoice, Settled, Theme, hash_of
from heard_web.voice.models import Contribution


def find_words(text: str, wanted: str, *, start: int | None = None) -> tuple[int, int]:
    """Find the words somebody copied in a text: from which letter, up to which.

    `start` says which of several places is meant; it is believed only if the words are there. Blank space may differ.
    """
    wanted = wanted.replace("\r\n", "\n").strip()
    if not wanted:
        raise HeardError("No words were chosen. Tick a sentence, or copy some words into the box.")
    if start is not None and text[start : start + len(wanted)] == wanted:
        return start, start + len(wanted)
    plain, places = _with_single_spaces(text)
    sought, _ = _with_single_spaces(wanted)
    first = plain.find(sought)
    if first < 0:
        raise HeardError("These words are not in this voice. Copy them from it letter by letter, or tick a sentence.")
    if plain.find(sought, first + 1) >= 0:
        raise HeardError(
            f"These words are there {plain.count(sought)} times. Copy more of the words around them, or tick a sentence."
        )
    return places[first], places[first + len(sought) - 1] + 1


def _with_single_spaces(text: str) -> tuple[str, list[int]]:
    """The text with one blank wherever there is blank space, and for each letter its place in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(place)
        else:
            letters.append(letter)
            places.append(place)
    if letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    return "".join(letters), places


@transaction.atomic
def mark(
    theme: Theme,
    contribution: Contribution,
    *,
    by: User,
    spans: Sequence[tuple[int, int]],
    direction: str = Direction.NOT_SAID,
) -> Coding:
    """Say which words of a voice raise a theme. The voice is put under the theme by this; marking twice is harmless.

    Each span runs from its first letter up to the one after its last, in the words as they now are.
    """
    text = contribution.readable
    if not spans:
        raise HeardError("No words were chosen. Tick a sentence, or copy some words into the box.")
    wrong = [(start, end) for start, end in spans if not 0 <= start < end <= len(text)]
    if wrong:
        start, end = wrong[0]
        raise HeardError(
            f"The words from letter {start} to {end} are not in this voice, which has {len(text)} letters. "
            "Open it again: its words may have been corrected."
        )
    coding = code(theme, contribution, by=by, direction=direction)
    hashed = hash_of(text)
    coding.passages.exclude(text_hash=hashed).delete()  # they point into words that are no longer there
    new = 0
    for start, end in sorted(set(spans)):
        _, made = Passage.objects.get_or_create(coding=coding, start=start, end=end, defaults={"text_hash": hashed})
        new += made
    if new:
        told = "1 passage" if new == 1 else f"{new} passages"
        sentence = f"{by.name} marked {told} of voice {contribution.pk} for theme {theme.pk}."
        record(by=by, verb="mark", of=theme, sentence=sentence)
    return coding


@transaction.atomic
def unmark(passage: Passage, *, by: User) -> None:
    """Let a passage go. The voice stays under its theme. Twice is harmless."""
    theme = passage.coding.theme
    check_may_change(theme.codebook, by=by)
    gone, _ = Passage.objects.filter(pk=passage.pk).delete()
    if gone:
        sentence = f"{by.name} let a passage of voice {passage.coding.contribution_id} go from theme {theme.pk}."
        record(by=by, verb="unmark", of=theme, sentence=sentence)


@transaction.atomic
def forget_passages(*, by: User | None = None) -> int:
    """Erase what is left of voices taken back since: where passages lay, what was proposed, why it was settled so.

    Give how many were erased. The pages hide them from the first moment. Doing it twice is harmless.
    """
    gone, _ = Passage.objects.taken_back().delete()
    proposed, _ = Proposal.objects.taken_back().delete()
    notes = Settled.objects.filter(voice__in=RoundVoice.objects.taken_back()).exclude(note="").update(note="")
    if gone or proposed or notes:
        told = f"Erased {gone} passages, {proposed} proposals and {notes} notes about voices taken back."
        record(by=by, verb="forget_passages", of=None, sentence=told)
    return gone + proposed + notes
