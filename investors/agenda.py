"""What a change of a visit, a mission, a company or a delegate means for what is planned with it.

Each of these verbs runs in one transaction, and nothing leaves the house before it is through:
calendars that know of a meeting are told by themselves, `tell` names who else is written to.
Planning something again brings none of its meetings back: they are planned anew.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from delegates import intake, visits
from delegates.models import Application, Delegate, Visit
from investors import cascades, events, missions
from investors.models import Company, Event, Mission, MissionMember
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import LONGEST, NotPossible


@transaction.atomic
def cancel_visit(
    *,
    visit: Visit,
    because: str,
    at: datetime,
    by: User | None = None,
    tell: Collection[str] = (),
    also: Collection[int] | None = None,
) -> Visit:
    """Cancel a visit with the meetings still planned in it, and free who was booked for them.

    What other delegates sit at too goes on without this one. `also` are the numbers of meetings of
    no visit on its days that fall away, too; where nobody chose, those in person. Raises
    NotPossible, and then nothing is written.
    """
    cancelled = visits.change_state(
        visit=visit, to=Visit.State.CANCELLED, because=because, at=at, by=by
    )
    effects = cascades.of_visit(cancelled, also)
    cascades.carry_out(effects, because=cancelled.cancelled_because, at=at, by=by, tell=tell)
    return cancelled


@transaction.atomic
def withdraw_and_cancel(
    *,
    application: Application,
    at: datetime,
    by: User | None = None,
    because: str = "",
    tell: Collection[str] = (),
    also: Collection[int] | None = None,
) -> Application:
    """Take an application back, by its holder or for them, with the visit and its meetings.

    `also` is that of `cancel_visit`. Raises NotPossible, and then nothing is written.
    """
    withdrawn = intake.withdraw(application=application, at=at, by=by, because=because)
    if withdrawn.visit is not None:
        visit = Visit.objects.get(pk=withdrawn.visit.pk)
        effects = cascades.of_visit(visit, also)
        cascades.carry_out(effects, because=visit.cancelled_because, at=at, by=by, tell=tell)
    return withdrawn


@transaction.atomic
def cancel_mission(
    *, mission: Mission, because: str, at: datetime, by: User, tell: Collection[str] = ()
) -> Mission:
    """Cancel a mission with all that is planned in it. Raises NotPossible."""
    cancelled = missions.change_state(
        mission=mission, to=Mission.State.CANCELLED, by=by, because=because
    )
    effects = cascades.of_mission(cancelled)
    cascades.carry_out(effects, because=cancelled.cancelled_because, at=at, by=by, tell=tell)
    return cancelled


@transaction.atomic
def cancel_event(
    *, event: Event, because: str, at: datetime, by: User, tell: Collection[str] = ()
) -> Event:
    """Cancel an event with the meetings planned at it; who is registered is told.

    Raises NotPossible.
    """
    cancelled = events.change_state(
        event=event, to=Event.State.CANCELLED, by=by, at=at, because=because
    )
    effects = cascades.of_event(cancelled)
    cascades.carry_out(effects, because=cancelled.cancelled_because, at=at, by=by, tell=tell)
    return cancelled


@transaction.atomic
def withdraw_member(
    *, member: MissionMember, because: str, at: datetime, by: User, tell: Collection[str] = ()
) -> MissionMember:
    """Have a company withdraw from a mission: what others sit at too goes on without it.

    Raises NotPossible.
    """
    because = _said(because)
    sign(member, by, because)
    withdrawn = missions.change_member(member=member, to=MissionMember.State.WITHDRAWN, by=by)
    effects = cascades.of_member(withdrawn)
    cascades.carry_out(effects, because=because, at=at, by=by, tell=tell)
    return withdrawn


@transaction.atomic
def archive_company(
    *, company: Company, because: str, at: datetime, by: User, tell: Collection[str] = ()
) -> Company:
    """Put a company out of use: it withdraws from missions to come and from what is planned.

    Raises NotPossible.
    """
    because = _said(because)
    locked: Company = Company.objects.select_for_update().get(pk=company.pk)
    if locked.archived_at is not None:
        raise NotPossible(_("The company is out of use already."))
    locked.archived_at = at
    sign(locked, by, because)
    locked.save(update_fields=["archived_at"])
    for member in places_to_come().filter(company=locked):
        missions.change_member(member=member, to=MissionMember.State.WITHDRAWN, by=by)
    effects = cascades.of_company(locked)
    cascades.carry_out(effects, because=because, at=at, by=by, tell=tell)
    return locked


@transaction.atomic
def retire_delegate(
    *, delegate: Delegate, because: str, at: datetime, by: User, tell: Collection[str] = ()
) -> Delegate:
    """Note that somebody can come no more: their visits to come fall away, and no mail asks them.

    A visit that is going on is completed. Raises NotPossible.
    """
    because = _said(because)
    if Delegate.objects.filter(pk=delegate.pk, archived_at__isnull=False).exists():
        raise NotPossible(_("They are out of use already."))
    effects = cascades.of_delegate(delegate)
    for visit in cascades.coming(delegate):
        _end(visit, because, at, by)
    cascades.carry_out(effects, because=because, at=at, by=by, tell=tell)
    # Last, as whoever books them locks them after the meeting.
    locked: Delegate = Delegate.objects.select_for_update().get(pk=delegate.pk)
    locked.archived_at, locked.asked_yearly = at, False
    sign(locked, by, because)
    locked.save(update_fields=["archived_at", "asked_yearly"])
    return locked


@transaction.atomic
def bring_back(*, thing: Company | Delegate, by: User) -> None:
    """Put a company or a delegate in use again. What fell away with them is planned anew.

    Raises NotPossible.
    """
    locked = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    refuse_in_use(locked)
    locked.archived_at = None
    sign(locked, by)
    locked.save(update_fields=["archived_at"])


def refuse_in_use(thing: Company | Delegate) -> None:
    """Raise NotPossible for what cannot be brought back."""
    if thing.archived_at is None:
        raise NotPossible(_("It is in use."))
    if thing.merged_into_id is not None:
        raise NotPossible(_("It was merged into another record: take the merge back instead."))


def _end(visit: Visit, because: str, at: datetime, by: User) -> None:
    """Cancel a visit to come, with the seat it holds; complete one that is going on."""
    application = Application.objects.filter(visit=visit, state=Application.State.ACCEPTED).first()
    if visit.state == Visit.State.RUNNING:
        visits.change_state(visit=visit, to=Visit.State.COMPLETED, at=at, by=by)
    elif application is not None:
        intake.withdraw(application=application, at=at, by=by, because=because)
    else:
        visits.change_state(visit=visit, to=Visit.State.CANCELLED, because=because, at=at, by=by)


def places_to_come() -> QuerySet[MissionMember]:
    """Where a company is to travel, and the mission is still to come."""
    states = missions.MEMBER_MOVES
    leaving = [one for one in states if MissionMember.State.WITHDRAWN in states[one]]
    before = [Mission.State.PROPOSED, Mission.State.OPEN, Mission.State.CONFIRMED]
    rows = MissionMember.objects.filter(state__in=leaving, mission__state__in=before)
    return rows.order_by("pk")


def _said(because: str) -> str:
    """The reason without blanks around it. Raises NotPossible."""
    because = because.strip()
    if not because:
        raise NotPossible(_("Say why."), "because")
    if len(because) > LONGEST:
        raise NotPossible(
            _("Say it in at most %(count)s characters.") % {"count": LONGEST}, "because"
        )
    return because
