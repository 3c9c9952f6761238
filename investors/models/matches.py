"""What was decided about companies that were suggested for a project."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import ProjectProfile
from investors.models.companies import Company
from itpo.office.constraints import known_values
from itpo.office.models import FollowUp, Office, User
from itpo.office.visibility import OwnedQuerySet


class MatchQuerySet(OwnedQuerySet):
    def standing(self) -> Self:
        """Without those whose promise to invite was dropped: nothing is decided about them."""
        return self.exclude(promise__state=FollowUp.State.DROPPED)


@known_values
class Match(models.Model):
    """A company is to be invited for a project, or was left out for a reason."""

    class State(models.TextChoices):
        INVITED = "invited", _("To be invited")
        LEFT_OUT = "left_out", _("Left out")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="matches", verbose_name=_("office")
    )
    project = models.ForeignKey(
        ProjectProfile, models.CASCADE, related_name="matches", verbose_name=_("project profile")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="matches", verbose_name=_("company")
    )
    state = models.CharField(_("state"), max_length=8, choices=State)
    because = models.CharField(_("why left out"), max_length=200, blank=True)
    promise = models.ForeignKey(
        FollowUp,
        models.PROTECT,
        related_name="matches",
        null=True,
        blank=True,
        verbose_name=_("what was promised"),
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="matches", verbose_name=_("who decided")
    )
    decided_at = models.DateTimeField(_("decided"))

    objects = MatchQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "project", "company"],
                name="match_decided_once",
                violation_error_message=_("This was decided for the company already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="invited") | Q(because="", promise__isnull=False),
                name="match_invited_has_a_promise",
                violation_error_message=_("Who is invited has a promise, so that it is done."),
            ),
            models.CheckConstraint(
                condition=~Q(state="left_out") | (Q(promise__isnull=True) & ~Q(because="")),
                name="match_left_out_says_why",
                violation_error_message=_("Say why the company is left out."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
