"""How deals moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.models.deals import Deal, Stage, Status
from itpo.office import partial_dates
from itpo.office.constraints import known_values, read_as_written
from itpo.office.fields import HasPartialDates, PartialDateField
from itpo.office.models import User
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
        ]

    def __str__(self) -> str:
        return f"{self.get_from_stage_display()} → {self.get_to_stage_display()}"

    @property
    def happened_shown(self) -> str:
        return partial_dates.shown(self.happened_edtf, self.happened_earliest, self.happened_latest)
