"""The papers issued about missions, kept as they went out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.papers import IssuedPaper
from investors.models.missions import Mission, MissionMember
from itpo.office.constraints import exactly_one, known_values


@known_values
class MissionPaper(IssuedPaper):
    """A paper about a mission, or about a company on it."""

    class Kind(models.TextChoices):
        DELEGATION = "delegation", _("Delegation list")
        ITINERARY = "itinerary", _("Itinerary")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    mission = models.ForeignKey(
        Mission,
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        verbose_name=_("mission"),
    )
    member = models.ForeignKey(
        MissionMember,
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        verbose_name=_("company on the mission"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("paper of a mission")
        verbose_name_plural = _("papers of missions")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("mission", "member"),
                name="mission_paper_is_about_one_thing",
                violation_error_message=_("It is about a mission, or about a company on it."),
            )
        ]
