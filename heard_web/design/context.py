"""What every page needs to know about itself: the area, the person, and the ways to other pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Way:
    """One entry of a navigation, as written down here; `roles` empty means everyone."""

    label: str
    url_name: str
    stage: bool = False
    roles: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class NavItem:
    """One entry as the page shows it."""

    label: str
    url: str
    current: bool
    stage: bool
    first: bool = False


STAFF = (
    Way("Desk", "desk"),
    Way("Engagement", "engagement:list", stage=True),
    Way("Voice", "voice:list", stage=True),
    Way("Themes", "themes:list", stage=True),
    Way("Decisions", "decisions:list", stage=True),
    Way("Outcomes", "outcomes:list", stage=True),
    Way("Provision", "provision:list"),
    Way("Publishing", "publishing:list"),
)
STAFF_MORE = (
    Way("Forum", "forum:list"),
    Way("Places", "places:list"),
    Way("People", "people:list", roles=frozenset({ADMINISTRATOR})),
    Way("Organisations", "people:organisations"),
    Way("History", "audit:list"),
    Way("My password", "people:password"),
)
PUBLIC = (
    Way("Home", "public:home"),
    Way("Updates", "public:updates"),
    Way("Events", "public:events"),
    Way("You said, we did", "public:you_said"),
    Way("Stories", "public:stories"),
    Way("Places that help", "public:hubs"),
    Way("Join the forum", "forum:interest"),
)
FOOTER = (Way("Accessibility", "public:accessibility"), Way("Privacy", "public:privacy"))


def address(url_name: str) -> str:
    """The address of a named page, or nothing when this installation does not have that page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def nav(ways: Sequence[Way], *, path: str, role: str) -> list[NavItem]:
    """The entries this role sees; the one whose address is the longest start of `path` is the current one."""
    seen = [(way, address(way.url_name)) for way in ways if not way.roles or role in way.roles]
    found = [(way, url) for way, url in seen if url]
    starts = [url for _, url in found if path == url or (url != "/" and path.startswith(url))]
    here = max(starts, key=len, default="")
    first = next((url for way, url in found if way.stage), "")
    return [NavItem(way.label, url, url == here, way.stage, first=url == first) for way, url in found]


def role_of(user: Any) -> str:
    """The role's code in lower case; empty for someone who has not signed in."""
    if not user or not user.is_authenticated:
        return ""
    return str(getattr(user, "role", "")).lower()


def person(user: Any) -> dict[str, str] | None:
    """The name and role shown in the header."""
    if not user or not user.is_authenticated:
        return None
    shown_role = getattr(user, "get_role_display", None)
    return {"name": user.get_full_name() or user.get_username(), "role": str(shown_role()) if shown_role else ""}


def design(request: HttpRequest) -> dict[str, object]:
    """Give every template the area's name, the navigation and the person signed in."""
    user = getattr(request, "user", None)
    role = role_of(user)
    return {
        "area_name": settings.HEARD_AREA_NAME,
        "staff_nav": nav(STAFF, path=request.path, role=role) if role else [],
        "staff_more": nav(STAFF_MORE, path=request.path, role=role) if role else [],
        "public_nav": nav(PUBLIC, path=request.path, role=role),
        "footer_links": nav(FOOTER, path=request.path, role=role),
        "home_url": address("public:home"),
        "desk_url": address("desk"),
        "sign_in_url": address("people:sign_in"),
        "sign_out_url": address("people:sign_out"),
        "person": person(user),
    }
