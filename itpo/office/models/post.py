"""The post room's book: every mail that is to leave, or has left, the house."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itpo.office.constraints import known_values
from itpo.office.models.people import Office, User
from itpo.office.visibility import OwnedQuerySet


class OutgoingMailQuerySet(OwnedQuerySet):
    restricted_path = "is_restricted"
    owner_path = "user"

    def waiting(self) -> Self:
        return self.filter(state__in=[OutgoingMail.State.QUEUED, OutgoingMail.State.WAITING])

    def ready(self, now: datetime) -> Self:
        """What may be sent now: its turn has come, or whoever was sending it has died."""
        return self.filter(
            Q(state__in=["queued", "waiting"], send_after__lte=now)
            | Q(state="sending", leased_until__lt=now)
        )


@known_values
class OutgoingMail(models.Model):
    """One mail. It keeps what it is about; its words are composed when it is sent."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        WAITING = "waiting", _("Waiting to try again")
        FAILED = "failed", _("Failed")
        MISSED = "missed", _("Missed: too late to make sense")
        CANCELLED = "cancelled", _("Cancelled: no longer called for")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="mails", verbose_name=_("office")
    )
    key = models.CharField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    about = models.JSONField(_("ids of what it is about"), default=dict, blank=True)
    user = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="mails",
        null=True,
        blank=True,
        verbose_name=_("for whom"),
    )
    to = models.EmailField(_("to"))
    is_restricted = models.BooleanField(_("for its reader and the managers only"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    send_after = models.DateTimeField(_("not before"))
    send_before = models.DateTimeField(_("not after"), null=True, blank=True)
    leased_until = models.DateTimeField(_("being sent until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("what the server said"), blank=True)
    subject = models.CharField(_("subject, as sent"), max_length=250, blank=True)
    body = models.TextField(_("text, as sent"), blank=True)
    created_at = models.DateTimeField(_("queued"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_says_when",
                violation_error_message=_("What is sent says when; what is not does not."),
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(leased_until__isnull=False),
                name="mail_being_sent_has_a_lease",
                violation_error_message=_("What is being sent says until when that may take."),
            ),
        ]
        indexes = [
            # The post room, every tick: what is still to be sent, oldest first.
            models.Index(
                fields=["send_after"],
                name="mail_to_send",
                condition=Q(state__in=["queued", "waiting", "sending"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.to}"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mail server can tell a repetition."""
        return f"<outgoing-{self.pk}-{self.created_at:%Y%m%d%H%M%S}@itpo.invalid>"
