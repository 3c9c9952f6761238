"""What has to be done before something begins: due so many days before, and ticked off."""

from datetime import date, timedelta
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itpo.office.models.people import User
from itpo.office.visibility import OwnedQuerySet

US = "us"  # in every table, what the office itself sees to


class ToDoQuerySet(OwnedQuerySet):
    searched: tuple[str, ...] = ("text",)

    def in_order(self) -> Self:
        """What is due first comes first; on one day, what the office sees to."""
        is_ours = models.Case(models.When(by_whom=US, then=0), default=1)
        return self.order_by("-days_before", is_ours, "pk")


class ToDo(models.Model):
    """Something to be done before something begins. Its table adds `text` and `by_whom`."""

    days_before = models.PositiveSmallIntegerField(
        _("days before the first day"), validators=[MaxValueValidator(365)]
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(days_before__lte=365),
                name="%(app_label)s_%(class)s_within_a_year",
                violation_error_message=_("At most 365 days before."),
            )
        ]


class ToDoItemQuerySet(ToDoQuerySet):
    def missing(self) -> Self:
        return self.filter(done_at=None, is_needed=True)


class ToDoItem(ToDo):
    """Something to be done before one thing: ticked off, or not needed for it."""

    is_needed = models.BooleanField(_("needed"), default=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("ticked off by"),
    )

    class Meta(ToDo.Meta):
        abstract = True

    def due_on(self, begins_on: date | None) -> date | None:
        """Counted back from the first day; None while that is not known to the day."""
        return begins_on - timedelta(days=self.days_before) if begins_on else None
