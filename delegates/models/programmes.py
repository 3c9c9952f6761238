"""Editions of the delegates programme."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.agencies import HostCountry
from itpo.office import entries
from itpo.office.constraints import known_values
from itpo.office.models import FollowUp, Office, Partner, Sector, Theme, User
from itpo.office.models.folded import Folded
from itpo.office.models.reference import PartnerRole
from itpo.office.periods import Period, PeriodQuerySet
from itpo.office.visibility import OwnedQuerySet


class ProgrammeQuerySet(OwnedQuerySet, PeriodQuerySet):
    searched = ("folded",)

    def ours(self) -> Self:
        return self.filter(is_ours=True)


@known_values
class Programme(Folded, Period):
    """One edition of a delegates programme, with the countries invited to it."""

    folds: ClassVar[entries.Folds] = {
        ("name",): entries.words,
        ("region_typed",): entries.words,
        ("sectors_typed",): entries.words,
    }

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CALL_OPEN = "call_open", _("Call open")
        CALL_CLOSED = "call_closed", _("Call closed")
        SELECTION = "selection", _("Selection")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="programmes", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=200)
    ref = models.CharField(_("reference"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    is_ours = models.BooleanField(
        _("run by us"), default=True, help_text=_("Off: another organiser's programme.")
    )
    countries = models.ManyToManyField(
        HostCountry, blank=True, related_name="programmes", verbose_name=_("countries")
    )
    region_typed = models.CharField(_("region, as typed"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    call_opens_on = models.DateField(_("call opens"), null=True, blank=True)
    call_closes_on = models.DateField(_("call closes"), null=True, blank=True)
    officer = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="programmes",
        null=True,
        blank=True,
        verbose_name=_("who runs it"),
    )
    asks_aims = models.BooleanField(_("ask for aims and companies wished for"), default=True)
    asks_projects = models.BooleanField(_("ask for project profiles"), default=True)
    asks_travel = models.BooleanField(_("ask for travel and passport"), default=True)
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="copies",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("copied from"),
    )
    direction = models.CharField(_("direction, as typed"), max_length=60, blank=True)
    organisers_typed = models.TextField(_("organisers, as typed"), blank=True)
    counterparts_typed = models.TextField(_("counterparts, as typed"), blank=True)
    sectors_typed = models.TextField(_("sectors, as typed"), blank=True)
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="programmes", verbose_name=_("sectors")
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="programmes", verbose_name=_("themes")
    )
    partners = models.ManyToManyField(
        Partner, through="ProgrammePartner", related_name="programmes", verbose_name=_("partners")
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="programmes", verbose_name=_("follow-ups")
    )

    objects = ProgrammeQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[countries, sectors, themes], excluded_fields=["folded"])

    class Meta(Period.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "ref"],
                condition=~Q(ref=""),
                name="programme_ref_once_an_office",
                violation_error_message=_("There is a programme with this reference already."),
            ),
            models.CheckConstraint(
                condition=Q(call_closes_on__gte=F("call_opens_on")),
                name="programme_call_closes_after_it_opens",
                violation_error_message=_("The call closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="programme_has_a_seat",
                violation_error_message=_("Leave the seats blank if they are not known."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("delegates:programme", args=[self.pk])


class ProgrammePartnerQuerySet(OwnedQuerySet):
    office_path = "programme__office"


@known_values
class ProgrammePartner(models.Model):
    """A partner takes part in a programme in a role."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="partner_roles", verbose_name=_("programme")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="programme_roles", verbose_name=_("partner")
    )
    role = models.CharField(
        _("role"), max_length=12, choices=PartnerRole, default=PartnerRole.ORGANISER
    )

    objects = ProgrammePartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("partner of a programme")
        verbose_name_plural = _("partners of programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "partner", "role"],
                name="programme_partner_once_a_role",
                violation_error_message=_("The partner has this role already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()
