"""The offices and the people who work in them."""

import secrets
import zoneinfo
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from itpo.office.constraints import known_values
from itpo.office.models.reference import country_code, currency_code
from itpo.office.visibility import OwnedQuerySet, Viewer


def check_time_zone(name: str) -> None:
    """Refuse what is no IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("There is no time zone “%(name)s”. Write for example Asia/Tokyo."),
            params={"name": name},
        )


def new_file_key() -> str:
    return secrets.token_hex(16)


LANGUAGES = [("en", _("English")), ("ja", _("Japanese")), ("fr", _("French"))]


class Office(models.Model):
    """One Investment and Technology Promotion Office, and what its letters are headed with."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=120, blank=True)
    address = models.TextField(_("address"), blank=True)
    address_ja = models.TextField(_("address in Japanese"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    signed_by = models.CharField(_("who signs its letters"), max_length=120, blank=True)
    signed_by_ja = models.CharField(_("the same in Japanese"), max_length=120, blank=True)
    signed_as = models.CharField(_("their post"), max_length=120, blank=True)
    signed_as_ja = models.CharField(_("their post in Japanese"), max_length=120, blank=True)
    country_code = models.CharField(
        _("country (ISO 3166)"), max_length=2, default="JP", validators=[country_code]
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Asia/Tokyo", validators=[check_time_zone]
    )
    currency = models.CharField(
        _("currency of its reports"), max_length=3, default="USD", validators=[currency_code]
    )
    deal_rhythm_days = models.PositiveSmallIntegerField(
        _("days after which a silent deal is stale"),
        default=90,
        validators=[MinValueValidator(1)],
        help_text=_("For deals that have no rhythm of their own."),
    )
    escalates_after = models.PositiveSmallIntegerField(
        _("working days after which its managers hear of what is late"),
        default=5,
        validators=[MaxValueValidator(250)],  # a year; each day of it is looked up
        help_text=_("In their daily mail, until it is done or moved."),
    )
    asks_alumni = models.BooleanField(
        _("asks former delegates once a year where they work"), default=True
    )
    # By the first office's, files tell whether a number in them was given out by this database.
    file_key = models.CharField(max_length=32, default=new_file_key, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.name

    def today(self, now: datetime) -> date:
        """The day it is at the office at that moment."""
        return timezone.localdate(now, zoneinfo.ZoneInfo(self.time_zone))


class Role(models.TextChoices):
    OFFICER = "officer", _("Officer")
    MANAGER = "manager", _("Manager")
    AUDITOR = "auditor", _("Auditor")


class UserQuerySet(OwnedQuerySet):
    searched = ("family_name", "given_name", "email")

    def working(self) -> Self:
        """Who can be given something to do: neither gone nor here to read only."""
        return self.filter(is_active=True).exclude(role=Role.AUDITOR)

    def manager_of(self, office_id: int) -> "User | None":
        """Who of an office sees to what nobody else does."""
        managers = self.working().filter(office=office_id, role=Role.MANAGER)
        found: User | None = managers.order_by("pk").first()
        return found

    def by_name(self) -> Self:
        return self.order_by("family_name", "given_name", "pk")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> UserQuerySet:
        return self.get_queryset().visible_to(viewer)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make somebody who can log in. Without a password, they cannot yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields.setdefault("role", Role.MANAGER)
        if "office" not in fields and "office_id" not in fields:
            # The first administrator of a new installation comes before its first office.
            fields["office"] = Office.objects.order_by("pk").first()
        return self.create_user(email, password, is_superuser=True, **fields)


@known_values
class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who works in an office and logs in with an e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True)
    family_name = models.CharField(_("family name"), max_length=80)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="users", null=True, verbose_name=_("office")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.OFFICER)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Asia/Tokyo", validators=[check_time_zone]
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        default="en",
        choices=LANGUAGES,
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the daily mail"),
        default=8,
        validators=[MaxValueValidator(23)],
        help_text=_("0 to 23, in the person's own time zone."),
    )
    digest_decided_at = models.DateTimeField(
        _("last decided whether they get a daily mail"), null=True, editable=False
    )
    exports_lists = models.BooleanField(
        _("may take lists out as files"),
        default=True,
        help_text=_("A manager always may. Every list that is taken out is written down."),
    )
    is_active = models.BooleanField(_("may log in"), default=True)
    is_sample = models.BooleanField(_("belongs to the sample"), default=False, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    # Passwords, log-ins and what a tick does each day are no history anybody should read.
    history = HistoricalRecords(excluded_fields=["password", "last_login", "digest_decided_at"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["family_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_hour__lte=23),
                name="user_digest_hour_is_an_hour",
                violation_error_message=_("The hour of the daily mail is from 0 to 23."),
            ),
            models.CheckConstraint(
                condition=Q(is_superuser=True) | Q(office__isnull=False),
                name="user_has_an_office",
                violation_error_message=_("Everybody but an administrator belongs to an office."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Somebody logs in with this address already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Family name first, as the office writes it."""
        return f"{self.family_name.upper()} {self.given_name}".strip() or self.email

    def get_short_name(self) -> str:
        return self.given_name or self.family_name

    @property
    def is_staff(self) -> bool:
        """Whether the admin lets them in; what they may do there: admin_rights.py."""
        return self.is_superuser or self.role in {Role.MANAGER, Role.AUDITOR}

    @property
    def sees_records(self) -> bool:
        return self.is_active

    @property
    def sees_restricted(self) -> bool:
        return self.is_superuser or self.role == Role.MANAGER

    @property
    def may_change(self) -> bool:
        """Whether they may write at all; an auditor only reads."""
        return self.is_superuser or self.role != Role.AUDITOR

    def works_at(self, office_id: int) -> bool:
        """Whether they can be given something to do at an office."""
        return self.is_active and self.may_change and self.office_id == office_id

    @property
    def may_export(self) -> bool:
        """Whether they may take lists out as files: managers always, others unless refused."""
        return self.sees_restricted or self.exports_lists

    def today(self, now: datetime) -> date:
        """The day it is for this person at that moment."""
        return timezone.localdate(now, zoneinfo.ZoneInfo(self.time_zone))


class AbsenceQuerySet(OwnedQuerySet):
    office_path = "user__office"

    def touching(self, first: date, last: date) -> Self:
        """Those with a day between two days."""
        return self.filter(first_on__lte=last, last_on__gte=first)


class Absence(models.Model):
    """Somebody is away from one day to another, and somebody else stands in."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="absences", verbose_name=_("who is away")
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    stand_in = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="standing_in",
        null=True,
        blank=True,
        verbose_name=_("stand-in"),
    )

    objects = AbsenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("user")),
                name="absence_stand_in_is_somebody_else",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"

    def clean(self) -> None:
        """What PostgreSQL says too, and SQLite cannot: nobody is away twice; and who stands in."""
        if not (self.user_id and self.first_on and self.last_on):
            return
        errors: dict[str, str] = {}
        rows = Absence.objects.touching(self.first_on, self.last_on).order_by("first_on")
        if other := rows.filter(user=self.user).exclude(pk=self.pk).first():
            errors["first_on"] = gettext("Away already from %(first)s to %(last)s.") % other.days
        if self.stand_in and (why_not := self.why_nobody(rows.filter(user=self.stand_in))):
            errors["stand_in"] = why_not
        if errors:
            raise ValidationError(errors)

    def why_nobody(self, theirs: Iterable["Absence"]) -> str:
        """Why the stand-in cannot stand in, given when they are away; empty when they can."""
        stand_in = self.stand_in
        if stand_in is None or stand_in == self.user:  # the constraint has a sentence for that
            return ""
        if not stand_in.is_active:
            return gettext("%(who)s no longer logs in.") % {"who": stand_in}
        if not stand_in.may_change:
            return gettext("%(who)s only reads.") % {"who": stand_in}
        if stand_in.office_id != self.user.office_id:
            return gettext("%(who)s works in another office.") % {"who": stand_in}
        for other in theirs:
            if other.first_on <= self.last_on and other.last_on >= self.first_on:
                words = gettext("%(who)s is away too, from %(first)s to %(last)s.")
                return words % {"who": stand_in, **other.days}
        return ""

    @property
    def days(self) -> dict[str, str]:
        """The first and the last day, as a sentence has them."""
        return {
            "first": date_format(self.first_on, "j M Y"),
            "last": date_format(self.last_on, "j M Y"),
        }
