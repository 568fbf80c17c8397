"""Themes agreed by people, the codings under them, and the candidates a machine suggests. The two are never mixed.

The records are kept in three files: what people agreed, what the machine suggests, and what we now know.
"""

from heard_web.themes.models_candidates import CandidateRun, CandidateTheme, MachineCoding
from heard_web.themes.models_codebook import (
    FITS_NONE,
    Codebook,
    Coding,
    Direction,
    Theme,
    answers_about,
    people_behind,
)
from heard_web.themes.models_findings import Finding, FindingCondition, FindingVoice

__all__ = [
    "FITS_NONE",
    "CandidateRun",
    "CandidateTheme",
    "Codebook",
    "Coding",
    "Direction",
    "Finding",
    "FindingCondition",
    "FindingVoice",
    "MachineCoding",
    "Theme",
    "answers_about",
    "people_behind",
]
