"""Everything people do with themes: agree them, ask for suggestions, code voices to them, write down what we now know."""

from heard_web.themes.actions_candidates import accept, accept_into, ask_for_candidates, confirm, refuse, set_aside
from heard_web.themes.actions_codebooks import (
    add_theme,
    merge,
    note_export,
    place,
    redefine,
    rename,
    split,
    start_codebook,
)
from heard_web.themes.actions_codings import code, code_alike, fits_none, move, move_voices, uncode, uncode_voices
from heard_web.themes.actions_conditions import forget_conditions
from heard_web.themes.actions_findings import change_finding, write_finding
from heard_web.themes.actions_forgetting import forget_places, forget_readings
from heard_web.themes.actions_given_up import end_given_up
from heard_web.themes.actions_learned import begin_learning_themes, keep_proposals, stop_learning_themes
from heard_web.themes.actions_learning import ask_to_learn_themes
from heard_web.themes.actions_passages import forget_passages, mark, unmark
from heard_web.themes.actions_reading import (
    begin_reading,
    forget_taken_back,
    keep_candidates,
    note_progress,
    stop_reading,
)
from heard_web.themes.actions_rounds import answer, finish, open_round, stop_round
from heard_web.themes.actions_settling import settle
from heard_web.themes.actions_sorting import sort_voice
from heard_web.themes.actions_stance import answer_stance, ask_to_learn, decide_condition, put_proposition
from heard_web.themes.actions_stance_reading import begin_learning, keep_learned, stop_learning
from heard_web.themes.actions_traces import keep_traces
from heard_web.themes.actions_versions import note_version

__all__ = [
    "accept",
    "accept_into",
    "add_theme",
    "answer",
    "answer_stance",
    "ask_for_candidates",
    "ask_to_learn",
    "ask_to_learn_themes",
    "begin_learning",
    "begin_learning_themes",
    "begin_reading",
    "change_finding",
    "code",
    "code_alike",
    "confirm",
    "decide_condition",
    "end_given_up",
    "finish",
    "fits_none",
    "forget_conditions",
    "forget_passages",
    "forget_places",
    "forget_readings",
    "forget_taken_back",
    "keep_candidates",
    "keep_learned",
    "keep_proposals",
    "keep_traces",
    "mark",
    "merge",
    "move",
    "move_voices",
    "note_export",
    "note_progress",
    "note_version",
    "open_round",
    "place",
    "put_proposition",
    "redefine",
    "refuse",
    "rename",
    "set_aside",
    "settle",
    "sort_voice",
    "split",
    "start_codebook",
    "stop_learning",
    "stop_learning_themes",
    "stop_reading",
    "stop_round",
    "uncode",
    "uncode_voices",
    "unmark",
    "write_finding",
]
