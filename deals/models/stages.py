"""How deals moved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from deals.models.deals import Deal, Stage, Status
from deals.models.gates import Fact
from itpo.office import partial_dates
from itpo.office.constraints import known_values, read_as_written
from itpo.office.fields import HasPartialDates, PartialDateField
from itpo.office.models import User
from itpo.office.models.reference import country_code
from itpo.office.visibility import OwnedQuerySet


class StageChangeQuerySet(OwnedQuerySet):
    office_path = "deal__office"
    restricted_path = "deal__is_confidential"
    owner_path = "deal__owner"


@known_values
class StageChange(HasPartialDates):
    """A deal moved from one stage or status to another: who said so, when it was, and why."""

    deal = models.ForeignKey(
        Deal, models.PROTECT, related_name="stage_changes", verbose_name=_("deal")
    )
    from_stage = models.CharField(_("from"), max_length=12, choices=Stage, blank=True)
    to_stage = models.CharField(_("to"), max_length=12, choices=Stage)
    from_status = models.CharField(_("status before"), max_length=10, choices=Status, blank=True)
    to_status = models.CharField(
        _("status after"), max_length=10, choices=Status, default=Status.ONGOING
    )
    happened = PartialDateField(_("when it was"))
    happened_edtf = models.CharField(max_length=60, blank=True, editable=False)
    happened_earliest = models.DateField(null=True, blank=True, editable=False)
    happened_latest = models.DateField(null=True, blank=True, editable=False)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    lost_to = models.CharField(
        _("country it went to (ISO 3166)"), max_length=2, blank=True, validators=[country_code]
    )
    missing = models.CharField(
        _("what was missing"),
        max_length=300,
        blank=True,
        help_text=_("The facts a gate asked for and did not get, separated by commas."),
    )
    passed_because = models.CharField(_("why a manager let it pass"), max_length=200, blank=True)
    changed_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="stage_changes",
        null=True,
        blank=True,
        verbose_name=_("who recorded it"),
        help_text=_("Blank: an import."),
    )
    changed_at = models.DateTimeField(_("recorded"))

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        constraints = [
            read_as_written("happened", "stage_change_bounds_in_order"),
            models.CheckConstraint(
                condition=Q(missing="") | (~Q(passed_because="") & Q(changed_by__isnull=False)),
                name="stage_change_past_a_gate_says_why",
                violation_error_message=_("Say why the deal may pass without what is missing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_stage_display()} → {self.get_to_stage_display()}"

    @property
    def happened_shown(self) -> str:
        return partial_dates.shown(self.happened_edtf, self.happened_earliest, self.happened_latest)

    @property
    def lost_to_name(self) -> str:
        """The country the deal went to, in the reader's language; blank where not known."""
        return str(countries.name(self.lost_to)) if self.lost_to else ""

    @property
    def missing_named(self) -> str:
        """What was missing at the gate, in the reader's words."""
        return "; ".join(str(Fact(fact).label) for fact in self.missing.split(",") if fact)
