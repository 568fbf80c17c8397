"""`heard outcomes`: check a claim that something changed because of what people said."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from heard.codes import Answer
from heard.commands.files import read_json
from heard.errors import BadRecord
from heard.outcomes.attribution import Ages, Given, Part, Result, check

_FORMAT = """\
FILE holds:
  {"voices_from": "2024-11-04",
   "parts":   [{"id": "1", "what": "A base in Elmtree", "where": "Elmtree",
                "designation": "communication and interaction", "put_on": "2025-03-01", "ages": [5, 11]}],
   "results": [{"id": "9", "name": "Elmtree base", "part_id": "1", "where": "Elmtree",
                "designation": "all kinds of need", "in_use_since": "2021-09-01", "planned_on": null, "ages": [5, 11]}],
   "answers": {"1": {"answer": "partly", "reason": "There was money for one base."}}}
Only id, what and name must be there.
"""


def add_to(stages: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands of this stage."""
    stage = stages.add_parser(
        "outcomes", help="what changed, and whether it can be claimed", description="What changed."
    )
    commands = stage.add_subparsers(title="commands", metavar="COMMAND", required=True)
    checking = commands.add_parser(
        "check",
        help="compare what was asked for with what is claimed",
        epilog=_FORMAT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    checking.add_argument("file", type=Path, metavar="FILE.json", help="what was asked for and what is claimed")
    checking.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Print one line for each doubt. Gives 1 if there is any."""
    record = read_json(arguments.file)
    parts = [_part(item) for item in _list(record, "parts")]
    results = [_result(item) for item in _list(record, "results")]
    concerns = check(_day(record, "voices_from"), parts, results, answers=_answers(record))
    for concern in concerns:
        print(f"{concern.kind.value}: {concern.message}")
    if not concerns:
        print(f"Nothing doubtful in {len(parts)} parts asked for and {len(results)} results.")
    return 1 if concerns else 0


def _list(record: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    found = record.get(name, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise BadRecord(f"“{name}” must be a list of objects. See `heard outcomes check --help`.")
    return found


def _part(item: Mapping[str, object]) -> Part:
    return Part(
        _text(item, "id"),
        _text(item, "what"),
        _text(item, "where", ""),
        _text(item, "designation", ""),
        _day(item, "put_on"),
        _ages(item),
    )


def _result(item: Mapping[str, object]) -> Result:
    part = _text(item, "part_id", "")
    return Result(
        _text(item, "id"),
        _text(item, "name"),
        part or None,
        _text(item, "where", ""),
        _text(item, "designation", ""),
        _day(item, "in_use_since"),
        _day(item, "planned_on"),
        _ages(item),
    )


def _answers(record: Mapping[str, object]) -> dict[str, Given]:
    found = record.get("answers") or {}
    if not isinstance(found, dict):
        raise BadRecord("“answers” must map the id of a part to its answer. See `heard outcomes check --help`.")
    answers = {}
    for part, given in found.items():
        if not isinstance(given, dict):
            raise BadRecord(f"The answer to part “{part}” must be an object with “answer” and “reason”.")
        code = _text(given, "answer")
        if code not in {member.value for member in Answer}:
            allowed = ", ".join(member.value for member in Answer)
            raise BadRecord(f"“{code}” is not an answer (part “{part}”). Use one of: {allowed}.")
        answers[str(part)] = Given(Answer(code), _text(given, "reason", ""))
    return answers


def _text(item: Mapping[str, object], name: str, otherwise: str | None = None) -> str:
    found = item.get(name)
    if found is None and otherwise is not None:
        return otherwise
    if not isinstance(found, str | int) or isinstance(found, bool):
        known = ", ".join(item) or "nothing"
        raise BadRecord(f"A record lacks “{name}” as text. It holds: {known}. Add “{name}”.")
    return str(found)


def _day(item: Mapping[str, object], name: str) -> date | None:
    found = item.get(name)
    if found is None or found == "":
        return None
    try:
        return date.fromisoformat(str(found))
    except ValueError as error:
        raise BadRecord(f"“{name}” is “{found}”, which is not a day. Write it as 2025-03-01.") from error


def _ages(item: Mapping[str, object]) -> Ages | None:
    found = item.get("ages")
    if found is None:
        return None
    if isinstance(found, list) and len(found) == 2 and all(isinstance(age, int) for age in found):
        return found[0], found[1]
    raise BadRecord(f"“ages” is {found}. Write the youngest and the oldest, such as [5, 11].")
