"""Logging meetings: who met, what came of it, and what was promised by whom until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import Delegate, Visit
from investors.models import Company, Contact, Meeting, MeetingParty, Mission
from itpo.office import follow_ups
from itpo.office.models import Promiser, User


class NotPossible(Exception):
    """The meeting cannot be logged so. The message says why; `field` says where."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Promised:
    """What was promised at a meeting, by whom, until which day, and who sees to it."""

    what: str
    due_on: date
    promised_by: str = Promiser.US
    owner: User | None = None


@transaction.atomic
def log(
    *,
    officer: User,
    at: datetime,
    subject: str,
    day: date | None,
    kind: str = Meeting.Kind.VISIT,
    state: str | None = None,
    visit: Visit | None = None,
    mission: Mission | None = None,
    companies: Iterable[Company] = (),
    new_company: str = "",
    contacts: Iterable[Contact] = (),
    delegates: Iterable[Delegate] = (),
    place: str = "",
    outcome: str = "",
    interest: str = "",
    restricted: bool = False,
    promises: Iterable[Promised] = (),
) -> Meeting:
    """Log one meeting with its people and promises.

    A `new_company` is found by exactly that name or made.

    `day` is the calendar day where it takes place. Without a state, it is planned when that
    day is still to come for the officer at `at`, else held. Raises NotPossible or
    ValidationError, and then nothing is written.
    """
    if officer.office_id is None:
        raise NotPossible(_("A meeting belongs to an office; you belong to none."))
    today = officer.today(at)
    state = state or (Meeting.State.PLANNED if day and day > today else Meeting.State.HELD)
    _check_day(day, today, state, visit)
    meeting = Meeting(
        office_id=officer.office_id,
        officer=officer,
        subject=subject,
        day=day,
        kind=kind,
        state=state,
        visit=visit,
        mission=mission,
        place=place,
        outcome=outcome,
        interest=interest,
        is_restricted=restricted,
        time_zone=officer.time_zone,
    )
    meeting.full_clean(exclude=["office", "officer"])
    meeting.save()
    if new_company:
        companies = [*companies, Company.objects.get_or_create(name=new_company.strip())[0]]
    _seat(meeting, officer, companies, contacts, delegates)
    for promised in promises:
        _promise(meeting, promised, officer)
    return meeting


def _check_day(day: date | None, today: date, state: str, visit: Visit | None) -> None:
    if day and day > today and state == Meeting.State.HELD:
        raise NotPossible(_("A meeting still to come cannot have been held."), "day")
    if visit is None or day is None:
        return
    if visit.state == Visit.State.CANCELLED:
        raise NotPossible(_("The visit was cancelled."), "visit")
    if (visit.begins_earliest and day < visit.begins_earliest) or (
        visit.ends_latest and day > visit.ends_latest
    ):
        raise NotPossible(
            _("The visit lasts from %(when)s; the meeting is outside it.") % {"when": visit.when},
            "day",
        )


def _seat(
    meeting: Meeting,
    officer: User,
    companies: Iterable[Company],
    contacts: Iterable[Contact],
    delegates: Iterable[Delegate],
) -> None:
    """Write down who took part: each contact with their company, each other company alone."""
    named = {contact.company_id for contact in contacts}
    MeetingParty.objects.create(meeting=meeting, officer=officer)
    for contact in contacts:
        MeetingParty.objects.create(meeting=meeting, company=contact.company, contact=contact)
    for company in companies:
        if company.pk not in named:
            MeetingParty.objects.create(meeting=meeting, company=company)
    for delegate in delegates:
        MeetingParty.objects.create(meeting=meeting, delegate=delegate)


def _promise(meeting: Meeting, promised: Promised, officer: User) -> None:
    """Attach what was promised to the meeting, and to the visit or mission it was part of."""
    promise = follow_ups.promise(
        what=promised.what,
        due_on=promised.due_on,
        owner=promised.owner or officer,
        about=meeting,
        promised_by=promised.promised_by,
        restricted=meeting.is_restricted,
    )
    meeting.follow_ups.add(promise)
    if meeting.visit:
        meeting.visit.follow_ups.add(promise)
    if meeting.mission:
        meeting.mission.follow_ups.add(promise)
