"""What a machine suggests: kept apart from what people agreed, and never added to it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from heard.codes import Use
from heard_web.people.models import User
from heard_web.themes.models_codebook import Answers, Codebook, Coding, LinkedVoices, ThemeQuerySet
from heard_web.themes.models_rounds import RoundVoice
from heard_web.voice.models import Contribution, Permission

FEWEST_TO_HOLD = 5  # people, below which nothing is said of how steady a theme is
EVERY_TIME = 0.9  # of the times that themes were made again with some voices left out


class CandidateRunQuerySet(models.QuerySet["CandidateRun"]):
    """Times the machine was asked."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Runs over voices that this person may all see: suggestions are made of people's words."""
        hidden = MachineCoding.objects.filter(candidate__run=OuterRef("pk")).hidden_from(user)
        to_read = PleaseRead.objects.filter(run=OuterRef("pk")).hidden_from(user)
        return self.filter(~Exists(hidden), ~Exists(to_read), codebook__in=Codebook.objects.visible_to(user))

    def under_way(self) -> Self:
        """Runs that wait or are being read."""
        return self.filter(state__in=[CandidateRun.State.WAITING, CandidateRun.State.RUNNING])

    def with_taken_back(self) -> Self:
        """Runs, each with `has_taken_back`: whether a voice it grouped was taken back since."""
        gone = MachineCoding.objects.filter(candidate__run=OuterRef("pk")).taken_back()
        return self.annotate(has_taken_back=Exists(gone))

    def with_suggestions_to_read(self) -> Self:
        """The newest finished run of each set of themes, with `still_open` suggestions that nobody has looked at yet."""
        done = self.filter(state=CandidateRun.State.DONE)
        newer = CandidateRun.objects.filter(codebook=OuterRef("codebook"), state=CandidateRun.State.DONE)
        open_ones = CandidateTheme.objects.wide().filter(run=OuterRef("pk"), state=CandidateTheme.State.OPEN)
        counted = open_ones.order_by().values("run").annotate(together=Count("pk")).values("together")
        rows = done.annotate(still_open=Coalesce(Subquery(counted), 0)).filter(still_open__gt=0)
        return rows.filter(~Exists(newer.filter(pk__gt=OuterRef("pk"))))


class CandidateRun(models.Model):
    """One time the machine was asked to suggest themes: which engine, which seed, on what, and how far it came."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Reading"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="runs")
    engine = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=200, blank=True)
    seed = models.PositiveIntegerField(default=0)
    themes_asked = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done_steps = models.PositiveIntegerField(default=0)
    all_steps = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    because = models.CharField("why this number of themes", max_length=2000, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    result_sha256 = models.CharField("SHA-256 of the result that the command gives", max_length=64, blank=True)
    voices = models.PositiveIntegerField(default=0)
    not_grouped = models.PositiveIntegerField(default=0)
    steadiness = models.FloatField("how steady the themes are together, from 0 to 1", null=True, blank=True)
    tried = models.JSONField("the numbers of themes that were tried", default=list, blank=True)
    parameters = models.JSONField("what the engine was set to", default=list, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)

    objects = CandidateRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "codebook", "engine", "engine_version", "seed", "themes_asked", "state", "done_steps", "all_steps",
            "problem", "because", "input_hash", "result_sha256", "voices", "not_grouped", "steadiness", "tried",
            "parameters", "asked_by", "asked_at", "finished_at", "beat_at", "tries",
        }  # fmt: skip

    @property
    def because_shortly(self) -> str:
        """How many themes are suggested, without the reasons."""
        said, _, more = self.because.partition(". ")
        return f"{said}." if more else said


class CandidateThemeQuerySet(models.QuerySet["CandidateTheme"]):
    """Candidates."""

    def wide(self) -> Self:
        """The themes themselves: not their parts."""
        return self.filter(parent=None)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Candidates of the runs this person may see."""
        return self.filter(run__in=CandidateRun.objects.visible_to(user))

    def with_taken_back(self) -> Self:
        """Candidates, each with `has_taken_back`: whether a voice in it was taken back since."""
        return self.annotate(has_taken_back=Exists(MachineCoding.objects.filter(candidate=OuterRef("pk")).taken_back()))

    def with_apart(self) -> Self:
        """Candidates, each with `apart`: how many of its voices two people read apart now, and are not shown meanwhile."""
        held = RoundVoice.objects.held_back().filter(contribution=OuterRef("contribution"))
        rows = MachineCoding.objects.standing().filter(Exists(held), candidate=OuterRef("pk")).order_by()
        counted = rows.values("candidate").annotate(many=Count("contribution", distinct=True)).values("many")
        return self.annotate(apart=Coalesce(Subquery(counted), 0))

    def taken_back(self) -> Self:
        """Candidates in which a voice was taken back since."""
        return self.filter(Exists(MachineCoding.objects.filter(candidate=OuterRef("pk")).taken_back()))


class CandidateTheme(models.Model):
    """A theme the machine suggests. It is nobody's finding until a person accepts it."""

    class State(models.TextChoices):
        OPEN = "open", "Not looked at yet"
        ACCEPTED = "accepted", "Accepted"
        SET_ASIDE = "set_aside", "Set aside"

    run = models.ForeignKey(CandidateRun, on_delete=models.CASCADE, related_name="candidates")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    key = models.CharField("its place in the tree of themes, such as 3 or 3.2", max_length=20, blank=True)
    label = models.CharField(max_length=200)
    keywords = models.JSONField(default=list)
    gist = models.CharField(max_length=400, blank=True)
    steadiness = models.FloatField("how far it stays together when some voices are left out, from 0 to 1", default=1)
    weak = models.BooleanField(default=False)
    size_people = models.PositiveIntegerField(default=0)
    size_voices = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    objects = CandidateThemeQuerySet.as_manager()

    class Meta:
        ordering = ["-size_people", "id"]

    class Privacy:
        personal: ClassVar[set[str]] = {"label", "keywords", "gist"}
        not_personal: ClassVar[set[str]] = {
            "id", "run", "parent", "key", "steadiness", "weak", "size_people", "size_voices", "state",
        }  # fmt: skip

    @property
    def holds_together(self) -> str:
        """How steady it is, in plain words. A few people always stay together or never: that says nothing."""
        if self.weak:
            return "Weak: may be chance"
        if self.size_people < FEWEST_TO_HOLD:
            return "Of too few people to say whether it comes back"
        return "Comes back every time" if self.steadiness >= EVERY_TIME else "Often comes back"


class MachineVoices(LinkedVoices):
    """What a machine said about contributions."""

    def open_to_all(self) -> Self:
        """Without voices that two people are reading apart from each other: no hint may reach either of them."""
        apart = RoundVoice.objects.held_back().filter(contribution=OuterRef("contribution"))
        return self.filter(~Exists(apart))

    def usable(self, answers: Answers | None = None) -> list[Any]:
        """Those that may be used and shown now."""
        return LinkedVoices.usable(self.open_to_all(), answers)

    def hidden_from(self, user: User | AnonymousUser) -> Self:
        """Rows about contributions this person may not see."""
        return self.exclude(contribution__in=Contribution.objects.visible_to(user))


class MachineCodingQuerySet(MachineVoices):
    """The machine's suggestions."""

    def taken_back(self) -> Self:
        """Those of voices that may no longer be used, or were put right or refused since the machine was asked.

        What the machine wrote about them, such as a label, may hold words that are gone.
        """
        asked = OuterRef("candidate__run__asked_at")
        refused = Permission.objects.filter(use=Use.ANALYSE, answer=False, recorded_at__gte=asked)
        gone = ~Q(contribution__withdrawn_at=None, contribution__diverted_at=None)
        corrected = Q(contribution__corrected_at__gte=F("candidate__run__asked_at"))
        return self.filter(gone | corrected | Exists(refused.filter(contribution=OuterRef("contribution"))))

    def waiting(self) -> Self:
        """Suggestions under an agreed theme, as `for_theme`, that no person has confirmed or refused yet."""
        rows = (
            self.open_to_all()
            .filter(refused_at=None, candidate__themes__isnull=False)
            .annotate(for_theme=Coalesce("candidate__themes__merged_into", "candidate__themes"))
        )
        coded = Coding.objects.filter(theme=OuterRef("for_theme"), contribution=OuterRef("contribution"))
        return rows.filter(~Exists(coded))

    def saying_otherwise(self, themes: ThemeQuerySet) -> Self:
        """What the machine takes for dissent under these agreed themes, whether or not a person put it there."""
        of_themes = Q(candidate__themes__in=themes) | Q(candidate__themes__merged_into__in=themes)
        return self.open_to_all().filter(of_themes, refused_at=None, place=MachineCoding.Place.DISSENTING)


class MachineCoding(models.Model):
    """The machine's suggestion that a contribution belongs to a candidate. Counted apart from people's codings."""

    class Place(models.TextChoices):
        MEMBER = "member", "In the group"
        TYPICAL = "typical", "Near its heart"
        EDGE = "edge", "At its edge"
        DISSENTING = "dissenting", "Says otherwise"

    candidate = models.ForeignKey(CandidateTheme, on_delete=models.CASCADE, related_name="codings")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="machine_codings")
    closeness = models.FloatField(default=0)
    place = models.CharField(max_length=12, choices=Place.choices, default=Place.MEMBER)
    main = models.BooleanField("its main theme", default=True)
    spans = models.JSONField("the passages that brought it here", default=list, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = MachineCodingQuerySet.as_manager()

    class Meta:
        ordering = ["-closeness", "id"]
        constraints = [models.UniqueConstraint(fields=["candidate", "contribution"], name="themes_machine_codes_once")]

    class Privacy:
        personal: ClassVar[set[str]] = {"closeness", "place", "main", "spans"}
        not_personal: ClassVar[set[str]] = {"id", "candidate", "contribution", "refused_at", "refused_by"}


class PleaseRead(models.Model):
    """A contribution that a run put in no theme, and why: somebody should read it. Listed, never hidden."""

    run = models.ForeignKey(CandidateRun, on_delete=models.CASCADE, related_name="please_read")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    nearest = models.ForeignKey(CandidateTheme, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = MachineVoices.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "contribution"], name="themes_please_read_once")]

    class Privacy:
        personal: ClassVar[set[str]] = {"why"}
        not_personal: ClassVar[set[str]] = {"id", "run", "contribution", "nearest"}
