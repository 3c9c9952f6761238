"""Rules about visits."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_noop as _

from deals.confirmations import language_for
from delegates.models import Application, ChecklistItem, Paper, Visit
from investors.models import Meeting, MeetingParty
from itpo.office.models.rules import Anchor, Condition, Tells
from itpo.office.reasons import Reason
from itpo.portal.addresses import address
from itpo.portal.letters import same_mailbox
from itpo.reminders.subjects.base import (
    About,
    Person,
    Rows,
    of_office,
    owned_by,
    owner_of,
    to_the_day,
)


def papers_are_missing(rows: Rows) -> Rows:
    """With a paper on the checklist that is not issued; without a list, with none issued."""
    items = ChecklistItem.objects.filter(visit=OuterRef("pk"))
    issued = Paper.objects.filter(visit=OuterRef("pk"), kind=Paper.Kind.REASON)
    return rows.filter(Exists(items.missing().exclude(paper="")) | ~Exists(items) & ~Exists(issued))


def interest_is_not_known(rows: Rows) -> Rows:
    """With a meeting that was held, and nobody has said how much the company liked it.

    Not one that is restricted: who is asked is not to learn from it that it took place.
    """
    met = Meeting.objects.held().filter(visit=OuterRef("pk"), interest="", is_restricted=False)
    companies = MeetingParty.objects.filter(meeting=OuterRef("pk"), company__isnull=False)
    return rows.filter(Exists(met.filter(Exists(companies))))


def why_gone(visit: Visit) -> Reason | None:
    if visit.state == Visit.State.CANCELLED:
        return Reason(_("Cancelled: %(why)s"), {"why": visit.cancelled_because})
    return None


def the_delegate(visits: list[Any]) -> list[Person]:
    """Whoever comes. The link is that of their own page, where they have one.

    Not where it belongs to another mailbox than theirs: the mail would hand its key to a stranger.
    """
    rows = Application.objects.filter(visit__in=visits, link__revoked_at=None)
    pages = {one.visit_id: one.link for one in rows.select_related("link__office")}
    return [
        Person(
            visit.pk,
            f"delegate:{visit.delegate_id}",
            visit.delegate.full_name,
            visit.delegate.email,
            visit.delegate.language,
            page_of(pages.get(visit.pk), visit.delegate.email),
        )
        for visit in visits
        if visit.delegate.archived_at is None
    ]


def page_of(link: Any, email: str) -> Any:
    """How to lead somebody to their own page; None where they have none."""
    if link is None or not same_mailbox(link.email, email):
        return None
    return lambda: (address(link), link.token())


def companies_met(visits: list[Any]) -> list[Person]:
    """Those of companies who sat at a visit's meetings, each once.

    Not at what is restricted: nobody is to learn from a mail that it took place.
    """
    seats = MeetingParty.objects.filter(
        meeting__visit__in=visits,
        meeting__state=Meeting.State.HELD,
        meeting__is_restricted=False,
        company__isnull=False,
    )
    seats = seats.filter(Q(contact=None) | Q(contact__left_on=None))
    found: dict[tuple[int, str], Person] = {}
    named: set[tuple[int, int]] = set()
    rows = seats.select_related("meeting", "company", "contact__company").order_by("pk")
    for seat in sorted(rows, key=lambda one: one.contact is None):
        visit, company = seat.meeting.visit_id, seat.company_id
        if seat.contact is None and (visit, company) in named:
            continue  # one of them is named
        named.add((visit, company))
        person = of_company(visit, seat)
        found.setdefault((visit, person.key), person)
    return list(found.values())


def of_company(cause: int, seat: Any) -> Person:
    """Who sits somewhere for a company; the company itself where nobody is named."""
    if seat.contact is None:
        name = str(seat.company)
        return Person(cause, f"company:{seat.company_id}", name, "", "ja")
    contact = seat.contact
    return Person(
        cause,
        f"contact:{contact.pk}",
        contact.full_name,
        contact.email,
        language_for(contact),
    )


ABOUT = About(
    model=Visit,
    rows=lambda: Visit.objects.not_cancelled(),
    of_office=of_office("office"),
    anchors={Anchor.BEGINS: to_the_day("begins"), Anchor.ENDS: to_the_day("ends")},
    conditions={Condition.PAPERS: papers_are_missing, Condition.INTEREST: interest_is_not_known},
    owned=owned_by("officer"),
    owners=owner_of("officer"),
    why_gone=why_gone,
    related=("officer", "delegate__country"),
    countries=lambda visit: [visit.delegate.country.code],
    abroad=F("delegate__country__code"),
    days=lambda visit: (visit.begins_shown, visit.ends_shown),
    people={Tells.DELEGATE: the_delegate, Tells.COMPANIES: companies_met},
)
