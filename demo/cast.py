"""The people, organisations, bodies and settings of Ashdale."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from heard_web.people.actions import open_account
from heard_web.people.models import DecisionBody, Organisation, OrganisationKind, OrganisationName, Role, User
from heard_web.places.models import Setting, SettingName

PASSWORD = "ashdale-demo-2026"  # noqa: S105 - printed at every start; for invented people only

ACCOUNTS: list[tuple[str, str, str, Role, str]] = [
    ("orla@ashdale.example", "Orla Finch", "council", Role.OFFICER, "Co-production officer"),
    ("sam@ashdale.example", "Sam Okafor", "council", Role.OFFICER, "Co-production officer"),
    ("asha@ashdale.example", "Asha Pell", "council", Role.APPROVER, "Head of SEND"),
    ("dev@ashdale.example", "Dev Hartley", "council", Role.DECISION_MAKER, "Chair of the partnership board"),
    ("fern@ashdale.example", "Fern Marlow", "forum", Role.FORUM_COORDINATOR, "Forum chair"),
    ("gwen@ashdale.example", "Gwen Tarrant", "forum", Role.APPROVER, "Forum vice-chair"),
    ("hal@ashdale.example", "Hal Winter", "forum", Role.ADMINISTRATOR, "Forum secretary"),
    ("ines@ashdale.example", "Ines Ward", "inspectorate", Role.INSPECTOR, "Inspector"),
    ("ada@ashdale.example", "Ada Moss", "council", Role.ADMINISTRATOR, "Systems officer"),
]


@dataclass
class Cast:
    """Everybody and every place the two stories need."""

    officer: User
    second_officer: User
    approver: User
    decision_maker: User
    forum_chair: User
    forum_approver: User
    board: DecisionBody
    plan_group: DecisionBody
    places: dict[str, Setting]


def organisations() -> dict[str, Organisation]:
    """The bodies that hold records. The forum and the health board have had other names."""
    kinds = OrganisationKind
    made = {
        "council": Organisation.objects.create(kind=kinds.COUNCIL, name="Ashdale Council"),
        "icb": Organisation.objects.create(kind=kinds.ICB, name="Ash and Vale Integrated Care Board"),
        "forum": Organisation.objects.create(kind=kinds.PCF, name="Ashdale Parent Carer Forum"),
        "inspectorate": Organisation.objects.create(kind=kinds.INSPECTORATE, name="Area inspection team"),
    }
    for key, old_name, until in (
        ("forum", "Families Together in Ashdale", datetime.date(2021, 8, 31)),
        ("icb", "Ash and Vale Clinical Commissioning Group", datetime.date(2022, 6, 30)),
    ):
        OrganisationName.objects.create(organisation=made[key], name=old_name, until_on=until)
    return made


# key, URN, name, town, phase
SETTINGS = [
    ("alder_brook", 990101, "Alder Brook Primary", "Ashdale", "primary"),
    ("alder_brook_north", 990102, "Alder Brook Primary", "Northmoor", "primary"),
    ("thistle", 990103, "Thistle Lane Primary", "Ashdale", "primary"),
    ("marlpit", 990104, "Marlpit High School", "Marlpit", "secondary"),
    ("fernhill", 990105, "Fernhill Learning Centre", "Ashdale", "alternative"),
    ("rowan_wood", 990106, "Rowan Wood School", "Ashdale", "special"),
    ("oakfield", 990107, "Oakfield School", "Southford", "special"),
    ("vale_college", 990108, "Vale College", "Ashdale", "further"),
    ("acorns", 990109, "Little Acorns Nursery School", "Southford", "nursery"),
    ("lakeside", 990110, "Lakeside Academy", "Millmere", "secondary"),
    ("st_bride", 990111, "St Bride's Primary", "Southford", "primary"),
    ("bishopscote", 990112, "Bishopscote Community College", "Bishopscote", "secondary"),
    ("quarry", 990113, "Quarry Hill School", "Marlpit", "secondary"),
    ("hollins", 990114, "Hollins Primary", "Millmere", "primary"),
]


def settings() -> dict[str, Setting]:
    """Schools and colleges, each known by its number. Two share the name Alder Brook Primary and are two schools."""
    made = {}
    for key, urn, name, town, phase in SETTINGS:
        made[key] = Setting.objects.create(
            urn=urn, name=name, town=town, phase=phase, local_authority="Ashdale", opened_on=datetime.date(1995, 9, 1)
        )
    SettingName.objects.create(
        setting=made["lakeside"], name="Millmere Secondary Modern", until_on=datetime.date(2013, 8, 31)
    )
    return made


def gather() -> Cast:
    """Open every account and write down every body and setting."""
    held = organisations()
    people = {}
    for email, name, organisation, role, title in ACCOUNTS:
        people[email.split("@")[0]] = open_account(
            email=email,
            name=name,
            organisation=held[organisation],
            role=role,
            password=PASSWORD,
            job_title=title,
            by=None,
        )
    board = DecisionBody.objects.create(name="Ashdale SEND Partnership Board", organisation=held["council"])
    plan_group = DecisionBody.objects.create(name="EHC Plan Improvement Group", organisation=held["council"])
    return Cast(
        officer=people["orla"], second_officer=people["sam"], approver=people["asha"], decision_maker=people["dev"],
        forum_chair=people["fern"], forum_approver=people["gwen"], board=board, plan_group=plan_group, places=settings(),
    )  # fmt: skip
