"""Themes agreed by people, the codings under them, and the candidates a machine suggests. The two are never mixed.

The records are kept in files of their own: what people agreed, its history and the exact words, two people who read apart,
what the machine suggests, what it learned, and what we now know.
"""

from heard_web.themes.models_candidates import CandidateRun, CandidateTheme, MachineCoding, PleaseRead
from heard_web.themes.models_codebook import (
    FITS_NONE,
    Codebook,
    Coding,
    Direction,
    Theme,
    answers_about,
    people_behind,
)
from heard_web.themes.models_coding import CodebookVersion, Passage, hash_of, plain
from heard_web.themes.models_exchange import BroughtCoding, BroughtFile
from heard_web.themes.models_findings import Finding, FindingCondition, FindingTrace, FindingVoice, said_no
from heard_web.themes.models_learning import LearningRun, NextVoice, Proposal, Reading
from heard_web.themes.models_rounds import BlindAnswer, BlindRound, RoundVoice, Settled, readers_of
from heard_web.themes.models_stance import FoundCondition, Proposition, Stance, StanceAnswer, StanceGuess

__all__ = [
    "FITS_NONE",
    "BlindAnswer",
    "BlindRound",
    "BroughtCoding",
    "BroughtFile",
    "CandidateRun",
    "CandidateTheme",
    "Codebook",
    "CodebookVersion",
    "Coding",
    "Direction",
    "Finding",
    "FindingCondition",
    "FindingTrace",
    "FindingVoice",
    "FoundCondition",
    "LearningRun",
    "MachineCoding",
    "NextVoice",
    "Passage",
    "PleaseRead",
    "Proposal",
    "Proposition",
    "Reading",
    "RoundVoice",
    "Settled",
    "Stance",
    "StanceAnswer",
    "StanceGuess",
    "Theme",
    "answers_about",
    "hash_of",
    "people_behind",
    "plain",
    "readers_of",
    "said_no",
]
