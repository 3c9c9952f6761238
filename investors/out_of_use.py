"""Putting several companies or delegates out of use, and bringing them back.

Put out of use are those with whom nothing is planned.

With whom something is, that stays a matter of their own page: there one sees what falls away and
chooses who is written to.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from delegates.lists import DELEGATES
from delegates.models import Visit
from investors import agenda
from investors.cascades import MADE_BY_RULE, TO_COME
from investors.meetings import STILL_TO_COME
from investors.models import Booking, MeetingParty
from itpo.office.joined import number_of
from itpo.office.models import FollowUp, Promiser, User
from itpo.office.picking import PickingForm
from itpo.office.several import Action, Said
from itpo.office.states import LONGEST, NotPossible

HERE = OuterRef("pk")


class WhyForm(PickingForm):
    because = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST,
        help_text=gettext_lazy("For the office: nobody outside reads it."),
    )


def _delegates(rows: Any) -> Any:
    """Adds `is_planned_with`, and `falls_away`: how many follow-ups make no sense any more."""
    states = [Visit.State.PLANNED, Visit.State.RUNNING]
    return rows.annotate(
        is_planned_with=Exists(Visit.objects.filter(delegate=HERE, state__in=states))
        | Exists(_seats(delegate=HERE))
        | Exists(_places(delegate=HERE)),
        falls_away=number_of(_senseless(Promiser.DELEGATE), "delegates"),
    )


def _companies(rows: Any) -> Any:
    """Adds the same to companies."""
    return rows.annotate(
        is_planned_with=Exists(agenda.places_to_come().filter(company=HERE))
        | Exists(_seats(company=HERE))
        | Exists(_places(contact__company=HERE)),
        falls_away=number_of(_senseless(Promiser.COMPANY), "companies"),
    )


def _seats(**whose: Any) -> Any:
    return MeetingParty.objects.filter(meeting__state__in=STILL_TO_COME, **whose)


def _places(**whose: Any) -> Any:
    return Booking.objects.filter(TO_COME, agenda_item__isnull=False, **whose)


def _senseless(promiser: str) -> Any:
    return FollowUp.objects.all().open().filter(MADE_BY_RULE | Q(promised_by=promiser))


def _out_of_use(thing: Any, said: Said) -> str:
    if thing.archived_at is not None:
        raise NotPossible(_("It is so already."))
    if thing.is_planned_with:
        raise NotPossible(
            _("Something is planned with them. Do it on their page: it shows what falls away.")
        )
    if not thing.falls_away:
        return _("out of use")
    said_with = ngettext(
        "out of use; %(count)s follow-up falls away",
        "out of use; %(count)s follow-ups fall away",
        thing.falls_away,
    )
    return said_with % {"count": thing.falls_away}


def _back(thing: Any, said: Said) -> str:
    agenda.refuse_in_use(thing)
    if not getattr(thing, "asked_yearly", True):
        return _("in use; not asked once a year where they work")
    return _("in use")


def _bring_back(thing: Any, said: Said, by: User, at: datetime) -> None:
    agenda.bring_back(thing=thing, by=by)


def _now(thing: Any) -> str:
    return _("out of use") if thing.archived_at else _("in use")


def _putting(
    label: str | Promise, fetched: Callable[[Any], Any], verb: Callable[..., Any], given: str
) -> Action:
    def put(thing: Any, said: Said, by: User, at: datetime) -> None:
        verb(**{given: thing}, because=said["because"], at=at, by=by)

    return Action(
        "out-of-use",
        label,
        WhyForm,
        before=_now,
        after=_out_of_use,
        act=put,
        fetched=fetched,
    )


BACK = Action(
    "back", gettext_lazy("Bring back"), PickingForm, before=_now, after=_back, act=_bring_back
)
COMPANIES_OUT = _putting(
    gettext_lazy("Put out of use"), _companies, agenda.archive_company, "company"
)
DELEGATES.offer(
    _putting(gettext_lazy("Can come no more"), _delegates, agenda.retire_delegate, "delegate"),
    BACK,
)
