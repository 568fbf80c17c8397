"""From parts of texts to themes of people: what is too little is set aside, the rest put in order and parted once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from heard.themes.discovery.choice import Tried, steadiness
from heard.themes.discovery.describing import Group
from heard.themes.discovery.parting import Parts, communities, hearts, tidy
from heard.themes.discovery.several import Further
from heard.themes.discovery.space import Numbers
from heard.themes.discovery.texts import Said
from heard.themes.engine import Member

NEAR_ENOUGH = 0.35  # likeness to the heart below which a voice is better read than counted
_FEWEST_PEOPLE = 2
_WORTH_PARTING = 20  # people: a smaller theme is read as one
_PART_FINENESS = 1.0
_LEAST = 0.15  # of a theme's people: a smaller part is not shown by itself


@dataclass(slots=True)
class Themes:
    """Texts by theme (-1 is none), the hearts, how close each text is to its own and by how much closer than to the next."""

    parts: Parts
    middle: Numbers
    closeness: Numbers
    margin: Numbers
    nearest: Parts
    alone: Parts  # texts of what only one person said

    @property
    def count(self) -> int:
        """Count the themes."""
        return len(self.middle)


def themes_of(texts: Sequence[Said], places: Numbers, weights: Numbers, parts: Parts) -> Themes:
    """Set aside what is far from every theme and what only one person said, and put the themes in order of people."""
    parts = _of_several_people(texts, places, weights, parts)
    alone = np.flatnonzero(parts < 0)
    if (parts >= 0).any():
        parts = _in_order(texts, parts)
    count = int(parts.max()) + 1 if len(parts) else 0
    middle = hearts(places, weights, parts, count)
    near = places @ middle.T if count else np.zeros((len(texts), 0), dtype=np.float32)
    nearest = near.argmax(axis=1) if count else np.full(len(texts), -1, dtype=np.int64)
    rows = np.arange(len(texts))
    own = near[rows, np.where(parts >= 0, parts, nearest)] if count else np.zeros(len(texts), dtype=np.float32)
    rest = near.copy()
    if count:
        rest[rows, np.where(parts >= 0, parts, nearest)] = -1.0
    margin = own - rest.max(axis=1) if count > 1 else own
    placed = np.where(own >= NEAR_ENOUGH, parts, -1)
    return Themes(placed, middle, own, margin, np.asarray(nearest, dtype=np.int64), alone)


def _of_several_people(texts: Sequence[Said], places: Numbers, weights: Numbers, parts: Parts) -> Parts:
    """Give the texts of a part that one person made to the nearest other part, if near, else to none."""
    many = _people(texts, parts)
    kept = [part for part, people in enumerate(many) if len(people) >= _FEWEST_PEOPLE]
    if len(kept) == len(many):
        return parts
    renamed = np.full(len(many), -1, dtype=np.int64)
    renamed[kept] = np.arange(len(kept))
    parts = renamed[parts]
    if not kept:
        return parts
    lost = np.flatnonzero(parts < 0)
    near = places[lost] @ hearts(places, weights, parts, len(kept)).T
    parts[lost] = np.where(near.max(axis=1) >= NEAR_ENOUGH, near.argmax(axis=1), -1)
    return parts


def _people(texts: Sequence[Said], parts: Parts) -> list[set[str]]:
    people: list[set[str]] = [set() for _ in range(int(parts.max()) + 1)]
    for said, part in zip(texts, parts.tolist(), strict=True):
        if part >= 0:
            people[part].update(said.people)
    return people


def _in_order(texts: Sequence[Said], parts: Parts) -> Parts:
    """Number the themes by how many people raised them; of equals, the one with the first text comes first."""
    people = _people(texts, parts)
    first = [int(np.flatnonzero(parts == part)[0]) for part in range(len(people))]
    order = sorted(range(len(people)), key=lambda part: (-len(people[part]), first[part]))
    place = np.full(len(people), -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    return np.where(parts >= 0, place[parts], -1)


def groups_of(
    texts: Sequence[Said], themes: Themes, also: dict[int, list[Further]], steady: Sequence[float]
) -> list[Group]:
    """Gather each theme's members: those it is the main theme of, and those with a passage in it."""
    members: list[list[Member]] = [[] for _ in range(themes.count)]
    people: list[set[str]] = [set() for _ in range(themes.count)]
    inside: list[list[int]] = [[] for _ in range(themes.count)]
    for at, part in enumerate(themes.parts.tolist()):
        if part < 0:
            continue
        inside[part].append(at)
        for one in also.get(at) or [Further(at, part, 0.0, True, ())]:
            close = _close(themes.closeness[at]) if one.main else _close(one.closeness)
            for voice in texts[at].voices:
                spans = one.spans if voice.words == texts[at].words else ()
                members[one.theme].append(Member(voice.id, close, one.main, spans))
            people[one.theme].update(texts[at].people)
    return [
        Group(
            str(part + 1),
            "",
            tuple(inside[part]),
            tuple(sorted(members[part], key=lambda member: (-member.closeness, member.voice))),
            frozenset(people[part]),
            steady[part],
        )
        for part in range(themes.count)
    ]


@dataclass(slots=True)
class Finer:
    """Sub-themes: which each text is in (-1 is none), the theme of each, its heart and how steady it is."""

    parts: Parts
    theme: list[int]
    middle: Numbers
    steadiness: list[float]


def finer_parts(
    groups: Sequence[Group],
    texts: Sequence[Said],
    places: Numbers,
    weights: Numbers,
    joined: sparse.csr_matrix,
) -> Finer:
    """Part each theme into sub-themes of several people each, or into none where it is small or all of a piece."""
    everywhere = np.full(len(texts), -1, dtype=np.int64)
    large = [at for at, one in enumerate(groups) if min(len(one.inside), len(one.people)) >= _WORTH_PARTING]
    theme = np.full(len(texts), -1, dtype=np.int64)
    for number, at in enumerate(large):
        theme[list(groups[at].inside)] = number
    inside = np.flatnonzero(theme >= 0)
    if not len(inside):
        return Finer(everywhere, [], np.zeros((0, places.shape[1]), np.float32), [])
    theme, mine, weigh = theme[inside], places[inside], weights[inside]
    said = [texts[at] for at in inside.tolist()]
    graph = _within(sparse.csr_matrix(joined[inside][:, inside]), theme)
    people = [len(groups[at].people) for at in large]
    parts = _readable(said, mine, weigh, theme, _parted(graph, theme), people)
    steady = _steady_parts(graph, theme, weigh, parts)
    several = [part for number in range(len(large)) for part in _more_than_one(parts[theme == number])]
    renamed = np.full(int(parts.max()) + 1, -1, dtype=np.int64)
    renamed[several] = np.arange(len(several))
    everywhere[inside] = renamed[parts]
    owner = [large[int(theme[np.flatnonzero(parts == part)[0]])] for part in several]
    middle = hearts(places, weights, everywhere, len(several))
    return Finer(everywhere, owner, middle, [steady[part] for part in several])


def _more_than_one(parts: Parts) -> list[int]:
    some: list[int] = np.unique(parts).tolist()
    return some if len(some) > 1 else []


def sub_groups(groups: Sequence[Group], texts: Sequence[Said], finer: Finer) -> list[Group]:
    """Gather the members of each sub-theme, the one with most people first. Each is a member of the theme above, too."""
    found: list[Group] = []
    inside: list[list[int]] = [[] for _ in finer.theme]
    for at in np.flatnonzero(finer.parts >= 0).tolist():
        inside[finer.parts[at]].append(at)
    for number, group in enumerate(groups):
        mine = [part for part, owner in enumerate(finer.theme) if owner == number and inside[part]]
        by_voice = {member.voice: member for member in group.members if member.main} if mine else {}
        made = [_part(group, inside[part], texts, by_voice, finer.steadiness[part]) for part in mine]
        made.sort(key=lambda one: (-len(one.people), one.inside[0]))
        found += [replace(one, key=f"{group.key}.{at}") for at, one in enumerate(made, start=1)]
    return found


def _within(graph: sparse.csr_matrix, theme: Parts) -> sparse.csr_matrix:
    """Keep the links inside each theme and give every theme the same weight, so that each is parted as if it stood alone."""
    links = graph.tocoo()
    kept = theme[links.row] == theme[links.col]
    row, column, weight = links.row[kept], links.col[kept], links.data[kept]
    total = np.bincount(theme[row], weights=weight, minlength=int(theme.max()) + 1)
    scaled = (weight / np.maximum(total, 1e-9)[theme[row]]).astype(np.float32)
    return sparse.csr_matrix((scaled, (row, column)), shape=graph.shape)


def _parted(graph: sparse.csr_matrix, theme: Parts) -> Parts:
    """Part every theme at once. With equal weights, the fineness of one theme times the number of themes is that of all."""
    found = communities(graph, _PART_FINENESS * len(np.unique(theme)))
    return tidy(found * (int(theme.max()) + 1) + theme)


def _readable(
    said: Sequence[Said], places: Numbers, weights: Numbers, theme: Parts, parts: Parts, people: Sequence[int]
) -> Parts:
    """Give the texts of parts that too few people made to the nearest larger part of their theme."""
    many = _people(said, parts)
    owner = np.zeros(len(many), dtype=np.int64)
    owner[parts] = theme
    middle = hearts(places, weights, parts, len(many))
    kept = np.array([len(who) >= max(3, _LEAST * people[of]) for who, of in zip(many, owner.tolist(), strict=True)])
    found = parts.copy()
    for number in range(len(people)):
        mine = np.flatnonzero(theme == number)
        large = np.flatnonzero(kept & (owner == number))
        if len(large) < 2:
            found[mine] = parts[mine[0]]
        else:
            found[mine] = large[(places[mine] @ middle[large].T).argmax(axis=1)]
    return tidy(found)


def _part(
    group: Group, inside: Sequence[int], texts: Sequence[Said], by_voice: dict[str, Member], steady: float
) -> Group:
    members = [by_voice[voice.id] for at in inside for voice in texts[at].voices]
    people = frozenset[str]().union(*(texts[at].people for at in inside))
    ordered = tuple(sorted(members, key=lambda member: (-member.closeness, member.voice)))
    return Group("", group.key, tuple(inside), ordered, people, steady)


def _steady_parts(graph: sparse.csr_matrix, theme: Parts, weights: Numbers, parts: Parts) -> list[float]:
    """Leave a tenth of the texts out three times and see which sub-themes stay together."""
    without = []
    for time in range(3):
        stay = np.flatnonzero(np.arange(len(parts)) % 10 != time)
        placed = np.full(len(parts), -1, dtype=np.int64)
        placed[stay] = _parted(_within(sparse.csr_matrix(graph[stay][:, stay]), theme[stay]), theme[stay])
        without.append(placed)
    return steadiness(parts, weights, Tried(_PART_FINENESS, int(parts.max()) + 1, 1.0, 0.0, tuple(without)))


def _close(value: np.float32 | float) -> float:
    return round(min(1.0, max(0.0, float(value))), 5)
