"""The post room's book: every mail that is to leave, or has left, the house."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from itpo.office.constraints import known_values
from itpo.office.models.people import Office, User
from itpo.office.visibility import OwnedQuerySet

# Ten ticks; and with pauses of 1, 2, 4 and 8 minutes, a quarter of an hour.
LATE_AFTER = timedelta(minutes=10)
TRIED_IN_VAIN = 4
LATELY = timedelta(days=1)


class OutgoingMailQuerySet(OwnedQuerySet):
    restricted_path = "is_restricted"
    owner_path = "user"

    def waiting(self) -> Self:
        return self.filter(state__in=[OutgoingMail.State.QUEUED, OutgoingMail.State.WAITING])

    def unsettled(self) -> Self:
        """What is still to be sent, or just being sent."""
        return self.filter(state__in=UNSETTLED)

    def due(self, now: datetime) -> Self:
        """Whose time has come, or whose sender has died."""
        return self.filter(
            Q(state__in=["queued", "waiting"], send_after__lte=now)
            | Q(state="sending", leased_until__lt=now)
        )

    def ready(self, now: datetime) -> Self:
        """What may be sent now: due, and nothing of the same order is still to leave before it."""
        before = OutgoingMail.objects.unsettled().filter(
            order_key=OuterRef("order_key"), pk__lt=OuterRef("pk")
        )
        return self.due(now).filter(Q(order_key="") | ~Exists(before))

    def late(self, now: datetime) -> Self:
        """What should have left by now: nobody took it, or it was tried in vain several times."""
        untouched = Q(state__in=["queued", "sending"], send_after__lt=now - LATE_AFTER)
        return self.filter(untouched | Q(state="waiting", attempts__gt=TRIED_IN_VAIN))

    def failed_lately(self, now: datetime) -> Self:
        return self.filter(state="failed", send_after__gt=now - LATELY)

    def perhaps_left(self) -> Self:
        """What has left the house, or may have."""
        return self.filter(may_have_left=True)


@known_values
class OutgoingMail(models.Model):
    """One mail. It keeps what it is about; its words are composed when it is sent.

    Mails with the same order key leave in the order in which they were entered: none is sent while
    an earlier one is queued, waiting or being sent.
    """

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
    order_key = models.CharField(_("leaves after those of the same"), max_length=60, blank=True)
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
    may_have_left = models.BooleanField(
        _("may have left"),
        default=False,
        help_text=_("The server was given it, and has not plainly refused it."),
    )
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
            ),
            # What has to leave before a mail, and what of its order has left.
            models.Index(
                fields=["order_key", "id"], name="mail_by_order", condition=~Q(order_key="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.to}"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mail server can tell a repetition."""
        return f"<outgoing-{self.pk}-{self.created_at:%Y%m%d%H%M%S}@itpo.invalid>"


UNSETTLED = [OutgoingMail.State.QUEUED, OutgoingMail.State.WAITING, OutgoingMail.State.SENDING]
