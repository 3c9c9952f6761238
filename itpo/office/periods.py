"""From when to when, each end known as exactly as it happens to be known."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itpo.office import partial_dates
from itpo.office.constraints import read_as_written
from itpo.office.fields import HasPartialDates, PartialDateField


class Period(HasPartialDates):
    """Something that begins and ends. Either end may be unknown or known in part."""

    begins = PartialDateField(_("begins"))
    begins_edtf = models.CharField(max_length=60, blank=True, editable=False)
    begins_earliest = models.DateField(null=True, blank=True, editable=False)
    begins_latest = models.DateField(null=True, blank=True, editable=False)
    ends = PartialDateField(_("ends"))
    ends_edtf = models.CharField(max_length=60, blank=True, editable=False)
    ends_earliest = models.DateField(null=True, blank=True, editable=False)
    ends_latest = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                # Not the last day it may begin: "2016" to "2016-06" is no contradiction.
                condition=Q(ends_latest__gte=F("begins_earliest")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                violation_error_message=_("The end is before the beginning."),
            ),
            read_as_written("begins", "%(app_label)s_%(class)s_begins_as_read"),
            read_as_written("ends", "%(app_label)s_%(class)s_ends_as_read"),
        ]

    @property
    def begins_on(self) -> date | None:
        """The first day, if it is known to the day."""
        return self.begins_earliest if self.begins_earliest == self.begins_latest else None

    @property
    def ends_on(self) -> date | None:
        """The last day, if it is known to the day."""
        return self.ends_earliest if self.ends_earliest == self.ends_latest else None

    @property
    def begins_shown(self) -> str:
        return partial_dates.shown(self.begins_edtf, self.begins_earliest, self.begins_latest)

    @property
    def ends_shown(self) -> str:
        return partial_dates.shown(self.ends_edtf, self.ends_earliest, self.ends_latest)

    @property
    def when(self) -> str:
        """From when to when, in words; empty when neither is known."""
        begins, ends = self.begins_shown, self.ends_shown
        if begins == ends or not ends:
            return begins
        return gettext("%(begins)s – %(ends)s") % {"begins": begins or "…", "ends": ends}


class PeriodQuerySet(models.QuerySet[Any]):
    """Reading things that begin and end."""

    def under_way_on(self, day: date) -> Self:
        """What is certainly going on on that day: both ends are known well enough."""
        return self.filter(begins_latest__lte=day, ends_earliest__gte=day)

    def beginning_between(self, first: date, last: date) -> Self:
        return self.filter(begins_earliest__range=(first, last))

    def perhaps_between(self, first: date, last: date) -> Self:
        """What may go on between two days, as far as its ends are known.

        Where one end is not known at all, nothing is said beyond the other.
        """
        return self.perhaps_from(first).perhaps_until(last)

    def perhaps_from(self, first: date) -> Self:
        """What may still go on on a day or after it."""
        return self.filter(
            Q(ends_latest__gte=first) | Q(ends_latest=None, begins_latest__gte=first)
        )

    def perhaps_until(self, last: date) -> Self:
        """What may have begun by a day."""
        return self.filter(
            Q(begins_earliest__lte=last) | Q(begins_earliest=None, ends_earliest__lte=last)
        )

    def newest_first(self) -> Self:
        """By the first day it may have begun; what has no date comes last."""
        return self.order_by(F("begins_earliest").desc(nulls_last=True), "-pk")
