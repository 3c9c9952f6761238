"""The post room's book: every mail that is to leave, or has left, the house."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from itpo.office.constraints import known_values
from itpo.office.models.people import Office, User
from itpo.office.reasons import Reason
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

    def due(self, now: datetime, present: datetime) -> Self:
        """Whose time has come, or whose sender has died.

        Leases and pauses go by the present, in which others live, whatever moment is replayed.
        """
        return self.filter(
            Q(state="queued", send_after__lte=now)
            | Q(state="waiting", send_after__lte=min(now, present))
            | Q(state="sending", leased_until__lt=present)
        )

    def ready(self, now: datetime, present: datetime | None = None) -> Self:
        """What may be sent now: due, and nothing of the same order is still to leave before it.

        What goes to a stopped address is not, until it comes too late. `present` is given where
        `now` is another moment.
        """
        before = (
            OutgoingMail.objects.unsettled()
            .exclude(order_key="")  # or its index is not used
            .filter(order_key=OuterRef("order_key"), pk__lt=OuterRef("pk"))
        )
        # Said once more of the whole, so that the index of what is to be sent is used.
        due = self.unsettled().due(now, present or now).filter(Q(order_key="") | ~Exists(before))
        return due.alias(goes_to=GOES_TO).filter(~Exists(_stop()) | Q(send_before__lte=now))

    def with_stops(self) -> Self:
        """Each with `stopped_by`: the number of the stop that keeps it from leaving, if any."""
        return self.alias(goes_to=GOES_TO).annotate(stopped_by=_stop().values("pk")[:1])

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
    unanswered = models.PositiveSmallIntegerField(
        _("attempts without an answer"),
        default=0,
        help_text=_("The server was given the whole mail, and did not say whether it took it."),
    )
    error = models.TextField(_("what the server said"), blank=True)
    # A Reason's words, untranslated; or what somebody wrote who cancelled it.
    why = models.CharField(_("why it was not sent"), max_length=250, blank=True)
    why_values = models.JSONField(_("what is filled into that"), default=dict, blank=True)
    cancelled_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("cancelled by"),
    )
    resend_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="resends",
        null=True,
        blank=True,
        verbose_name=_("sent once more instead of"),
    )
    resent_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("sent once more by"),
    )
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
            models.CheckConstraint(
                condition=~Q(state__in=["missed", "cancelled"]) | ~Q(why=""),
                name="mail_not_sent_says_why",
                violation_error_message=_("What is missed or cancelled says why."),
            ),
        ]
        indexes = [
            # The post room, every tick: what is still to be sent, oldest first.
            models.Index(
                fields=["send_after", "id"],
                name="mail_to_send",
                condition=Q(state__in=["queued", "waiting", "sending"]),
            ),
            # Which daily mails were queued lately, every tick.
            models.Index(fields=["send_after"], name="mail_digests", condition=Q(kind="digest")),
            # What has to leave before a mail.
            models.Index(
                fields=["order_key", "id"],
                name="mail_to_send_by_order",
                condition=Q(state__in=["queued", "waiting", "sending"]) & ~Q(order_key=""),
            ),
            # What of an order has left.
            models.Index(
                fields=["order_key", "id"], name="mail_by_order", condition=~Q(order_key="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.to}"

    @property
    def is_unsent(self) -> bool:
        """Whether it waits to be sent, and nobody is sending it just now."""
        return self.state in {self.State.QUEUED, self.State.WAITING}

    @property
    def why_shown(self) -> str:
        """Why it was not sent, in the reader's language; what somebody wrote stays as it is."""
        if self.cancelled_by_id is not None:
            return self.why
        return str(Reason(self.why, self.why_values))

    @property
    def was_left_behind(self) -> bool:
        """Of one that may be taken: whether its sender died, and may have handed it over before.

        Of what leaves in an order that is written down right before it is handed over.
        """
        return self.state == self.State.SENDING and not self.order_key

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mail server can tell a repetition."""
        return f"<outgoing-{self.pk}-{self.created_at:%Y%m%d%H%M%S}@itpo.invalid>"

    def goes_to(self) -> str:
        """Whoever logs in is written to where they are by now, whatever they had when queued.

        What leaves in an order is about one address, and keeps to it.
        """
        return self.user.email if self.user is not None and not self.order_key else self.to


class StoppedAddressQuerySet(OwnedQuerySet):
    office_path = "mail__office"
    restricted_path = "mail__is_restricted"
    owner_path = "mail__user"
    searched = ("address", "said")

    def standing(self) -> Self:
        """What nobody has cleared yet."""
        return self.filter(cleared_at=None)


class StoppedAddress(models.Model):
    """An address the server refused for good: what is to go there waits until somebody clears it.

    A row is one stop; an address that is refused again after it was cleared gets another.
    """

    address = models.EmailField(_("address"), help_text=_("In small letters."))
    since = models.DateTimeField(_("stopped"))
    said = models.TextField(_("what the server said"))
    mail = models.ForeignKey(
        OutgoingMail, models.CASCADE, related_name="stops", verbose_name=_("mail that was refused")
    )
    cleared_at = models.DateTimeField(_("cleared"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("cleared by")
    )

    objects = StoppedAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("stopped address")
        verbose_name_plural = _("stopped addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(cleared_at=None),
                name="address_stopped_once",
                violation_error_message=_("This address is stopped already."),
            ),
            models.CheckConstraint(
                condition=Q(address=Lower("address")),
                name="stopped_address_in_small_letters",
                violation_error_message=_("Write the address in small letters."),
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None, cleared_by=None) | Q(cleared_at__gte=F("since")),
                name="stopped_address_cleared_later",
                violation_error_message=_("An address is cleared after it was stopped."),
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_standing(self) -> bool:
        return self.cleared_at is None


def _stop() -> StoppedAddressQuerySet:
    return StoppedAddress.objects.standing().filter(address=Lower(OuterRef("goes_to")))


# As the method of that name. A query of its own: mostly no address is stopped, and nobody asks.
GOES_TO = Case(
    When(
        user__isnull=False,
        order_key="",
        then=Subquery(User.objects.filter(pk=OuterRef("user")).values("email")),
    ),
    default="to",
)
UNSETTLED = [OutgoingMail.State.QUEUED, OutgoingMail.State.WAITING, OutgoingMail.State.SENDING]
