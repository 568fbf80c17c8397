"""One of everything that an address can name, held by one organisation, with a word in it that nobody else may read."""

from __future__ import annotations

import datetime
import io
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from heard_web.people.models import DecisionBody, Organisation, User
from heard_web.places.models import Setting
from heard_web.themes.actions import note_version

DAY = datetime.date(2026, 5, 12)


def make(label: str, /, **fields: Any) -> Any:
    return apps.get_model(label)._default_manager.create(**fields)


def picture() -> ContentFile[bytes]:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(drawn, "PNG")
    return ContentFile(drawn.getvalue(), name="drawing.png")


class World:
    """What one organisation holds. `canary` is in every text that organisation alone may read."""

    def __init__(self, author: User, approver: User, board: DecisionBody, setting: Setting, canary: str) -> None:
        self.author, self.approver, self.board, self.setting, self.canary = author, approver, board, setting, canary
        self.rows: dict[str, Any] = {
            "setting": setting, "person": author, "organisation": author.organisation, "body": board,
        }  # fmt: skip
        self._engagement()
        self._voice()
        self._themes()
        self._decisions()
        self._outcomes()
        self._publishing()

    @property
    def holder(self) -> Organisation:
        return self.author.organisation

    def text(self, what: str) -> str:
        return f"{self.canary} {what}"

    def keep(self, row: str, label: str, /, **fields: Any) -> Any:
        self.rows[row] = made = make(label, **fields)
        return made

    def held(self, row: str, label: str, /, **fields: Any) -> Any:
        return self.keep(row, label, held_by=self.holder, **fields)

    def _engagement(self) -> None:
        self.held(
            "purpose", "engagement.Purpose", question=self.text("question"), decision_informed=self.text("informs"),
            giveback_promise=self.text("promise"), body=self.board, set_on=DAY,
        )  # fmt: skip
        activity = self.held(
            "activity", "engagement.Activity", kind="workshop", title=self.text("workshop"), status="held", starts_on=DAY,
            place_type="school", setting=self.setting, notes=self.text("notes"), public_line=self.text("line"),
            purpose=self.rows["purpose"], recorded_by=self.author,
        )  # fmt: skip
        activity.questions.add(
            self.keep("question", "engagement.Question", held_by=self.holder, words=self.text("asked"))
        )
        make("engagement.GroupCount", activity=activity, group="cyp", people=12)
        self.held("news", "engagement.TeamNews", happened_on=DAY, words=self.text("news"), recorded_by=self.author)
        self.held("interest", "forum.Interest", who="young_person", name=self.text("child"), contact=self.text("phone"))

    def _voice(self) -> None:
        activity = self.rows["activity"]
        speaker = self.keep("speaker", "voice.Speaker", activity=activity, label="P1")
        said = {"activity": activity, "speaker": speaker, "said_on": DAY, "recorded_by": self.author}
        self.held("contribution", "voice.Contribution", mode="said", words=self.text("words"), **said)
        drawn = self.held("drawn", "voice.Contribution", mode="drawn", explanation=self.text("explanation"), **said)
        self.keep(
            "drawing",
            "voice.Drawing",
            contribution=drawn,
            image=picture(),
            alt_text=self.text("picture"),
            name_checked=True,
        )
        said_so = self.rows["contribution"]
        for contribution, use in ((said_so, "quote"), (said_so, "analyse"), (drawn, "show_drawing")):
            make(
                "voice.Permission", contribution=contribution, use=use, given_by="self", answer=True, given_on=DAY,
                recorded_by=self.author,
            )  # fmt: skip
        self.held(
            "batch", "voice.ImportBatch", activity=activity, file_name=self.text("file.csv"), file_hash="0" * 64,
            columns=["Comment"], matching={"words": "Comment"}, started_by=self.author,
        )  # fmt: skip
        make("voice.ImportRow", batch=self.rows["batch"], number=2, key="k", cells={"Comment": self.text("cell")})

    def _themes(self) -> None:
        contribution = self.rows["contribution"]
        codebook = self.held(
            "codebook", "themes.Codebook", title=self.text("codebook"), purpose=self.rows["purpose"], started_by=self.author
        )  # fmt: skip
        theme = self.keep(
            "theme", "themes.Theme", codebook=codebook, name=self.text("theme"), definition=self.text("means"),
            agreed_by=self.author,
        )  # fmt: skip
        self.keep("coding", "themes.Coding", theme=theme, contribution=contribution, coded_by=self.author)
        run = self.keep("run", "themes.CandidateRun", codebook=codebook, engine="x", state="done", asked_by=self.author)
        self.keep(
            "candidate", "themes.CandidateTheme", run=run, label=self.text("candidate"), keywords=[self.text("key")]
        )
        make("themes.MachineCoding", candidate=self.rows["candidate"], contribution=contribution)
        make("themes.PleaseRead", run=run, contribution=self.rows["drawn"], nearest=self.rows["candidate"])
        proposition = self.keep(
            "proposition", "themes.Proposition", codebook=codebook, words=self.text("proposition"), written_by=self.author
        )  # fmt: skip
        make(
            "themes.StanceAnswer", proposition=proposition, contribution=contribution, stance="for", answered_by=self.author
        )  # fmt: skip
        self.rows["version"] = note_version(codebook, by=self.author, changed=self.text("changed"))
        reading = self.keep(
            "round", "themes.BlindRound", codebook=codebook, first_reader=self.author, second_reader=self.approver,
            opened_by=self.author,
        )  # fmt: skip
        apart = make("themes.RoundVoice", round=reading, contribution=self.rows["drawn"])
        make("themes.BlindAnswer", voice=apart, reader=self.author)
        learned = make("themes.LearningRun", codebook=codebook, asked_by=self.author, state="done")
        make("themes.Proposal", run=learned, contribution=contribution, theme=theme, sureness=0.8)
        self.keep(
            "brought", "themes.BroughtFile", codebook=codebook, file_name=self.text("file"), origin=self.text("tool"),
            unmatched=[[self.text("text"), "not among these voices"]], read_by=self.author,
        )  # fmt: skip
        finding = self.held(
            "finding", "themes.Finding", statement=self.text("statement"), minority_view=self.text("minority"),
            purpose=self.rows["purpose"], found_on=DAY, written_by=self.author,
        )  # fmt: skip
        make("themes.FindingVoice", finding=finding, contribution=contribution, linked_by=self.author)

    def _decisions(self) -> None:
        ask = self.held(
            "ask", "decisions.Ask", words=self.text("ask"), body=self.board, purpose=self.rows["purpose"], put_on=DAY,
            written_by=self.author,
        )  # fmt: skip
        make("decisions.AskFinding", ask=ask, finding=self.rows["finding"], linked_by=self.author)
        self.keep("part", "decisions.AskPart", ask=ask, words=self.text("part"), setting=self.setting)
        self.held(
            "decision", "decisions.Decision", ask=ask, answer="partly", reason=self.text("reason"), decided_on=DAY,
            written_by=self.author,
        )  # fmt: skip

    def _outcomes(self) -> None:
        action = self.held(
            "action", "outcomes.Action", decision=self.rows["decision"], words=self.text("action"),
            owner=self.text("owner"), due_on=DAY, written_by=self.author,
        )  # fmt: skip
        self.held(
            "outcome", "outcomes.Outcome", action=action, measure=self.text("measure"), after=self.text("after"),
            measured_on=DAY, evidence=self.text("evidence"), written_by=self.author,
        )  # fmt: skip
        impact = self.held(
            "impact", "outcomes.Impact", named_thing=self.text("thing"), families_say=self.text("families"),
            in_use_since=DAY, written_by=self.author,
        )  # fmt: skip
        make("outcomes.ImpactClaim", impact=impact, ask=self.rows["ask"], linked_by=self.author)
        self.held(
            "give_back", "outcomes.GiveBack", ask=self.rows["ask"], told_on=DAY, told_whom=self.text("whom"),
            how=self.text("how"), given_by=self.author,
        )  # fmt: skip
        self.held(
            "provision", "provision.Provision", setting=self.setting, name=self.text("hub"), kind="sen_unit",
            designation="semh",
        )  # fmt: skip
        make(
            "provision.StatusChange", provision=self.rows["provision"], status="open", happened_on=DAY,
            reason=self.text("why"), recorded_by=self.author,
        )  # fmt: skip

    def _publishing(self) -> None:
        publication = self.held(
            "publication", "publishing.Publication", kind="story", title=self.text("draft"), summary=self.text("summary"),
            address=f"stories/{self.canary}", ask=self.rows["ask"], written_by=self.author, changed_by=self.author,
        )  # fmt: skip
        make(
            "publishing.Block",
            publication=publication,
            position=1,
            kind="quote",
            contribution=self.rows["contribution"],
        )
        make("publishing.Block", publication=publication, position=2, kind="paragraph", words=self.text("paragraph"))
        self.keep("comment", "publishing.LocalOfferComment", address="/", useful=True, words="Easy to read.")

    def publish(self, kind: str, address: str, month: datetime.date | None = None) -> Any:
        """A page anyone may read, with nothing secret in it."""
        page = make(
            "publishing.Publication", held_by=self.holder, kind=kind, title="For everyone", address=address, month=month,
            state="published", written_by=self.author, changed_by=self.author,
        )  # fmt: skip
        content = [
            {"kind": "paragraph", "words": "Anyone may read this."},
            {"kind": "drawing", "alt": "A quiet room", "said": "My room", "who": "A child"},
            {"kind": "event", "on": "2026-05-30", "place": "The library", "when": "Saturday 30 May 2026"},
        ]
        snapshot = make(
            "publishing.Snapshot", publication=page, number=1, title="For everyone", content=content, sha256="0" * 64,
            frozen_at=timezone.now(), written_by=self.author, approved_by=self.approver,
        )  # fmt: skip
        make(
            "publishing.SnapshotVoice", snapshot=snapshot, contribution=self.rows["drawn"], part=1, use="show_drawing",
            image=picture(),
        )  # fmt: skip
        return snapshot
