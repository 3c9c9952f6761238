"""The papers the office issues, kept as they went out."""

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.invitations import Invitation
from delegates.models.programmes import Programme
from delegates.models.visits import Visit
from itpo.office.constraints import exactly_one, known_values
from itpo.office.models import Document, Office, User
from itpo.office.models.people import LANGUAGES
from itpo.office.visibility import OwnedQuerySet


class PaperQuerySet(OwnedQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-issued_at", "-pk")


class IssuedPaper(models.Model):
    """One paper as it was issued: its file, and the facts it was made of."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="%(class)ss", verbose_name=_("office")
    )
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="%(class)s", verbose_name=_("file")
    )
    facts = models.JSONField(_("what it was made of"), default=dict, editable=False)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.get_kind_display())  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        return reverse("office:document", args=[self.document_id])

    @classmethod
    def naming(cls, thing: models.Model) -> dict[str, Any]:
        """The column that says what a paper is about, and the thing in it."""
        columns = (one for one in cls._meta.fields if one.related_model is type(thing))
        return {next(columns).name: thing}


@known_values
class Paper(IssuedPaper):
    """A paper about a visit, about all visits of a programme, or inviting an agency."""

    class Kind(models.TextChoices):
        REASON = "reason", _("Letter of reason for invitation")
        APPLICANTS = "applicants", _("List of applicants")
        SCHEDULE = "schedule", _("Schedule of stay")
        INVITATION = "invitation", _("Invitation to the agency")
        CERTIFICATE = "certificate", _("Certificate of participation")
        ITINERARY = "itinerary", _("Itinerary")
        DELEGATION = "delegation", _("Delegation list")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        verbose_name=_("visit"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        verbose_name=_("programme"),
    )
    invitation = models.ForeignKey(
        Invitation,
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        verbose_name=_("invitation"),
    )
    sent_at = models.DateTimeField(_("sent to the delegate"), null=True, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("visit", "programme", "invitation"),
                name="paper_is_about_one_thing",
                violation_error_message=_(
                    "A paper is about one visit, one programme or one invitation."
                ),
            )
        ]
