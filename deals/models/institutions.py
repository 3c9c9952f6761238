"""Where the technology of a transfer was installed and taught."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from deals.models.deals import Deal
from investors.models import Technology
from itpo.office.models import Partner
from itpo.office.visibility import OwnedQuerySet


class InstitutionQuerySet(OwnedQuerySet):
    office_path = "deal__office"
    restricted_path = "deal__is_confidential"
    owner_path = "deal__owner"
    searched = ("name", "city", "deal__folded", "technology__folded", "counterpart__folded")


class Institution(models.Model):
    """One institution that received technology in a deal: a hospital, a utility, a school.

    Its units, training days and people trained are claims that name it.
    """

    deal = models.ForeignKey(
        Deal, models.PROTECT, related_name="institutions", verbose_name=_("deal")
    )
    name = models.CharField(_("institution"), max_length=200)
    city = models.CharField(_("city"), max_length=120, blank=True)
    counterpart = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="institutions",
        null=True,
        blank=True,
        verbose_name=_("counterpart"),
        help_text=_("The ministry or agency behind it."),
    )
    technology = models.ForeignKey(
        Technology,
        models.PROTECT,
        related_name="institutions",
        null=True,
        blank=True,
        verbose_name=_("technology"),
    )

    objects = InstitutionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("institution of a transfer")
        verbose_name_plural = _("institutions of transfers")
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "name"],
                name="institution_once_a_deal",
                violation_error_message=_("This institution is in the deal already."),
            )
        ]

    def clean(self) -> None:
        """An institution with figures stays in its deal, or they would be another deal's."""
        if self.pk and self.claims.exclude(deal=self.deal_id).exists():
            raise ValidationError({"deal": _("It has figures in another deal: it stays there.")})

    def __str__(self) -> str:
        return f"{self.name}, {self.city}" if self.city else self.name
