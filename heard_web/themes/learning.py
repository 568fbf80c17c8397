"""From what people sorted to the library's learner and back, without a machine's word among people's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from heard.codes import Use
from heard.records import Voice
from heard.themes.coding.codebook import Code
from heard.themes.groups import PersonFacts
from heard_web.themes.counting import group_of
from heard_web.themes.estimating import FEWEST_BY_CHANCE, said_by_computer, shares, shares_by_group
from heard_web.themes.groups import KINDS, facts_about
from heard_web.themes.models import Codebook, Coding, LearningRun, RoundVoice, people_behind
from heard_web.themes.reading import reader
from heard_web.voice.models import Contribution, Permission

if TYPE_CHECKING:
    from heard.themes.coding.learner import Coder

MOST_NEXT = 24  # voices that are put forward to be read next: a few pages, then it has learned again


@dataclass(frozen=True)
class Lesson:
    """What there is to learn from: the voices that may be read, what people answered, the themes, and who is who."""

    voices: list[Voice]
    answers: dict[str, frozenset[str]]
    codes: tuple[Code, ...]
    groups: Mapping[str, str]
    apart: frozenset[str]
    facts: Mapping[str, Sequence[PersonFacts]] = field(default_factory=dict)


@dataclass(frozen=True)
class Learned:
    """What came of it, as plain values. Proposals are (voice, theme, sureness, standing)."""

    version: str
    learned_from: int
    quality: dict[str, Any]
    proposals: list[tuple[int, int, float, str]]
    next_voices: list[tuple[int, str]]


def read_by_people(codebook: Codebook) -> dict[str, frozenset[str]]:
    """What people answered for each voice that may be used: the themes it raises, or none of them."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Coding.objects.filter(theme__codebook=codebook, contribution__in=codebook.contributions())
    for row in rows.select_related("theme").usable():
        found[str(row.contribution_id)] |= set() if row.theme.fits_none else {str(row.theme_id)}
    return {voice: frozenset(themes) for voice, themes in found.items()}


def lesson_of(codebook: Codebook) -> Lesson:
    """Gather what there is to learn from, in a fixed number of queries. Voices that may not be read are left out."""
    contributions = codebook.contributions()
    listed = contributions.order_by().select_related("speaker", "activity__setting")
    rows = list(listed.defer("words", "explanation", "activity__notes"))
    apart = RoundVoice.objects.held_back().filter(round__codebook=codebook).values_list("contribution", flat=True)
    return Lesson(
        voices=contributions.records(),
        answers=read_by_people(codebook),
        codes=codebook.themes.all().records(),
        groups={str(row.pk): group_of(row) for row in rows},
        apart=frozenset(map(str, apart)),
        facts={str(row.pk): [PersonFacts(person, facts_about(row)) for person in people_behind(row)] for row in rows},
    )


def lost_since(run: LearningRun) -> bool:
    """Whether a voice of the set was taken back, put right or refused since the computer learned: its figures count it."""
    since = run.asked_at
    rows = Contribution.objects.filter(held_by=run.codebook.held_by_id)
    if run.codebook.purpose_id:
        rows = rows.filter(activity__purpose=run.codebook.purpose_id)
    changed = Q(withdrawn_at__gte=since) | Q(diverted_at__gte=since) | Q(corrected_at__gte=since)
    refused = Permission.objects.filter(use=Use.ANALYSE, answer=False, recorded_at__gte=since, contribution__in=rows)
    return rows.filter(changed).exists() or refused.exists()


def learn_lesson(lesson: Lesson, *, seed: int) -> Learned:
    """Have the library learn, propose for the voices nobody answered for, and say which to read next.

    Voices that two people are reading apart are neither proposed on nor put forward. On a voice that says too little, or
    nothing in English, the computer proposes nothing: it did not understand it.
    """
    # Imported here because it loads the numerical libraries, which pages do not need.
    from heard.themes.coding.learner import learn
    from heard.themes.coding.reads import next_to_read
    from heard.themes.reading import cannot_read

    reads = reader()
    voices = lesson.voices
    vectors = reads.vectors([voice.words for voice in voices])
    coder = learn(voices, vectors, lesson.answers, lesson.codes, reader=reads, seed=seed)
    closed = lesson.answers.keys() | lesson.apart
    left = [at for at, voice in enumerate(voices) if voice.id not in closed and not cannot_read(voice.words)]
    proposals = coder.propose([voices[place] for place in left], vectors[left], spans=False)
    following = next_to_read(voices, vectors, coder, closed, lesson.groups, many=MOST_NEXT, seed=seed)
    return Learned(
        version=coder.version,
        learned_from=coder.learned_from,
        quality={**asdict(coder.quality), **_shares(lesson, coder, vectors, seed)},
        proposals=[(int(row.voice), int(row.theme), float(row.sureness), row.standing) for row in proposals],
        next_voices=mixed([(int(row.voice), row.why) for row in following]),
    )


def _shares(lesson: Lesson, coder: Coder, vectors: Any, seed: int) -> dict[str, Any]:
    """How common each theme is likely to be among all the voices, and among those of each group."""
    from heard.themes.coding.reads import read_by_chance

    fair = read_by_chance(lesson.voices, set(lesson.answers), seed)
    if len(fair) < FEWEST_BY_CHANCE:
        return {"by_chance": [], "by_chance_in_groups": {}}
    said = said_by_computer(coder, lesson.voices, vectors)
    facts = {voice.id: lesson.facts.get(voice.id, ()) for voice in lesson.voices}
    in_groups = shares_by_group(said, lesson.answers, fair, facts, list(KINDS))
    return {"by_chance": shares(said, lesson.answers, fair), "by_chance_in_groups": in_groups}


def mixed(following: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The same voices in an order in which every page of them holds some of each reason, as many as there are of it."""
    reasons = Counter(why for _, why in following)
    so_far: Counter[str] = Counter()
    places = []
    for voice, why in following:
        so_far[why] += 1
        places.append(((so_far[why] - 0.5) / reasons[why], voice, why))
    return [(voice, why) for _, voice, why in sorted(places, key=lambda one: one[0])]
