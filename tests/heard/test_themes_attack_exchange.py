"""Exchange files that are small and ask for much, or that smuggle in what no database keeps."""

from __future__ import annotations

import io
import json
import uuid
import zipfile

import pytest

from heard.errors import BadRecord, FileTooLarge, UnreadableFile
from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.opening import read_any

TOO_OFTEN = "so often that they come to more than 120 MB"


def guid(number: int) -> str:
    return str(uuid.UUID(int=number + 1))


BOOK = f'<CodeBook><Codes><Code guid="{guid(0)}" name="Late bus" isCodable="true"/></Codes></CodeBook>'


def packed(inside: str, parts: dict[str, str] | None = None, *, facts: str = "") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("project.qde", f'{facts}<Project xmlns="urn:QDA-XML:project:1.0" name="P">{inside}</Project>')
        for name, words in (parts or {}).items():
            package.writestr(name, words)
    return kept.getvalue()


def coding(number: int, within: str = "") -> str:
    return f'<Coding guid="{guid(number)}"><CodeRef targetGUID="{guid(0)}"/>{within}</Coding>'


def test_a_small_package_that_names_one_large_text_many_times_is_refused() -> None:
    texts = "".join(
        f'<TextSource guid="{guid(n)}" name="T{n}" plainTextPath="internal://a.txt"/>' for n in range(100, 260)
    )
    content = packed(f"{BOOK}<Sources>{texts}</Sources>", {"Sources/a.txt": "a" * 1_000_000})

    with pytest.raises(FileTooLarge, match=TOO_OFTEN):
        read_any(content, "p.qdpx")

    assert len(content) < 20_000


@pytest.mark.parametrize("where", ["text", "passage", "coding"])
@pytest.mark.parametrize("kept", ["in a part", "in the description"])
def test_a_small_package_that_names_one_large_note_many_times_is_refused(where: str, kept: str) -> None:
    large = "b" * 999 + "\n"
    refers = f'<NoteRef targetGUID="{guid(5)}"/>'
    many = {
        "text": refers * 160,
        "passage": "".join(
            f'<PlainTextSelection guid="{guid(n)}" startPosition="0" endPosition="1">{refers}{coding(n + 500)}'
            "</PlainTextSelection>"
            for n in range(100, 260)
        ),
        "coding": "".join(coding(n, refers) for n in range(100, 260)),
    }
    text = f'<TextSource guid="{guid(1)}" name="T"><PlainTextContent>abc</PlainTextContent>{many[where]}</TextSource>'
    words = f"<PlainTextContent>{large * 1000}</PlainTextContent>"
    note = f'<Note guid="{guid(5)}" name="N"' + (
        ' plainTextPath="internal://n.txt"/>' if kept == "in a part" else f">{words}</Note>"
    )
    content = packed(f"{BOOK}<Sources>{text}</Sources><Notes>{note}</Notes>", {"Sources/n.txt": large * 1000})

    with pytest.raises(FileTooLarge, match=TOO_OFTEN):
        read_any(content, "p.qdpx")


def test_a_remark_on_a_passage_is_not_copied_for_every_coding_of_it_without_end() -> None:
    inside = f"<Description>{'d' * 1_000_000}</Description>" + "".join(
        coding(n, f'<NoteRef targetGUID="{guid(5)}"/>') for n in range(100, 260)
    )
    passage = f'<PlainTextSelection guid="{guid(2)}" startPosition="0" endPosition="1">{inside}</PlainTextSelection>'
    text = f'<TextSource guid="{guid(1)}" name="T"><PlainTextContent>abc</PlainTextContent>{passage}</TextSource>'
    note = f'<Notes><Note guid="{guid(5)}" name="N"><PlainTextContent>q</PlainTextContent></Note></Notes>'

    with pytest.raises(FileTooLarge, match=TOO_OFTEN):
        read_any(packed(f"{BOOK}<Sources>{text}</Sources>{note}"), "p.qdpx")


def test_a_note_that_many_passages_share_is_still_read() -> None:
    passages = "".join(
        f'<PlainTextSelection guid="{guid(n)}" startPosition="{n - 100}" endPosition="{n}">'
        f'<NoteRef targetGUID="{guid(5)}"/>{coding(n + 500)}</PlainTextSelection>'
        for n in range(100, 150)
    )
    words = f"<PlainTextContent>{'abc' * 50}</PlainTextContent>"
    text = f'<TextSource guid="{guid(1)}" name="T">{words}{passages}</TextSource>'
    note = f'<Notes><Note guid="{guid(5)}" name="N"><PlainTextContent>Ask again</PlainTextContent></Note></Notes>'

    found = read_any(packed(f"{BOOK}<Sources>{text}</Sources>{note}"), "p.qdpx").project

    assert [each.note for each in found.codings] == ["Ask again"] * 50


def test_coders_of_one_name_are_told_apart_in_a_moment() -> None:
    users = "".join(f'<User guid="{guid(n)}" name="{"a (3)" if n == 100 else "a"}"/>' for n in range(100, 5100))
    coded = "".join(
        f'<Coding guid="{guid(n)}" creatingUser="{guid(user)}"><CodeRef targetGUID="{guid(0)}"/></Coding>'
        for n, user in enumerate((100, 101, 102, 103), start=9000)
    )
    text = f'<TextSource guid="{guid(1)}" name="T"><PlainTextContent>abc</PlainTextContent>{coded}</TextSource>'

    found = read_any(packed(f"<Users>{users}</Users>{BOOK}<Sources>{text}</Sources>"), "p.qdpx").project

    # Looking through all the names for each coder took hours.
    assert {each.coder for each in found.codings} == {"a (3)", "a", "a (2)", "a (4)"}


@pytest.mark.parametrize("letter", ["\\u0000", "\\ud800", "\\u0007"])
@pytest.mark.parametrize("what", ["theme", "title", "text", "coder"])
def test_facts_in_a_file_cannot_bring_in_letters_that_no_database_keeps(what: str, letter: str) -> None:
    told = {
        "theme": f'{{"codes":{{"{guid(0)}":["1","{letter}","","","",[]]}}}}',
        "title": f'{{"title":"Late {letter}"}}',
        "text": f'{{"sources":{{"{guid(1)}":["v","n{letter}"]}}}}',
        "coder": f'{{"coders":{{"{guid(3)}":"c{letter}"}}}}',
    }
    lost = "&#xFFFD;"
    book = BOOK.replace("Late bus", lost) if what == "theme" else BOOK
    users = f'<Users><User guid="{guid(3)}" name="Sam"/></Users>'
    coded = f'<Coding guid="{guid(7)}" creatingUser="{guid(3)}"><CodeRef targetGUID="{guid(0)}"/></Coding>'
    text = f'<TextSource guid="{guid(1)}" name="n{lost}"><PlainTextContent>abc</PlainTextContent>{coded}</TextSource>'
    inside = f"{users}{book}<Sources>{text}</Sources>".replace('name="P"', "")
    content = packed(inside, facts=f"<?heard {told[what]}?>")
    if what == "title":
        content = (f"<?heard {told[what]}?>" + BOOK).encode()

    with pytest.raises(UnreadableFile, match="no one can type"):
        read_any(content, "p.qdpx")


def test_a_chain_of_thousands_of_themes_is_followed_once() -> None:
    codes = [{"key": f"k{n}", "name": f"n{n}", "parent": f"k{n - 1}" if n else ""} for n in range(4_900)]
    steps: list[str] = []

    class Counted(str):
        def __hash__(self) -> int:
            steps.append(self)
            return super().__hash__()

    CodebookVersion(
        "T", 1, tuple(Code(Counted(one["key"]), one["name"], parent=Counted(one["parent"])) for one in codes)
    )

    assert len(steps) < 40 * len(codes)
    assert len(read_any(json.dumps({"title": "T", "codes": codes[::-1]}).encode()).codebook.codes) == 4_900


def test_a_theme_that_leads_into_a_circle_is_refused_too() -> None:
    codes = (Code("d", "D", parent="a"), Code("a", "A", parent="b"), Code("b", "B", parent="a"))

    with pytest.raises(BadRecord, match="under itself"):
        CodebookVersion("T", 1, codes)
