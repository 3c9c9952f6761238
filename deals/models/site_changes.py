"""What became of a plant that ran."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from simple_history.models import HistoricalRecords

from deals.models.deals import Deal
from itpo.office import partial_dates
from itpo.office.constraints import known_values, read_as_written
from itpo.office.fields import HasPartialDates, PartialDateField
from itpo.office.models import User
from itpo.office.models.reference import country_code
from itpo.office.visibility import OwnedQuerySet


class SiteChangeQuerySet(OwnedQuerySet):
    office_path = "deal__office"
    restricted_path = "deal__is_confidential"
    owner_path = "deal__owner"


@known_values
class SiteChange(HasPartialDates):
    """What ran was closed, wholly or in part, or moved elsewhere."""

    class Kind(models.TextChoices):
        CLOSURE = "closure", _("Closed")
        PARTIAL_CLOSURE = "partial", _("Closed in part")
        RELOCATION = "relocation", _("Moved elsewhere")

    deal = models.ForeignKey(
        Deal, models.PROTECT, related_name="site_changes", verbose_name=_("deal")
    )
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    happened = PartialDateField(_("when it was"))
    happened_edtf = models.CharField(max_length=60, blank=True, editable=False)
    happened_earliest = models.DateField(null=True, blank=True, editable=False)
    happened_latest = models.DateField(null=True, blank=True, editable=False)
    moved_to = models.CharField(
        _("country it moved to (ISO 3166)"), max_length=2, blank=True, validators=[country_code]
    )
    reason = models.CharField(_("why"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects = SiteChangeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("closure or relocation")
        verbose_name_plural = _("closures and relocations")
        constraints = [
            models.CheckConstraint(
                condition=Q(moved_to="") | Q(kind="relocation"),
                name="site_change_goes_somewhere_only_when_moved",
                violation_error_message=_("Only what moved has a country it moved to."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="site_change_names_its_source",
                violation_error_message=_("Say where this is known from."),
            ),
            read_as_written("happened", "site_change_bounds_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.happened_shown}".removesuffix(": ")

    @property
    def happened_shown(self) -> str:
        return partial_dates.shown(self.happened_edtf, self.happened_earliest, self.happened_latest)

    @property
    def moved_to_name(self) -> str:
        """The country it moved to, in the reader's language; blank where that is not known."""
        return str(countries.name(self.moved_to)) if self.moved_to else ""
