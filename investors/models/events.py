"""Seminars, webinars, fairs and technology tours: what they are, what is on, who holds them."""

from datetime import date, datetime, time
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import HostCountry
from itpo.office import entries
from itpo.office.constraints import known_values
from itpo.office.models import FollowUp, Office, Partner, Sector, Theme
from itpo.office.models.folded import Folded
from itpo.office.models.people import check_time_zone
from itpo.office.models.reference import PartnerRole
from itpo.office.periods import Period, PeriodQuerySet
from itpo.office.time_zones import city_of
from itpo.office.visibility import OwnedQuerySet


class EventSeriesQuerySet(OwnedQuerySet):
    searched = ("folded",)

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class EventSeries(Folded):
    """Events that belong together: a week of webinars, a seminar held every year."""

    folds: ClassVar[entries.Folds] = {
        ("name",): entries.words,
    }

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="event_series", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=200)
    notes = models.TextField(_("notes"), blank=True)

    objects = EventSeriesQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="event_series_once_an_office",
                violation_error_message=_("There is a series of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("investors:event-series", args=[self.pk])


class EventQuerySet(OwnedQuerySet, PeriodQuerySet):
    searched = ("folded", "country__folded")

    def ours(self) -> Self:
        return self.filter(is_ours=True)

    def not_cancelled(self) -> Self:
        return self.exclude(state=Event.State.CANCELLED)

    def public(self) -> Self:
        """Those with a page for visitors: registration is open, or was."""
        return self.filter(is_ours=True, registration_opened_at__isnull=False)


@known_values
class Event(Folded, Period):
    """One seminar, webinar, fair or technology tour."""

    folds: ClassVar[entries.Folds] = {
        ("name",): entries.words,
        ("region_typed",): entries.words,
        ("organisers_typed",): entries.words,
        ("sectors_typed",): entries.words,
    }

    class Kind(models.TextChoices):
        SEMINAR = "seminar", _("Seminar")
        WEBINAR = "webinar", _("Webinar")
        FAIR = "fair", _("Fair")
        TOUR = "tour", _("Technology tour")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open for registration")
        CLOSED = "closed", _("Registration closed")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="events", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=200, blank=True)
    ref = models.CharField(_("reference"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SEMINAR)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    cancelled_because = models.CharField(_("cancelled because"), max_length=200, blank=True)
    series = models.ForeignKey(
        EventSeries,
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        verbose_name=_("series"),
    )
    begins_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Asia/Tokyo", validators=[check_time_zone]
    )
    is_ours = models.BooleanField(
        _("we took part"), default=True, help_text=_("Off: another organiser's event.")
    )
    country = models.ForeignKey(
        HostCountry,
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        verbose_name=_("about which country"),
    )
    region_typed = models.CharField(_("country or region, as typed"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Blank: as many as like to come.")
    )
    registration_closes_on = models.DateField(
        _("last day to register"),
        null=True,
        blank=True,
        help_text=_("Blank: until it begins."),
    )
    registration_opened_at = models.DateTimeField(
        _("first open for registration"), null=True, blank=True, editable=False
    )
    join_url = models.URLField(
        _("where to join online"),
        max_length=500,
        blank=True,
        help_text=_("Only who has a seat is told."),
    )
    summary = models.TextField(
        _("what visitors read"), blank=True, help_text=_("On the page where they register.")
    )
    summary_fr = models.TextField(_("the same in French"), blank=True)
    summary_ja = models.TextField(_("the same in Japanese"), blank=True)
    organisers_typed = models.TextField(_("organisers, as typed"), blank=True)
    counterparts_typed = models.TextField(_("counterparts, as typed"), blank=True)
    sectors_typed = models.TextField(_("sectors, as typed"), blank=True)
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="events", verbose_name=_("sectors")
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="events", verbose_name=_("themes")
    )
    partners = models.ManyToManyField(
        Partner, through="EventPartner", related_name="events", verbose_name=_("partners")
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="events", verbose_name=_("follow-ups")
    )

    objects = EventQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sectors, themes], excluded_fields=["folded"])

    class Meta(Period.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "ref"],
                condition=~Q(ref=""),
                name="event_ref_once_an_office",
                violation_error_message=_("There is an event with this reference already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(begins_at__isnull=False),
                name="event_with_an_end_has_a_beginning",
                violation_error_message=_("Say from what time on, too."),
            ),
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("begins_at")),
                name="event_ends_at_a_later_hour",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gt=0),
                name="event_has_a_seat",
                violation_error_message=_("An event has at least one seat."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name as visitors read it, in their language where it is given in it."""
        return self._in_their_language("name")

    @property
    def told(self) -> str:
        """What visitors read of it."""
        return self._in_their_language("summary")

    @property
    def clock(self) -> str:
        """From when to when on its days; empty where that is not known."""
        return "–".join(f"{one:%H:%M}" for one in (self.begins_at, self.ends_at) if one)

    @property
    def city(self) -> str:
        """Whose clocks they are."""
        return city_of(self.time_zone)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def last_on(self) -> date | None:
        """Its last day, if that is known to the day; of most events the only one."""
        return self.ends_on or (self.begins_on if not self.ends else None)

    def moment(self, day: date, clock: time) -> datetime:
        """A time of one of its days."""
        return datetime.combine(day, clock, self.zone)

    def today(self, at: datetime) -> date:
        """The day it is where it takes place."""
        return at.astimezone(self.zone).date()

    def has_begun(self, at: datetime) -> bool:
        """Whether it has certainly begun; without an hour, once its first day is over."""
        first = self.begins_latest
        if first is None:
            return False
        return self.moment(first, self.begins_at or time.max) <= at

    def is_over(self, at: datetime) -> bool:
        """Whether it is certainly over."""
        last = self.ends_latest or self.begins_latest
        if last is None:
            return False
        return self.moment(last, self.ends_at or time.max) <= at

    def _in_their_language(self, column: str) -> str:
        language = (get_language() or "en")[:2]
        return getattr(self, f"{column}_{language}", "") or getattr(self, column)

    def get_absolute_url(self) -> str:
        return reverse("investors:event", args=[self.pk])


class EventSessionQuerySet(OwnedQuerySet):
    office_path = "event__office"
    searched = ("topic", "speaker", "organisation")

    def in_order(self) -> Self:
        return self.order_by(
            F("held_on").asc(nulls_first=True), F("begins_at").asc(nulls_first=True), "pk"
        )


class EventSession(models.Model):
    """One point of an event's programme: when, what about, who speaks. Times are the event's."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="sessions", verbose_name=_("event")
    )
    topic = models.CharField(_("topic"), max_length=200)
    held_on = models.DateField(
        _("day"), null=True, blank=True, help_text=_("Blank: the event's only day.")
    )
    begins_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    speaker = models.CharField(_("speaker"), max_length=160, blank=True)
    organisation = models.CharField(_("speaker's organisation"), max_length=200, blank=True)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="event_sessions",
        null=True,
        blank=True,
        verbose_name=_("partner who speaks"),
    )

    objects = EventSessionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("point of the programme")
        verbose_name_plural = _("points of programmes")
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("begins_at")),
                name="event_session_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(begins_at__isnull=False),
                name="event_session_with_an_end_has_a_beginning",
                violation_error_message=_("Say from what time on, too."),
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def clock(self) -> str:
        return "–".join(f"{one:%H:%M}" for one in (self.begins_at, self.ends_at) if one)


class EventPartnerQuerySet(OwnedQuerySet):
    office_path = "event__office"


@known_values
class EventPartner(models.Model):
    """A partner takes part in an event in a role."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="partner_roles", verbose_name=_("event")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="event_roles", verbose_name=_("partner")
    )
    role = models.CharField(
        _("role"), max_length=12, choices=PartnerRole, default=PartnerRole.ORGANISER
    )

    objects = EventPartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("partner of an event")
        verbose_name_plural = _("partners of events")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "partner", "role"],
                name="event_partner_once_a_role",
                violation_error_message=_("The partner has this role already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()
