"""Who and what is taken, from when to when."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import Delegate
from investors.models.agenda import AgendaItem
from investors.models.companies import Contact
from investors.models.meetings import Meeting
from itpo.office.constraints import exactly_one, known_values
from itpo.office.models import Office, User
from itpo.office.visibility import OwnedQuerySet, SearchableQuerySet, Viewer


class ResourceQuerySet(OwnedQuerySet):
    searched = ("name", "languages")


@known_values
class Resource(models.Model):
    """Something a meeting needs: an interpreter, a room, a car."""

    class Kind(models.TextChoices):
        INTERPRETER = "interpreter", _("Interpreter")
        ROOM = "room", _("Room")
        CAR = "car", _("Car")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="resources", verbose_name=_("office")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    languages = models.CharField(
        _("languages"),
        max_length=120,
        blank=True,
        help_text=_("Of an interpreter: fr, ar, ja."),
    )

    objects = ResourceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "name"],
                name="resource_once_an_office",
                violation_error_message=_("The office has this resource already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class BookingQuerySet(SearchableQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those for what the viewer sees."""
        return self.filter(
            Q(meeting__in=Meeting.objects.visible_to(viewer))
            | Q(agenda_item__in=AgendaItem.objects.visible_to(viewer))
        )


class Booking(models.Model):
    """One person or resource, from when to when, for a meeting or for something else planned."""

    meeting = models.ForeignKey(
        Meeting,
        models.CASCADE,
        related_name="bookings",
        null=True,
        blank=True,
        verbose_name=_("meeting"),
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.CASCADE,
        related_name="bookings",
        null=True,
        blank=True,
        verbose_name=_("item of an agenda"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        related_name="bookings",
        null=True,
        blank=True,
        verbose_name=_("delegate"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="bookings",
        null=True,
        blank=True,
        verbose_name=_("contact"),
    )
    officer = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="bookings",
        null=True,
        blank=True,
        verbose_name=_("one of us"),
    )
    resource = models.ForeignKey(
        Resource,
        models.PROTECT,
        related_name="bookings",
        null=True,
        blank=True,
        verbose_name=_("resource"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))

    objects = BookingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="booking_ends_after_it_starts",
                violation_error_message=_("The booking ends before it starts."),
            ),
            models.CheckConstraint(
                condition=exactly_one("meeting", "agenda_item"),
                name="booking_is_for_one",
                violation_error_message=_("A booking is for a meeting or an item of an agenda."),
            ),
            models.CheckConstraint(
                condition=exactly_one("delegate", "contact", "officer", "resource"),
                name="booking_is_of_one",
                violation_error_message=_("A booking is of one person or one resource."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
