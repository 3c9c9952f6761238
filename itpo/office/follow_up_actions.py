"""What can be done with several follow-ups at once."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from itpo.office import follow_ups
from itpo.office.models import FollowUp, User
from itpo.office.partial_dates import day_shown
from itpo.office.picking import PickingForm
from itpo.office.several import Action, Said
from itpo.office.several_actions import giving

FARTHEST = 366  # days


class MoveByForm(PickingForm):
    days = forms.IntegerField(
        label=gettext_lazy("By how many days"),
        min_value=-FARTHEST,
        max_value=FARTHEST,
        help_text=gettext_lazy("Earlier with a minus before it."),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)


def _to(follow_up: FollowUp, said: Said) -> date:
    return follow_up.due_on + timedelta(days=said["days"])


def _moved(follow_up: FollowUp, said: Said) -> str:
    follow_ups.refuse_closed(follow_up)
    return day_shown(_to(follow_up, said))


def _move(follow_up: FollowUp, said: Said, by: User, at: datetime) -> None:
    follow_ups.move(follow_up=follow_up, to=_to(follow_up, said), reason=said["reason"], by=by)


def _give(follow_up: Any, to: User, by: User) -> None:
    follow_ups.hand_over(follow_up=follow_up, to=to, by=by)


FOLLOW_UP_ACTIONS = [
    Action(
        "move",
        gettext_lazy("Move to another day"),
        MoveByForm,
        before=lambda follow_up: day_shown(follow_up.due_on),
        after=_moved,
        act=_move,
    ),
    giving(_give, follow_ups.refuse_owner),
]
