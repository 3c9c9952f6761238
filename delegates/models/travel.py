"""Passports: sealed, read only on record, deleted after the visit."""

import secrets
from typing import Any, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegates.models.applications import Application
from delegates.models.visits import Visit
from itpo.office.constraints import known_values
from itpo.office.models import User
from itpo.office.models.reference import country_code
from itpo.office.visibility import OwnedQuerySet, Viewer

SHOWN_DIGITS = 2  # of a passport's number, to tell one from another


SEALED_FILES = "passports"


def sealed_place(document: Any, filename: str) -> str:
    """A folder of its own, where whatever no row speaks of can be taken away."""
    return f"{SEALED_FILES}/{secrets.token_hex(20)}"


class TravelDocumentQuerySet(OwnedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the viewer's office, whether there is a visit yet or only an application."""
        if not getattr(viewer, "sees_records", False):
            return self.none()
        if viewer.is_superuser:
            return self.all()
        if viewer.office_id is None:
            return self.none()
        return self.filter(
            Q(visit__office=viewer.office_id) | Q(application__programme__office=viewer.office_id)
        )


class TravelDocument(models.Model):
    """A passport for one application and its visit. Number and picture are sealed.

    It has no history, on purpose: a number that is deleted is gone. It goes when the visit is
    over, or when the application comes to nothing.
    """

    application = models.OneToOneField(
        Application,
        models.CASCADE,
        related_name="travel_document",
        null=True,
        blank=True,
        verbose_name=_("application"),
    )
    visit = models.OneToOneField(
        Visit,
        models.CASCADE,
        related_name="travel_document",
        null=True,
        blank=True,
        verbose_name=_("visit"),
    )
    country_code = models.CharField(
        _("issued by (ISO 3166)"), max_length=2, blank=True, validators=[country_code]
    )
    sealed_number = models.TextField(_("number, sealed"), blank=True, editable=False)
    sealed_scan = models.FileField(
        _("picture, sealed"), upload_to=sealed_place, blank=True, editable=False
    )
    scan_type = models.CharField(
        _("type of the picture"), max_length=100, blank=True, editable=False
    )
    expires_on = models.DateField(_("valid until"), null=True, blank=True)

    objects = TravelDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("travel document")
        verbose_name_plural = _("travel documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_number="") | Q(sealed_number__startswith="gAAAA"),
                name="travel_document_number_is_sealed",
                violation_error_message=_("A passport number is kept sealed only."),
            ),
            models.CheckConstraint(
                condition=Q(visit__isnull=False) | Q(application__isnull=False),
                name="travel_document_is_for_somebody",
                violation_error_message=_("Say for which application or visit it is."),
            ),
        ]

    def __str__(self) -> str:
        return "••••"

    def seal(self, number: str) -> None:
        """Keep the number under the newest key. Does not save."""
        self.sealed_number = keys().encrypt(number.encode()).decode()

    def unseal(self) -> str:
        """Read the number. Raises cryptography.fernet.InvalidToken when no key fits."""
        return keys().decrypt(self.sealed_number.encode()).decode()

    def masked(self) -> str:
        """The number with all but its last characters hidden; empty where there is none.

        Also where the key it was sealed with is gone: then all of it is hidden.
        """
        if not self.sealed_number:
            return ""
        try:
            number = self.unseal()
        except InvalidToken:
            return "••••"
        shown = number[-SHOWN_DIGITS:] if len(number) > 2 * SHOWN_DIGITS else ""
        return f"•••• {shown}".strip()

    def key_is_lost(self) -> bool:
        """Whether no key opens the number any more."""
        try:
            self.unseal()
        except InvalidToken:
            return bool(self.sealed_number)
        return False


@known_values
class PassportRead(models.Model):
    """Somebody looked at a passport's number or picture, or it was deleted. Kept for good."""

    class What(models.TextChoices):
        NUMBER = "number", _("read the number")
        PICTURE = "picture", _("opened the picture")
        DELETED = "deleted", _("deleted it")

    application = models.ForeignKey(
        Application,
        models.PROTECT,
        related_name="passport_reads",
        null=True,
        blank=True,
        verbose_name=_("application"),
    )
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="passport_reads",
        null=True,
        blank=True,
        verbose_name=_("visit"),
    )
    what = models.CharField(_("what"), max_length=10, choices=What)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"))

    objects = TravelDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a passport")
        verbose_name_plural = _("readings of passports")
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=False) | Q(application__isnull=False),
                name="passport_read_is_of_somebody",
                violation_error_message=_("Say whose passport it was."),
            )
        ]

    def __str__(self) -> str:
        return self.get_what_display()


def keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
