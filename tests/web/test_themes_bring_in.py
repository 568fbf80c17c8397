"""Bringing in themes and codings from another tool."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.discovered import COMPUTER
from heard.themes.exchange.refi import Note, PassageCoding, Project, Source, write_qdc, write_qdpx
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.actions_import import bring_in_file, look_at_file
from heard_web.themes.models import BlindRound, BroughtCoding, BroughtFile, Codebook, Coding, RoundVoice
from heard_web.voice.models import Contribution, Permission
from tests.web.themes_cast import DAY, agree, say, take_back

AsPerson = Callable[[User], Client]
LATE = "The 🚌 is late.\r\nAnd lóud."
CODES = (Code("1", "Buses", definition="Getting there"), Code("2", "Late buses", parent="1"), Code("3", "Quiet rooms"))


@pytest.fixture
def codebook(officer: User, workshop: Activity) -> Codebook:
    return actions.start_codebook(by=officer, title="Getting about", purpose=workshop.purpose)


def coded(*codings: PassageCoding, texts: dict[str, str], notes: tuple[Note, ...] = ()) -> bytes:
    sources = tuple(Source(key, f"Text {key}", words) for key, words in texts.items())
    return write_qdpx(Project(CodebookVersion("Elsewhere", 1, CODES), sources, codings, notes))


def bring(codebook: Codebook, content: bytes, *, by: User, name: str = "other.qdpx") -> BroughtFile:
    return bring_in_file(look_at_file(codebook, by=by, content=content, file_name=name), by=by)


def test_nothing_is_written_before_the_person_has_seen_what_fits(
    codebook: Codebook, workshop: Activity, officer: User, as_person: AsPerson
) -> None:
    say(workshop, LATE, by=officer)
    content = coded(PassageCoding("a", "2", 4, 5, "Fern"), texts={"a": LATE, "b": "Somebody else's words"})
    client = as_person(officer)
    upload = {"file": SimpleUploadedFile("other.qdpx", content)}

    page = client.post(f"/themes/{codebook.pk}/bring-in/", upload, follow=True).content.decode()

    assert "Nothing is written yet" in page and "Text b: not among these voices" in page and "Fern" in page
    assert "Somebody else" not in page and "Somebody else" not in str(BroughtFile.objects.values())
    assert codebook.themes.count() == Coding.objects.count() == 0


def test_codings_of_the_same_words_come_in_at_their_exact_place(
    codebook: Codebook, workshop: Activity, officer: User
) -> None:
    voice = say(workshop, LATE, by=officer)
    plain = LATE.replace("\r\n", "\n")  # many tools change line ends
    start = plain.index("lóud")
    content = coded(
        PassageCoding("a", "2", start, start + 4, "Fern"), PassageCoding("a", "3", coder="Sam"), texts={"a": plain}
    )

    file = bring(codebook, content, by=officer)

    late = Coding.objects.get(theme__name="Late buses")
    [passage] = late.passages.all()
    assert voice.readable[passage.start : passage.end] == "lóud" and passage.stands_in(voice.readable)
    assert late.coded_by == officer and not late.suggested_by_machine
    assert late.theme.parent is not None and late.theme.parent.name == "Buses"
    assert set(BroughtCoding.objects.values_list("coder", "coding__theme__name")) == {
        ("Fern", "Late buses"),
        ("Sam", "Quiet rooms"),
    }
    assert file.result["themes"] == 3 and file.result["codings"] == 2


def test_bringing_the_same_file_in_twice_doubles_nothing(codebook: Codebook, workshop: Activity, officer: User) -> None:
    say(workshop, LATE, by=officer)
    content = coded(PassageCoding("a", "2", 4, 5), texts={"a": LATE})

    first = bring(codebook, content, by=officer)
    again = bring(codebook, content, by=officer)

    assert bring_in_file(first, by=officer).result == first.result
    assert again.result["themes"] == again.result["codings"] == 0
    assert codebook.themes.count() == 3 and Coding.objects.count() == 1


def test_a_theme_of_the_same_name_is_used_as_it_is(codebook: Codebook, officer: User) -> None:
    here = actions.add_theme(codebook, by=officer, name="buses", definition="Ours")

    bring(codebook, write_qdc(CodebookVersion("Elsewhere", 1, CODES)), by=officer, name="other.qdc")

    here.refresh_from_db()
    assert here.definition == "Ours"
    assert [theme.name for theme in codebook.themes.agreed()] == ["buses", "Quiet rooms", "Late buses"]
    assert codebook.themes.get(name="Late buses").parent == here


def test_what_the_computer_suggested_elsewhere_never_becomes_a_persons_judgement(
    codebook: Codebook, workshop: Activity, officer: User
) -> None:
    say(workshop, LATE, by=officer)
    content = coded(PassageCoding("a", "2", 4, 5, COMPUTER), texts={"a": LATE}, notes=(Note("", "a remark"),))

    file = bring(codebook, content, by=officer)

    assert Coding.objects.count() == 0
    assert file.left_out == ["1 coding was the computer's, so nobody vouches for it.", "1 note stays in the file."]


def test_a_voice_that_was_taken_back_refused_or_corrected_since_gets_no_coding(
    codebook: Codebook, workshop: Activity, officer: User
) -> None:
    gone, no, changed = (say(workshop, f"My bus is late {n}", by=officer) for n in range(3))
    texts = {str(voice.pk): voice.words for voice in (gone, no, changed)}
    content = coded(*(PassageCoding(key, "2", 3, 6) for key in texts), texts=texts)
    file = look_at_file(codebook, by=officer, content=content, file_name="other.qdpx")
    take_back(gone)
    agree(no, by=officer, answer=False)
    Contribution.objects.filter(pk=changed.pk).update(words="My taxi is late 2")

    done = bring_in_file(file, by=officer)

    assert Coding.objects.count() == 0
    assert done.result["left"] == 3


def test_a_passage_of_words_that_were_corrected_gives_way_to_the_same_place_in_the_new_words(
    codebook: Codebook, workshop: Activity, officer: User
) -> None:
    voice = say(workshop, "The bus is late", by=officer)
    bring(codebook, coded(PassageCoding("a", "2", 4, 7), texts={"a": "The bus is late"}), by=officer)
    Contribution.objects.filter(pk=voice.pk).update(words="The cab is late")

    bring(codebook, coded(PassageCoding("a", "2", 4, 7), texts={"a": "The cab is late"}), by=officer)

    [passage] = Coding.objects.get().passages.all()
    assert passage.stands_in("The cab is late")


def test_a_voice_that_two_people_read_apart_waits(
    codebook: Codebook, workshop: Activity, officer: User, second_officer: User
) -> None:
    voice = say(workshop, LATE, by=officer)
    reading = BlindRound.objects.create(
        codebook=codebook, first_reader=officer, second_reader=second_officer, opened_by=officer
    )
    RoundVoice.objects.create(round=reading, contribution=voice)

    file = bring(codebook, coded(PassageCoding("a", "2", 4, 5), texts={"a": LATE}), by=officer)

    assert Coding.objects.count() == 0 and file.matched == 0


def test_a_voice_of_the_forum_is_not_found_by_guessing_its_words(
    codebook: Codebook, forum_meeting: Activity, forum_member: User, officer: User
) -> None:
    say(forum_meeting, LATE, by=forum_member)

    file = look_at_file(codebook, by=officer, content=coded(texts={"a": LATE}), file_name="guess.qdpx")

    assert file.matched == 0


def test_two_voices_with_the_same_words_are_told_apart_only_by_our_own_mark(
    codebook: Codebook, workshop: Activity, officer: User
) -> None:
    first, _ = say(workshop, LATE, by=officer), say(workshop, LATE, by=officer)

    unsure = bring(codebook, coded(PassageCoding("a", "2", 4, 5), texts={"a": LATE}), by=officer)
    sure = bring(
        codebook, coded(PassageCoding(f"voice {first.pk}", "2", 4, 5), texts={f"voice {first.pk}": LATE}), by=officer
    )

    assert unsure.matched == 0
    assert sure.matched == 1 and Coding.objects.get().contribution == first


def test_only_who_records_for_the_holder_may_bring_in(
    codebook: Codebook, stranger: User, inspector: User, forum_member: User
) -> None:
    for person in (stranger, inspector, forum_member):
        with pytest.raises(PermissionDenied):
            look_at_file(codebook, by=person, content=write_qdc(CodebookVersion("x", 1, CODES)), file_name="x.qdc")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04broken", "damaged"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><CodeBook>&a;</CodeBook>", "could harm the reader"),
        (b"colour,shape\nred,round\n", "no column of themes"),
        (b"%PDF-1.7", "is a PDF"),
        (b"{not json", "JSON"),
        (b"<CodeBook><Codes/></CodeBook>", "holds no theme"),
        (b"\x00" * 4000, "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_on_the_form(
    codebook: Codebook, officer: User, as_person: AsPerson, content: bytes, says: str
) -> None:
    upload = {"file": SimpleUploadedFile("strange.bin", content)}

    response = as_person(officer).post(f"/themes/{codebook.pk}/bring-in/", upload)

    assert response.status_code == 200
    assert says in response.content.decode()
    assert BroughtFile.objects.count() == 0


def test_names_from_a_file_are_shown_as_text(codebook: Codebook, officer: User, as_person: AsPerson) -> None:
    code = Code("1", "<script>alert(1)</script>", definition="<b>x</b>")
    upload = {"file": SimpleUploadedFile("../../etc/x.qdc", write_qdc(CodebookVersion("x", 1, (code,))))}

    page = as_person(officer).post(f"/themes/{codebook.pk}/bring-in/", upload, follow=True).content.decode()

    assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page
    assert BroughtFile.objects.get().file_name == "x.qdc"


def test_deep_trees_and_names_used_twice_fit_two_levels(codebook: Codebook, officer: User) -> None:
    deep = (
        Code("1", "A"),
        Code("2", "B", parent="1"),
        Code("3", "C", parent="2"),
        Code("4", "c", parent="1"),
        Code("5", "n" * 300),
    )

    file = bring(codebook, write_qdc(CodebookVersion("x", 1, deep)), by=officer, name="x.qdc")

    parents = {theme.name: theme.parent and theme.parent.name for theme in codebook.themes.agreed()}
    assert parents == {"A": None, "B": "A", "C": "A", "c (2)": "A", "n" * 120: None}
    assert any("deeper than two levels" in sentence for sentence in file.left_out)


def test_a_file_can_be_thrown_away(codebook: Codebook, officer: User, as_person: AsPerson) -> None:
    content = write_qdc(CodebookVersion("x", 1, CODES))
    file = look_at_file(codebook, by=officer, content=content, file_name="x.qdc")

    as_person(officer).post(file.get_absolute_url(), {"throw_away": "yes"})

    assert BroughtFile.objects.count() == codebook.themes.count() == 0


def test_a_stranger_finds_no_such_file(codebook: Codebook, officer: User, stranger: User, as_person: AsPerson) -> None:
    content = write_qdc(CodebookVersion("x", 1, CODES))
    file = look_at_file(codebook, by=officer, content=content, file_name="x.qdc")

    client = as_person(stranger)

    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.post(file.get_absolute_url(), {"bring_in": "yes"}).status_code == 404


def test_a_thousand_codings_come_in_with_few_questions(codebook: Codebook, workshop: Activity, officer: User) -> None:
    voices = Contribution.objects.bulk_create(
        Contribution(
            held_by=officer.organisation, activity=workshop, mode="said", words=f"Voice number {n}", said_on=DAY,
            recorded_by=officer,
        )
        for n in range(1000)
    )  # fmt: skip
    Permission.objects.bulk_create(
        Permission(contribution=row, use="analyse", given_by="self", answer=True, given_on=DAY, recorded_by=officer)
        for row in voices
    )
    texts = {str(row.pk): row.words for row in voices}
    content = coded(*(PassageCoding(key, "2", 0, 5, "Fern") for key in texts), texts=texts)

    with CaptureQueriesContext(connection) as captured:
        file = bring(codebook, content, by=officer)

    assert file.result["codings"] == 1000
    assert len(captured) < 60
