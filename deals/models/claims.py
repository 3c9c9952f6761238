"""Figures: what was said to be planned, announced or real, by whom, and who checked it."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from deals.models.deals import Deal
from deals.models.institutions import Institution
from delegates.models import Programme, Visit
from investors.models import Event, Mission
from itpo.office import partial_dates
from itpo.office.constraints import exactly_one, known_values, read_as_written
from itpo.office.fields import HasPartialDates, PartialDateField
from itpo.office.models import Document, FollowUp, User
from itpo.office.models.reference import currency_code
from itpo.office.visibility import OwnedQuerySet, Viewer

NOT_OF_THIS_DEAL = _("This institution is in another deal: choose one of this deal's.")
SUBJECTS = ("deal", "mission", "event", "programme", "visit")


class ClaimQuerySet(OwnedQuerySet):
    searched = (
        "deal__folded",
        "mission__folded",
        "event__folded",
        "programme__folded",
        "source",
        "words",
    )

    def visible_to(self, viewer: Viewer) -> Self:
        """A claim is seen by whoever sees what it is about.

        Said in joins, not asked of each subject's own rows: those would be read whole each time.
        """
        if not getattr(viewer, "sees_records", False):
            return self.none()
        if viewer.is_superuser:
            return self.all()
        if viewer.office_id is None:
            return self.none()
        seen = Q(deal__office=viewer.office_id)
        if not viewer.sees_restricted:
            seen &= Q(deal__is_confidential=False) | Q(deal__owner=viewer.pk)
        for subject in SUBJECTS[1:]:
            seen |= Q(**{f"{subject}__office": viewer.office_id})
        return self.filter(seen)

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def verified(self) -> Self:
        return self.standing().exclude(verified_at=None)

    def to_verify(self) -> Self:
        """Said to be real, and not yet checked by a second person."""
        return self.standing().filter(
            phase=Claim.Phase.ACTUAL, verified_at=None, is_not_disclosed=False
        )

    def due_again(self, today: date) -> Self:
        """Verified, and by today to be checked once more."""
        return self.standing().filter(check_again_on__lte=today)

    def to_check(self, today: date) -> Self:
        """What waits for a manager: to be verified, or to be checked again."""
        return self.standing().filter(
            Q(phase=Claim.Phase.ACTUAL, verified_at=None, is_not_disclosed=False)
            | Q(check_again_on__lte=today)
        )

    def beside(self, claim: "Claim") -> Self:
        """What else is said of the same thing in the same metric, the claim itself included."""
        same = {subject: getattr(claim, f"{subject}_id") for subject in SUBJECTS}
        return self.filter(metric=claim.metric, **same)

    def reported_first(self) -> Self:
        """Of several about the same thing: the verified, the latest as of, the latest recorded."""
        return self.order_by(
            Case(When(verified_at=None, then=1), default=0),
            F("as_of_latest").desc(nulls_last=True),
            "-recorded_at",
            "-pk",
        )


@known_values
class Claim(HasPartialDates):
    """One figure about exactly one deal, mission, event, programme or visit."""

    class Metric(models.TextChoices):
        JOBS = "jobs", _("Jobs")
        WOMEN = "women", _("Jobs held by women")
        LOCAL_MANAGERS = "local_managers", _("Local managers")
        CAPITAL = "capital", _("Capital")
        EXPORTS = "exports", _("Exports")
        PEOPLE = "people", _("People")
        COMPANIES = "companies", _("Companies")
        UNITS = "units", _("Units installed")
        TRAINED = "trained", _("People trained")
        TRAINING_DAYS = "training_days", _("Training days")

    class Phase(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ANNOUNCED = "announced", _("Announced")
        ACTUAL = "actual", _("Actual")

    MONEY = (Metric.CAPITAL, Metric.EXPORTS)
    TRANSFERRED = (Metric.UNITS, Metric.TRAINED, Metric.TRAINING_DAYS)

    deal = models.ForeignKey(
        Deal, models.PROTECT, related_name="claims", null=True, blank=True, verbose_name=_("deal")
    )
    mission = models.ForeignKey(
        Mission,
        models.PROTECT,
        related_name="claims",
        null=True,
        blank=True,
        verbose_name=_("mission"),
    )
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="claims", null=True, blank=True, verbose_name=_("event")
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="claims",
        null=True,
        blank=True,
        verbose_name=_("programme"),
    )
    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="claims", null=True, blank=True, verbose_name=_("visit")
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="claims",
        null=True,
        blank=True,
        verbose_name=_("institution"),
        help_text=_("Of a technology transfer: where. Blank: the deal as a whole."),
    )
    metric = models.CharField(_("what is counted"), max_length=14, choices=Metric)
    phase = models.CharField(
        _("planned or real"), max_length=10, choices=Phase, default=Phase.ANNOUNCED
    )
    value = models.DecimalField(
        _("figure"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[currency_code])
    is_not_disclosed = models.BooleanField(_("not disclosed"), default=False)
    as_of = PartialDateField(_("as of"))
    as_of_edtf = models.CharField(max_length=60, blank=True, editable=False)
    as_of_earliest = models.DateField(null=True, blank=True, editable=False)
    as_of_latest = models.DateField(null=True, blank=True, editable=False)
    words = models.CharField(_("as published"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="claims_recorded",
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
        help_text=_("Blank: an import."),
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    verified_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="claims_verified",
        null=True,
        blank=True,
        verbose_name=_("verified by"),
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    evidence_file = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="claims",
        null=True,
        blank=True,
        verbose_name=_("evidence, as a file"),
    )
    check_again_on = models.DateField(
        _("to be checked again on"), null=True, blank=True, editable=False
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=200, blank=True)
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="claims", verbose_name=_("follow-ups")
    )

    objects = ClaimQuerySet.as_manager()
    history = HistoricalRecords()

    # Whether the company gave it in its confirmation; found out by `recorders.with_recorder`.
    is_the_companys = False

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*SUBJECTS),
                name="claim_is_about_one_thing",
                violation_error_message=_(
                    "A figure is about one deal, mission, event, programme or visit."
                ),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, is_not_disclosed=True)
                | Q(value__isnull=False, value__gte=0, is_not_disclosed=False),
                name="claim_has_a_figure_or_is_not_disclosed",
                violation_error_message=_("Give the figure, or say that it is not disclosed."),
            ),
            models.CheckConstraint(
                condition=(Q(metric__in=["capital", "exports"]) & ~Q(currency=""))
                | Q(metric__in=["capital", "exports"], is_not_disclosed=True)
                | (~Q(metric__in=["capital", "exports"]) & Q(currency="")),
                name="claim_of_money_has_a_currency",
                violation_error_message=_("Money needs its currency, and only money does."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | (Q(verified_by__isnull=False, verified_at__isnull=False) & ~Q(evidence="")),
                name="claim_verified_says_by_whom_on_what_evidence",
                violation_error_message=_("A verified figure says who checked it, and on what."),
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(phase="actual", value__isnull=False),
                name="claim_verified_is_a_real_figure",
                violation_error_message=_("Only an actual figure can be verified, no plan."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(recorded_by__isnull=True)
                | ~Q(verified_by=F("recorded_by")),
                name="claim_verified_by_somebody_else",
                violation_error_message=_("Whoever recorded a figure cannot verify it."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="claim_withdrawn_says_why",
                violation_error_message=_("Say why the figure is withdrawn."),
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=True) | Q(deal__isnull=False),
                name="claim_of_an_institution_is_of_a_deal",
                violation_error_message=_("Only a deal's figure has an institution."),
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=True)
                | Q(metric__in=["units", "trained", "training_days"]),
                name="claim_of_an_institution_counts_a_transfer",
                violation_error_message=_(
                    "Of an institution only units, people trained and training days are counted."
                ),
            ),
            models.CheckConstraint(
                condition=Q(check_again_on__isnull=True) | Q(verified_at__isnull=False),
                name="claim_checked_again_was_verified",
                violation_error_message=_("Only a verified figure is checked again."),
            ),
            read_as_written("as_of", "claim_bounds_in_order"),
        ]
        indexes = [
            # A deal's figures, and the sums of planned and verified jobs in the lists.
            models.Index(fields=["deal", "metric", "phase"], name="claim_by_deal"),
            # The list of figures, the latest recorded first.
            models.Index(fields=["-recorded_at", "-id"], name="claim_by_recording"),
            # The review: verified figures that are due to be checked again.
            models.Index(
                fields=["check_again_on"],
                name="claim_to_check_again",
                condition=Q(check_again_on__isnull=False, withdrawn_at=None),
            ),
            # The manager's badge: figures that wait for a second person.
            models.Index(
                fields=["deal"],
                name="claim_to_verify",
                condition=Q(
                    phase="actual",
                    verified_at=None,
                    withdrawn_at=None,
                    is_not_disclosed=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_metric_display()}: {self.value_shown}"

    def clean(self) -> None:
        """Refuse another deal's institution; no constraint of a table can look into another."""
        if self.institution is None or self.deal_id is None:
            return
        if self.institution.deal_id != self.deal_id:
            raise ValidationError({"institution": NOT_OF_THIS_DEAL})

    def about(self) -> Any:
        """The deal, mission, event, programme or visit it is a figure of."""
        return self.deal or self.mission or self.event or self.programme or self.visit

    @property
    def value_shown(self) -> str:
        """The figure as a reader sees it; never a zero for what nobody said."""
        if self.value is None:
            return str(_("not disclosed"))
        digits = f"{self.value:,.2f}".removesuffix(".00")
        return f"{digits} {self.currency}".strip()

    @property
    def recorder(self) -> str:
        """Who recorded it; a company that confirms its figures and an import are no users."""
        if self.recorded_by is not None:
            return str(self.recorded_by)
        return str(_("the company itself") if self.is_the_companys else _("an import"))

    @property
    def as_of_shown(self) -> str:
        return partial_dates.shown(self.as_of_edtf, self.as_of_earliest, self.as_of_latest)

    def get_absolute_url(self) -> str:
        return reverse("deals:claim", args=[self.pk])

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None
