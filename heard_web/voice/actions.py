"""What people do with what they were told: keep it, and write down what is allowed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from django.db import transaction

from heard.codes import Mediation, Mode, Use
from heard.voice.splitting import split_notes
from heard_web.audit.models import record
from heard_web.engagement.models import Activity, Question
from heard_web.people.models import User
from heard_web.voice.actions_correcting import correct
from heard_web.voice.actions_letting_go import divert, withdraw
from heard_web.voice.facts import (
    AnotherSpeaker,
    NothingToKeep,
    ObservationFacts,
    PageLine,
    PermissionFacts,
    SpeakerFacts,
)
from heard_web.voice.holding import only_who_records, wait_for_turn_at
from heard_web.voice.models import Contribution, Drawing, Observation, Permission, Speaker
from heard_web.voice.pictures import rebuilt

__all__ = [
    "add_contribution", "confirm_picture", "correct", "divert", "keep_lines", "record_permission", "split_page", "withdraw",
]  # fmt: skip

HEADING_LETTERS = 200


@transaction.atomic
def add_contribution(
    activity: Activity,
    *,
    by: User,
    mode: str,
    words: str = "",
    explanation: str = "",
    mediation: str = Mediation.OWN_WORDS.value,
    on_behalf_of: str = "",
    speaker: SpeakerFacts | None = None,
    question: str = "",
    heading: str = "",
    said_on: datetime.date | None = None,
    drawing: BinaryIO | None = None,
    alt_text: str = "",
    name_checked: bool = False,
    observation: ObservationFacts | None = None,
    permissions: Sequence[PermissionFacts] = (),
    once: str = "",
) -> Contribution:
    """Keep one thing somebody told us, with who, how, by whose hand, and what they allow.

    With `once`, the same form sent twice keeps it once. A picture is rebuilt from its pixels before it is kept.
    """
    only_who_records(activity, by)
    wait_for_turn_at(activity)
    if once and (before := _kept_before(activity, once)):
        return before
    _enough(mode, words, explanation, drawing is not None, alt_text, observation)
    kept: Contribution = Contribution.objects.create(
        held_by=by.organisation, activity=activity, recorded_by=by, mode=mode, mediation=mediation,
        on_behalf_of=_who_spoke(mediation, on_behalf_of), words=words.strip(),
        explanation=explanation.strip(), heading=heading.strip(), said_on=said_on or activity.starts_on,
        source_key=f"form:{once}" if once else "", question=_question(activity, question, by),
        speaker=_speaker(activity, speaker) if speaker and speaker.label.strip() else None,
    )  # fmt: skip
    _keep_watched(kept, observation)
    Permission.objects.bulk_create(_answer(kept, facts, by) for facts in permissions)
    record(by=by, verb="add_contribution", of=kept, sentence=f"{by.name} added contribution {kept.pk}.")
    _keep_picture(kept, drawing, alt_text.strip(), name_checked)
    return kept


_WATCHED = (
    "what_was_happening", "what_we_saw", "what_we_think", "other_reading", "confidence", "observer", "knows_child",
)  # fmt: skip


@transaction.atomic
def record_permission(contribution: Contribution, *, by: User, facts: PermissionFacts) -> Permission:
    """Write down one answer about one use. Answers are added and never changed; the same answer twice is kept once."""
    kept = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    only_who_records(kept, by)
    if not kept.is_standing:
        raise NothingToKeep("This was taken back or passed on, so there is nothing left to allow.")
    same: Permission | None = kept.permissions.filter(use=facts.use, given_by=facts.given_by).last()
    fields = ("answer", "given_on", "expires_on", "information_version")
    if same is not None and all(getattr(same, name) == getattr(facts, name) for name in fields):
        return same
    answer = _answer(kept, facts, by)
    answer.save()
    said = "yes" if facts.answer else "no"
    sentence = f"{by.name} wrote down a {said} to “{Use(facts.use).label}” for contribution {kept.pk}."
    record(by=by, verb="record_permission", of=kept, sentence=sentence)
    return answer


@transaction.atomic
def confirm_picture(contribution: Contribution, *, by: User) -> None:
    """Say that a person has looked at the drawing, and that no name or face can be seen. Twice is harmless."""
    only_who_records(contribution, by)
    drawing = Drawing.objects.select_for_update().get(contribution=contribution)
    if not drawing.name_checked:
        drawing.name_checked = True
        drawing.save(update_fields=["name_checked"])
        sentence = f"{by.name} looked at the drawing of contribution {contribution.pk}: no name or face can be seen."
        record(by=by, verb="confirm_picture", of=contribution, sentence=sentence)


@transaction.atomic
def split_page(
    activity: Activity,
    *,
    by: User,
    text: str,
    mode: str,
    mediation: str,
    group: str,
    permissions: Sequence[PermissionFacts] = (),
    on_behalf_of: str = "",
) -> list[Contribution]:
    """Keep a page of notes as one contribution for each line, under its headings, all from one table of people."""
    speaker = SpeakerFacts(activity.speakers.free_label("Page "), group=group)
    lines = [
        PageLine(note.words, note.heading)
        if len(note.heading) <= HEADING_LETTERS
        else PageLine(f"{note.heading}\n{note.words}")
        for note in split_notes(text)
    ]
    return keep_lines(
        activity, by=by, lines=lines, mode=mode, mediation=mediation, speaker=speaker, permissions=permissions,
        on_behalf_of=on_behalf_of,
    )  # fmt: skip


@transaction.atomic
def keep_lines(
    activity: Activity,
    *,
    by: User,
    lines: Iterable[PageLine],
    mode: str,
    mediation: str,
    speaker: SpeakerFacts | None = None,
    permissions: Sequence[PermissionFacts] = (),
    on_behalf_of: str = "",
    once: str = "",
) -> list[Contribution]:
    """Keep the lines of a page, as a person has put them right. With `once`, a page sent twice is kept once.

    All lines share one speaker, so a table of six is six people heard, however many lines it wrote.
    """
    only_who_records(activity, by)
    wait_for_turn_at(activity)
    before = activity.contributions.filter(source_key__startswith=f"page:{once}:").order_by("id") if once else None
    if before:
        return list(before)
    if mode == Mode.OBSERVED:
        raise NothingToKeep("What was watched is kept on its own form, so that it is never read as something said.")
    who = _speaker(activity, speaker) if speaker else None
    kept = Contribution.objects.bulk_create(
        Contribution(
            held_by=by.organisation, activity=activity, recorded_by=by, mode=mode, mediation=mediation, speaker=who,
            on_behalf_of=_who_spoke(mediation, on_behalf_of),
            words=line.words.strip(), heading=line.heading.strip(), said_on=activity.starts_on,
            source_key=f"page:{once}:{number}" if once else "",
        )
        for number, line in enumerate(lines)
        if line.words.strip()
    )  # fmt: skip
    Permission.objects.bulk_create(_answer(row, facts, by) for row in kept for facts in permissions)
    sentence = f"{by.name} added {len(kept)} contributions from a page of notes to activity {activity.pk}."
    record(by=by, verb="split_page", of=activity, sentence=sentence)
    return kept


def _enough(
    mode: str, words: str, explanation: str, picture: bool, alt_text: str, observation: ObservationFacts | None
) -> None:
    """Refuse what holds nothing, and what would turn something watched into a quotation."""
    if mode == Mode.OBSERVED:
        if observation is None or not observation.what_we_saw.strip():
            raise NothingToKeep("Write what you saw. What you think it means goes in a box of its own.")
        if words.strip():
            raise NothingToKeep("What was watched has no words of its own. Write what you saw instead.")
        return
    if observation is not None:
        raise NothingToKeep("Something said or drawn has no place for what was watched. Use the form for watching.")
    if picture and not alt_text.strip():
        raise NothingToKeep("Describe the drawing in a few words, for people who cannot see it.")
    if not (words.strip() or explanation.strip() or picture):
        raise NothingToKeep("Write what they told us, or add their drawing.")


def _kept_before(activity: Activity, once: str) -> Contribution | None:
    """What this very form kept when it was sent the first time."""
    kept: Contribution | None = activity.contributions.filter(source_key=f"form:{once}").first()
    return kept


def _who_spoke(mediation: str, on_behalf_of: str) -> str:
    """Who spoke for another person: needed where somebody did, and kept nowhere else."""
    if mediation != Mediation.ON_BEHALF:
        return ""
    if not on_behalf_of.strip():
        raise NothingToKeep("Somebody spoke for another person here. Write who spoke, and for whom, without names.")
    return on_behalf_of.strip()


def _keep_picture(contribution: Contribution, file: BinaryIO | None, alt_text: str, name_checked: bool) -> None:
    """Rebuild the picture and keep it, last of all, so that nothing that fails afterwards leaves its file behind."""
    if file is not None:
        picture = rebuilt(file)
        Drawing.objects.create(contribution=contribution, image=picture, alt_text=alt_text, name_checked=name_checked)


def _keep_watched(contribution: Contribution, facts: ObservationFacts | None) -> None:
    if facts is not None:
        Observation.objects.create(contribution=contribution, **{name: getattr(facts, name) for name in _WATCHED})


def _speaker(activity: Activity, facts: SpeakerFacts) -> Speaker:
    """The speaker of that label, new or the same as before. One label never stands for two people, or two tables."""
    label = " ".join(facts.label.split())
    told = {name: getattr(facts, name) for name in ("group", "age_band", "need_area", "people", "needs_parent")}
    speaker, new = Speaker.objects.get_or_create(activity=activity, label=label, defaults=told)
    other_size = facts.people > 1 and facts.people != speaker.people
    if not new and (other_size or (speaker.group, speaker.age_band) != (facts.group, facts.age_band)):
        known = f"{speaker.get_group_display()}, age {speaker.get_age_band_display().lower()}"
        known += f", {speaker.people} {'person' if speaker.people == 1 else 'people'}" if other_size else ""
        raise AnotherSpeaker(
            f"{label} is already here as: {known}. For the same person, choose the same. For somebody else, use "
            f"{activity.speakers.free_label()}."
        )
    if facts.needs_parent and not speaker.needs_parent:
        speaker.needs_parent = True
        speaker.save(update_fields=["needs_parent"])
    return speaker


def _question(activity: Activity, words: str, by: User) -> Question | None:
    if not words.strip():
        return None
    question, _ = Question.objects.get_or_create(words=" ".join(words.split()), held_by=by.organisation)
    activity.questions.add(question)
    return question


def _answer(contribution: Contribution, facts: PermissionFacts, by: User) -> Permission:
    return Permission(
        contribution=contribution, recorded_by=by, use=facts.use, given_by=facts.given_by, answer=facts.answer,
        given_on=facts.given_on, expires_on=facts.expires_on, information_version=facts.information_version,
    )  # fmt: skip
