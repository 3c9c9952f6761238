"""The one key a delegate or a company gets."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from itpo.office.constraints import known_values
from itpo.office.models.people import LANGUAGES, Office, User
from itpo.office.visibility import OwnedQuerySet, Viewer


class PersonalLinkQuerySet(OwnedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What asks a company about its deal may ask about a confidential one: for managers."""
        seen = super().visible_to(viewer)
        if getattr(viewer, "sees_restricted", False) or getattr(viewer, "is_superuser", False):
            return seen
        return seen.exclude(purpose=PersonalLink.Purpose.RESULT)


@known_values
class PersonalLink(models.Model):
    """What somebody without an account may open, and until when.

    The token in its address is an HMAC of id and version, composed when it is sent and never
    stored: whoever reads the table cannot open anything. Raising the version revokes it.
    """

    class Purpose(models.TextChoices):
        APPLICATION = "application", _("Own application, and then own visit")
        NOMINATION = "nomination", _("Naming delegates for an agency")
        POST = "post", _("Confirming one's post")
        EVENT = "event", _("Registering for an event")
        RESULT = "result", _("Confirming a result")
        CALENDAR = "calendar", _("Subscribing to a calendar")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="links", verbose_name=_("office")
    )
    purpose = models.CharField(_("opens"), max_length=12, choices=Purpose)
    email = models.EmailField(_("sent to"))
    language = models.CharField(
        _("language"),
        max_length=5,
        default="en",
        choices=LANGUAGES,
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("revoked by")
    )
    renewed_at = models.DateTimeField(_("last renewed"), null=True, blank=True)
    opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    opens_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="stands_for",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("opens as"),
        help_text=_("The link of the record with which its own was merged."),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = PersonalLinkQuerySet.as_manager()

    # A link's holder sees no queryset of records; the portal hands out what the link names.
    sees_records = False
    sees_restricted = False
    is_superuser = False

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.email}"

    def token(self) -> str:
        """The secret part of its address, for this version of the link."""
        return self.token_of(self.version)

    def token_of(self, version: int) -> str:
        return salted_hmac(
            "itpo.personal-link",
            f"{self.pk}:{version}",
            secret=settings.SECRET_KEY,
            algorithm="sha256",
        ).hexdigest()

    def opens_with(self, token: str) -> bool:
        return constant_time_compare(token, self.token())
