"""The thread from what people said to what changed, and back to them; and what is missing from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PUBLISHED_ONLY = "Published; nobody has recorded telling the people themselves"


@dataclass(frozen=True, slots=True)
class Thread:
    """How far one question has come. Counts are of what is on record; a date is the last time it happened."""

    people_heard: int = 0
    first_heard_on: date | None = None
    voices: int = 0
    themes_agreed: int = 0
    asks: int = 0
    asks_answered: int = 0
    actions: int = 0
    actions_finished: int = 0
    outcomes: int = 0
    outcomes_with_proof: int = 0
    outcomes_checked_with_families: int = 0
    give_backs_promised: int = 0
    give_backs_made: int = 0
    given_back_on: date | None = None
    pages_published: int = 0


@dataclass(frozen=True, slots=True)
class Knot:
    """One stage on the thread: reached or not, and what there is, in words."""

    stage: str
    reached: bool
    words: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing from the thread, in words a parent understands."""

    stage: str
    words: str


def knots(thread: Thread) -> list[Knot]:
    """Give the stages of the thread in order, each reached or still missing.

    A published page is no reply: anybody can read it, but that does not say that those who took part were told.

    Units    people, and numbers of voices, themes, answers, changes and replies.
    Shape    always the same six stages.
    Errors   none.
    Source   docs/reference/methods.md#the-thread

    >>> [knot.stage for knot in knots(Thread(people_heard=12, voices=30)) if knot.reached]
    ['engagement', 'voice']
    """
    t = thread
    replies = f"{_many(t.give_backs_made, 'reply', 'replies')} to those who took part"
    if t.pages_published and not t.give_backs_made:
        replies = PUBLISHED_ONLY
    answered = f"{t.asks_answered} of {_many(t.asks, 'request')} answered" if t.asks else "Nothing decided yet"
    return [
        Knot("engagement", t.people_heard > 0, f"{_many(t.people_heard, 'person', 'people')} took part"),
        Knot("voice", t.voices > 0, f"{_many(t.voices, 'thing')} people told us"),
        Knot("themes", t.themes_agreed > 0, f"{_many(t.themes_agreed, 'theme')} agreed"),
        Knot("decisions", t.asks_answered > 0, answered),
        Knot("outcomes", t.outcomes > 0, f"{_many(t.outcomes, 'change')} on record"),
        Knot("give-back", t.give_backs_made > 0, replies),
    ]


def missing(thread: Thread) -> list[Gap]:
    """Say what is missing from the thread, in the order of its stages and in plain words.

    Units    people, and numbers of voices, themes, requests, actions, changes and replies.
    Shape    an empty list means that the thread is whole.
    Errors   none.
    Source   docs/reference/methods.md#the-thread

    >>> for gap in missing(Thread(people_heard=12, voices=30, themes_agreed=4, asks=2, asks_answered=2)):
    ...     print(gap.words)
    There is no action yet to carry the answers out.
    Nobody has been told yet what came of this.
    """
    stages = {
        "engagement": [] if thread.people_heard else ["We do not know yet how many people were heard."],
        "voice": [] if thread.voices else ["Nothing people told us has been recorded yet."],
        "themes": _no_themes(thread),
        "decisions": _no_answers(thread),
        "outcomes": _no_action(thread) + _no_change(thread),
        "give-back": _no_reply(thread),
    }
    return [Gap(stage, words) for stage, found in stages.items() for words in found]


def _no_themes(t: Thread) -> list[str]:
    return ["Nobody has agreed yet what the main themes are."] if t.voices and not t.themes_agreed else []


def _no_answers(t: Thread) -> list[str]:
    waiting = t.asks - t.asks_answered
    if t.themes_agreed and not t.asks:
        return ["Nothing has been asked of anyone yet because of what people told us."]
    if waiting > 0 and not t.asks_answered:
        return ["Nobody has answered yet what people asked for."]
    if waiting > 0:
        return [f"{waiting} of {t.asks} requests still {'waits' if waiting == 1 else 'wait'} for an answer."]
    return []


def _no_action(t: Thread) -> list[str]:
    if t.asks_answered and not t.actions and not t.outcomes:
        return ["There is no action yet to carry the answers out."]
    if t.actions > t.actions_finished:
        return [f"{t.actions - t.actions_finished} of {_many(t.actions, 'action')} not finished yet."]
    return []


def _no_change(t: Thread) -> list[str]:
    found = []
    if t.actions and not t.outcomes:
        found.append("Nothing that has changed is on record yet.")
    if t.outcomes > t.outcomes_with_proof:
        unproved = _many(t.outcomes - t.outcomes_with_proof, "change")
        found.append(f"{unproved} on record without anything to show for it.")
    if t.outcomes and not t.outcomes_checked_with_families:
        found.append("No family has been asked yet whether the change has made a difference.")
    return found


def _no_reply(t: Thread) -> list[str]:
    if t.people_heard and t.pages_published and not t.give_backs_made:
        return [f"{PUBLISHED_ONLY}."]
    if t.people_heard and not t.give_backs_made:
        return ["Nobody has been told yet what came of this."]
    if t.give_backs_made < t.give_backs_promised:
        late = t.give_backs_promised - t.give_backs_made
        return [f"{late} of {t.give_backs_promised} groups promised a reply have not had it."]
    return []


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"
