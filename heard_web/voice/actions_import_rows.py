"""Sorts the rows of a file into new, changed, unchanged, unusable and taken back, and stores them all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db import models

from heard.codes import Mode, Use
from heard.voice.consent import answers_of_a_row
from heard.voice.rows import ReadRow, stand_in, usually_needs_parent
from heard_web.engagement.models import Question
from heard_web.people.models import User
from heard_web.voice.alike import Alike
from heard_web.voice.facts import PermissionFacts, agreed
from heard_web.voice.models import Contribution, ImportBatch, ImportRow, Observation, Permission, Speaker
from heard_web.voice.reading import NUMBERED, Understood

CHUNK = 2_000
TOLD = ("words", "heading", "mode", "mediation", "on_behalf_of", "said_on", "question_id", "speaker_id")
Result = ImportRow.Result


@dataclass(slots=True)
class Place:
    """Where one row that can be used ends up."""

    row: ImportRow
    key: str
    read: ReadRow
    label: str
    contribution: Contribution | None


class Sorting:
    """The rows of one batch against what its activity already holds. Reads all it needs once, whatever the number."""

    def __init__(self, batch: ImportBatch, by: User, *, to_store: bool = True) -> None:
        self.batch, self.by, self.activity = batch, by, batch.activity
        here = Contribution.objects.filter(activity=self.activity)
        keyed = here.exclude(source_key="").select_related("speaker", "observation").order_by("pk")
        if to_store:
            keyed = keyed.select_for_update(of=("self",))  # whoever takes one back waits, and then finds its copies too
        self.known: dict[str, Contribution] = {row.source_key: row for row in keyed}
        self.by_words = self._known_by_words()
        self.speakers = {speaker.label: speaker for speaker in self.activity.speakers.all()}
        self.typed = set(here.filter(batch=None).values_list("speaker_id", flat=True))
        self.places: list[Place] = []
        self.rows: list[ImportRow] = []
        self.claimed: set[int] = set()
        self.met: dict[str, ReadRow] = {}
        self.alike = Alike(batch.defaults.get("doubles", {}))
        self.repeated: list[tuple[ImportRow, ImportRow, ReadRow]] = []  # a row, the earlier one it repeats, its answers

    def _known_by_words(self) -> dict[str, Contribution]:
        """What came in before under another sort of key, so that a number added to the file later doubles nobody."""
        by_number = {row.pk: row for row in self.known.values()}
        rows = ImportRow.objects.filter(batch__activity=self.activity, contribution__isnull=False).exclude(key="")
        pairs = rows.order_by("id").values_list("key", "contribution_id")
        return {key: by_number[number] for key, number in pairs if number in by_number}

    def sort(self, understood: Sequence[Understood]) -> None:
        """Give every row its result, and a place to those that can be used."""
        self.claimed = {self.known[each.key].pk for each in understood if each.key in self.known}
        for each in understood:
            row = each.row
            row.key = each.words_key
            self.rows.append(row)
            found = self._found(each)
            first = self.alike.is_again(each.alike, row, known=found is not None)
            if first is not None and each.read is not None:
                self.repeated.append((row, first, each.read))
                if first.result in (Result.LEFT_OUT, Result.CORRECTED):
                    row.cells = {}
            elif found is not None and not found.is_standing:
                row.result, row.contribution, row.cells = Result.LEFT_OUT, found, {}
            elif found is not None and found.corrected_at is not None:
                row.result, row.contribution, row.cells = Result.CORRECTED, found, {}
            elif each.read is None:
                _cannot(row, each.problem)
            else:
                self._place(each, each.read, found)

    def _found(self, each: Understood) -> Contribution | None:
        """The contribution this row already is: by its key, or by its words if it came under another sort of key."""
        if each.key in self.known:
            return self.known[each.key]
        other = self.by_words.get(each.words_key)
        if other is None or other.pk in self.claimed:
            return None
        if other.source_key.startswith(NUMBERED) == each.key.startswith(NUMBERED):
            return None
        self.claimed.add(other.pk)
        return other

    def _place(self, each: Understood, read: ReadRow, found: Contribution | None) -> None:
        label = self._label(each, read, found)
        first = self.met.setdefault(label, read)
        if (first.group, first.age_band) != (read.group, read.age_band):
            _cannot(each.row, _another(label, first.group.label, first.age_band.label))
            return
        typed = self.speakers.get(label)
        if (
            typed is not None
            and typed.pk in self.typed
            and (typed.group, typed.age_band) != (read.group, read.age_band)
        ):
            _cannot(each.row, _another(label, typed.get_group_display(), typed.get_age_band_display()))
            return
        self.places.append(Place(each.row, each.key, read, label, found))

    def _label(self, each: Understood, read: ReadRow, found: Contribution | None) -> str:
        """The label of the person: as written if it cannot be a name, otherwise one that stands for it."""
        if read.speaker:
            return stand_in(read.speaker, str(self.activity.pk))
        if found is not None and found.speaker is not None:
            return found.speaker.label
        return f"R-{each.key.partition(':')[2][:10]}"

    def needing_a_parent(self) -> int:
        """How many rows that can be used are from people for whom a parent's answer is usually needed as well."""
        return sum(usually_needs_parent(place.read.age_band) for place in self.places)

    def store(self) -> None:
        """Store everything, in a number of queries that does not grow with each row."""
        changed = self._store_speakers()
        self._store_contributions(self._questions(), changed)
        answered = self._store_permissions()
        for place in self.places:
            place.row.contribution = place.contribution
            if place.row.result == Result.UNCHANGED and place.contribution in answered:
                place.row.result = Result.UPDATED
        for row, first, _ in self.repeated:
            row.contribution = first.contribution
            row.result = Result.UNCHANGED if first.contribution and first.cells else first.result
            row.problem = first.problem
        _put_right(self.rows, ["key", "cells", "result", "problem", "contribution"])

    def told(self) -> str:
        """How many rows came to which result, in words."""
        counted = Counter(row.result for row in self.rows)
        return ", ".join(f"{label.lower()} {counted[code]}" for code, label in Result.choices if counted[code])

    def _store_speakers(self) -> set[int]:
        """Make the speakers there are not yet, and put right those the file now describes differently."""
        new, changed = [], {}
        for label in {place.label: None for place in self.places}:
            read = self.met[label]
            told = (read.group.value, read.age_band.value, read.need_area)
            speaker = self.speakers.get(label)
            if speaker is None:
                speaker = self.speakers[label] = Speaker(activity=self.activity, label=label)
                new.append(speaker)
            elif (speaker.group, speaker.age_band, speaker.need_area) != told:
                changed[speaker.pk] = speaker
            speaker.group, speaker.age_band, speaker.need_area = told
            speaker.needs_parent = speaker.needs_parent or usually_needs_parent(read.age_band)
        Speaker.objects.bulk_create(new, batch_size=CHUNK)
        _put_right(changed.values(), ["group", "age_band", "need_area", "needs_parent"])
        return set(changed)

    def _questions(self) -> dict[str, Question]:
        wanted = {place.read.question for place in self.places} - {""}
        if not wanted:
            return {}
        holder = self.batch.held_by
        known = {question.words: question for question in Question.objects.filter(held_by=holder)}
        new = [Question(words=words, held_by=holder) for words in sorted(wanted - known.keys())]
        known |= {question.words: question for question in Question.objects.bulk_create(new, batch_size=CHUNK)}
        self.activity.questions.add(*(known[words] for words in wanted))
        return known

    def _store_contributions(self, questions: dict[str, Question], changed_speakers: set[int]) -> None:
        new, changed, watched = [], [], []
        for place in self.places:
            row = place.contribution or self._fresh(place.key)
            before = _told(row)
            self._fill(row, place, questions.get(place.read.question))
            if place.contribution is None:
                place.contribution, place.row.result = row, Result.ADDED
                new.append(row)
            elif before != (*_told(row)[:-1], _watched_words(place.read)) or row.speaker_id in changed_speakers:
                place.row.result = Result.UPDATED
                changed.append(row)
            else:
                place.row.result = Result.UNCHANGED
                continue
            if row.mode == Mode.OBSERVED:
                watched.append(Observation(contribution=row, what_we_saw=place.read.words))
        Contribution.objects.bulk_create(new, batch_size=CHUNK)
        _put_right(changed, [name.removesuffix("_id") for name in TOLD])
        Observation.objects.filter(
            pk__in=[row.observation.pk for row in changed if hasattr(row, "observation")]
        ).delete()
        for observation in watched:
            observation.contribution_id = observation.contribution.pk
        Observation.objects.bulk_create(watched, batch_size=CHUNK)

    def _fresh(self, key: str) -> Contribution:
        return Contribution(
            held_by=self.batch.held_by, activity=self.activity, recorded_by=self.by, batch=self.batch, source_key=key
        )

    def _fill(self, row: Contribution, place: Place, question: Question | None) -> None:
        read = place.read
        row.words = "" if read.mode is Mode.OBSERVED else read.words
        row.heading, row.mode, row.mediation = read.heading, read.mode.value, read.mediation.value
        row.on_behalf_of, row.said_on = read.on_behalf_of, read.said_on
        row.question, row.speaker = question, self.speakers[place.label]

    def _store_permissions(self) -> set[Contribution]:
        new = [
            Permission(
                contribution=place.contribution, recorded_by=self.by, use=facts.use, given_by=facts.given_by,
                answer=facts.answer, given_on=facts.given_on,
            )
            for place, facts in self.answers()
        ]  # fmt: skip
        Permission.objects.bulk_create(new, batch_size=CHUNK)
        return {answer.contribution for answer in new}

    def answers(self) -> list[tuple[Place, PermissionFacts]]:
        """The answers that the forms hold, where a contribution has none yet for that use and giver.

        Where the file has a column of its own for it, that column decides: a no is kept as a no, and an empty cell as
        nothing asked. A no is written down beside an earlier yes; a yes never beside an earlier no.
        """
        ticked = [Use(use) for use in self.batch.defaults.get("agreed", [])]
        answers = Permission.objects.filter(contribution__activity=self.activity)
        known = set(answers.values_list("contribution_id", "use", "given_by", "answer"))
        by_row = {place.row.pk: place for place in self.places}
        rows = [(place, place.read) for place in self.places]
        rows += [(by_row[first.pk], read) for _, first, read in self.repeated if first.pk in by_row]
        told: dict[tuple[int, str, str, bool], tuple[Place, PermissionFacts]] = {}
        for place, read in rows:
            number = place.contribution.pk if place.contribution else None
            for facts in self._said(read, ticked):
                answered = {(number, facts.use, facts.given_by, said) for said in (True, False)} & known
                if not any(facts.answer or not said for *_, said in answered):
                    told.setdefault((place.row.pk, facts.use, facts.given_by, facts.answer), (place, facts))
        return list(told.values())

    def _said(self, read: ReadRow, ticked: Sequence[Use]) -> list[PermissionFacts]:
        """What one row answers about each use: a yes of the parent too where the form says so, a no of the person."""
        said = answers_of_a_row(
            ticked, own=dict(read.own), everything=read.agreed, asked_all="agreed" in self.batch.matching.values()
        )
        facts: list[PermissionFacts] = []
        for use, answer in said.items():
            parent_too = answer and bool(self.batch.defaults.get("parent_too"))
            facts += (replace(one, answer=answer) for one in agreed([use], on=read.said_on, parent_too=parent_too))
        return facts


def _put_right(rows: Collection[models.Model], fields: list[str]) -> None:
    """Store changed rows as inserts that meet themselves, which is ten times as fast as one long list of cases."""
    for kind in {type(row) for row in rows}:
        kind._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=CHUNK
        )


def _cannot(row: ImportRow, why: str) -> None:
    row.result, row.problem = Result.PROBLEM, why[:300]


def _another(label: str, group: str, age: str) -> str:
    return f"{label} is already here as: {group}, age {age.lower()}. Use another number for somebody else."


def _watched_words(read: ReadRow) -> str:
    return read.words if read.mode is Mode.OBSERVED else ""


def _told(row: Contribution) -> tuple[object, ...]:
    """What a row says, to see whether it changed."""
    watched = row.observation.what_we_saw if row.pk and hasattr(row, "observation") else ""
    return (*(getattr(row, name) for name in TOLD), watched)
