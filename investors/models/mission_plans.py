"""What has to be done before a mission leaves, and what it costs."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from investors.models.missions import BEFORE_DEPARTURE, Mission, departure
from itpo.office.constraints import known_values
from itpo.office.models import Office, User
from itpo.office.models.budgets import Spending
from itpo.office.models.checklists import US, ToDo, ToDoItem, ToDoItemQuerySet, ToDoQuerySet
from itpo.office.visibility import OwnedQuerySet


class BeforeAMission(models.Model):
    """Something to be done before a mission leaves, in the office's own words."""

    class ByWhom(models.TextChoices):
        US = US, _("the office")
        COMPANY = "company", _("the companies")
        PARTNER = "partner", _("a partner")
        HOST = "host", _("the hosts")

    text = models.CharField(_("what is to be done"), max_length=300)
    by_whom = models.CharField(_("by whom"), max_length=10, choices=ByWhom, default=ByWhom.US)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text


@known_values
class MissionStep(BeforeAMission, ToDo):
    """One of the steps an office takes before every mission."""

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="mission_steps", verbose_name=_("office")
    )

    objects = ToDoQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ToDo.Meta):
        verbose_name = _("step before missions")
        verbose_name_plural = _("steps before missions")

    def get_absolute_url(self) -> str:
        """It stands on the page of all steps."""
        return reverse("investors:mission-steps")


class MissionTaskQuerySet(ToDoItemQuerySet):
    office_path = "mission__office"

    def looked_after_by(self, user: User) -> Self:
        """Those of missions that somebody looks after, and that have not left."""
        return self.filter(mission__owner=user, mission__state__in=BEFORE_DEPARTURE)

    def with_departure(self) -> Self:
        """Each with `departs_on`, the day from which is counted back."""
        return self.annotate(departs_on=departure("mission__"))


@known_values
class MissionTask(BeforeAMission, ToDoItem):
    """One thing to be done before one mission leaves."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="tasks", verbose_name=_("mission")
    )

    objects = MissionTaskQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ToDoItem.Meta):
        verbose_name = _("task of a mission")
        verbose_name_plural = _("tasks of missions")


class MissionBudgetLineQuerySet(OwnedQuerySet):
    office_path = "mission__office"

    def in_order(self) -> Self:
        """As they were added."""
        return self.order_by("pk")


class MissionBudgetLine(Spending):
    """One thing a mission pays for."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="budget_lines", verbose_name=_("mission")
    )

    objects = MissionBudgetLineQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Spending.Meta):
        verbose_name = _("budget line of a mission")
        verbose_name_plural = _("budget lines of missions")
