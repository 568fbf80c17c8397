"""Accounts, the organisations that hold records, and what each role may see and do."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.urls import reverse


class OrganisationKind(models.TextChoices):
    """What sort of organisation holds a record."""

    COUNCIL = "council", "Council"
    ICB = "icb", "Integrated care board (NHS)"
    PCF = "pcf", "Parent carer forum"
    SCHOOL = "school", "School or setting"
    INSPECTORATE = "inspectorate", "Inspectorate or government adviser"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    OTHER = "other", "Another organisation"


# The council and the integrated care board are inspected together as one partnership and share their records.
STATUTORY = (OrganisationKind.COUNCIL, OrganisationKind.ICB)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations."""

    def whose_history(self, user: User) -> Self:
        """Organisations whose history this person reads: their own, and the council's partnership if they are in it.

        Inspectors read the partnership's records, so they read what was done to them.
        """
        if user.organisation.kind in STATUTORY:
            return self.filter(kind__in=STATUTORY)
        if user.organisation.kind == OrganisationKind.INSPECTORATE:
            return self.filter(Q(kind__in=STATUTORY) | Q(pk=user.organisation_id))
        return self.filter(pk=user.organisation_id)

    def the_forum(self) -> Organisation | None:
        """The area's parent carer forum, or None while there is none."""
        return self.filter(kind=OrganisationKind.PCF, successor=None).order_by("pk").first()


class Organisation(models.Model):
    """A council, an integrated care board, a parent carer forum or a school: whoever holds a record."""

    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200, unique=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "kind", "name", "successor"}

    def __str__(self) -> str:
        return self.name


class OrganisationName(models.Model):
    """A name an organisation had, and from when until when: bodies are renamed, their records are not."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "organisation", "name", "from_on", "until_on"}


class DecisionBody(models.Model):
    """A named body that decides, such as a partnership board. Asks are put to it."""

    name = models.CharField(max_length=200, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bodies")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "decision bodies"

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "name", "organisation"}

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person does here. Each method says what the role may do; nothing else decides it."""

    OFFICER = "officer", "Co-production officer"
    APPROVER = "approver", "Approver"
    FORUM_COORDINATOR = "forum_coordinator", "Forum coordinator"
    DECISION_MAKER = "decision_maker", "Decision-maker"
    INSPECTOR = "inspector", "Inspector (reads only)"
    ADMINISTRATOR = "administrator", "Administrator"

    def may_read_voices(self) -> bool:
        """Whether this role reads what people told us in their own words."""
        return self is not Role.ADMINISTRATOR

    def only_decides(self) -> bool:
        """Whether this role answers what is asked of a body, and is shown no words there that may not be quoted."""
        return self is Role.DECISION_MAKER

    def may_record(self) -> bool:
        """Whether this role plans activities, records voices, agrees themes and writes drafts."""
        return self in (Role.OFFICER, Role.FORUM_COORDINATOR)

    def may_record_decisions(self) -> bool:
        """Whether this role writes down what a body decided, and what was done about it."""
        return self in (Role.OFFICER, Role.FORUM_COORDINATOR, Role.DECISION_MAKER)

    def may_pass_on(self) -> bool:
        """Whether this role passes a worry to safeguarding, which erases what was said: anyone who reads but inspectors."""
        return self.may_read_voices() and self is not Role.INSPECTOR

    def may_approve(self) -> bool:
        """Whether this role may let a draft that somebody else wrote be published."""
        return self is Role.APPROVER

    def may_administer(self) -> bool:
        """Whether this role makes and closes accounts and names the organisations."""
        return self is Role.ADMINISTRATOR

    def may_add_places(self) -> bool:
        """Whether this role adds a school or setting that is missing from the list."""
        return self.may_record() or self.may_administer()

    def may_keep_places(self) -> bool:
        """Whether this role renames, joins and imports settings, in an organisation that keeps the area's list."""
        return self in (Role.OFFICER, Role.ADMINISTRATOR)


class UserManager(BaseUserManager["User"]):
    """Finds people by the e-mail address they sign in with, in any case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the person who signs in with this address.

        PostgreSQL takes “ſ” for an “s” in another case. Such a spelling is nobody's: wrong passwords are counted by
        spelling, so each would be a fresh start for somebody who guesses.
        """
        person = self.get(email__iexact=username)
        if person.email.lower() != str(username).lower():
            raise self.model.DoesNotExist
        return person


class User(AbstractBaseUser):
    """A person who signs in, in one role for one organisation."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    role = models.CharField(max_length=20, choices=Role.choices)
    job_title = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "organisation", "role"]

    class Meta:
        ordering = ["name"]

    class Privacy:
        personal: ClassVar[set[str]] = {"email", "name", "password", "job_title", "last_login"}
        not_personal: ClassVar[set[str]] = {"id", "organisation", "role", "is_active", "joined_at"}

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name shown on pages."""
        return self.name

    def keeps_accounts_of(self, organisation: Organisation) -> bool:
        """Whether this person opens and closes the accounts of an organisation.

        A forum keeps its own accounts: somebody else's administrator who could set a password there could read
        everything the forum holds.
        """
        own = self.organisation_id == organisation.pk
        return self.as_role.may_administer() and (own or organisation.kind != OrganisationKind.PCF)

    def may_open(self, organisation: Organisation, role: str) -> bool:
        """Whether this person may open an account there in that role: any of their own, and a forum's first administrator."""
        if self.keeps_accounts_of(organisation):
            return True
        begun = organisation.people.filter(role=Role.ADMINISTRATOR, is_active=True).exists()
        return self.as_role.may_administer() and role == Role.ADMINISTRATOR and not begun

    @property
    def as_role(self) -> Role:
        """The role, with its methods."""
        return Role(self.role)

    @property
    def keeps_places(self) -> bool:
        """Whether this person keeps the area's one list of settings: in the council or the NHS, not in one school."""
        return self.as_role.may_keep_places() and self.organisation.kind in STATUTORY


class HeldQuerySet(models.QuerySet[Any]):
    """Rows held by an organisation."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows this person may see: their own organisation's, the partnership's if they are in it, and released ones.

        A forum's records stay invisible to everyone else until the forum releases them.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        allowed = Q(held_by=user.organisation_id) | Q(released_at__isnull=False)
        if user.organisation.kind in (*STATUTORY, OrganisationKind.INSPECTORATE):
            allowed |= Q(held_by__kind__in=STATUTORY)
        return self.filter(allowed)

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """Rows this person may change: those of their own organisation, when their role records."""
        if not isinstance(user, User) or not user.is_active or user.as_role is Role.INSPECTOR:
            return self.none()
        return self.filter(held_by=user.organisation_id)


class Held(models.Model):
    """A record that one organisation holds, and others see only when that organisation releases it."""

    held_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    # False for records that stay inside their organisation for good, such as how to reach a family.
    may_be_released: ClassVar[bool] = True

    class Meta:
        abstract = True

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"held_by", "released_at", "released_by"}

    @property
    def release_url(self) -> str:
        """Where the release button sends its form."""
        return reverse("people:release", args=[self._meta.label_lower, self.pk])

    @property
    def who_sees(self) -> str:
        """Who sees this record while it is not released, in a sentence."""
        if self.held_by.kind in STATUTORY:
            return "The council, its NHS partners and inspectors see this. Nobody else does."
        return f"Only {self.held_by} sees this."

    def is_own_of(self, user: User) -> bool:
        """Whether this person is of the holder, or of the other half of the council's partnership, released or not."""
        partners = self.held_by.kind in STATUTORY and user.organisation.kind in STATUTORY
        return self.held_by_id == user.organisation_id or partners


class Link(models.Model):
    """A dated, authored arrow between two steps of the thread."""

    linked_at = models.DateTimeField(auto_now_add=True)
    linked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"linked_at", "linked_by"}
