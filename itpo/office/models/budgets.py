"""What something costs: a line for each thing that is paid for."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itpo.office.models.reference import Partner, currency_code


class Spending(models.Model):
    """One thing that is paid for: planned, and what it came to. Unknown stays blank."""

    what = models.CharField(_("what for"), max_length=200)
    paid_by = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="%(app_label)s_budget_lines",
        null=True,
        blank=True,
        verbose_name=_("paid by"),
        help_text=_("Blank: the office."),
    )
    planned = models.DecimalField(
        _("planned"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    actual = models.DecimalField(
        _("actual"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(
        _("currency"), max_length=3, default="JPY", validators=[currency_code]
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(Q(planned__isnull=True) | Q(planned__gte=0))
                & (Q(actual__isnull=True) | Q(actual__gte=0)),
                name="%(app_label)s_%(class)s_is_no_debt",
                violation_error_message=_("A budget line is not below zero."),
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def planned_shown(self) -> str:
        return amount_shown(self.planned)

    @property
    def actual_shown(self) -> str:
        return amount_shown(self.actual)


def amount_shown(amount: Decimal | None) -> str:
    """An amount as a page shows it, without .00; empty where it is not known."""
    return "" if amount is None else f"{amount:,.2f}".removesuffix(".00")
