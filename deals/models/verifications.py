"""Each time a figure was checked by a second person."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deals.models.claims import Claim
from itpo.office.models import Document, User
from itpo.office.visibility import OwnedQuerySet, Viewer


class VerificationQuerySet(OwnedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Seen by whoever sees the figure."""
        return self.filter(claim__in=Claim.objects.visible_to(viewer))


class Verification(models.Model):
    """One time somebody checked a figure: on what evidence. The latest stands on the claim too."""

    claim = models.ForeignKey(
        Claim, models.PROTECT, related_name="verifications", verbose_name=_("figure")
    )
    checked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked"))
    evidence = models.CharField(_("evidence"), max_length=300)
    evidence_file = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="verifications",
        null=True,
        blank=True,
        verbose_name=_("evidence, as a file"),
    )

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="verification_says_on_what_evidence",
                violation_error_message=_("Say on what evidence."),
            ),
        ]

    def __str__(self) -> str:
        return self.evidence
