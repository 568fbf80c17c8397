"""Every address of the site, opened and sent to by every role, in their own and in somebody else's organisation.

The list of addresses is read from the site itself. A new address is covered the day it is added; one whose arguments are
not known here fails, and says which name to teach.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from heard_web.people.models import DecisionBody, Organisation, Role, User
from heard_web.places.models import Setting
from tests.web.conftest import person
from tests.web.world import DAY, World

# Pages that need no account.
OPEN_STAGES = {"public"}
OPEN_PAGES = {"forum:interest", "forum:thanks", "people:sign_in", "people:sign_out"}
READERS = ("nobody", "council_officer", "forum_member")  # a page for everyone is the same for everyone
# What the number in an address of a stage means, where the name of the page does not say so.
MEANS = {
    "engagement": "activity", "voice": "contribution", "themes": "codebook", "decisions": "ask", "outcomes": "action",
    "provision": "provision", "publishing": "publication", "forum": "interest", "places": "setting", "people": "person",
}  # fmt: skip
MEANS_HERE = {
    "themes:ask": "codebook",
    "themes:coding": "codebook",
    "themes:theme_add": "codebook",
    "themes:proposition_add": "codebook",
    "themes:stances": "proposition",
    "outcomes:thread": "ask",
    "outcomes:voice_thread": "contribution",
    "people:release": "activity",
    "voice:drawing": "drawn",
    "voice:picture_checked": "drawn",
}
SAME_FOR_ALL = {
    "year": 2026, "month": 5, "part": 1, "label": "engagement.activity", "pile": "what-comes-next", "picture": "theme-map",
}  # fmt: skip
SLUGS = {"event": "events/open-day", "you_said": "you-said/quiet-rooms", "story": "stories/a-quiet-room"}
# Rows that belong to the whole area, so that no organisation's wall is around them.
SHARED = {"setting", "person", "organisation", "body", "comment", "snapshot"}
ANSWERS = {200, 302, 403, 404, 405}
HIDDEN = {403, 404, 405}


@dataclass(frozen=True)
class Page:
    """One address of the site, and the names of what it takes."""

    name: str
    takes: tuple[str, ...]

    @property
    def stage(self) -> str:
        return self.name.partition(":")[0]

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES or self.name in OPEN_PAGES


def pages(resolver: URLResolver, space: str = "") -> Iterator[Page]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from pages(entry, inner)
        elif isinstance(entry, URLPattern):
            yield Page(f"{space}{entry.name}", tuple(entry.pattern.converters))


ALL = sorted(set(pages(get_resolver())), key=lambda page: page.name)
STAGES = sorted({page.stage for page in ALL})


def meaning(page: Page, argument: str, rows: dict[str, Any]) -> str:
    """Which row an argument names: 'activity_pk' says it; 'pk' follows from the page or its stage."""
    if argument != "pk":
        return argument.removesuffix("_pk")
    name = page.name.partition(":")[2]
    first = next((row for row in sorted(rows, key=len, reverse=True) if name == row or name.startswith(f"{row}_")), "")
    return MEANS_HERE.get(page.name) or first or MEANS.get(page.stage, "")


def address(page: Page, world: World) -> tuple[str, bool]:
    """The address with this world's rows in it, and whether one of them is behind the organisation's wall."""
    given: dict[str, Any] = {}
    walled = False
    for argument in page.takes:
        row = meaning(page, argument, world.rows)
        if argument in SAME_FOR_ALL:
            given[argument] = SAME_FOR_ALL[argument]
        elif argument == "slug":
            known = [slug for start, slug in SLUGS.items() if page.name.partition(":")[2].startswith(start)]
            assert known, f"Teach SLUGS in this file which page the slug of {page.name} names."
            given[argument] = known[0].partition("/")[2]
        else:
            assert row in world.rows, (
                f"Teach this file what “{argument}” of {page.name} names: add it to tests/web/world.py."
            )
            given[argument], walled = world.rows[row].pk, walled or row not in SHARED
    return reverse(page.name, kwargs=given), walled


@dataclass(frozen=True)
class Everyone:
    """The people, and what the council and the forum hold."""

    people: dict[str, User | None]
    council: World
    forum: World

    def hidden_from(self, name: str) -> list[World]:
        """The worlds this person must not see."""
        if name in ("forum_member", "forum_reader"):
            return [self.council]
        return (
            [self.forum]
            if name in ("inspector", "nhs_officer") or name.startswith("council")
            else [self.council, self.forum]
        )


@pytest.fixture
def everyone(
    officer: User, approver: User, decision_maker: User, administrator: User, forum_member: User, inspector: User,
    stranger: User, icb: Organisation, board: DecisionBody, school: Setting,
) -> Everyone:  # fmt: skip
    second_in_forum = person("Flo Ashby", Role.APPROVER, forum_member.organisation)
    council = World(officer, approver, board, school, "canary-of-the-council")
    forum = World(forum_member, second_in_forum, board, school, "canary-of-the-forum")
    council.rows["snapshot"] = council.publish("monthly_update", "updates/2026/05", DAY.replace(day=1))
    forum.rows["snapshot"] = council.rows["snapshot"]
    for kind, slug in (("event_notice", "event"), ("you_said", "you_said"), ("story", "story")):
        council.publish(kind, SLUGS[slug])
    people: dict[str, User | None] = {
        "council_officer": officer, "council_approver": approver, "council_decision_maker": decision_maker,
        "council_administrator": administrator, "nhs_officer": person("Ivo Hale", Role.OFFICER, icb),
        "forum_member": forum_member, "forum_reader": second_in_forum, "inspector": inspector, "stranger": stranger,
        "nobody": None,
    }  # fmt: skip
    return Everyone(people, council, forum)


def cookies_of(user: User | None) -> SimpleCookie:
    """What the browser of somebody who has signed in sends along."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies


def ask(cookies: SimpleCookie, method: str, where: str) -> HttpResponse:
    """One request in a browser of its own, and everything it changed put back."""
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
    with transaction.atomic():
        answer: Any = client.get(where) if method == "GET" else client.post(where, {})
        body(answer)
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]


def body(answer: Any) -> bytes:
    """Everything the answer says, also inside a spreadsheet."""
    if not hasattr(answer, "_said"):
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if said.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(said)) as package:
                said = b"".join(package.read(name) for name in package.namelist())
        answer._said = said
    return bytes(answer._said)


def wrong_with(page: Page, who: str, method: str, answer: Any, *, walled: bool, secrets: list[str]) -> str:
    """What is wrong with an answer, in words; nothing when it is right."""
    status = answer.status_code
    if status not in ANSWERS:
        return f"answered {status}"
    if leaked := [secret for secret in secrets if secret.encode() in body(answer)]:
        return f"shows {', '.join(leaked)}"
    if who == "nobody" and not page.is_open:
        to_sign_in = status == 302 and answer["Location"].startswith(reverse("people:sign_in"))
        return "" if to_sign_in or status == 405 else f"answered {status} to somebody who is not signed in"
    if walled and status not in HIDDEN:
        return f"answered {status} for a record that does not exist for them"
    return ""


@pytest.mark.parametrize("stage", STAGES)
def test_every_page_answers_every_role_as_it_should(stage: str, everyone: Everyone) -> None:
    listed = [page for page in ALL if page.stage == stage]

    cookies = {who: cookies_of(user) for who, user in everyone.people.items()}
    wrong: list[str] = []
    never_opened = []
    for page in listed:
        opened = False
        for world in (everyone.council, everyone.forum):
            where, has_wall = address(page, world)
            if world is everyone.forum and not has_wall:
                continue
            for who in READERS if page.stage in OPEN_STAGES else everyone.people:
                hidden = everyone.hidden_from(who)
                secrets = [other.canary for other in hidden]
                for method in ("GET", "POST"):
                    answer = ask(cookies[who], method, where)
                    opened |= who != "nobody" and answer.status_code in (200, 302)
                    said = wrong_with(page, who, method, answer, walled=has_wall and world in hidden, secrets=secrets)
                    wrong += [f"{method} {where} ({page.name}) as {who}: {said}"] if said else []
        never_opened += [] if opened else [page.name]

    assert wrong == []
    assert never_opened == [], "Nobody can open these: teach MEANS_HERE in this file which row they name."


def test_the_list_of_pages_is_the_whole_site() -> None:
    names = [page.name for page in ALL]

    unnamed = [name for name in names if name.endswith("None")]

    assert len(names) > 60
    assert unnamed == []
