"""What the agencies offer."""

from typing import ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.agencies import Agency, HostCountry
from delegates.models.people import Delegate
from itpo.office import entries
from itpo.office.models import FollowUp, Sector
from itpo.office.models.folded import Folded
from itpo.office.models.reference import currency_code
from itpo.office.visibility import SharedQuerySet


class ProjectProfileQuerySet(SharedQuerySet):
    searched = ("folded", "country__folded", "agency__folded")

    def by_title(self) -> Self:
        return self.order_by("title", "pk")

    def on_offer(self) -> Self:
        return self.filter(is_open=True)


class ProjectProfile(Folded):
    """A project an agency offers to investors."""

    folds: ClassVar[entries.Folds] = {
        ("title",): entries.words,
        ("summary",): entries.words,
        ("sectors_typed",): entries.words,
    }

    title = models.CharField(_("title"), max_length=200)
    country = models.ForeignKey(
        HostCountry, models.PROTECT, related_name="projects", verbose_name=_("country")
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="projects",
        null=True,
        blank=True,
        verbose_name=_("offered by"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        related_name="projects",
        null=True,
        blank=True,
        verbose_name=_("brought by"),
    )
    summary = models.TextField(_("summary"), blank=True)
    sectors_typed = models.TextField(_("sectors, as typed"), blank=True)
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="projects", verbose_name=_("sectors")
    )
    capital_sought = models.DecimalField(
        _("capital sought"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[currency_code])
    partner_sought = models.CharField(_("kind of partner sought"), max_length=200, blank=True)
    is_open = models.BooleanField(_("still on offer"), default=True)

    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="projects", verbose_name=_("follow-ups")
    )

    objects = ProjectProfileQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sectors], excluded_fields=["folded"])

    class Meta:
        verbose_name = _("project profile")
        verbose_name_plural = _("project profiles")
        constraints = [
            models.CheckConstraint(
                condition=Q(capital_sought__isnull=True, currency="")
                | (Q(capital_sought__isnull=False, capital_sought__gte=0) & ~Q(currency="")),
                name="project_capital_has_a_currency",
                violation_error_message=_("An amount needs its currency, and only an amount does."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def capital_shown(self) -> str:
        """The amount with its currency; empty when it is not known."""
        if self.capital_sought is None:
            return ""
        digits = f"{self.capital_sought:,.2f}".removesuffix(".00")
        return f"{digits} {self.currency}"

    def get_absolute_url(self) -> str:
        return reverse("delegates:project", args=[self.pk])
