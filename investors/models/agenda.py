"""What stands on an agenda beside its meetings."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import Visit
from investors.models.missions import Mission
from itpo.office.constraints import exactly_one, known_values
from itpo.office.models import Office
from itpo.office.models.people import check_time_zone
from itpo.office.visibility import OwnedQuerySet


class AgendaItemQuerySet(OwnedQuerySet):
    searched = ("title", "place")


@known_values
class AgendaItem(models.Model):
    """A seminar, a journey, a meal, free time: planned in a visit or a mission, and no meeting."""

    class Kind(models.TextChoices):
        SEMINAR = "seminar", _("Seminar")
        TRANSPORT = "transport", _("Transport")
        MEAL = "meal", _("Meal")
        FREE = "free", _("Free time")
        OTHER = "other", _("Something else")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="agenda_items", verbose_name=_("office")
    )
    visit = models.ForeignKey(
        Visit,
        models.CASCADE,
        related_name="agenda_items",
        null=True,
        blank=True,
        verbose_name=_("during the visit"),
    )
    mission = models.ForeignKey(
        Mission,
        models.CASCADE,
        related_name="agenda_items",
        null=True,
        blank=True,
        verbose_name=_("during the mission"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("what"), max_length=200)
    day = models.DateField(_("day"))
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone of the place"),
        max_length=60,
        default="Asia/Tokyo",
        validators=[check_time_zone],
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    to_place = models.CharField(
        _("to which place"), max_length=120, blank=True, help_text=_("Where a journey ends.")
    )
    notes = models.TextField(_("notes"), blank=True)

    objects = AgendaItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of agendas")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("visit", "mission"),
                name="agenda_item_is_of_one_thing",
                violation_error_message=_("It is part of a visit or of a mission."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="agenda_item_ends_after_it_starts",
                violation_error_message=_("It ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(to_place="") | Q(kind="transport"),
                name="agenda_item_leads_on_only_as_a_journey",
                violation_error_message=_("Only transport leads to another place."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """It stands on the agenda it is part of, at its day."""
        part_of = ["visit", self.visit_id] if self.visit_id else ["mission", self.mission_id]
        return f"{reverse('investors:plan', args=part_of)}#{self.day.isoformat()}"

    @property
    def starts_there(self) -> datetime | None:
        """When it begins, as the clocks say at its place."""
        return self.starts_at and self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def ends_there(self) -> datetime | None:
        """When it ends, as the clocks say at its place."""
        return self.ends_at and self.ends_at.astimezone(ZoneInfo(self.time_zone))


class TravelTimeQuerySet(OwnedQuerySet):
    searched = ("one_place", "other_place")


class TravelTime(models.Model):
    """How long it takes from one place to another, or back."""

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="travel_times", verbose_name=_("office")
    )
    one_place = models.CharField(_("from one place"), max_length=120)
    other_place = models.CharField(_("to the other"), max_length=120)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    objects = TravelTimeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("travel time")
        verbose_name_plural = _("travel times")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "one_place", "other_place"],
                name="travel_time_once_a_way",
                violation_error_message=_("The office knows this way already."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                name="travel_time_within_a_day",
                violation_error_message=_("Between one minute and a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_place} – {self.other_place}"
