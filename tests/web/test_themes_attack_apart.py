"""A reader who reads apart looks everywhere for what the other said: every page, table, picture and proposal."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.export import TABLES
from heard_web.themes.models import BlindRound, Codebook, Theme
from heard_web.themes.picturing import PICTURES
from heard_web.themes.urls import urlpatterns
from heard_web.themes.views_export import FILES
from tests.web.rounds_cast import give
from tests.web.themes_cast import fill

# What differs between two openings of one page: times, keys of forms, and the number of a learning run, which PostgreSQL
# never gives out twice.
PASSING = re.compile(
    rb'csrfmiddlewaretoken" value="[^"]*"|nonce-[\w-]+|\d{4}-\d\d-\d\dT[\d:.]+Z?|\d\d?:\d\d'
    rb'|name="shown" value="\d+"|voices \(\d+\)'
)


class _UndoneError(Exception):
    """Takes back what was answered, so that the other answer can be given to the same world."""


def _addresses(codebook: Codebook, reading: BlindRound, theme: Theme) -> list[str]:
    numbers = {
        "round": reading.pk, "round_read": reading.pk, "round_settle": reading.pk, "theme": theme.pk,
        "theme_change": theme.pk, "theme_merge": theme.pk, "version": codebook.versions.get(number=1).pk,
        "run": codebook.runs.get().pk, "run_please_read": codebook.runs.get().pk,
        "candidate": codebook.runs.get().candidates.all()[0].pk, "proposition": codebook.propositions.get().pk,
        "stances": codebook.propositions.get().pk,
    }  # fmt: skip
    alone = {"list", "start", "findings", "finding_add"}
    passed = {"brought", "finding", "finding_change", "codebook_voice", "picture"}
    found = [reverse(f"themes:{page.name}") for page in urlpatterns if page.name in alone]
    found += [
        reverse(f"themes:{page.name}", args=[numbers.get(str(page.name), codebook.pk)])
        for page in urlpatterns
        if page.name not in alone | passed
    ]
    found += [
        reverse("themes:codebook_voice", args=[codebook.pk, voice])
        for voice in reading.voices.values_list("contribution", flat=True)
    ]
    found += [f"{reverse('themes:export', args=[codebook.pk])}?what={what}" for what in [*TABLES, *FILES]]
    found += [reverse("themes:picture", args=[codebook.pk, picture]) for picture in PICTURES]
    found += [f"{reverse('themes:finding_add')}?draft={theme.pk}", reverse("audit:list"), reverse("desk")]
    return found


def _all_there_is_to_see(client: Client, addresses: list[str]) -> dict[str, tuple[int, bytes]]:
    answers = {address: client.get(address) for address in addresses}
    return {at: (answer.status_code, PASSING.sub(b"", _unpacked(answer.content))) for at, answer in answers.items()}


def _unpacked(content: bytes) -> bytes:
    """What a workbook or a project holds, without the moment it was packed."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"".join(package.read(name) for name in package.namelist())


@pytest.mark.django_db
def test_what_one_reader_answers_changes_nothing_that_the_other_can_see_before_both_have_finished(
    workshop: Activity, officer: User, second_officer: User, client: Client
) -> None:
    voices = fill(workshop, by=officer)
    codebook = actions.start_codebook(by=officer, title="What makes a good day", purpose=workshop.purpose)
    bus, quiet = (actions.add_theme(codebook, by=officer, name=name) for name in ("The bus", "Quiet rooms"))
    for voice in voices[:4]:
        actions.code(bus, voice, by=officer)
    actions.ask_for_candidates(codebook, by=officer, engine="word weights")
    actions.put_proposition(codebook, by=officer, words="Every school needs a quiet room")
    reading = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=6)
    apart = [row.contribution for row in reading.voices.all()]
    client.force_login(second_officer, backend="django.contrib.auth.backends.ModelBackend")
    addresses = _addresses(codebook, reading, bus)
    client.get(reverse("desk"))
    seen, told_at_last = [], []
    for chosen in ([bus], [quiet]):
        try:
            with transaction.atomic():
                for voice in apart:
                    give(reading, voice, officer, *chosen, direction="idea" if chosen == [bus] else "not_said")
                actions.finish(reading, by=officer)
                actions.ask_to_learn_themes(codebook, by=second_officer, at_once=True)
                for voice in voices:  # whatever the other reader tries to sort, move or refuse by guessing its number
                    client.post(reverse("themes:coding", args=[codebook.pk]), {"voice": voice.pk, "go": "next"})
                seen.append(_all_there_is_to_see(client, addresses))
                for voice in apart:
                    give(reading, voice, second_officer, bus)
                actions.finish(reading, by=second_officer)
                told_at_last.append(client.get(reverse("themes:round", args=[reading.pk])).content)
                raise _UndoneError
        except _UndoneError:
            reading.refresh_from_db()

    first, *others = seen
    told = {at: other[at] for other in others for at in addresses if other[at] != first[at]}

    assert all(status in (200, 302, 404, 405, 409) for status, _ in first.values()), {
        at: status for at, (status, _) in first.items()
    }
    assert sum(status == 200 for status, _ in first.values()) > 40
    assert told == {}
    assert len(set(map(len, told_at_last))) > 1  # once both have finished, it shows
