"""What is looked at once more of mails that somebody has taken to send them."""

from collections.abc import Sequence

from itpo.office.models import Office, OutgoingMail, User


def look_again(mails: Sequence[OutgoingMail]) -> None:
    """Write down where each goes by now, and what another has perhaps handed over before it died.

    To be called before they are marked as the taker's own; the rows are locked. Costs nothing
    where nothing has changed.
    """
    moved = [mail for mail in mails if mail.to != mail.goes_to()]
    for mail in moved:
        mail.to = mail.goes_to()
    OutgoingMail.objects.bulk_update(moved, ["to"])
    left_behind = [mail for mail in mails if mail.was_left_behind]
    for mail in left_behind:
        mail.may_have_left = True
    OutgoingMail.objects.bulk_update(left_behind, ["may_have_left"])


def look_up_people(mails: Sequence[OutgoingMail]) -> None:
    """Find anew whom they are for, who may have left or moved, and from which office: two queries.

    What an office changes about its letterhead holds from the next mail on.
    """
    readers = User.objects.select_related("office").in_bulk(
        {mail.user_id for mail in mails if mail.user_id is not None}
    )
    offices = Office.objects.in_bulk({mail.office_id for mail in mails})
    for mail in mails:
        mail.office = offices[mail.office_id]
        if mail.user_id in readers:
            mail.user = readers[mail.user_id]
