"""Business missions: companies travel to the host countries."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import HostCountry
from investors.models.companies import Company, Contact, check_contact
from itpo.office.constraints import NewestFirstIndex, known_values
from itpo.office.models import FollowUp, Office, Partner, Sector, Theme, User
from itpo.office.models.reference import PartnerRole
from itpo.office.periods import Period, PeriodQuerySet
from itpo.office.visibility import OwnedQuerySet


class MissionQuerySet(OwnedQuerySet, PeriodQuerySet):
    searched = ("name", "organisers_typed", "sectors_typed")

    def ways(self, word: str) -> Q:
        """By its words, or by where it goes."""
        legs = MissionLeg.objects.filter(
            Q(country__name__icontains=word) | Q(region_typed__icontains=word)
        )
        return super().ways(word) | Q(pk__in=legs.values("mission"))

    def ours(self) -> Self:
        return self.filter(is_ours=True)

    def not_cancelled(self) -> Self:
        return self.exclude(state=Mission.State.CANCELLED)

    def under_way(self, today: date) -> Self:
        """Travelling, as far as anybody said; or not yet departed, and begun by now."""
        return self.filter(
            Q(state=Mission.State.TRAVELLING)
            | Q(state__in=BEFORE_DEPARTURE, begins_latest__lte=today)
        )

    def coming(self, today: date) -> Self:
        return self.filter(state__in=BEFORE_DEPARTURE, begins_earliest__gt=today)


@known_values
class Mission(Period):
    """A business mission, in one leg per country. Published head counts are claims about it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        OPEN = "open", _("Open for companies")
        CONFIRMED = "confirmed", _("Confirmed")
        TRAVELLING = "travelling", _("Travelling")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="missions", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=200)
    ref = models.CharField(_("reference"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    is_ours = models.BooleanField(
        _("we took part"), default=True, help_text=_("Off: another organiser's mission.")
    )
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="missions",
        null=True,
        blank=True,
        verbose_name=_("who looks after it"),
    )
    direction = models.CharField(_("direction, as typed"), max_length=60, blank=True)
    organisers_typed = models.TextField(_("organisers, as typed"), blank=True)
    sectors_typed = models.TextField(_("sectors, as typed"), blank=True)
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="missions", verbose_name=_("sectors")
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="missions", verbose_name=_("themes")
    )
    partners = models.ManyToManyField(
        Partner, through="MissionPartner", related_name="missions", verbose_name=_("partners")
    )
    cancelled_because = models.CharField(_("why cancelled"), max_length=200, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="missions", verbose_name=_("follow-ups")
    )

    objects = MissionQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sectors, themes])

    class Meta(Period.Meta):
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "ref"],
                condition=~Q(ref=""),
                name="mission_ref_once_an_office",
                violation_error_message=_("There is a mission with this reference already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="mission_cancelled_says_why",
                violation_error_message=_("Say why the mission is cancelled."),
            ),
        ]
        indexes = [
            # The list of missions, and what is under way and coming on My day.
            NewestFirstIndex(
                fields=["office", "-begins_earliest", "-id"], name="mission_by_office_and_day"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("investors:mission", args=[self.pk])


BEFORE_DEPARTURE = [Mission.State.PROPOSED, Mission.State.OPEN, Mission.State.CONFIRMED]


class MissionLegQuerySet(OwnedQuerySet, PeriodQuerySet):
    office_path = "mission__office"


class MissionLeg(Period):
    """The stay of a mission in one country."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="legs", verbose_name=_("mission")
    )
    country = models.ForeignKey(
        HostCountry,
        models.PROTECT,
        related_name="legs",
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    region_typed = models.CharField(_("country or region, as typed"), max_length=200, blank=True)
    counterparts_typed = models.TextField(_("counterparts, as typed"), blank=True)
    sectors_typed = models.TextField(_("sectors, as typed"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    objects = MissionLegQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Period.Meta):
        verbose_name = _("leg of a mission")
        verbose_name_plural = _("legs of missions")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(country__isnull=False) | ~Q(region_typed=""),
                name="leg_goes_somewhere",
                violation_error_message=_("Say which country or region the leg goes to."),
            ),
        ]

    def __str__(self) -> str:
        return self.region_typed or str(_("Leg %(when)s") % {"when": self.when or "…"})


class MissionMemberQuerySet(OwnedQuerySet):
    office_path = "mission__office"


@known_values
class MissionMember(models.Model):
    """A company on a mission, and who of it travels."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        INTERESTED = "interested", _("Interested")
        CONFIRMED = "confirmed", _("Confirmed")
        TRAVELLED = "travelled", _("Travelled")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="members", verbose_name=_("mission")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="mission_places", verbose_name=_("company")
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="mission_places",
        null=True,
        blank=True,
        verbose_name=_("contact"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.INVITED)
    role = models.CharField(_("role"), max_length=80, blank=True)
    rank = models.PositiveSmallIntegerField(
        _("order of rank"),
        null=True,
        blank=True,
        help_text=_("1 comes first on a delegation list; blank goes by role and post."),
    )

    objects = MissionMemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member of a mission")
        verbose_name_plural = _("members of missions")
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "contact"],
                name="mission_contact_once",
                violation_error_message=_("This person is on the mission already."),
            ),
            models.UniqueConstraint(
                fields=["mission", "company"],
                condition=Q(contact__isnull=True),
                name="mission_company_once_without_contact",
                violation_error_message=_("This company is on the mission already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()

    def clean(self) -> None:
        check_contact(self.contact_id, self.company_id)


class MissionPartnerQuerySet(OwnedQuerySet):
    office_path = "mission__office"


@known_values
class MissionPartner(models.Model):
    """A partner takes part in a mission in a role."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="partner_roles", verbose_name=_("mission")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="mission_roles", verbose_name=_("partner")
    )
    role = models.CharField(
        _("role"), max_length=12, choices=PartnerRole, default=PartnerRole.ORGANISER
    )

    objects = MissionPartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("partner of a mission")
        verbose_name_plural = _("partners of missions")
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "partner", "role"],
                name="mission_partner_once_a_role",
                violation_error_message=_("The partner has this role already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()
