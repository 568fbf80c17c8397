"""An officer, an approver, a forum member, a decision-maker, an inspector, an administrator and a stranger; Ashdale's bodies."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import DecisionBody, Organisation, OrganisationKind, Role, User
from heard_web.places.models import Setting

PASSWORD = "a-long-enough-password"


@pytest.fixture
def council(db: None) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.COUNCIL, name="Ashdale Council")


@pytest.fixture
def icb(db: None) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.ICB, name="Ash and Vale Integrated Care Board")


@pytest.fixture
def forum(db: None) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.PCF, name="Ashdale Parent Carer Forum")


@pytest.fixture
def other_school(db: None) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.SCHOOL, name="Farfield School")


def person(name: str, role: Role, organisation: Organisation) -> User:
    user = User(
        email=f"{name.lower().replace(' ', '.')}@ashdale.example", name=name, role=role, organisation=organisation
    )
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def officer(council: Organisation) -> User:
    return person("Orla Finch", Role.OFFICER, council)


@pytest.fixture
def second_officer(council: Organisation) -> User:
    return person("Sam Okafor", Role.OFFICER, council)


@pytest.fixture
def approver(council: Organisation) -> User:
    return person("Asha Pell", Role.APPROVER, council)


@pytest.fixture
def forum_member(forum: Organisation) -> User:
    return person("Fern Marlow", Role.FORUM_COORDINATOR, forum)


@pytest.fixture
def decision_maker(council: Organisation) -> User:
    return person("Dev Hartley", Role.DECISION_MAKER, council)


@pytest.fixture
def inspector(db: None) -> User:
    body = Organisation.objects.create(kind=OrganisationKind.INSPECTORATE, name="Inspectorate")
    return person("Ines Ward", Role.INSPECTOR, body)


@pytest.fixture
def administrator(council: Organisation) -> User:
    return person("Ada Moss", Role.ADMINISTRATOR, council)


@pytest.fixture
def stranger(other_school: Organisation) -> User:
    return person("Stan Reed", Role.OFFICER, other_school)


@pytest.fixture
def board(council: Organisation) -> DecisionBody:
    return DecisionBody.objects.create(name="Ashdale SEND Partnership Board", organisation=council)


@pytest.fixture
def school(db: None) -> Setting:
    return Setting.objects.create(urn=900001, name="Alder Brook Primary", town="Ashdale", phase="primary")


@pytest.fixture
def purpose(officer: User, board: DecisionBody) -> Purpose:
    return Purpose.objects.create(
        held_by=officer.organisation, question="What does a good life look like?", decision_informed="The SEND strategy",
        body=board, set_on=datetime.date(2026, 4, 1),
    )  # fmt: skip


@pytest.fixture
def workshop(officer: User, purpose: Purpose, school: Setting) -> Activity:
    return Activity.objects.create(
        held_by=officer.organisation, purpose=purpose, kind="workshop", title="Good life workshop", status="held",
        starts_on=datetime.date(2026, 5, 12), place_type="school", setting=school, recorded_by=officer,
    )  # fmt: skip


@pytest.fixture
def forum_meeting(forum_member: User) -> Activity:
    return Activity.objects.create(
        held_by=forum_member.organisation, kind="forum_meeting", title="Forum meeting", status="held",
        starts_on=datetime.date(2026, 5, 14), place_type="community_hub", recorded_by=forum_member,
    )  # fmt: skip


@pytest.fixture
def as_person(client: Client) -> Callable[[User], Client]:
    """A browser signed in as somebody."""

    def signed_in(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
