"""What can be done with several visits at once.

Cancelling one stays a matter of its own page: meetings fall away with it, and guests are told.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from delegates import visits
from delegates.models import Visit
from itpo.office.models import User
from itpo.office.picking import PickingForm
from itpo.office.several import Action, Said
from itpo.office.several_actions import giving_office_records
from itpo.office.states import refuse_move


class VisitStateForm(PickingForm):
    state = forms.ChoiceField(
        label=gettext_lazy("What has become of them"),
        choices=[
            (Visit.State.RUNNING, gettext_lazy("They have arrived")),
            (Visit.State.COMPLETED, gettext_lazy("They are completed")),
        ],
    )


def _taken(visit: Visit, said: Said) -> str:
    return str(refuse_move(visit, said["state"], visits.MOVES).label)


def _take(visit: Visit, said: Said, by: User, at: datetime) -> None:
    visits.change_state(visit=visit, to=said["state"], at=at, by=by)


def _with_whom(rows: Any) -> Any:
    return rows.select_related("delegate")


VISIT_ACTIONS = [
    Action(
        "state",
        gettext_lazy("Arrived or completed"),
        VisitStateForm,
        before=lambda visit: visit.get_state_display(),
        after=_taken,
        act=_take,
        fetched=_with_whom,
    ),
    giving_office_records("officer", beside=("delegate",)),
]
