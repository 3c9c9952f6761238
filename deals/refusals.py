"""What the verbs about deals refuse. Each message is a sentence a reader understands."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from deals.models import Deal
from itpo.office import partial_dates
from itpo.office.models import User


class MoveNotAllowed(Exception):
    """The deal cannot move so. The message says why; `field` says where."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class MovedMeanwhile(MoveNotAllowed):
    """The deal is no longer in the stage that whoever moves it has seen."""


class CannotTakeOver(Exception):
    """The deal cannot be handed to this person. The message says why."""


def refuse_owner(deal: Deal, to: User) -> None:
    """Raise CannotTakeOver where somebody cannot look after a deal."""
    if to.office_id != deal.office_id:
        raise CannotTakeOver(_("%(user)s belongs to another office.") % {"user": to})
    if not to.is_active or not to.may_change:
        raise CannotTakeOver(_("%(user)s cannot look after deals.") % {"user": to})


def refuse_to_come(happened: str, today: date) -> None:
    """Raise ValidationError where what has happened is said to be on a day still to come."""
    try:
        is_to_come = bool(happened) and partial_dates.read(happened).earliest > today
    except partial_dates.NotADate as error:
        raise ValidationError(str(error)) from error
    if is_to_come:
        raise ValidationError(_("What is still to come has not happened yet."))
