"""Files that other tools wrote, of invented words, brought into a set of themes."""

from __future__ import annotations

from pathlib import Path

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.actions_import import bring_in_file, look_at_file
from heard_web.themes.models import Coding
from tests.web.themes_cast import say

SAMPLES = Path(__file__).parent.parent / "heard" / "exchange_samples"


def test_passages_of_a_line_by_line_coder_lie_where_it_put_them(workshop: Activity, officer: User) -> None:
    words = "The 🚌 comes late to Elmtree.\nA quiet room he\u0301lps me.\nمرحبا, more swings.\n"
    codebook = actions.start_codebook(by=officer, title="Getting about", purpose=workshop.purpose)
    voice = say(workshop, words, by=officer)
    content = (SAMPLES / "line-coder.qdpx").read_bytes()

    bring_in_file(look_at_file(codebook, by=officer, content=content, file_name="lines.qdpx"), by=officer)

    found = {
        coding.theme.name: [voice.readable[each.start : each.end] for each in coding.passages.all()]
        for coding in Coding.objects.all()
    }
    assert found == {
        "late bus": ["The 🚌 comes late to Elmtree.\n"],
        "quiet room": ["A quiet room he\u0301lps me.\n"],
        "play": ["مرحبا, more swings.\n"],
    }


def test_the_tags_of_another_tool_become_themes(workshop: Activity, officer: User) -> None:
    codebook = actions.start_codebook(by=officer, title="Getting about", purpose=workshop.purpose)
    content = (SAMPLES / "taguette.qdc").read_bytes()

    bring_in_file(look_at_file(codebook, by=officer, content=content, file_name="tags.qdc"), by=officer)

    assert {theme.name for theme in codebook.themes.agreed()} == {"journeys", "journeys.late", "quiet & calm"}
