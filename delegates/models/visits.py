"""The delegates' stays in Japan."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.agencies import Agency
from delegates.models.people import Delegate, DelegateQuerySet, Posting
from delegates.models.programmes import Programme
from itpo.office import entries
from itpo.office.constraints import NewestFirstIndex, known_values
from itpo.office.models import FollowUp, Office, Theme, User
from itpo.office.models.folded import Folded
from itpo.office.periods import Period, PeriodQuerySet
from itpo.office.visibility import OwnedQuerySet


class VisitQuerySet(OwnedQuerySet, PeriodQuerySet):
    # By its purpose, or by who came.
    searched = ("folded", *(f"delegate__{column}" for column in DelegateQuerySet.searched))

    def not_cancelled(self) -> Self:
        return self.exclude(state=Visit.State.CANCELLED)

    def came(self) -> Self:
        """Those that took place, or do at this moment."""
        return self.filter(state__in=[Visit.State.RUNNING, Visit.State.COMPLETED])

    def on_theme(self, theme: Theme) -> Self:
        """Those within a programme on a theme."""
        return self.filter(programme__in=theme.programmes.values("pk"))

    def under_way(self, today: date) -> Self:
        """Running, as far as anybody said; or planned, and begun by now.

        One whose last day has passed stays until somebody completes or cancels it.
        """
        return self.filter(
            Q(state=Visit.State.RUNNING) | Q(state=Visit.State.PLANNED, begins_latest__lte=today)
        )

    def coming(self, today: date) -> Self:
        return self.filter(state=Visit.State.PLANNED, begins_earliest__gt=today)

    def with_people(self) -> Self:
        return self.select_related("delegate__country", "agency", "programme", "officer")

    def for_papers(self) -> Self:
        """With all that papers say; `post_then` is the post held at the agency that sent them."""
        held = Posting.objects.filter(delegate=OuterRef("delegate"), agency=OuterRef("agency"))
        then = Subquery(held.newest_first().values("post")[:1])
        return self.with_people().select_related("office").annotate(post_then=then)


@known_values
class Visit(Folded, Period):
    """One delegate's stay in Japan, with or without a programme."""

    folds: ClassVar[entries.Folds] = {
        ("purpose",): entries.words,
    }

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Under way")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="visits", verbose_name=_("office")
    )
    delegate = models.ForeignKey(
        Delegate, models.PROTECT, related_name="visits", verbose_name=_("delegate")
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="visits",
        null=True,
        blank=True,
        verbose_name=_("sent by"),
        help_text=_("The agency at the time of the visit."),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="visits",
        null=True,
        blank=True,
        verbose_name=_("programme"),
    )
    officer = models.ForeignKey(
        User, models.PROTECT, related_name="visits", verbose_name=_("who looks after it")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    is_walk_in = models.BooleanField(_("came unannounced"), default=False)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField(
        _("order of rank"),
        null=True,
        blank=True,
        help_text=_("1 comes first on a delegation list; blank goes by the post."),
    )
    cancelled_because = models.CharField(_("why cancelled"), max_length=200, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    logged_at = models.DateTimeField(_("logged"), auto_now_add=True)
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="visits", verbose_name=_("follow-ups")
    )

    objects = VisitQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta(Period.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="visit_cancelled_says_why",
                violation_error_message=_("Say why the visit is cancelled."),
            ),
        ]
        indexes = [
            # The list of visits, and what is under way and coming on My day.
            NewestFirstIndex(
                fields=["office", "-begins_earliest", "-id"], name="visit_by_office_and_day"
            )
        ]

    def __str__(self) -> str:
        return str(_("Visit %(when)s") % {"when": self.when or _("without a date")})

    def get_absolute_url(self) -> str:
        return reverse("delegates:visit", args=[self.pk])
