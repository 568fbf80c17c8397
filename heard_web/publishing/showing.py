"""Whether a voice on a published page may still be shown, decided again each time somebody opens the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from heard.codes import Use
from heard_web.publishing.finishing import Part
from heard_web.publishing.models import Snapshot, SnapshotVoice

TAKEN_BACK: Part = {"kind": "taken_back"}


def with_permissions(voices: Any) -> Any:
    """The rows with everything the answer depends on, in two queries however many there are."""
    return voices.select_related(
        "contribution__speaker", "contribution__activity", "contribution__drawing"
    ).prefetch_related("contribution__permissions")  # fmt: skip


def is_usable(voice: SnapshotVoice) -> bool:
    """Whether the contribution still stands and its owner still agrees to this use of it."""
    if not voice.contribution.may(Use(voice.use)).allowed:
        return False
    drawing = getattr(voice.contribution, "drawing", None)
    return voice.use != Use.SHOW_DRAWING or (drawing is not None and drawing.name_checked)


def still_shown(part: Part, voice: SnapshotVoice) -> Part:
    """The part without what may no longer be shown: all of it, or only a line that rests on a permission of its own."""
    if not is_usable(voice):
        return TAKEN_BACK
    lost = {line for line, use in part.get("needs", {}).items() if not _line_allowed(line, use, voice)}
    if not lost:
        return part
    needs = {line: use for line, use in part["needs"].items() if line not in lost}
    kept = {name: value for name, value in part.items() if name not in lost and name != "needs"}
    return kept | ({"needs": needs} if needs else {})


def _line_allowed(line: str, use: str, voice: SnapshotVoice) -> bool:
    agreed = voice.contribution.may(Use(use)).allowed
    return agreed and (line != "where" or voice.contribution.activity.may_name_setting)


def showable(snapshot: Snapshot, voices: Iterable[SnapshotVoice] | None = None) -> list[Part]:
    """The parts of a snapshot that may be shown now, in their places. A part taken back leaves only that it was."""
    rows = with_permissions(snapshot.voices.all()) if voices is None else voices
    by_part = {voice.part: voice for voice in rows}
    parts: list[Part] = []
    for index, part in enumerate(snapshot.content):
        voice = by_part.get(index)
        if voice is not None:
            parts.append(still_shown(part, voice))
        else:
            # A voice without its row has nothing that could take it back, so it is never shown.
            parts.append(TAKEN_BACK if part["kind"] in ("quote", "observed", "drawing") else part)
    return parts
