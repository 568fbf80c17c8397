"""Everything people do with themes: agree them, ask for suggestions, code voices to them, write down what we now know."""

from heard_web.themes.actions_candidates import accept, accept_into, ask_for_candidates, confirm, refuse, set_aside
from heard_web.themes.actions_codebooks import add_theme, merge, note_export, rename, split, start_codebook
from heard_web.themes.actions_codings import code, fits_none, move, move_voices, uncode, uncode_voices
from heard_web.themes.actions_findings import change_finding, write_finding
from heard_web.themes.actions_reading import (
    begin_reading,
    forget_taken_back,
    keep_candidates,
    note_progress,
    stop_reading,
)

__all__ = [
    "accept",
    "accept_into",
    "add_theme",
    "ask_for_candidates",
    "begin_reading",
    "change_finding",
    "code",
    "confirm",
    "fits_none",
    "forget_taken_back",
    "keep_candidates",
    "merge",
    "move",
    "move_voices",
    "note_export",
    "note_progress",
    "refuse",
    "rename",
    "set_aside",
    "split",
    "start_codebook",
    "stop_reading",
    "uncode",
    "uncode_voices",
    "write_finding",
]
