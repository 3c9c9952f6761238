"""Business missions: companies travel to the host countries."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import HostCountry
from investors.models.companies import Company, Contact, check_contact
from itpo.office import entries
from itpo.office.constraints import NewestFirstIndex, known_values
from itpo.office.models import FollowUp, Office, Partner, Sector, Theme, User
from itpo.office.models.folded import Folded
from itpo.office.models.reference import PartnerRole
from itpo.office.periods import Period, PeriodQuerySet
from itpo.office.visibility import OwnedQuerySet


class MissionQuerySet(OwnedQuerySet, PeriodQuerySet):
    searched = ("folded", "legs__folded", "legs__country__folded")

    def ours(self) -> Self:
        return self.filter(is_ours=True)

    def not_cancelled(self) -> Self:
        return self.exclude(state=Mission.State.CANCELLED)

    def went(self) -> Self:
        """Those that have set out."""
        return self.filter(state__in=[Mission.State.TRAVELLING, Mission.State.COMPLETED])

    def under_way(self, today: date) -> Self:
        """Travelling, as far as anybody said; or not yet departed, and begun by now."""
        return self.filter(
            Q(state=Mission.State.TRAVELLING)
            | Q(state__in=BEFORE_DEPARTURE, begins_latest__lte=today)
        )

    def coming(self, today: date) -> Self:
        return self.filter(state__in=BEFORE_DEPARTURE, begins_earliest__gt=today)

    def with_departure(self) -> Self:
        """Each with `departs_on`."""
        return self.annotate(departs_on=departure())


@known_values
class Mission(Folded, Period):
    """A business mission, in one leg per country. Published head counts are claims about it."""

    folds: ClassVar[entries.Folds] = {
        ("name",): entries.words,
        ("organisers_typed",): entries.words,
        ("sectors_typed",): entries.words,
    }

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
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="copies",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("copied from"),
    )
    cancelled_because = models.CharField(_("why cancelled"), max_length=200, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="missions", verbose_name=_("follow-ups")
    )

    objects = MissionQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sectors, themes], excluded_fields=["folded"])

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

    def clean(self) -> None:
        """Refuse days that leave a leg or an appointment outside. Raises ValidationError."""
        if self.pk is None or not _has_moved(self):
            return
        for leg in self.legs.order_by("begins_earliest", "pk"):
            if _is_outside(leg, self):
                raise ValidationError(
                    {
                        "begins": gettext("The leg of %(when)s would lie outside these days.")
                        % {"when": leg.when}
                    }
                )

    def get_absolute_url(self) -> str:
        return reverse("investors:mission", args=[self.pk])


BEFORE_DEPARTURE = [Mission.State.PROPOSED, Mission.State.OPEN, Mission.State.CONFIRMED]


class MissionLegQuerySet(OwnedQuerySet, PeriodQuerySet):
    office_path = "mission__office"
    searched = ("folded", "mission__folded", "country__folded")


class MissionLeg(Folded, Period):
    """The stay of a mission in one country."""

    folds: ClassVar[entries.Folds] = {
        ("region_typed",): entries.words,
    }

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
    history = HistoricalRecords(excluded_fields=["folded"])

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

    def clean(self) -> None:
        """Refuse days outside the mission, or while it is elsewhere. Raises ValidationError.

        The day on which it leaves one country and arrives in the next belongs to both. What a
        list was imported with may stay as it is.
        """
        if self.mission_id is None or not _has_moved(self):
            return
        if _is_outside(self, self.mission):
            raise ValidationError(
                {
                    "begins": gettext("The mission lasts from %(when)s; the leg is outside it.")
                    % {"when": self.mission.when}
                }
            )
        others = MissionLeg.objects.filter(mission=self.mission_id).exclude(pk=self.pk)
        for other in others.select_related("country").order_by("begins_earliest", "pk"):
            if _overlap(self, other):
                raise ValidationError(
                    {
                        "begins": gettext("On these days the mission is in %(place)s: %(when)s.")
                        % {"place": other.country or other.region_typed, "when": other.when}
                    }
                )

    def get_absolute_url(self) -> str:
        """It stands on the page of its mission."""
        return reverse("investors:mission", args=[self.mission_id])


def departure(mission: str = "") -> Coalesce:
    """The day from which is counted back: the first of the first leg, or else of the mission.

    Nothing while neither is known to the day. `mission` leads to it, as in `mission__`.
    """
    dated = MissionLeg.objects.filter(
        mission=OuterRef(f"{mission}pk"), begins_earliest__isnull=False
    )
    first = dated.order_by("begins_earliest", "begins_latest", "pk").values(day=_known_day())
    return Coalesce(Subquery(first[:1]), _known_day(mission))


def _known_day(of: str = "") -> Case:
    is_known = Q(**{f"{of}begins_earliest": F(f"{of}begins_latest")})
    return Case(When(is_known, then=F(f"{of}begins_earliest")))


DAYS = ("begins_earliest", "begins_latest", "ends_earliest", "ends_latest")


def _has_moved(period: Any) -> bool:
    """Whether it is new, or has other days than those it is saved with."""
    saved = type(period).objects.filter(pk=period.pk).values_list(*DAYS).first()
    return bool(saved != tuple(getattr(period, name) for name in DAYS))


def _is_outside(leg: MissionLeg, mission: Mission) -> bool:
    """Whether some of a leg certainly lies before its mission or after it."""
    first, last = mission.begins_earliest, mission.ends_latest
    too_early = first and any(day and day < first for day in (leg.begins_latest, leg.ends_latest))
    too_late = last and any(day and day > last for day in (leg.begins_earliest, leg.ends_earliest))
    return bool(too_early or too_late)


def _overlap(one: MissionLeg, other: MissionLeg) -> bool:
    """Whether two legs certainly have more in common than the day of travel between them."""
    begins, ends = _certain_days(one)
    others_begin, others_end = _certain_days(other)
    if begins is None or ends is None or others_begin is None or others_end is None:
        return False
    return begins < others_end and others_begin < ends


def _certain_days(leg: MissionLeg) -> tuple[date | None, date | None]:
    """From when to when it is there for certain."""
    return leg.begins_latest or leg.ends_earliest, leg.ends_earliest or leg.begins_latest


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
        """Refuse a stranger to the company, and a new seat for one that has withdrawn."""
        check_contact(self.contact_id, self.company_id)
        beside = MissionMember.objects.filter(mission=self.mission_id, company=self.company_id)
        if self.pk is None and has_withdrawn(one.state for one in beside):
            raise ValidationError(
                {
                    "company": gettext(
                        "This company has withdrawn. Say on the roster that it is invited again."
                    )
                }
            )

    def get_absolute_url(self) -> str:
        """It stands on the roster of its mission."""
        return reverse("investors:mission-roster", args=[self.mission_id])


def has_withdrawn(states: Iterable[str]) -> bool:
    """Whether a company has, going by the states of those on the mission for it."""
    return set(states) == {MissionMember.State.WITHDRAWN}


class MissionPartnerQuerySet(OwnedQuerySet):
    office_path = "mission__office"

    def each_once(self) -> Self:
        """One row for each partner of a mission, in however many roles."""
        earlier = MissionPartner.objects.filter(
            mission=OuterRef("mission"), partner=OuterRef("partner"), pk__lt=OuterRef("pk")
        )
        return self.filter(~Exists(earlier))


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
