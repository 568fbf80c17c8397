"""What is written for other tools reads back the same: every word, every place, every letter."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.refi import Note, PassageCoding, Project, Source, read_qdc, read_qdpx, write_qdc, write_qdpx

AWKWARD = st.sampled_from(
    [
        "\r\n",
        "\r",
        "\n",
        "🚌",
        "e\u0301",
        "مرحبا",
        "\u202e",
        "\ufeff",
        "👩‍👧",
        "\t",
        "<b>",
        "&amp;",
        '"',
        "]]>",
        "\x00",
        "?>",
    ]
)
WORDS = st.lists(st.one_of(AWKWARD, st.text(max_size=6)), max_size=8).map("".join)
XML_WORDS = st.lists(
    st.one_of(
        AWKWARD.filter(lambda each: each != "\x00"),
        st.text(
            st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=6
        ),
    ),
    max_size=6,
).map("".join)


def _may_be_a_key(text: str) -> bool:
    return bool(text.strip()) and ";" not in text


@st.composite
def codebooks(draw: st.DrawFn) -> CodebookVersion:
    keys = draw(st.lists(st.text(min_size=1, max_size=5).filter(_may_be_a_key), min_size=1, max_size=6, unique=True))
    codes: list[Code] = []
    for key in keys:
        parent = draw(st.sampled_from(["", *(code.key for code in codes)]))
        examples = tuple(draw(st.lists(WORDS.filter(bool), max_size=2)))
        name, definition, includes, excludes = (draw(WORDS) for _ in range(4))
        codes.append(Code(key, name if name.strip() else "A theme", definition, includes, excludes, examples, parent))
    return CodebookVersion(draw(WORDS) or "Themes", draw(st.integers(1, 40)), tuple(draw(st.permutations(codes))))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    codebook = draw(codebooks())
    ids = draw(st.lists(st.text(min_size=1, max_size=4), max_size=4, unique=True))
    sources = tuple(Source(key, draw(WORDS), draw(WORDS)) for key in ids)
    codings = []
    for source in sources:
        for _ in range(draw(st.integers(0, 4))):
            code = draw(st.sampled_from(codebook.codes)).key
            start, end = sorted(draw(st.tuples(*[st.integers(0, len(source.text))] * 2)))
            end = -1 if draw(st.booleans()) and draw(st.booleans()) else end
            codings.append(
                PassageCoding(
                    source.id, code, start, end, draw(st.sampled_from(["", "Orla", "Sam\x01"])), draw(XML_WORDS)
                )
            )
    about = st.sampled_from([{}, {"theme": codebook.codes[0].key}, *({"source": source.id} for source in sources)])
    notes = tuple(
        Note(draw(XML_WORDS), draw(XML_WORDS) or "A note", **draw(about)) for _ in range(draw(st.integers(0, 2)))
    )
    made_at = draw(st.sampled_from(["", "2026-05-12T14:03:00Z"]))
    return Project(codebook, sources, tuple(codings), notes, made_at)


@settings(max_examples=30, deadline=None)
@given(codebooks())
def test_a_codebook_reads_back_the_same(codebook: CodebookVersion) -> None:
    written = write_qdc(codebook)

    assert written == write_qdc(codebook)
    assert read_qdc(written).codebook == codebook


@settings(max_examples=30, deadline=None)
@given(projects())
def test_a_project_reads_back_the_same(project: Project) -> None:
    written = write_qdpx(project)

    assert written == write_qdpx(project)
    found = read_qdpx(written)
    assert found.project == project
    assert found.left_out == ()


def test_the_places_count_characters_so_that_an_emoji_and_a_mark_count_as_they_stand() -> None:
    words = "🚌 La\u0301te\r\nمرحبا bus"
    codebook = CodebookVersion("Journeys", 1, (Code("1", "Late"),))
    start = words.index("bus")
    project = Project(codebook, (Source("v", "Voice", words),), (PassageCoding("v", "1", start, start + 3, "Orla"),))

    with zipfile.ZipFile(io.BytesIO(write_qdpx(project))) as package:
        described = ET.fromstring(package.read("project.qde"))  # noqa: S314
        [path] = [name for name in package.namelist() if name.startswith("Sources/")]
        kept = package.read(path).decode()

    [passage] = described.iter("{urn:QDA-XML:project:1.0}PlainTextSelection")
    assert kept == words
    assert kept[int(passage.attrib["startPosition"]) : int(passage.attrib["endPosition"])] == "bus"
    assert passage.attrib["startPosition"] == "15"


def test_another_tool_that_changes_a_description_is_believed() -> None:
    codebook = CodebookVersion(
        "Journeys", 3, (Code("7", "Late", definition="Being late.", includes="taxis\n", excludes=""),)
    )

    changed = write_qdc(codebook).replace(b"Being late.", b"Waiting.")

    [code] = read_qdc(changed).codebook.codes
    assert (code.key, code.definition, code.includes) == ("7", "Waiting.", "taxis\n")


def test_the_same_coding_twice_counts_once_and_keeps_both_notes() -> None:
    codebook = CodebookVersion("Journeys", 1, (Code("1", "Late"),))
    twice = [PassageCoding("v", "1", 0, 2, "Orla", note) for note in ("first", "second")]

    project = Project(codebook, (Source("v", "Voice", "My bus"),), tuple(twice))

    assert project.codings == (PassageCoding("v", "1", 0, 2, "Orla", "first\nsecond"),)
