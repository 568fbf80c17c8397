"""The pictures in README and docs are of Ashdale as it is. `HEARD_PICTURES=docs/screenshots` writes them again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from demo.cast import PASSWORD
from heard_web.decisions.models import Ask
from heard_web.publishing.models import Publication
from tests.journeys.conftest import SHOTS, Traveller

PICTURES = Path(os.environ.get("HEARD_PICTURES", SHOTS))


def keep(traveller: Traveller, name: str) -> None:
    """Keep what the screen shows, without what lies below it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    traveller.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


def test_the_pictures_in_the_docs_are_of_ashdale(ashdale: None, travel: Callable[..., Traveller], width: str) -> None:
    hubs = Ask.objects.get(words__startswith="Open four hubs")
    month = Publication.objects.filter(kind="monthly_update", state="published").order_by("-month")[0]
    officer, family = travel("orla@ashdale.example", PASSWORD), travel()

    officer.go("/desk/")
    keep(officer, f"desk-{width}")
    officer.go(f"/outcomes/thread/{hubs.pk}/")
    assert "The Lakeside Centre" in officer.text()
    keep(officer, "thread" if width == "desktop" else "thread-phone")
    family.go(f"/{month.address}/")
    keep(family, f"update-{width}")
    family.go("/hubs/")

    assert "Asked for and not delivered" in family.text()
    assert "A secondary hub at Quarry Hill" in family.text()
