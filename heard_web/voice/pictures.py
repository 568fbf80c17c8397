"""Rebuilds every uploaded picture from its pixels alone, so that no place, name, note or small copy inside it survives."""

# ruff: noqa: N818 (errors are named for what a person met, as in heard.errors)

from __future__ import annotations

import io
import struct
from typing import BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from heard.errors import HeardError

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_400
KINDS = ("PNG", "JPEG", "WEBP", "GIF", "MPO")
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, KeyError, struct.error, MemoryError)


class PictureRefused(HeardError):
    """The file is not a picture we can rebuild."""


def rebuilt(file: BinaryIO) -> ContentFile[bytes]:
    """The same picture as a new PNG file, made from nothing but the pixels.

    The kind is told from the content, never from the name. The size in pixels is checked before anything is unpacked.
    A picture taken sideways is turned upright, because the note that says so is not kept.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PictureRefused("The picture is larger than 15 MB. Take it again at a smaller size, or crop it.")
    picture = _pixels(content)
    kept = io.BytesIO()
    picture.save(kept, format="PNG")
    return ContentFile(kept.getvalue(), name="drawing.png")


def _pixels(content: bytes) -> Image.Image:
    """A fresh picture that shares nothing with the file but its pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as opened:
            _check_size(*opened.size)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            opened.load()
            plain = _on_white(_upright(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(_too_many(MOST_PIXELS * 2)) from error
    except _BROKEN as error:
        raise PictureRefused(
            "This file is not a picture we can read. Use a photo or scan saved as JPEG, PNG, WebP or GIF."
        ) from error
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = Image.new("RGB", plain.size)
    fresh.paste(plain)
    return fresh


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a picture as its note says. A note that cannot be read is no reason to refuse a child's drawing."""
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN:
        return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Lay a picture on white paper: what lies under clear dots could be brought back otherwise."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise PictureRefused(_too_many(width * height))


def _too_many(pixels: int) -> str:
    return (
        f"The picture has {pixels / 1_000_000:.0f} million dots or more; at most {MOST_PIXELS // 1_000_000} million "
        "are opened. Take it again at a smaller size."
    )
