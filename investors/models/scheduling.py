"""Schedules of who meets whom when: slots, people, wishes, what was found, what was published."""

from datetime import datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import Agency, Delegate, Programme
from investors.models.bookings import Resource
from investors.models.companies import Company
from investors.models.events import Event
from investors.models.meetings import Meeting
from investors.models.missions import MissionLeg
from itpo.office.constraints import exactly_one, is_only, known_values
from itpo.office.models import Office, Partner, User
from itpo.office.models.people import check_time_zone
from itpo.office.visibility import OwnedQuerySet

TABLES = _("There are from 1 to 200 tables.")
LASTING = _("A meeting lasts from 5 to 240 minutes.")
MOST_WANTED = 3  # how much a side may want to meet: 1 would be good, 2 important, 3 a must


def within(least: int, most: int, sentence: Any) -> list[Any]:
    """Say beside the field what the database refuses."""
    return [MinValueValidator(least, sentence), MaxValueValidator(most, sentence)]


class ScheduleQuerySet(OwnedQuerySet):
    searched = ("name", "programme__name", "leg__mission__name", "event__name")

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
        return self.time_zone.rpartition("/")[2].replace("_", " ")

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


class PairingQuerySet(OwnedQuerySet):
    office_path = "schedule__office"

    def with_names(self) -> Self:
        sides = [f"{side}__{one}" for side in ("host", "counterpart") for one in WHO]
        return self.select_related("slot", "interpreter", "meeting", *sides)

    def in_order(self) -> Self:
        return self.order_by("slot__starts_at", "table", "pk")


class Pairing(models.Model):
    """Two who meet according to a schedule: in which slot, at which table, with which interpreter.

    Published, it is a meeting; pinned or published, planning anew leaves it alone.
    """

    schedule = models.ForeignKey(
        Schedule, models.CASCADE, related_name="pairings", verbose_name=_("meeting schedule")
    )
    host = models.ForeignKey(
        Participant, models.CASCADE, related_name="pairings_as_host", verbose_name=_("host")
    )
    counterpart = models.ForeignKey(
        Participant,
        models.CASCADE,
        related_name="pairings_as_counterpart",
        verbose_name=_("counterpart"),
    )
    slot = models.ForeignKey(
        ScheduleSlot, models.CASCADE, related_name="pairings", verbose_name=_("slot")
    )
    table = models.PositiveSmallIntegerField(_("table"))
    interpreter = models.ForeignKey(
        Resource,
        models.PROTECT,
        related_name="pairings",
        null=True,
        blank=True,
        verbose_name=_("interpreter"),
    )
    is_pinned = models.BooleanField(_("stays where it is"), default=False)
    meeting = models.OneToOneField(
        Meeting,
        models.SET_NULL,
        related_name="pairing",
        null=True,
        blank=True,
        verbose_name=_("published as"),
    )

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned meeting")
        verbose_name_plural = _("planned meetings")
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=fields,
                    name=f"pairing_{name}_once",
                    violation_error_message=sentence,
                )
                for name, fields, sentence in (
                    ("pair", ["host", "counterpart"], _("These two meet already.")),
                    ("host", ["slot", "host"], _("The host has a meeting in this slot.")),
                    (
                        "counterpart",
                        ["slot", "counterpart"],
                        _("The counterpart has a meeting in this slot."),
                    ),
                    ("table", ["slot", "table"], _("The table is taken in this slot.")),
                )
            ),
            models.UniqueConstraint(
                fields=["slot", "interpreter"],
                condition=Q(interpreter__isnull=False),
                name="pairing_interpreter_once",
                violation_error_message=_("The interpreter is taken in this slot."),
            ),
            models.CheckConstraint(
                condition=Q(table__gte=1),
                name="pairing_has_a_table",
                violation_error_message=_("Tables are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Table %(number)s") % {"number": self.table})

    @property
    def is_fixed(self) -> bool:
        return self.is_pinned or self.meeting_id is not None


class ScheduleRunQuerySet(OwnedQuerySet):
    office_path = "schedule__office"

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def ready(self, at: datetime) -> Self:
        """Nobody works on them: new, or whoever did has died."""
        return self.filter(
            Q(state=ScheduleRun.State.WAITING)
            | Q(state=ScheduleRun.State.RUNNING, leased_until__lt=at)
        )

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


@known_values
class ScheduleRun(models.Model):
    """One search of the solver for a better schedule than the plain fill, to be watched and ended.

    It keeps the problem it was asked; if that is another one by the end, nothing is written.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Searching")
        DONE = "done", _("Done")
        OUTDATED = "outdated", _("Out of date")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    schedule = models.ForeignKey(
        Schedule, models.CASCADE, related_name="runs", verbose_name=_("meeting schedule")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="schedule_runs", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    leased_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    problem = models.JSONField(_("problem"))
    seats = models.JSONField(_("best schedule so far"), default=list, blank=True)
    proven = models.JSONField(_("proven to be the best"), default=list, blank=True)
    worth_before = models.PositiveIntegerField(_("worth of the plain fill"), default=0)
    worth = models.PositiveIntegerField(_("worth of the best schedule so far"), default=0)
    found_better = models.BooleanField(_("found a better schedule"), default=False)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    objects = ScheduleRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("search for a meeting schedule")
        verbose_name_plural = _("searches for meeting schedules")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule"],
                condition=Q(state__in=["waiting", "running"]),
                name="schedule_run_one_at_a_time",
                violation_error_message=_("A search for this schedule is under way already."),
            )
        ]
        indexes = [
            # What the tick looks for.
            models.Index(
                fields=["asked_at"],
                name="schedule_run_under_way",
                condition=Q(state__in=["waiting", "running"]),
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


UNDER_WAY = frozenset({ScheduleRun.State.WAITING, ScheduleRun.State.RUNNING})
