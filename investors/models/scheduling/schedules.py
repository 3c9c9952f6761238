"""What a schedule is of, and the times at which its meetings can be."""

from datetime import time
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import Programme
from investors.models.bookings import Resource
from investors.models.events import Event
from investors.models.missions import MissionLeg
from itpo.office.constraints import exactly_one
from itpo.office.models import Office
from itpo.office.models.people import check_time_zone
from itpo.office.time_zones import city_of
from itpo.office.visibility import OwnedQuerySet

TABLES = _("There are from 1 to 200 tables.")
LASTING = _("A meeting lasts from 5 to 240 minutes.")


def within(least: int, most: int, sentence: Any) -> list[Any]:
    """Say beside the field what the database refuses."""
    return [MinValueValidator(least, sentence), MaxValueValidator(most, sentence)]


class ScheduleQuerySet(OwnedQuerySet):
    searched = ("name", "programme__folded", "leg__mission__folded", "event__folded")

    def with_whole(self) -> Self:
        """With what they schedule the meetings of."""
        return self.select_related("office", "programme", "leg__mission", "leg__country", "event")

    def with_numbers(self) -> Self:
        """Adds `planned` and `published`: how many meetings there are, in the schedule and made."""
        return self.annotate(
            planned=Count("pairings"),
            published=Count("pairings", filter=Q(pairings__meeting__isnull=False)),
        )


class Schedule(models.Model):
    """Who is to meet whom during a programme, a leg of a mission or an event.

    Each day has slots before lunch and after it, and in each slot as many meetings as tables.
    """

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="schedules", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=160)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="schedules",
        null=True,
        blank=True,
        verbose_name=_("programme"),
    )
    leg = models.ForeignKey(
        MissionLeg,
        models.PROTECT,
        related_name="schedules",
        null=True,
        blank=True,
        verbose_name=_("leg of a mission"),
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="schedules",
        null=True,
        blank=True,
        verbose_name=_("event"),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    time_zone = models.CharField(
        _("time zone of the place"),
        max_length=60,
        default="Asia/Tokyo",
        validators=[check_time_zone],
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes of a meeting"), default=25, validators=within(5, 240, LASTING)
    )
    pause = models.PositiveSmallIntegerField(_("minutes in between"), default=5)
    morning_at = models.TimeField(_("before lunch from"), default=time(10, 0))
    morning_slots = models.PositiveSmallIntegerField(_("slots before lunch"), default=4)
    afternoon_at = models.TimeField(_("after lunch from"), default=time(13, 30))
    afternoon_slots = models.PositiveSmallIntegerField(_("slots after lunch"), default=6)
    tables = models.PositiveSmallIntegerField(
        _("tables"), default=4, validators=within(1, 200, TABLES)
    )
    interpreters = models.ManyToManyField(
        Resource, blank=True, related_name="schedules", verbose_name=_("interpreters")
    )

    objects = ScheduleQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[interpreters])

    class Meta:
        verbose_name = _("meeting schedule")
        verbose_name_plural = _("meeting schedules")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("programme", "leg", "event"),
                name="schedule_is_of_one_thing",
                violation_error_message=_(
                    "A meeting schedule is of a programme, a leg of a mission or an event."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="schedule_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(tables__gte=1, tables__lte=200),
                name="schedule_has_a_table",
                violation_error_message=TABLES,
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=240),
                name="schedule_meetings_last_a_while",
                violation_error_message=LASTING,
            ),
            models.CheckConstraint(
                condition=Q(pause__lte=240),
                name="schedule_pauses_briefly",
                violation_error_message=_("There are at most 240 minutes in between."),
            ),
            models.CheckConstraint(
                condition=(Q(morning_slots__gte=1) | Q(afternoon_slots__gte=1))
                & Q(morning_slots__lte=40, afternoon_slots__lte=40),
                name="schedule_has_a_slot",
                violation_error_message=_("A day has a slot at least, and at most 40 in a half."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def city(self) -> str:
        """Whose clocks its times are of."""
        return city_of(self.time_zone)

    def whole(self) -> Any:
        """What it schedules the meetings of; of a leg, the mission. Read with `with_whole`."""
        return self.leg.mission if self.leg else self.programme or self.event

    def get_absolute_url(self) -> str:
        return reverse("investors:schedule", args=[self.pk])


class ScheduleSlotQuerySet(OwnedQuerySet):
    office_path = "schedule__office"

    def in_order(self) -> Self:
        return self.order_by("starts_at", "pk")


class ScheduleSlot(models.Model):
    """One time of one day at which meetings of a schedule can take place."""

    schedule = models.ForeignKey(
        Schedule, models.CASCADE, related_name="slots", verbose_name=_("meeting schedule")
    )
    day = models.DateField(_("day"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))

    objects = ScheduleSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot of a meeting schedule")
        verbose_name_plural = _("slots of meeting schedules")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "starts_at"],
                name="schedule_slot_once",
                violation_error_message=_("The schedule has this slot already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="schedule_slot_ends_after_it_starts",
                violation_error_message=_("The slot ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} UTC"

    def clock(self, zone: ZoneInfo) -> str:
        """From when to when, as the clocks of a place say."""
        return "–".join(f"{one.astimezone(zone):%H:%M}" for one in (self.starts_at, self.ends_at))
