"""Who is on a mission: put on its roster, taken from one state to the next, and counted."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from investors import missions
from investors.models import Company, Contact, Mission, MissionMember
from investors.models.missions import has_withdrawn
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

State = MissionMember.State
FURTHEST_FIRST = (
    State.TRAVELLED,
    State.CONFIRMED,
    State.INTERESTED,
    State.INVITED,
    State.WITHDRAWN,
)


@transaction.atomic
def add(
    *,
    mission: Mission,
    companies: Iterable[Company] = (),
    contacts: Iterable[Contact] = (),
    role: str = "",
    by: User,
) -> list[MissionMember]:
    """Invite several at once: people, each for their company, and companies without a person.

    A person takes the place of a company that is there with nobody named. Raises NotPossible that
    names everybody who cannot be added, and then nobody is.
    """
    mission = Mission.objects.select_for_update().get(pk=mission.pk)
    if mission.state == Mission.State.CANCELLED:
        raise NotPossible(_("The mission was cancelled."))
    there: dict[int, list[MissionMember]] = {}
    for member in mission.members.order_by("pk"):
        there.setdefault(member.company_id, []).append(member)
    people = list(dict.fromkeys(contacts))
    named = {contact.company_id for contact in people}
    alone = [one for one in dict.fromkeys(companies) if one.pk not in named]
    if refused := [*_people_refused(people, there), *_companies_refused(alone, there)]:
        raise NotPossible(" ".join(refused))
    added = [_seat(mission, person, there.get(person.company_id, [])) for person in people]
    added += [MissionMember(mission=mission, company=company) for company in alone]
    for member in added:
        member.role = role or member.role
        sign(member, by)
        member.save()
    return added


@transaction.atomic
def change_several(
    *, mission: Mission, members: Iterable[int], to: str, by: User
) -> list[MissionMember]:
    """Take several of the roster to a state, by their numbers. Who is there already stays so.

    Raises NotPossible that names everybody who cannot go there, and then nobody does.
    """
    Mission.objects.select_for_update().get(pk=mission.pk)
    rows = mission.members.select_related("company", "contact").select_for_update(of=("self",))
    chosen = [one for one in rows.filter(pk__in=members).order_by("pk") if one.state != to]
    refused = [one for one in chosen if to not in missions.MEMBER_MOVES[State(one.state)]]
    if refused:
        raise NotPossible(
            _("Nobody was changed. “%(state)s” cannot follow for: %(who)s.")
            % {
                "state": State(to).label,
                "who": "; ".join(f"{_who(one)} ({one.get_state_display()})" for one in refused),
            }
        )
    if to == State.WITHDRAWN and (busy := _with_meetings(mission, chosen)):
        raise NotPossible(
            _(
                "Nobody was changed. Meetings are planned for: %(who)s. Have them withdraw one by "
                "one, which shows what falls away."
            )
            % {"who": "; ".join(busy)}
        )
    return [missions.change_member(member=one, to=to, by=by) for one in chosen]


@transaction.atomic
def remove(*, member: MissionMember, by: User) -> None:
    """Take a place off the roster. Raises NotPossible while a meeting is planned for it."""
    mission = Mission.objects.select_for_update().get(pk=member.mission_id)
    others = mission.members.filter(company=member.company_id).exclude(pk=member.pk)
    meetings = missions.still_planned(mission).filter(parties__company=member.company_id)
    if meetings.exists() and not others.exists():
        raise NotPossible(
            _("Meetings are planned for this company: say that it has withdrawn, instead.")
        )
    sign(member, by)
    member.delete()


class Count(NamedTuple):
    """How many companies and named people of a roster are in a state."""

    value: str
    label: str
    companies: int
    people: int


class Counts(NamedTuple):
    """A roster counted. A company is counted once, by whoever of it has come furthest."""

    by_state: list[Count]
    companies: int  # that have not withdrawn
    people: int
    without_a_name: int  # of these companies, with nobody named yet


def count(members: Iterable[MissionMember]) -> Counts:
    """Count a roster. Legs do not matter: who travels on three of them is one person."""
    rows = list(members)
    states_of: dict[int, set[str]] = {}
    for one in rows:
        states_of.setdefault(one.company_id, set()).add(one.state)
    furthest = [next(state for state in FURTHEST_FIRST if state in of) for of in states_of.values()]
    coming = [one for one in rows if one.state != State.WITHDRAWN]
    named = {one.company_id for one in coming if one.contact_id}
    return Counts(
        by_state=[
            Count(
                state.value,
                str(state.label),
                furthest.count(state),
                sum(one.state == state for one in rows if one.contact_id),
            )
            for state in State
        ],
        companies=len({one.company_id for one in coming}),
        people=sum(bool(one.contact_id) for one in coming),
        without_a_name=len({one.company_id for one in coming} - named),
    )


def _seat(mission: Mission, person: Contact, of_company: list[MissionMember]) -> MissionMember:
    """The place of their company that has no name yet, or a new one."""
    free = [one for one in of_company if one.contact_id is None]
    if not free:
        return MissionMember(mission=mission, company_id=person.company_id, contact=person)
    of_company.remove(free[0])
    free[0].contact = person
    return free[0]


def _people_refused(
    people: Iterable[Contact], there: dict[int, list[MissionMember]]
) -> Iterable[str]:
    for person in people:
        of_company = there.get(person.company_id, [])
        if any(one.contact_id == person.pk for one in of_company):
            yield _("%(who)s is on the mission already.") % {"who": person}
        elif has_withdrawn(one.state for one in of_company):
            yield _withdrawn(person.company)


def _companies_refused(
    companies: Iterable[Company], there: dict[int, list[MissionMember]]
) -> Iterable[str]:
    for company in companies:
        of_company = there.get(company.pk, [])
        if has_withdrawn(one.state for one in of_company):
            yield _withdrawn(company)
        elif of_company:
            yield _("%(who)s is on the mission already.") % {"who": company}


def _with_meetings(mission: Mission, members: Iterable[MissionMember]) -> list[str]:
    """The companies among these for which a meeting of the mission is planned."""
    companies = {one.company_id: str(one.company) for one in members}
    sides = missions.still_planned(mission).filter(parties__company__in=companies)
    busy = set(sides.values_list("parties__company", flat=True))
    return [name for pk, name in companies.items() if pk in busy]


def _withdrawn(company: Company) -> str:
    return _("%(who)s has withdrawn: say first that it is invited again.") % {"who": company}


def _who(member: MissionMember) -> str:
    return str(member.contact or member.company)
