"""Files."""

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from itpo.office.models.people import Office, User
from itpo.office.visibility import OwnedQuerySet


def random_place(document: Any, filename: str) -> str:
    """A name nobody can guess, outside the web root; the title keeps the name as sent."""
    return f"documents/{secrets.token_hex(20)}"


class DocumentQuerySet(OwnedQuerySet):
    restricted_path = "is_restricted"
    owner_path = "uploaded_by"
    confided_path = "confided_to"


class Document(models.Model):
    """A file the office keeps: a profile, a letter, the minutes of a meeting."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="documents", verbose_name=_("office")
    )
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to=random_place)
    content_type = models.CharField(_("type"), max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(_("bytes"), null=True, blank=True, editable=False)
    is_restricted = models.BooleanField(_("for its owner and the managers only"), default=False)
    confided_to = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("seen by, too"),
        help_text=_("Of what is restricted: the owner of the confidential deal it belongs to."),
    )
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("from")
    )
    uploaded_at = models.DateTimeField(_("received"), auto_now_add=True)

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title
