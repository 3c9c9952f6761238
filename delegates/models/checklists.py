"""What has to be done before a delegate can travel."""

from datetime import date, timedelta
from typing import Self, TypeVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.agencies import HostCountry
from delegates.models.asking import InThreeLanguages
from delegates.models.papers import Paper
from delegates.models.visits import Visit
from itpo.office.constraints import known_values
from itpo.office.models import Office, User
from itpo.office.visibility import OwnedQuerySet

AnyRows = TypeVar("AnyRows", bound=OwnedQuerySet)


class ByWhom(models.TextChoices):
    """Who sees to something before a visit. The inviter's papers come first."""

    US = "us", _("the office")
    DELEGATE = "delegate", _("the delegate")
    AGENCY = "agency", _("the agency")


class ToDo(InThreeLanguages):
    """Something to be done so many days before somebody arrives."""

    by_whom = models.CharField(_("by whom"), max_length=10, choices=ByWhom, default=ByWhom.US)
    days_before = models.PositiveSmallIntegerField(
        _("days before arrival"), validators=[MaxValueValidator(365)]
    )
    paper = models.CharField(
        _("done when this paper is issued"), max_length=20, choices=Paper.Kind, blank=True
    )

    class Meta:
        abstract = True


def _in_order(rows: AnyRows) -> AnyRows:
    is_ours = models.Case(models.When(by_whom=ByWhom.US, then=0), default=1)
    found: AnyRows = rows.order_by("-days_before", is_ours, "pk")
    return found


class ChecklistStepQuerySet(OwnedQuerySet):
    searched = ("text", "country__name")

    def in_order(self) -> Self:
        """What is due first comes first; on one day, the inviter's papers."""
        return _in_order(self)


@known_values
class ChecklistStep(ToDo):
    """One step of the checklist an office uses; a country with steps of its own uses only those."""

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="checklist_steps", verbose_name=_("office")
    )
    country = models.ForeignKey(
        HostCountry,
        models.CASCADE,
        related_name="checklist_steps",
        null=True,
        blank=True,
        verbose_name=_("country"),
        help_text=_("Blank: every country without a list of its own."),
    )

    objects = ChecklistStepQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("step of the checklist")
        verbose_name_plural = _("steps of the checklist")
        constraints = [
            models.CheckConstraint(
                condition=Q(days_before__lte=365),
                name="checklist_step_within_a_year",
                violation_error_message=_("At most 365 days before arrival."),
            )
        ]

    def get_absolute_url(self) -> str:
        """It stands on the page of all steps."""
        return reverse("delegates:checklist-steps")


class ChecklistItemQuerySet(OwnedQuerySet):
    office_path = "visit__office"

    def in_order(self) -> Self:
        """What is due first comes first; on one day, the inviter's papers."""
        return _in_order(self)

    def missing(self) -> Self:
        return self.filter(done_at=None, is_needed=True)


@known_values
class ChecklistItem(ToDo):
    """One thing on the checklist of one visit."""

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="checklist", verbose_name=_("visit")
    )
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

    objects = ChecklistItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("item of a checklist")
        verbose_name_plural = _("items of checklists")
        constraints = [
            models.CheckConstraint(
                condition=Q(days_before__lte=365),
                name="checklist_item_within_a_year",
                violation_error_message=_("At most 365 days before arrival."),
            )
        ]

    def due_on(self, visit: Visit) -> date | None:
        """Counted back from the arrival; None while that is not known to the day."""
        arrives_on = visit.begins_on
        return arrives_on - timedelta(days=self.days_before) if arrives_on else None
