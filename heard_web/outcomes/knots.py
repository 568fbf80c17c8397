"""The stages of a thread as knots on one line: what there is, what is missing, and where on the page it is told."""

from __future__ import annotations

from typing import Any

from heard.codes import ActionStatus, Answer
from heard.outcomes.thread import PUBLISHED_ONLY
from heard_web.decisions.models import day
from heard_web.outcomes.chain import Chain
from heard_web.outcomes.models import FINISHED

Knot = dict[str, Any]


def knots_of(chain: Chain) -> list[Knot]:
    """One knot for each stage, from why people were asked to what they were told."""
    return [
        _purpose(chain), _engagement(chain), _voice(chain), _themes(chain), _ask(chain), _decisions(chain),
        _actions(chain), _changes(chain), _told(chain),
    ]  # fmt: skip


def many(count: int, one: str, more: str = "") -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else more or one + 's'}"


def _knot(stage: str, anchor: str, title: str, *, state: str, text: str = "", when: str = "") -> Knot:
    url = f"#{anchor}" if anchor and state != "missing" else ""
    return {
        "stage": stage, "title": title, "text": text, "when": when, "state": state, "url": url, "link": "Read this part",
    }  # fmt: skip


def _purpose(chain: Chain) -> Knot:
    if chain.purpose is None:
        held = f"Held by {chain.purpose_held_by}, not released" if chain.purpose_held_by else ""
        missing = "No purpose is linked to this ask"
        return _knot("Why we asked", "", held or missing, state="loose" if held else "missing")
    informs = f"To inform: {chain.purpose.decision_informed}"
    return _knot(
        "Why we asked", "why", chain.purpose.question, text=informs, when=day(chain.purpose.set_on), state="tied"
    )


def _engagement(chain: Chain) -> Knot:
    rows = chain.activities.rows
    if not rows:
        return _held_back(
            "Who we met", chain.activities.lines("A visit or event is", "visits and events are"), "No visit or event"
        )
    when = day(rows[0].starts_on) if len(rows) == 1 else f"{day(rows[0].starts_on)} to {day(rows[-1].starts_on)}"
    title = f"{many(len(rows), 'visit or event', 'visits and events')}, {many(chain.people, 'person', 'people')}"
    return _knot("Who we met", "who", title, when=when, state="tied" if chain.people else "loose")


def _voice(chain: Chain) -> Knot:
    if not chain.voices:
        return _held_back("What they told us", chain.voices_held_back, "No voice is linked to this ask")
    kinds = [kind for shown in chain.voices if (kind := shown.voice.mode)]
    drawn, watched = kinds.count("drawn"), kinds.count("observed")
    parts = [many(drawn, "drawing")] if drawn else []
    parts += [f"{watched} watched closely, not spoken"] if watched else []
    text = f"Among them {' and '.join(parts)}." if parts else ""
    return _knot("What they told us", "voices", many(len(chain.voices), "voice"), text=text, state="tied")


def _themes(chain: Chain) -> Knot:
    rows = chain.findings.rows
    if not rows:
        return _held_back("What we now know", chain.findings.lines("A finding is", "findings are"), "No finding yet")
    text = "\n".join(finding.statement for finding in rows[:3])
    themes = f", {many(len(chain.themes), 'theme')}" if chain.themes else ""
    return _knot("What we now know", "findings", f"{many(len(rows), 'finding')}{themes}", text=text, state="tied")


def _ask(chain: Chain) -> Knot:
    parts = f", in {many(len(chain.parts), 'part')}" if chain.parts else ""
    text = f"Put to {chain.ask.body}{parts}."
    return _knot("What was asked", "ask", chain.ask.words, text=text, when=day(chain.ask.put_on), state="tied")


def _decisions(chain: Chain) -> Knot:
    answers = chain.answers()
    given = [answer for answer in answers if answer is not None and answer.answer != Answer.AWAITING]
    if not given:
        held = chain.decisions.lines("An answer is", "answers are")
        return _held_back("What was decided", held, "Nobody has answered yet")
    same = {answer.answer for answer in given}
    every = len(given) == len(answers)
    title = (
        Answer(given[0].answer).label
        if len(same) == 1 and every
        else f"{len(given)} of {many(len(answers), 'part')} answered"
    )
    latest = max(answer.decided_on for answer in given)
    reason = next((answer.reason for answer in given if answer.reason), "")
    return _knot(
        "What was decided", "decisions", title, text=reason, when=day(latest), state="tied" if every else "loose"
    )


def _actions(chain: Chain) -> Knot:
    rows = chain.actions.rows
    if not rows:
        return _held_back("What was done", chain.actions.lines("An action is", "actions are"), "No action yet")
    done = sum(action.status in FINISHED for action in rows)
    stopped = sum(action.status == ActionStatus.STOPPED for action in rows)
    text = f"{many(stopped, 'action')} stopped, with the reason." if stopped else ""
    title = f"{done} of {many(len(rows), 'action')} finished"
    return _knot("What was done", "actions", title, text=text, state="tied" if done == len(rows) else "loose")


def _changes(chain: Chain) -> Knot:
    rows = [*chain.outcomes.rows, *chain.impacts.rows]
    if not rows:
        held = [*chain.outcomes.lines("A change is", "changes are"), *chain.impacts.lines("A result is", "results are")]
        return _held_back("What changed", held, "Nothing that changed is on record yet")
    names = "\n".join(str(row) for row in rows[:4])
    text = "\n".join([names, *_to_read_with_it(chain)])
    return _knot(
        "What changed", "changes", many(len(rows), "change"), text=text, state="loose" if chain.concerns else "tied"
    )


def _to_read_with_it(chain: Chain) -> list[str]:
    """The doubts that stand under “What does not fit”, and apart from them what was never delivered."""
    lines = [f"{many(len(chain.doubts), 'doubt')} to read with this."] if chain.doubts else []
    if chain.never_delivered and chain.parts:
        lines.append(f"{many(len(chain.never_delivered), 'part')} not delivered.")
    elif chain.never_delivered:
        lines.append("What was asked is not delivered.")
    return lines


def _told(chain: Chain) -> Knot:
    rows = chain.give_backs.rows
    if not rows:
        held = chain.give_backs.lines("A reply is", "replies are")
        if chain.published and not held:
            first = min(page["on"] for page in chain.published)
            return _knot("Who was told", "told", PUBLISHED_ONLY, when=day(first), state="loose")
        return _held_back("Who was told", held, "Nobody has been told yet what came of this")
    latest = rows[0]
    return _knot("Who was told", "told", latest.told_whom, text=latest.how, when=day(latest.told_on), state="tied")


def _held_back(stage: str, lines: list[str], missing: str) -> Knot:
    """A stage with nothing to show: held by somebody who has not released it, or missing."""
    if lines:
        return _knot(stage, "", "; ".join(lines), state="loose")
    return _knot(stage, "", missing, state="missing")
