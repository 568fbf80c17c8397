"""Theme discovery by what voices mean: a local reader, neighbours, and parts that hold when some voices are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from heard.records import Voice
from heard.themes.discovery.choice import FINENESS, TIMES, Tried, exactly, part, steadiest, steadiness, try_all
from heard.themes.discovery.describing import Group, Material, describe
from heard.themes.discovery.grouped import NEAR_ENOUGH, Themes, finer_parts, groups_of, sub_groups, themes_of
from heard.themes.discovery.many import MOST_READ, SAMPLE, Spread, spread_out
from heard.themes.discovery.parting import Parts, communities, graph
from heard.themes.discovery.saying import tries, why_so_many
from heard.themes.discovery.several import further
from heard.themes.discovery.space import Numbers, Space
from heard.themes.discovery.texts import MOST_LETTERS, Said, families, gather
from heard.themes.engine import ONE_PERSON, TOO_FAR, Candidate, Discovery, NotGrouped, Progress, check_asked, silent
from heard.themes.reading import Reader, open_reader
from heard.themes.reading.languages import OTHER_LANGUAGE, enough_to_say, in_english

_FEWEST_TO_TRY = 6  # different texts: with fewer, no number is weighed against another
_STEPS = 100
_MANY = 3000  # texts: from here, only the half that lies between themes is looked at passage by passage
_LOOKED_AT = 40  # texts of a theme, nearest its heart first, that its label and typical quotations are chosen from


@dataclass(slots=True)
class _Found:
    """What the sums give before anything is put into words."""

    texts: list[Said]
    themes: Themes
    groups: list[Group]
    parts: list[Group]
    tried: list[Tried]
    chosen: Tried
    material: Material
    spread: Spread | None = None


class Meaning:
    """Groups voices that mean alike, whether or not they share words. An implementation of `ThemeEngine`."""

    name = "meaning"

    def __init__(self, reader: Reader | None = None) -> None:
        self._reader = reader

    @property
    def reader(self) -> Reader:
        """Give the reader of voices, opened when first needed."""
        if self._reader is None:
            self._reader = open_reader()
        return self._reader

    @property
    def version(self) -> str:
        """Give the version: it changes with the sums here and with the reader."""
        return f"2 {self.reader.name} {self.reader.version}"

    def discover(
        self, voices: Sequence[Voice], *, themes: int | None = None, seed: int = 0, progress: Progress | None = None
    ) -> Discovery:
        """Propose themes, and parts of themes, for what people said.

        Equal texts count once for what is said and fully for how many said it; somebody who says much weighs no more than
        somebody who says little. Texts are put in an order of their own before anything else, so the order of the voices
        changes nothing. Themes are parts of a graph of neighbours, as fine as stays steady when a tenth is left out. A voice
        has one main theme; passages of it may belong to others.

        Units    sizes count people and voices; closeness and steadiness run from 0 to 1.
        Shape    every voice comes back: in one candidate or more, or in `not_grouped` with the reason and the nearest theme.
        Errors   `NotEnoughVoices` with no voice at all, two voices of one id, or fewer than one theme asked for;
                 `ModelMissing` and `ModelChanged` where the reader's model is not as it was packaged.
        Source   docs/reference/methods.md#theme-discovery
        Limits   the reader knows English best. Irony and jokes are taken at their word. People decide what the themes are.
        """
        check_asked(voices, themes)
        step = progress or silent
        with threadpool_limits(1):  # sums in one order, so that the same voices always give the same themes
            return _discover(self, voices, themes, seed, step)


def _discover(engine: Meaning, voices: Sequence[Voice], themes: int | None, seed: int, step: Progress) -> Discovery:
    texts, aside = _sorted_out(gather(voices))
    found = _found(engine.reader, texts, themes, seed, step) if texts else None
    candidates: list[Candidate] = []
    subthemes: list[Candidate] = []
    if found is not None:
        candidates = describe(found.groups, found.material, _LOOKED_AT, engine.reader)
        step(95, _STEPS)
        subthemes = describe(found.parts, found.material, _LOOKED_AT // 2, None, [theme.label for theme in candidates])
        aside += _left_over(found)
    step(_STEPS, _STEPS)
    return Discovery(
        engine=engine.name,
        version=engine.version,
        seed=seed,
        voices=len(voices),
        people=len({voice.person for voice in voices}),
        speakers_known=all(voice.speaker for voice in voices),
        number_of_themes=_why(found, len(candidates), themes),
        candidates=tuple(candidates),
        not_grouped=tuple(sorted(aside, key=lambda item: (item.why, item.voice))),
        subthemes=tuple(subthemes),
        steadiness=found.chosen.steadiness if found else 1.0,
        tried=tries(found.tried, found.chosen, themes) if found else (),
        parameters=(
            ("asked for", str(themes) if themes else "as many as the voices suggest"),
            ("fineness tried", ", ".join(f"{value:g}" for value in FINENESS)),
            ("fineness taken", f"{found.chosen.fineness:g}" if found else "none"),
            ("left out each time", f"one in {2 * TIMES}, {TIMES} times"),
            ("near enough", f"{NEAR_ENOUGH:g}"),
            ("different texts", str(len(texts))),
            *(found.spread.said if found and found.spread else ()),
        ),
    )


def _why(found: _Found | None, number: int, asked: int | None) -> str:
    if found is None:
        return "Heard suggests no theme, because nothing that was said tells what it is about."
    return why_so_many(number, found.tried, found.chosen, asked)


def _sorted_out(texts: list[Said]) -> tuple[list[Said], list[NotGrouped]]:
    """Put aside the texts that say too little to compare, or say it in a language the reader does not know."""
    kept: list[Said] = []
    aside: list[NotGrouped] = []
    for said in texts:
        start = said.words[:MOST_LETTERS]
        why = enough_to_say(start) or ("" if in_english(start) else OTHER_LANGUAGE)
        if why:
            aside += [NotGrouped(voice.id, why) for voice in said.voices]
        else:
            kept.append(said)
    return kept, aside


def _found(reader: Reader, texts: list[Said], asked: int | None, seed: int, step: Progress) -> _Found:
    """Find the themes in all texts; where there are too many, in those that come first, which are a fair sample."""
    read = texts[:SAMPLE] if len(texts) > MOST_READ else texts
    words = [said.words[:MOST_LETTERS] for said in read]
    vectors = reader.vectors(words, progress=lambda done, total: step(round(60 * done / max(total, 1)), _STEPS))
    space = Space(vectors, [families(one) for one in words])
    places, weights = space.places, _weights(read)
    joined = graph(places)
    step(65, _STEPS)
    tried, chosen = _tried(places, weights, joined, asked)
    parts = part(places, weights, joined, chosen, seed) if tried else communities(joined, 1.0, seed)
    if asked is not None:
        parts = exactly(
            places, weights, parts, min(asked, max(1, len({who for said in read for who in said.people}) // 2))
        )
    step(70, _STEPS)
    themes = themes_of(read, places, weights, parts)

    def place(passages: list[str]) -> Numbers:
        return space.of(reader.vectors(passages), [families(one) for one in passages])

    also = further(read, themes.parts, themes.middle, themes.closeness, _between(themes), place)
    steady = steadiness(themes.parts, weights, chosen) if themes.count else []
    groups = groups_of(read, themes, also, steady)
    finer = finer_parts(groups, read, places, weights, joined)
    step(75, _STEPS)
    spread = None
    if len(read) < len(texts):
        spread = spread_out([said.words for said in texts], places, themes, finer, place, step)
        themes, finer = spread.themes, spread.finer
        groups = groups_of(texts, themes, also, steady)
    parts_found = sub_groups(groups, texts, finer)
    material = Material(texts, vectors, places, themes.closeness, themes.margin)
    return _Found(texts, themes, groups, parts_found, tried, chosen, material, spread)


def _between(themes: Themes) -> Parts:
    """Choose the texts that may hold several thoughts: a voice of two thoughts lies between two themes."""
    if len(themes.parts) < _MANY:
        return np.arange(len(themes.parts), dtype=np.int64)
    return np.flatnonzero(themes.margin <= np.median(themes.margin))


def _tried(places: Numbers, weights: Numbers, joined: object, asked: int | None) -> tuple[list[Tried], Tried]:
    if len(places) < _FEWEST_TO_TRY:
        return [], Tried(1.0, 1, 1.0, 0.0, ())
    tried = try_all(places, weights, joined, asked or 0)
    if asked is None:
        return tried, steadiest(tried)
    return tried, min(tried, key=lambda one: (abs(one.number - asked), one.number))


def _weights(texts: Sequence[Said]) -> Numbers:
    """Weigh each text by the people who said it; a person's weight is spread over all that they said."""
    spoke = Counter(person for said in texts for person in said.people)
    return np.array([sum(1.0 / spoke[person] for person in said.people) for said in texts], dtype=np.float32)


def _left_over(found: _Found) -> list[NotGrouped]:
    alone = set(found.themes.alone.tolist())
    aside: list[NotGrouped] = []
    for at in np.flatnonzero(found.themes.parts < 0).tolist():
        near = int(found.themes.nearest[at])
        key = str(near + 1) if near >= 0 else ""
        aside += [NotGrouped(voice.id, ONE_PERSON if at in alone else TOO_FAR, key) for voice in found.texts[at].voices]
    return aside
