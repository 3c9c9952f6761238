"""One search for a better schedule, as a row that can be watched and cancelled."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from investors.models.scheduling.schedules import Schedule
from itpo.office.constraints import known_values
from itpo.office.models import User
from itpo.office.visibility import OwnedQuerySet


class ScheduleRunQuerySet(OwnedQuerySet):
    office_path = "schedule__office"

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def ready(self, at: datetime) -> Self:
        """Nobody works on them: new, or whoever did has died."""
        return self.filter(
            Q(state=ScheduleRun.State.WAITING)
            | Q(state=ScheduleRun.State.RUNNING, leased_until__lt=at)
        )

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


@known_values
class ScheduleRun(models.Model):
    """One search of the solver for a better schedule than the plain fill, to be watched and ended.

    It keeps the problem it was asked; if that is another one by the end, nothing is written.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Searching")
        DONE = "done", _("Done")
        OUTDATED = "outdated", _("Out of date")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    schedule = models.ForeignKey(
        Schedule, models.CASCADE, related_name="runs", verbose_name=_("meeting schedule")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="schedule_runs", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    leased_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    problem = models.JSONField(_("problem"))
    seats = models.JSONField(_("best schedule so far"), default=list, blank=True)
    proven = models.JSONField(_("proven to be the best"), default=list, blank=True)
    worth_before = models.PositiveIntegerField(_("worth of the plain fill"), default=0)
    worth = models.PositiveIntegerField(_("worth of the best schedule so far"), default=0)
    found_better = models.BooleanField(_("found a better schedule"), default=False)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    objects = ScheduleRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("search for a meeting schedule")
        verbose_name_plural = _("searches for meeting schedules")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule"],
                condition=Q(state__in=["waiting", "running"]),
                name="schedule_run_one_at_a_time",
                violation_error_message=_("A search for this schedule is under way already."),
            )
        ]
        indexes = [
            # What the tick looks for.
            models.Index(
                fields=["asked_at"],
                name="schedule_run_under_way",
                condition=Q(state__in=["waiting", "running"]),
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


UNDER_WAY = frozenset({ScheduleRun.State.WAITING, ScheduleRun.State.RUNNING})
