"""The papers the office issues, kept as they went out."""

from typing import Self

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


@known_values
class Paper(models.Model):
    """One paper as it was issued: its file, and the facts it was made of.

    It is about a visit, or about all visits of a programme, or it invites an agency.
    """

    class Kind(models.TextChoices):
        REASON = "reason", _("Letter of reason for invitation")
        APPLICANTS = "applicants", _("List of applicants")
        SCHEDULE = "schedule", _("Schedule of stay")
        INVITATION = "invitation", _("Invitation to the agency")
        CERTIFICATE = "certificate", _("Certificate of participation")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="papers", verbose_name=_("office")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
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
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="paper", verbose_name=_("file")
    )
    facts = models.JSONField(_("what it was made of"), default=dict, editable=False)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    sent_at = models.DateTimeField(_("sent to the delegate"), null=True, blank=True, editable=False)

    objects = PaperQuerySet.as_manager()
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

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("office:document", args=[self.document_id])
