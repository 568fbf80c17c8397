"""The note a reader can follow to make each figure again, in plain words."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heard import __version__
from heard.themes.exchange.markdown import cell, count, many, pairs, plain, rows, safe, share

if TYPE_CHECKING:
    from heard.themes.coding.agreement import Agreement, ThemeAgreement

Lines = list[str]
_LIMITS = (
    "The computer groups what sounds alike. It does not understand, and it can be wrong. People decide what a theme is.",
    "People are counted, not comments. Where it is not known who spoke, each voice counts as a person of its own.",
    "These are the people who were heard. They are not everybody: say beside each figure who was not heard from.",
    "A theme that few people raised is not a small matter. Read what they said before it is left aside.",
    "What a person checked and what the computer suggests are never added together.",
    "How steady a theme is says whether it comes back when the voices change a little. It does not say that it is right.",
)
# What the settings mean, in a few words.
_GLOSSES: Mapping[str, str] = {
    "fineness tried": "how fine the themes were made each time: the higher, the more and the smaller they are.",
    "fineness taken": "the one that was chosen.",
    "near enough": "how like its theme a voice must be, from 0 to 1, to be counted there and not listed to be read.",
    "different texts": "how many texts there were, the very same words counted once.",
}


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """The table a result was made from: its name, the SHA-256 of its bytes, and which columns were read."""

    file: str
    sha256: str
    words: str
    speaker: str = ""
    question: str = ""
    sheet: str = ""
    rows: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """How much one coder did. `who` is a stand-in, never a name. A count made safe to print is text: “about 15”."""

    who: str
    voices: int | str
    codings: int | str
    machine: bool = False


@dataclass(frozen=True, slots=True)
class CodingFacts:
    """What people did: with which version of the codebook, who coded how much, how far they agree, how sure it all is.

    `table` is the file of their codings, and `count_again` the command that counts people from it.
    """

    title: str
    version: int
    themes: int
    shares: tuple[Share, ...] = ()
    agreement: tuple[str, ...] = ()
    sureness: tuple[str, ...] = ()
    table: str = ""
    table_sha256: str = ""
    count_again: tuple[str, ...] = ()


def method_note(
    found: Mapping[str, Any],
    made_from: MadeFrom,
    *,
    result_sha256: str = "",
    command: Sequence[str] = (),
    coding: CodingFacts | None = None,
) -> str:
    """Write how figures were made: what was read, what read it, how to do it again, what came out, and what to mind.

    Units    people and voices; steadiness from 0 to 1.
    Shape    Markdown. `found` is a discovery as `Discovery.to_json` writes it, read back. The same facts give the same note.
    Errors   none.
    Source   docs/reference/methods.md#exchange
    """
    parts = [
        ["# How these figures were made"],
        _what_was_read(found, made_from),
        _what_read_it(found),
        _again(made_from, command, result_sha256),
        _number_of_themes(found),
        _what_came_out(found),
        _people_coding(coding) if coding else [],
        ["## What to mind", *_list(_LIMITS)],
    ]
    return "\n\n".join("\n".join(_spaced(part)) for part in parts if part) + "\n"


def command_line(made_from: MadeFrom, options: Mapping[str, object], *, out: str = "themes.json") -> list[str]:
    """Give the command that makes the result again, word by word.

    >>> made = MadeFrom("what they said.csv", "", "comment", "person")
    >>> shlex.join(command_line(made, {"seed": 3, "themes": None}))
    "heard themes discover 'what they said.csv' --words comment --speaker person --seed 3 --out themes.json"
    """
    words = ["heard", "themes", "discover", made_from.file, "--words", made_from.words]
    for option, value in (("speaker", made_from.speaker), ("question", made_from.question), ("sheet", made_from.sheet)):
        words += [f"--{option}", value] if value else []
    for option, told in options.items():
        words += [f"--{option}", str(told)] if told not in (None, "") else []
    return [*words, "--out", out]


def agreement_sentences(found: Agreement) -> tuple[str, ...]:
    """Say how far people agree: over all, and about each theme where there is something to say."""
    overall = found.overall
    told = [
        f"{found.voices:,} voices were read by two people or more. They gave the same themes to {overall.percent:.0%}; "
        f"Krippendorff's alpha, which takes chance away, is {_within(overall)}."
    ]
    told += [f"Coders {overall.words}."] if overall.words and overall.alpha is not None else []
    return tuple(told)


def _within(found: ThemeAgreement) -> str:
    """Alpha with the range it may well lie in."""
    if found.alpha is None:
        return "not defined, because everybody always gave the same answer"
    known = found.low is not None and found.high is not None
    return f"{found.alpha:.2f}" + (f" (from {found.low:.2f} to {found.high:.2f})" if known else "")


def _what_was_read(found: Mapping[str, Any], made_from: MadeFrom) -> Lines:
    voices, people = (safe(found.get(name)) or count(found, name) for name in ("voices", "people"))
    lines = [
        "## What was read",
        f"- File: {plain(made_from.file)}" + (f", sheet “{plain(made_from.sheet)}”" if made_from.sheet else ""),
        f"- SHA-256 of the file: `{made_from.sha256}`. If yours differs, it is not the same file.",
        f"- Column of words: “{plain(made_from.words)}”.",
    ]
    if made_from.speaker:
        lines.append(f"- Column that tells people apart: “{plain(made_from.speaker)}”.")
    if made_from.question:
        lines.append(f"- Column of the question asked: “{plain(made_from.question)}”.")
    lines.append(
        f"- {many(voices, 'voice')} from {many(people, 'person', 'people')}, out of {many(made_from.rows, 'row')}."
    )
    if not found.get("speakers_known", True):
        lines.append("- It is not known for every voice who spoke. Each of those counts as a person of its own.")
    return lines + [f"- Left out or to look at: {plain(why)}" for why in made_from.left_out]


def _what_read_it(found: Mapping[str, Any]) -> Lines:
    lines = [
        "## What read it",
        f"- Heard {__version__}, engine “{plain(found.get('engine', ''))}”, version {plain(found.get('version', ''))}.",
        f"- Start number (seed): {count(found, 'seed')}. Where the computer has to begin somewhere, it begins there; the same "
        "number gives the same result.",
        "- It ran on one machine. Nothing was sent anywhere.",
        *_model(str(found.get("version", ""))),
    ]
    settings = pairs(found.get("parameters"))
    if settings:
        lines += [
            "",
            "| Setting | Value |",
            "|---|---|",
            *(f"| {cell(name)} | {cell(value)} |" for name, value in settings),
        ]
        told = [f"- “{name}”: {_GLOSSES[name]}" for name, _ in settings if name in _GLOSSES]
        lines += ["", *told] if told else []
    return lines


def _model(version: str) -> Lines:
    """The files of the reading model, if the engine used the one that is pinned here."""
    from heard.themes.reading.weights import MODEL, PACKAGE, PINNED

    if PINNED["model.safetensors"][:12] not in version:
        return []
    return [
        f"- It read with the model {MODEL} ({PACKAGE}).",
        *(f"- SHA-256 of its {name}: `{sha}`." for name, sha in PINNED.items()),
    ]


def _again(made_from: MadeFrom, command: Sequence[str], result_sha256: str) -> Lines:
    if not command:
        return []
    lines = [
        "## To make it again",
        f"Put {plain(made_from.file)} in a folder, install the same version of Heard, and type:",
        "",
        "```",
        shlex.join(command),
        "```",
    ]
    if result_sha256:
        lines += ["", f"The result is the same to the letter. Its SHA-256 is `{result_sha256}`."]
    return lines


def _number_of_themes(found: Mapping[str, Any]) -> Lines:
    why = found.get("number_of_themes")
    tried = [row for row in rows(found.get("tried")) if isinstance(row.get("number"), int)]
    if not why and not tried:
        return []
    lines = ["## Why this number of themes", plain(why or "")]
    if tried:
        lines += ["", "| Themes tried | How steady | What was seen |", "|---|---|---|"]
        lines += [f"| {row['number']} | {share(row.get('steadiness'))} | {cell(row.get('why', ''))} |" for row in tried]
    return lines


def _what_came_out(found: Mapping[str, Any]) -> Lines:
    themes = rows(found.get("candidates"))
    lines = ["## What came out", "These are the computer's suggestions, before anybody changed them."]
    lines += ["", "| Theme | People | Voices | How steady |", "|---|---|---|---|"]
    below: dict[str, list[Mapping[str, Any]]] = {}
    for part in rows(found.get("subthemes")):
        below.setdefault(str(part.get("parent", "")), []).append(part)
    for theme in themes:
        lines.append(_theme(theme, ""))
        lines += [
            _theme(part, "part of it: ") for part in (below.get(str(theme.get("key")), []) if theme.get("key") else [])
        ]
    apart, read = rows(found.get("not_grouped")), safe(found.get("voices")) or f"{count(found, 'voices'):,}"
    lines += ["", f"{len(apart):,} of {read} voices are in no theme. They are listed for somebody to read."]
    why = Counter(plain(row.get("why", "")) for row in apart)
    return lines + [
        f"- {many:,}: {reason}" for reason, many in sorted(why.items(), key=lambda each: (-each[1], each[0]))
    ]


def _theme(theme: Mapping[str, Any], before: str) -> str:
    weak = " (weak)" if theme.get("weak") is True else ""
    name = f"{before}{cell(theme.get('label', ''))}"
    steady = f"{share(theme.get('steadiness'))}{weak}"
    people, voices = (safe(theme.get(size)) or f"{count(theme, size):,}" for size in ("size_people", "size_voices"))
    return f"| {name} | {people} | {voices} | {steady} |"


def _people_coding(coding: CodingFacts) -> Lines:
    lines = [
        "## What people did",
        f"- Themes “{plain(coding.title)}”, version {coding.version}: {many(coding.themes, 'theme')}.",
    ]
    if coding.table:
        lines += [
            f"- The table of it is {plain(coding.table)}. Its SHA-256 is `{coding.table_sha256}`.",
            f"- To count the people under each theme again: `{shlex.join(coding.count_again)}`",
        ]
    people = [share for share in coding.shares if not share.machine]
    lines += [
        f"- {plain(share.who)} put {many(share.voices, 'voice')} under themes, {many(share.codings, 'time')} in all."
        for share in people
    ]
    if not people:
        lines.append("- Nobody has put a voice under a theme yet.")
    lines += [
        f"- Apart from that, suggested by the computer and checked by nobody: {many(share.codings, 'time')}, for "
        f"{many(share.voices, 'voice')}."
        for share in coding.shares
        if share.machine
    ]
    lines += _list(coding.agreement or ("How far people agree is not known: no two people read the same voices.",))
    return lines + _list(coding.sureness)


def _list(sentences: Iterable[str]) -> Lines:
    return [f"- {plain(sentence)}" for sentence in sentences]


def _spaced(lines: Lines) -> Lines:
    return [lines[0], "", *lines[1:]] if len(lines) > 1 else lines
