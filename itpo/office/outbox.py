"""What people do with the post room's book: cancel a mail, send it again, clear an address."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from itpo.office import post
from itpo.office.models import OutgoingMail, StoppedAddress, User
from itpo.office.models.post import UNSETTLED
from itpo.office.states import NotPossible

State = OutgoingMail.State
OVER = frozenset({State.SENT, State.FAILED, State.MISSED})


def cancel(*, mail: OutgoingMail, why: str, by: User, at: datetime) -> None:
    """Take back a mail that nobody is sending yet. Raises NotPossible when it is too late."""
    if not why.strip():
        raise NotPossible(_("Say why it is cancelled."))
    unsent = OutgoingMail.objects.waiting().filter(pk=mail.pk)
    said = {"why": why.strip()[:250], "why_values": {}}
    if not unsent.update(state=State.CANCELLED, cancelled_by=by, **said):
        mail.refresh_from_db()
        raise NotPossible(
            _("It cannot be cancelled any more: %(state)s.") % {"state": mail.get_state_display()}
        )
    mail.refresh_from_db()


@transaction.atomic
def resend(*, mail: OutgoingMail, by: User, at: datetime) -> OutgoingMail:
    """Enter a mail once more, as a row of its own that is composed anew.

    One that was sent again before stands for the mail it was of. Raises NotPossible for what is
    still to be sent or was cancelled, and while that mail, or another of it, is under way.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state not in OVER:
        raise NotPossible(
            _("Only what was sent, failed or missed is sent again; this is: %(state)s.")
            % {"state": mail.get_state_display()}
        )
    first = OutgoingMail.objects.select_for_update().get(pk=mail.resend_of_id or mail.pk)
    if first.state in UNSETTLED or first.resends.unsettled().exists():
        raise NotPossible(_("It is being sent again already."))
    again = OutgoingMail.objects.create(
        key=f"resend:{first.pk}:{first.resends.count() + 1}",
        kind=mail.kind,
        office=mail.office,
        order_key=mail.order_key,
        about=mail.about,
        user=mail.user,
        to=mail.goes_to(),
        is_restricted=mail.is_restricted,
        send_after=at,
        resend_of=first,
        resent_by=by,
    )
    transaction.on_commit(post.nudge)
    return again


def clear(*, stop: StoppedAddress, by: User, at: datetime) -> None:
    """Let mails go to an address again. Raises NotPossible when that was done already."""
    standing = StoppedAddress.objects.standing().filter(pk=stop.pk)
    if not standing.update(cleared_at=at, cleared_by=by):
        raise NotPossible(_("This address was cleared already."))
    stop.refresh_from_db()
    transaction.on_commit(post.nudge)
