"""Agencies that are asked to name delegates."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.agencies import Agency
from delegates.models.programmes import Programme
from itpo.office import entries
from itpo.office.models import PersonalLink
from itpo.office.models.folded import Folded
from itpo.office.visibility import OwnedQuerySet


class InvitationQuerySet(OwnedQuerySet):
    office_path = "programme__office"
    searched = ("folded", "agency__folded")


class Invitation(Folded):
    """One agency is asked to name delegates for one programme, on one personal link."""

    folds: ClassVar[entries.Folds] = {
        ("contact_name",): entries.words,
        ("email",): entries.email,
    }

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="invitations", verbose_name=_("programme")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="invitations", verbose_name=_("agency")
    )
    contact_name = models.CharField(
        _("to whom"), max_length=120, blank=True, help_text=_("As the letter addresses them.")
    )
    email = models.EmailField(_("e-mail"))
    link = models.OneToOneField(
        PersonalLink,
        models.PROTECT,
        related_name="invitation",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("personal link"),
    )
    most = models.PositiveSmallIntegerField(
        _("how many they may name"), null=True, blank=True, help_text=_("Blank: any number.")
    )
    answer_by = models.DateField(
        _("answer by"), null=True, blank=True, help_text=_("Blank: when the call closes.")
    )
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True, editable=False)
    declined_because = models.CharField(
        _("why they name nobody"), max_length=300, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)

    objects = InvitationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "agency"],
                name="invitation_once_an_agency",
                violation_error_message=_("This agency is invited to the programme already."),
            ),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gte=1),
                name="invitation_lets_name_somebody",
                violation_error_message=_("Leave it blank if they may name any number."),
            ),
        ]

    def __str__(self) -> str:
        return self.contact_name or self.email

    def get_absolute_url(self) -> str:
        return reverse("delegates:invitation", args=[self.pk])

    def due_on(self, programme: Programme) -> date | None:
        """Until when the agency is to answer."""
        return self.answer_by or programme.call_closes_on
