"""Who is to meet whom: the two sides, their wishes, and when they cannot."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import Agency, Delegate
from investors.models.bookings import Resource
from investors.models.companies import Company
from investors.models.scheduling.schedules import Schedule, ScheduleSlot
from itpo.office.constraints import exactly_one, is_only, known_values
from itpo.office.models import Partner
from itpo.office.visibility import OwnedQuerySet

MOST_WANTED = 3  # how much a side may want to meet: 1 would be good, 2 important, 3 a must
WHO = ("company", "delegate", "partner", "agency")


class ParticipantQuerySet(OwnedQuerySet):
    office_path = "schedule__office"

    def with_names(self) -> Self:
        return self.select_related(*WHO)

    def hosts(self) -> Self:
        return self.filter(side=Participant.Side.HOST)

    def counterparts(self) -> Self:
        return self.filter(side=Participant.Side.COUNTERPART)


@known_values
class Participant(models.Model):
    """Who is to meet the other side of a schedule: a delegate, a company, a partner, an agency."""

    class Side(models.TextChoices):
        HOST = "host", _("Host, with a table of their own")
        COUNTERPART = "counterpart", _("Counterpart, who goes round")

    schedule = models.ForeignKey(
        Schedule, models.CASCADE, related_name="participants", verbose_name=_("meeting schedule")
    )
    side = models.CharField(_("side"), max_length=12, choices=Side, default=Side.COUNTERPART)
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        related_name="schedule_places",
        null=True,
        blank=True,
        verbose_name=_("company"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        related_name="schedule_places",
        null=True,
        blank=True,
        verbose_name=_("delegate"),
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="schedule_places",
        null=True,
        blank=True,
        verbose_name=_("partner"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="schedule_places",
        null=True,
        blank=True,
        verbose_name=_("agency"),
    )
    name = models.CharField(_("name, where there is no record"), max_length=160, blank=True)
    languages = models.CharField(
        _("languages"),
        max_length=120,
        blank=True,
        help_text=_("French, English. Blank: they need no interpreter."),
    )

    objects = ParticipantQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("participant of a meeting schedule")
        verbose_name_plural = _("participants of meeting schedules")
        constraints = [
            models.CheckConstraint(
                condition=(exactly_one(*WHO) & Q(name=""))
                | (Q(**{f"{one}__isnull": True for one in WHO}) & ~Q(name="")),
                name="participant_is_one",
                violation_error_message=_("A participant is one of these, or a name."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["schedule", one],
                    condition=is_only(one),
                    name=f"participant_{one}_once",
                    violation_error_message=_("They are in the schedule already."),
                )
                for one in WHO
            ),
            models.UniqueConstraint(
                fields=["schedule", "name"],
                condition=~Q(name=""),
                name="participant_name_once",
                violation_error_message=_("They are in the schedule already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_side_display()

    def who(self) -> Any:
        """The record they are, or their name. Read with `with_names`."""
        return self.company or self.delegate or self.partner or self.agency or self.name

    def get_absolute_url(self) -> str:
        return reverse("investors:schedule-participant", args=[self.pk])


class WishQuerySet(OwnedQuerySet):
    office_path = "host__schedule__office"


@known_values
class Wish(models.Model):
    """How much a host and a counterpart want to meet; 0 for the side that did not ask.

    `why_not` is why the latest planning could not meet it; blank where it did, or was none yet.
    """

    class WhyNot(models.TextChoices):
        WITHDRAWN = "withdrawn", _("One of them has withdrawn")
        MEET_ANYWAY = "meet_anyway", _("They meet anyway in these days")
        NEVER_BOTH_THERE = "never_both_there", _("They are never both there")
        NOBODY_INTERPRETS = "nobody_interprets", _("Nobody interprets between them")
        INTERPRETER_NEVER_THERE = (
            "interpreter_never_there",
            _("The interpreter is not there when they are"),
        )
        HOST_FULL = "host_has_no_slot_left", _("The host has no slot left")
        COUNTERPART_FULL = "counterpart_has_no_slot_left", _("The counterpart has no slot left")
        NO_COMMON_SLOT = "no_common_slot_left", _("They have no slot left in common")
        NO_TABLE = "no_table", _("No table is free when both are")
        INTERPRETERS_TAKEN = (
            "interpreters_taken",
            _("The interpreters are taken when both are free"),
        )
        NO_TABLE_OR_INTERPRETER = (
            "no_table_or_interpreter",
            _("No table or no interpreter is free when both are"),
        )
        THERE_IS_ROOM = "there_is_room", _("There is room: schedule again")

    host = models.ForeignKey(
        Participant, models.CASCADE, related_name="wishes_as_host", verbose_name=_("host")
    )
    counterpart = models.ForeignKey(
        Participant,
        models.CASCADE,
        related_name="wishes_as_counterpart",
        verbose_name=_("counterpart"),
    )
    by_host = models.PositiveSmallIntegerField(_("wished by the host"), default=0)
    by_counterpart = models.PositiveSmallIntegerField(_("wished by the counterpart"), default=0)
    why_not = models.CharField(_("why it is not met"), max_length=30, choices=WhyNot, blank=True)

    objects = WishQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("wish to meet")
        verbose_name_plural = _("wishes to meet")
        constraints = [
            models.UniqueConstraint(
                fields=["host", "counterpart"],
                name="wish_once",
                violation_error_message=_("This wish is noted already."),
            ),
            models.CheckConstraint(
                condition=~Q(host=F("counterpart")),
                name="wish_is_of_two",
                violation_error_message=_("Nobody meets themselves."),
            ),
            models.CheckConstraint(
                condition=(Q(by_host__gte=1) | Q(by_counterpart__gte=1))
                & Q(by_host__lte=MOST_WANTED, by_counterpart__lte=MOST_WANTED),
                name="wish_is_known",
                violation_error_message=_("A wish is from 1 to 3, by one side at least."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_host} / {self.by_counterpart}"


class AwayQuerySet(OwnedQuerySet):
    office_path = "slot__schedule__office"


class Away(models.Model):
    """A slot in which a participant or an interpreter cannot."""

    slot = models.ForeignKey(
        ScheduleSlot, models.CASCADE, related_name="away", verbose_name=_("slot")
    )
    participant = models.ForeignKey(
        Participant,
        models.CASCADE,
        related_name="away",
        null=True,
        blank=True,
        verbose_name=_("participant"),
    )
    interpreter = models.ForeignKey(
        Resource,
        models.CASCADE,
        related_name="away",
        null=True,
        blank=True,
        verbose_name=_("interpreter"),
    )

    objects = AwayQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence from a slot")
        verbose_name_plural = _("absences from slots")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("participant", "interpreter"),
                name="away_is_of_one",
                violation_error_message=_("Somebody is away: a participant or an interpreter."),
            ),
            models.UniqueConstraint(
                fields=["slot", "participant"],
                condition=Q(participant__isnull=False),
                name="away_participant_once",
                violation_error_message=_("This is noted already."),
            ),
            models.UniqueConstraint(
                fields=["slot", "interpreter"],
                condition=Q(interpreter__isnull=False),
                name="away_interpreter_once",
                violation_error_message=_("This is noted already."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("away"))
