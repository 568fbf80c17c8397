"""Exchange files from other tools, from people we do not know, and from people who mean harm."""

from __future__ import annotations

import io
import zipfile

import pytest

from heard.errors import BadRecord, EmptyFile, FileTooLarge, HeardError, UnreadableFile, WrongEncoding
from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.opening import read_any
from heard.themes.exchange.refi import PassageCoding, Project, Source, read_qdc, read_qdpx, write_qdc, write_qdpx

A, B, C, D = (f"0000000{n}-0000-4000-8000-000000000000" for n in range(1, 5))
BOOK = f'<CodeBook><Codes><Code guid="{A}" name="Late bus" isCodable="true"/></Codes></CodeBook>'
TEXT = f'<TextSource guid="{B}" name="Voice 1" plainTextPath="internal://{B}.txt">%s</TextSource>'


def passage(start: object, end: object, code: str = A) -> str:
    return (
        f'<PlainTextSelection guid="{C}" startPosition="{start}" endPosition="{end}"><Coding guid="{D}">'
        f'<CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


def packed(inside: str, texts: dict[str, bytes] | None = None, origin: str = "") -> bytes:
    described = f'<Project xmlns="urn:QDA-XML:project:1.0" name="Journeys" origin="{origin}">{inside}</Project>'
    return zipped({"project.qde": described.encode(), **(texts or {})})


def zipped(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return kept.getvalue()


def one_text(inside: str, words: bytes = b"The bus is late", **more: str) -> bytes:
    return packed(f"{BOOK}<Sources>{TEXT % inside}</Sources>", {f"Sources/{B}.txt": words}, **more)


def test_a_mark_at_the_start_of_a_text_is_not_counted() -> None:
    content = one_text(passage(4, 7), b"\xef\xbb\xbfThe bus is late")

    project = read_qdpx(content).project

    assert project.sources == (Source(B, "Voice 1", "The bus is late"),)
    assert project.codings == (PassageCoding(B, A, 4, 7),)


def test_a_tool_that_counts_a_windows_line_end_once_is_read_in_its_own_way() -> None:
    words = b"One\r\nTwo\r\nbus"

    counted_once = read_qdpx(one_text(passage(8, 11), words, origin="ATLAS.ti 23")).project
    counted_twice = read_qdpx(one_text(passage(10, 13), words, origin="NVivo 14")).project

    for project in (counted_once, counted_twice):
        [coding] = project.codings
        assert project.sources[0].text[coding.start : coding.end] == "bus"


def test_what_cannot_be_kept_is_counted_and_said() -> None:
    pictures = (
        f'<PictureSource guid="{C}"/>' * 3 + f'<AudioSource guid="{D}"/>' * 2 + f'<TextSource guid="{D}" name="Gone"/>'
    )

    found = read_qdpx(packed(f"{BOOK}<Sources>{pictures}</Sources><Sets><Set guid='{B}' name='x'/></Sets><Odd/>"))

    assert found.left_out == (
        "3 pictures, 2 audio recordings, 1 set and 1 part called “Odd” were left out.",
        "1 text was left out, because the words are not in the file: “Gone”.",
    )


def test_a_remark_on_a_passage_without_a_theme_is_kept_as_a_note() -> None:
    words = "<Description>Ask why</Description>"
    remark = f'<PlainTextSelection guid="{C}" startPosition="4" endPosition="7">{words}</PlainTextSelection>'

    [note] = read_qdpx(one_text(remark)).project.notes

    assert (note.name, note.words, note.source) == ("“bus”", "Ask why", B)


def test_a_coding_under_something_that_is_no_theme_is_counted() -> None:
    found = read_qdpx(one_text(passage(0, 3, code=D)))

    assert found.project.codings == ()
    assert found.left_out == ("1 coding under something that is no theme was left out.",)


@pytest.mark.parametrize(("start", "end"), [(4, 99), (-1, 3), (7, 4), ("x", 4), ("", ""), ("9" * 5000, 3), (0, "1_0")])
def test_a_place_outside_its_text_is_refused(start: object, end: object) -> None:
    with pytest.raises(BadRecord, match="but the text has 15 characters"):
        read_qdpx(one_text(passage(start, end)))


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a/../../b.txt", "C:\\secrets.txt", "..\\b.txt"])
def test_a_text_that_points_out_of_the_package_is_refused(path: str) -> None:
    source = f'<Sources><TextSource guid="{B}" name="V" plainTextPath="internal://{path}"/></Sources>'

    with pytest.raises(UnreadableFile, match="points out of the package"):
        read_qdpx(packed(BOOK + source))


def test_a_text_kept_elsewhere_on_a_machine_is_never_opened() -> None:
    source = f'<Sources><TextSource guid="{B}" name="V" plainTextPath="file:///etc/hostname"/></Sources>'

    assert read_qdpx(packed(BOOK + source)).project.sources == ()


BILLION = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><CodeBook><Codes>&b;</Codes></CodeBook>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><CodeBook>&a;</CodeBook>'
DEEP = b"<CodeBook>" + b"<Code>" * 5000 + b"</Code>" * 5000 + b"</CodeBook>"
TWO_OF_ONE = f'<CodeBook><Codes><Code guid="{A}" name="x"/><Code guid="{{{A}}}" name="y"/></Codes></CodeBook>'.encode()


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", EmptyFile, "is empty"),
        (b"  \n", EmptyFile, "is empty"),
        (b"not xml", UnreadableFile, "line 1 is not XML"),
        (b"<CodeBook><Codes>", UnreadableFile, "is not XML"),
        (b"\x00\x01\x02", UnreadableFile, "not"),
        (b'<?xml version="1.0" encoding="nonsense"?><CodeBook/>', UnreadableFile, "not|letters"),
        (b"<html/>", UnreadableFile, "not a codebook"),
        (BILLION, UnreadableFile, "could harm"),
        (OUTSIDE, UnreadableFile, "could harm"),
        (DEEP, FileTooLarge, "nested"),
        (TWO_OF_ONE, BadRecord, "Two themes"),
        (b'<CodeBook><Codes><Code name="x"/></Codes></CodeBook>', BadRecord, "no identity"),
        (b"<CodeBook>" + b" " * 21 * 1024 * 1024, FileTooLarge, "larger than 20 MB"),
    ],
)
def test_a_codebook_that_cannot_be_read_says_so_in_a_line(content: bytes, error: type[HeardError], says: str) -> None:
    with pytest.raises(error, match=says) as told:
        read_qdc(content, "codes.qdc")

    assert "\n" not in str(told.value) and "codes.qdc" in str(told.value)


def bomb() -> bytes:
    return zipped({"project.qde": b"<Project name='x'/>", "Sources/a.txt": b"0" * 30 * 1024 * 1024})


def two_of_a_name() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w") as package:
            package.writestr("project.qde", "<Project name='x'/>")
            package.writestr("project.qde", "<Project name='y'/>")
    return kept.getvalue()


def a_lie_about_its_size() -> bytes:
    content = bytearray(one_text(passage(0, 3)))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (3).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda: b"", "damaged"),
        (lambda: b"PK\x03\x04 nothing more", "damaged"),
        (lambda: zipped({"other.txt": b"x"}), "not a project"),
        (lambda: zipped({"project.qde": b"<CodeBook/>"}), "does not describe a project"),
        (bomb, "times its size"),
        (two_of_a_name, "two parts of one name"),
        (a_lie_about_its_size, "damaged"),
        (lambda: one_text(passage(0, 3), b"\xff\xfe\x00"), "letters of the text"),
        (lambda: one_text(passage(0, 3), b"caf\xe9"), "letters of the text"),
        (lambda: packed(BOOK + f"<Sources>{TEXT % ''}{TEXT % ''}</Sources>"), "same identity"),
    ],
)
def test_a_project_that_cannot_be_read_says_so_in_a_line(content: object, says: str) -> None:
    with pytest.raises((UnreadableFile, BadRecord, WrongEncoding), match=says) as told:
        read_qdpx(content(), "project.qdpx")  # type: ignore[operator]

    assert "\n" not in str(told.value)


def test_our_own_facts_turned_against_us_change_nothing() -> None:
    written = write_qdc(CodebookVersion("Journeys", 2, (Code("1", "Late"), Code("2", "Quiet"))))

    same_key = read_qdc(written.replace(b'["2"]', b'["1"]')).codebook
    no_sense = read_qdc(written.replace(b'"version":2', b'"version":[{}]').replace(b'["2"]', b"[{}]")).codebook

    assert len({code.key for code in same_key.codes}) == 2
    assert no_sense.version == 1 and {code.name for code in no_sense.codes} == {"Late", "Quiet"}


@pytest.mark.parametrize(
    ("project", "says"),
    [
        (Project(CodebookVersion("x", 1, (Code("1", "Late"),)), (), (PassageCoding("v", "1"),)), "text “v”"),
        (
            Project(CodebookVersion("x", 1, (Code("1", "L"),)), (Source("v", "", "a"),), (PassageCoding("v", "2"),)),
            "theme “2”",
        ),
        (
            Project(
                CodebookVersion("x", 1, (Code("1", "L"),)), (Source("v", "", "a"),), (PassageCoding("v", "1", 0, 9),)
            ),
            "0 to 9",
        ),
        (Project(CodebookVersion("x", 1, ()), (Source("v", "", "a"), Source("v", "", "b"))), "Two texts"),
    ],
)
def test_a_project_that_does_not_hold_together_is_not_written(project: Project, says: str) -> None:
    with pytest.raises(BadRecord, match=says):
        write_qdpx(project)


def test_a_codebook_without_themes_is_not_written() -> None:
    with pytest.raises(BadRecord, match="holds no theme"):
        write_qdc(CodebookVersion("Journeys", 1, ()))


@pytest.mark.parametrize("letter", ["\\ud800", "\\u0000", "\\u0007"])
def test_our_own_codebook_with_letters_that_no_store_keeps_is_refused(letter: str) -> None:
    content = f'{{"title": "T", "version": 1, "codes": [{{"key": "a", "name": "Late {letter}bus"}}]}}'.encode()

    with pytest.raises(UnreadableFile, match="no one can type, in “Late"):
        read_any(content, "themes.json")
