"""What stands between a draft and the public: checked before it is handed on, and again before it is approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from heard.codes import SayDoStatus
from heard.decisions.answers import check_status
from heard.errors import ReasonNeeded
from heard.publishing.checks import ProblemKind, check_text
from heard.publishing.reading import reading
from heard_web.engagement.models import Activity
from heard_web.places.models import Setting
from heard_web.publishing.blocks import EVENT_WORDS, USE_OF, with_rows
from heard_web.publishing.finishing import Part, finished, strict_page
from heard_web.publishing.models import Block, BlockKind, Publication
from heard_web.voice.models import Contribution

TOO_LONG = 25  # words in a sentence: longer than this and a tired parent reads it twice
PUBLIC_CONTACT = frozenset({"address", "contact", "cost", "access"})
POINTS_AT_A_PERSON = frozenset({ProblemKind.EMAIL, ProblemKind.PHONE, ProblemKind.POSTCODE})
SHORTEST_NAME = 4
RUN = 8  # as many of somebody's own words in a row are their words, not the writer's
READ = (
    "name",
    "heading",
    "words",
    "said",
    "did",
    "because",
    "difference",
    "designed_by",
    "families_say",
    "saw",
    "think",
    "could",
    "alt",
)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found on a page: where it is, what it is, what to do, and whether it stops the page."""

    place: str
    what: str
    advice: str
    stops: bool
    position: int = 0


def problems(publication: Publication) -> list[Found]:
    """Everything found on a draft, in the order of the page; what stops it first within each part."""
    blocks = with_rows(publication)
    strict = strict_page(publication)
    hidden = unnamed_settings(publication)
    names = list(hidden.values())
    found = list(_in_text("Title", publication.title, names, strict, 0))
    found += _in_text("Summary", publication.summary, names, strict, 0)
    if not blocks:
        found.append(Found("The page", "It has no parts yet.", "Add at least one part.", True))
    copied = _runs(publication)
    for block in blocks:
        found += _in_block(block, hidden, strict)
        found += _copied(block, copied)
    return found


def in_reason(publication: Publication, because: str) -> list[Found]:
    """What is found in the words on what is new in a version: readers see them as they see the page."""
    names = list(unnamed_settings(publication).values())
    return list(_in_text("What is new in this version", because, names, strict_page(publication), 0))


def stopping(found: list[Found]) -> list[Found]:
    """Those that stop a page from being published."""
    return [one for one in found if one.stops]


def unnamed_settings(publication: Publication) -> dict[int, str]:
    """Names, by number, of schools that this page may not name.

    The answer belongs to the visit. Where the page tells about visits to a school, one of them has to have agreed. Where
    it does not, the newest visit held there has to.
    """
    told = Q(publications=publication) | Q(blocks__publication=publication)
    visits = Activity.objects.filter(told, setting__isnull=False).values_list(
        "setting", "setting__name", "may_name_setting"
    )
    names = {pk: name for pk, name, _ in visits}
    agreed = {pk for pk, _, may_name in visits if may_name}
    held = Activity.objects.took_place().filter(setting=OuterRef("pk")).order_by("-starts_on", "-id")
    hosts = Setting.objects.filter(activities__may_name_setting=False).exclude(pk__in=names).distinct()
    refused = hosts.annotate(last_answer=Subquery(held.values("may_name_setting")[:1])).filter(last_answer=False)
    hidden = {pk: name for pk, name in names.items() if pk not in agreed} | dict(refused.values_list("pk", "name"))
    return {pk: name for pk, name in hidden.items() if len(name) >= SHORTEST_NAME}


def _unnamed_here(block: Block) -> dict[int, str]:
    """The school of the visit that a part tells about, when it did not agree to be named for that visit."""
    visit = block.activity
    if visit is None or visit.setting is None or visit.may_name_setting or len(visit.setting.name) < SHORTEST_NAME:
        return {}
    return {visit.setting.pk: visit.setting.name}


def _where(block: Block) -> str:
    return f"Part {block.position}, {BlockKind(block.kind).label.lower()}"


def _in_block(block: Block, hidden: dict[int, str], strict: bool) -> Iterator[Found]:
    place, at = _where(block), block.position
    yield from _voice(block, place)
    yield from _missing(block, place)
    part = finished(block, strict=strict)
    # A place of learning on the public register, or one where something opened, is named as that and not as a host.
    public_places = {row.setting_id for row in (block.impact, block.provision) if row is not None}
    names = [name for pk, name in (hidden | _unnamed_here(block)).items() if pk not in public_places]
    close_up = strict or bool(block.activity_id or block.impact_id)
    if block.kind == BlockKind.NUMBER and not str(part["number"]).startswith("About"):
        what = f"So few people could be recognised, so this will read “{part['number']} {block.words}”."
        yield Found(place, what, "Check that this still makes sense, or leave the part out.", False, at)
    if block.kind == BlockKind.EVENT:
        yield from _event(part, names, place, at)
        return
    for text in (*(part.get(line, "") for line in READ), *part.get("notes", [])):
        yield from _in_text(place, str(text), names, close_up, at, quoted=block.kind in USE_OF)


def _voice(block: Block, place: str) -> Iterator[Found]:
    if block.kind not in USE_OF or block.contribution is None:
        return
    verdict = block.contribution.may(USE_OF[BlockKind(block.kind)])
    if not verdict.allowed:
        yield Found(
            place, verdict.why, "Remove this part, or ask the person and record the answer.", True, block.position
        )
    if block.kind == BlockKind.DRAWING:
        drawn = getattr(block.contribution, "drawing", None)
        if drawn is None or not drawn.name_checked:
            what = "Nobody has looked whether a name or a face can be seen in this drawing."
            yield Found(place, what, "Look at the drawing, and tick that on its page.", True, block.position)
        if drawn is None or not drawn.alt_text.strip():
            what = "The drawing has no words for people who cannot see it."
            yield Found(place, what, "Write what the drawing shows on its page.", True, block.position)


def _missing(block: Block, place: str) -> Iterator[Found]:
    at = block.position
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.NOT_DELIVERED) and not block.words.strip():
        yield Found(place, "It has no words.", "Write it, or remove the part.", True, at)
    if block.kind == BlockKind.HEADING and not block.heading.strip():
        yield Found(place, "It has no words.", "Write it, or remove the part.", True, at)
    if block.kind == BlockKind.NUMBER and (block.number is None or not block.words.strip()):
        yield Found(place, "The number or its words are missing.", "Write both, or remove the part.", True, at)
    if block.kind == BlockKind.SAID_DID:
        told = block.details
        if not str(told.get("said", "")).strip() or not str(told.get("did", "")).strip():
            yield Found(place, "One side is empty.", "Write what people said and what was done.", True, at)
        try:
            check_status(SayDoStatus(told.get("status", "not_yet_decided")), str(told.get("because", "")))
        except ReasonNeeded as problem:
            yield Found(place, str(problem), "Write the reason under “Because”.", True, at)


def _event(part: Part, names: list[str], place: str, at: int) -> Iterator[Found]:
    if part.get("cancelled"):
        yield Found(place, "This event was cancelled.", "Take the notice down, or write that it is off.", True, at)
    if not part.get("start"):
        yield Found(place, "The event has no time.", "Put the time on the event itself, then come back.", True, at)
    for line in ("who_for", "contact"):
        if not part.get(line):
            yield Found(place, f"“{EVENT_WORDS[line]}” is empty.", "Write it, so that people know.", True, at)
    if not part.get("access"):
        what = "Nothing is said about steps, toilets, quiet space or parking."
        yield Found(place, what, "Write it: some families cannot come without knowing.", False, at)
    for line in ("title", "place", *EVENT_WORDS):
        yield from _in_text(place, str(part.get(line, "")), names, True, at, contact=line in PUBLIC_CONTACT)


def _in_text(
    place: str, text: str, names: list[str], strict: bool, at: int, *, quoted: bool = False, contact: bool = False
) -> Iterator[Found]:
    """A small number in somebody's own words is pointed at and left to a person: their words are never changed."""
    for problem in check_text(text, hidden_names=names, strict=strict):
        if contact and problem.kind in POINTS_AT_A_PERSON:
            continue
        numbers = problem.kind in (ProblemKind.SMALL_NUMBER, ProblemKind.EVERYONE)
        advice_only = problem.kind is ProblemKind.PERSON or (numbers and quoted)
        stops = not advice_only and (problem.kind is not ProblemKind.EVERYONE or strict)
        yield Found(place, f"“{problem.words}”", problem.advice, stops, at)
    if quoted:
        return
    for sentence in reading(text).long_sentences:
        if sentence.words > TOO_LONG:
            begin = " ".join(sentence.words_in_it.split()[:6])
            what = f"The sentence that begins “{begin} …” has {sentence.words} words."
            yield Found(place, what, "Two shorter sentences are easier to read.", False, at)


def _plain_words(text: str) -> list[str]:
    return ["".join(letter for letter in word.casefold() if letter.isalnum()) for word in text.split()]


def _runs(publication: Publication) -> set[tuple[str, ...]]:
    """Every run of words that people said at the occasions this page tells about."""
    spoken = Contribution.objects.filter(activity__publications=publication).exclude(words="", explanation="")
    runs: set[tuple[str, ...]] = set()
    for words, explanation in spoken.values_list("words", "explanation"):
        for text in (words, explanation):
            plain = _plain_words(text)
            runs.update(tuple(plain[start : start + RUN]) for start in range(len(plain) - RUN + 1))
    return runs


def _copied(block: Block, runs: set[tuple[str, ...]]) -> Iterator[Found]:
    """Words copied into a paragraph could not be taken back, so they have to be shown as a quote instead."""
    for text in (block.words, *(str(value) for value in block.details.values())):
        plain = _plain_words(text)
        if any(tuple(plain[start : start + RUN]) in runs for start in range(len(plain) - RUN + 1)):
            what = "This holds somebody’s own words, copied. They could not be taken back from here."
            yield Found(_where(block), what, "Add them as “Somebody’s words” instead.", True, block.position)
            return
