"""What a programme costs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.asking import OfProgramme, OfProgrammeQuerySet
from delegates.models.programmes import Programme
from itpo.office.models.budgets import Spending


class BudgetLine(OfProgramme, Spending):
    """One thing a programme pays for."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="budget_lines", verbose_name=_("programme")
    )

    objects = OfProgrammeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Spending.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
