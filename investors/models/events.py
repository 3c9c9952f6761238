"""Seminars, webinars, fairs and technology tours."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import HostCountry
from investors.models.companies import Contact
from itpo.office.constraints import known_values
from itpo.office.models import FollowUp, Office, Partner, Sector, Theme
from itpo.office.models.reference import PartnerRole
from itpo.office.periods import Period, PeriodQuerySet
from itpo.office.visibility import OwnedQuerySet


class EventQuerySet(OwnedQuerySet, PeriodQuerySet):
    searched = ("name", "region_typed", "country__name", "organisers_typed", "sectors_typed")

    def ours(self) -> Self:
        return self.filter(is_ours=True)

    def not_cancelled(self) -> Self:
        return self.exclude(state=Event.State.CANCELLED)


@known_values
class Event(Period):
    """One seminar, webinar, fair or technology tour."""

    class Kind(models.TextChoices):
        SEMINAR = "seminar", _("Seminar")
        WEBINAR = "webinar", _("Webinar")
        FAIR = "fair", _("Fair")
        TOUR = "tour", _("Technology tour")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="events", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=200)
    ref = models.CharField(_("reference"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SEMINAR)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
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
    history = HistoricalRecords(m2m_fields=[sectors, themes])

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
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("investors:event", args=[self.pk])


class EventRegistrationQuerySet(OwnedQuerySet):
    office_path = "event__office"


@known_values
class EventRegistration(models.Model):
    """One person registered for an event."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        WAITING_LIST = "waiting_list", _("On the waiting list")
        ATTENDED = "attended", _("Attended")
        NO_SHOW = "no_show", _("Did not come")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="registrations", verbose_name=_("event")
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="registrations",
        null=True,
        blank=True,
        verbose_name=_("contact"),
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.REGISTERED)

    objects = EventRegistrationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=~Q(email=""),
                name="registration_once_an_address",
                violation_error_message=_("This address is registered already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


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
