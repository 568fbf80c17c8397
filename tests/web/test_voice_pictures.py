"""Drawings: rebuilt from their pixels, described, checked by a person, and served only to those who may see them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions import add_contribution
from heard_web.voice.models import Contribution, Drawing
from heard_web.voice.pictures import LONGEST_SIDE, PictureRefused, rebuilt

AsPerson = Callable[[User], Client]
CANARY = b"QUINCEWORT-51.7520N"


def painted(size: tuple[int, int] = (60, 40)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    picture.paste((200, 30, 30), (0, 0, size[0] // 2, size[1]))
    return picture


def jpeg() -> bytes:
    """A photo with a place and a maker in its EXIF, a small copy, a comment, and more after its end."""
    kept, small = io.BytesIO(), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = CANARY.decode()
    painted().save(small, "JPEG", comment=CANARY)
    painted().save(kept, "JPEG", exif=exif, comment=CANARY, icc_profile=CANARY)
    return kept.getvalue() + small.getvalue() + CANARY


def png() -> bytes:
    kept, notes = io.BytesIO(), PngImagePlugin.PngInfo()
    notes.add_text("Author", CANARY.decode())
    notes.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    painted().save(kept, "PNG", pnginfo=notes)
    return kept.getvalue() + CANARY


def gif() -> bytes:
    kept = io.BytesIO()
    painted().convert("P").save(kept, "GIF", comment=CANARY, save_all=True, append_images=[painted((60, 40))])
    return kept.getvalue() + CANARY


def webp() -> bytes:
    kept = io.BytesIO()
    painted().save(kept, "WEBP", exif=b"Exif\x00\x00" + CANARY, xmp=CANARY)
    return kept.getvalue() + CANARY


def under_clear_dots() -> bytes:
    kept = io.BytesIO()
    hidden = Image.new("RGBA", (60, 40), (7, 11, 13, 0))
    hidden.save(kept, "PNG")
    return kept.getvalue()


def flood(width: int, height: int) -> bytes:
    """A PNG whose few bytes claim a great many dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("made", [jpeg, png, gif, webp])
def test_nothing_but_the_pixels_survives(made: Callable[[], bytes]) -> None:
    content = made()
    assert CANARY in content

    kept = rebuilt(io.BytesIO(content)).read()

    assert kept.startswith(b"\x89PNG")
    assert CANARY not in kept
    again = Image.open(io.BytesIO(kept))
    assert not again.info
    assert not again.getexif()
    assert getattr(again, "n_frames", 1) == 1


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    kept = Image.open(rebuilt(io.BytesIO(jpeg())))

    assert kept.size == (40, 60)


def test_what_lies_under_clear_dots_is_gone() -> None:
    kept = Image.open(rebuilt(io.BytesIO(under_clear_dots())))

    assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_a_large_photo_is_made_smaller() -> None:
    kept = io.BytesIO()
    painted((5000, 2500)).save(kept, "PNG")

    assert max(Image.open(rebuilt(io.BytesIO(kept.getvalue()))).size) == LONGEST_SIDE


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "not a picture"),
        (b"%PDF-1.7 nothing", "not a picture"),
        (b"\x89PNG\r\n\x1a\nbroken", "not a picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "not a picture"),
        (b"", "not a picture"),
        (flood(7000, 7000), "million dots"),
        (flood(60000, 60000), "million dots"),
        (b"\x89PNG" + b"\0" * (15 * 1024 * 1024), "larger than 15 MB"),
    ],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused_in_plain_words(content: bytes, why: str) -> None:
    with pytest.raises(PictureRefused, match=why):
        rebuilt(io.BytesIO(content))


def sent(content: bytes, name: str = "amrit-bedroom.jpg") -> dict[str, object]:
    return {
        "drawing": SimpleUploadedFile(name, content, "image/jpeg"), "alt_text": "A red house", "explanation": "My house",
        "mediation": "own_words", "label": "P1", "group": "cyp", "age_band": "age_5_10", "people": "1", "once": "d1",
        "agreed": ["analyse", "show_drawing"], "onward": "finish",
    }  # fmt: skip


def test_the_name_of_the_file_is_dropped(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    as_person(officer).post(reverse("voice:add", args=[workshop.pk]) + "?kind=drawing", sent(jpeg()))

    drawing = Drawing.objects.get()
    assert "amrit" not in drawing.image.name
    with drawing.image.open("rb") as kept:
        assert CANARY not in kept.read()


def test_a_refused_picture_says_why_beside_it_and_loses_no_words(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    url = reverse("voice:add", args=[workshop.pk]) + "?kind=drawing"

    page = as_person(officer).post(url, sent(b"<svg/>", "house.png"))

    assert "not a picture we can read" in str(page.context["form"].errors["drawing"])
    assert "My house" in page.content.decode()
    assert not Contribution.objects.exists()


@pytest.fixture
def drawn(officer: User, workshop: Activity) -> Contribution:
    return add_contribution(
        workshop, by=officer, mode="drawn", explanation="My house", drawing=io.BytesIO(png()), alt_text="A red house"
    )


def test_a_picture_sent_with_a_mistake_elsewhere_is_asked_for_again_beside_its_box(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    told = {
        "drawing": SimpleUploadedFile("a.png", png()), "explanation": "Our den", "mediation": "own_words", "group": "cyp",
        "age_band": "age_5_10", "people": "1", "once": "d1",
    }  # fmt: skip

    page = as_person(officer).post(reverse("voice:add", args=[workshop.pk]) + "?kind=drawing", told)

    assert "Choose the picture again." in str(page.context["form"].errors["drawing"])
    assert "Our den" in page.content.decode()
    assert not Contribution.objects.exists()


def test_the_picture_is_served_as_a_picture_and_kept_by_nobody(
    officer: User, drawn: Contribution, as_person: AsPerson
) -> None:
    answer = as_person(officer).get(reverse("voice:drawing", args=[drawn.pk]))

    assert answer["Content-Type"] == "image/png"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_picture_is_not_there_for_those_who_may_not_see_it(
    drawn: Contribution, stranger: User, forum_member: User, administrator: User, as_person: AsPerson, client: Client
) -> None:
    url = reverse("voice:drawing", args=[drawn.pk])

    assert as_person(stranger).get(url).status_code == 404
    assert as_person(forum_member).get(url).status_code == 404
    assert as_person(administrator).get(url).status_code == 403
    client.logout()
    assert client.get(url).status_code == 302


def test_a_drawing_waits_until_a_person_has_looked(officer: User, drawn: Contribution, as_person: AsPerson) -> None:
    assert not drawn.drawing.name_checked

    as_person(officer).post(reverse("voice:picture_checked", args=[drawn.pk]))

    assert Drawing.objects.get().name_checked


def test_a_taken_back_drawing_is_gone_from_the_disk(
    officer: User, drawn: Contribution, as_person: AsPerson, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    name = drawn.drawing.image.name
    assert default_storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        as_person(officer).post(reverse("voice:withdraw", args=[drawn.pk]))

    assert not default_storage.exists(name)
    assert as_person(officer).get(reverse("voice:drawing", args=[drawn.pk])).status_code == 404
