"""What a deal needs from a stage on, and what cannot be disclosed of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from deals.models.deals import Deal, Stage
from itpo.office.constraints import known_values
from itpo.office.models import Office, User
from itpo.office.visibility import OwnedQuerySet, SearchableQuerySet, Viewer


class Fact(models.TextChoices):
    """What can be asked of a deal. How each is looked for stands in `deals.gates`."""

    COMPANY = "company", _("A company")
    COUNTRY = "country", _("The host country")
    KIND = "kind", _("The kind of deal")
    SECTOR = "sector", _("A sector")
    OWNER = "owner", _("Who looks after it")
    ORIGIN = "origin", _("Where it came from")
    EXPECTED = "expected", _("When the next stage is expected")
    JOBS = "jobs", _("The jobs that are planned or announced")
    CAPITAL = "capital", _("The capital that is planned or announced")
    CONTRIBUTION = "contribution", _("What we had to do with it")
    DECIDED = "decided", _("When the investor decided")
    RESULT = "result", _("A figure of what is real")
    SOURCE = "source", _("A source others can look at")


class GateQuerySet(SearchableQuerySet):
    searched = ("fact",)

    def visible_to(self, viewer: Viewer) -> Self:
        """The rules of all offices, and those of one's own."""
        if not getattr(viewer, "sees_records", False):
            return self.none()
        if viewer.is_superuser:
            return self.all()
        return self.filter(Q(office=None) | Q(office=viewer.office_id))


@known_values
class Gate(models.Model):
    """One fact that a deal needs from a stage on."""

    office = models.ForeignKey(
        Office,
        models.CASCADE,
        related_name="gates",
        null=True,
        blank=True,
        verbose_name=_("only this office"),
    )
    stage = models.CharField(_("from this stage on"), max_length=12, choices=Stage)
    kind = models.CharField(
        _("only this kind of deal"), max_length=20, choices=Deal.Kind, blank=True
    )
    fact = models.CharField(_("what is needed"), max_length=14, choices=Fact)

    objects = GateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "fact"],
                name="gate_once_an_office",
                violation_error_message=_("There is a gate for this already."),
            ),
            # SQLite knows no unique constraint that takes two blanks for the same.
            models.UniqueConstraint(
                fields=["kind", "fact"],
                condition=Q(office=None),
                name="gate_once_for_all_offices",
                violation_error_message=_("There is a gate for this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.get_fact_display()}"


class UndisclosedQuerySet(OwnedQuerySet):
    office_path = "deal__office"
    restricted_path = "deal__is_confidential"
    owner_path = "deal__owner"


@known_values
class Undisclosed(models.Model):
    """That one fact of a deal cannot be disclosed: an answer, where a gate asks for it."""

    deal = models.ForeignKey(
        Deal, models.CASCADE, related_name="undisclosed", verbose_name=_("deal")
    )
    fact = models.CharField(_("what cannot be disclosed"), max_length=14, choices=Fact)
    because = models.CharField(_("why"), max_length=200, blank=True)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("said by"))
    said_at = models.DateTimeField(_("said"))

    objects = UndisclosedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("fact that cannot be disclosed")
        verbose_name_plural = _("facts that cannot be disclosed")
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "fact"],
                name="undisclosed_once_a_fact",
                violation_error_message=_("That has been said already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_fact_display()
