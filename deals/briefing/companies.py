"""What is known about companies: facts, people, past meetings, promises, deals."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from deals.models import Deal, DealCompany
from investors import people
from investors.models import Company, Contact, Meeting, MeetingParty, Technology
from itpo.office import partial_dates
from itpo.office.joined import tags_of
from itpo.office.models import FollowUp
from itpo.office.persons import place_in_rank
from itpo.office.visibility import Viewer

# Of each company.
MOST_PEOPLE = 8
MOST_MEETINGS = 4
MOST_DEALS = 5
MOST_PROMISES = 8


def about_companies(
    numbers: Sequence[int], preparing: Sequence[Meeting], viewer: Viewer, language: str
) -> list[dict[str, Any]]:
    """One after the other, each with all the viewer may see. Asks once for all of them."""
    rows = Company.objects.filter(pk__in=numbers).select_related("parent", "owner")
    companies = rows.annotate(**tags_of(Company)).in_bulk()
    parts: dict[str, dict[int, Any]] = {
        "people": _people(numbers, preparing, language),
        "technologies": _technologies(numbers),
        "meetings": _past(numbers, preparing, viewer),
        "promises": _promises(numbers, viewer),
        "deals": _deals(numbers, viewer),
    }
    return [
        _facts(companies[one], language)
        | {"meets": _meets(one, preparing)}
        | {name: part[one] for name, part in parts.items()}
        for one in numbers
        if one in companies
    ]


def _facts(company: Any, language: str) -> dict[str, Any]:
    """What stands on its page."""
    names = [company.name_ja, company.name] if language == "ja" else [company.name, company.name_ja]
    name, *other = filter(None, names)
    return {
        "name": name,
        "other": " ".join(other),
        "sectors": company.sectors_names or company.sectors_typed,
        "parent": str(company.parent or ""),
        "address": company.address,
        "website": company.website,
        "owner": str(company.owner or ""),
        "notes": company.notes,
    }


def _meets(number: int, preparing: Iterable[Meeting]) -> list[str]:
    """The meetings with it that are to come."""
    with_it = [
        one for one in preparing if any(side.company_id == number for side in one.parties.all())
    ]
    return [": ".join(filter(None, (one.when, one.subject))) for one in with_it]


def _people(
    numbers: Collection[int], preparing: Iterable[Meeting], language: str
) -> dict[int, list[dict[str, Any]]]:
    """Who works there, in order of rank; who comes is marked, and never left out."""
    coming = {side.contact_id for one in preparing for side in one.parties.all()}
    contacts: Any = Contact.objects.current().filter(company__in=numbers)
    known = [(one, people.of_contact(one)) for one in contacts.select_related("company")]
    of: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for contact, person in sorted(known, key=lambda one: place_in_rank(one[1], language)):
        comes = contact.pk in coming
        if comes or len(of[contact.company_id]) < MOST_PEOPLE:
            of[contact.company_id].append({**person.in_words(language), "comes": comes})
    return of


def _technologies(numbers: Collection[int]) -> dict[int, list[str]]:
    of: dict[int, list[str]] = defaultdict(list)
    for one in Technology.objects.filter(company__in=numbers).order_by("name", "pk"):
        of[one.company_id].append(one.name)
    return of


def _past(
    numbers: Collection[int], preparing: Iterable[Meeting], viewer: Viewer
) -> dict[int, list[dict[str, Any]]]:
    """The latest meetings held with each, and what came of them."""
    held = Meeting.objects.visible_to(viewer).held().exclude(pk__in=[one.pk for one in preparing])
    nth = Window(
        RowNumber(),
        partition_by="company",
        order_by=[F("meeting__day").desc(nulls_last=True), "-meeting"],
    )
    seats = MeetingParty.objects.filter(company__in=numbers, meeting__in=held.values("pk"))
    latest = seats.annotate(nth=nth).filter(nth__lte=3 * MOST_MEETINGS).order_by("company", "nth")
    meetings = Meeting.objects.with_names().in_bulk({one.meeting_id for one in latest})
    of: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    for seat in latest:
        known = of[seat.company_id]
        if len(known) < MOST_MEETINGS:  # two of a company at one meeting: it is one meeting
            known[seat.meeting_id] = _meeting(meetings[seat.meeting_id])
    return defaultdict(list, {number: list(known.values()) for number, known in of.items()})


def _meeting(one: Any) -> dict[str, Any]:
    return {
        "when": one.when,
        "what": one.subject,
        "whom": one.delegate_names,
        "came": one.outcome,
        "interest": one.get_interest_display(),
        "secret": one.is_restricted,
    }


def _promises(numbers: Collection[int], viewer: Viewer) -> dict[int, list[dict[str, Any]]]:
    """What is open about each company, and from meetings with it; the most urgent first."""
    still: Any = FollowUp.objects.visible_to(viewer).open()
    seen = Meeting.objects.visible_to(viewer).filter(parties__company__in=numbers)
    pairs = {
        *Company.follow_ups.through.objects.filter(company__in=numbers).values_list(
            "followup", "company"
        ),
        *Meeting.follow_ups.through.objects.filter(
            meeting__in=seen.values("pk"), meeting__parties__company__in=numbers
        ).values_list("followup", "meeting__parties__company"),
    }
    rows = still.filter(pk__in={pk for pk, _company in pairs}).select_related("owner")
    of: dict[int, list[dict[str, Any]]] = defaultdict(list)
    about: dict[int, list[int]] = defaultdict(list)
    for pk, number in pairs:
        about[pk].append(number)
    for one in rows.most_urgent_first():
        for number in about[one.pk]:
            if len(of[number]) < MOST_PROMISES:
                of[number].append(promise(one))
    return of


def promise(one: FollowUp) -> dict[str, Any]:
    return {
        "what": one.what,
        "due": partial_dates.day_shown(one.due_on),
        "by": one.get_promised_by_display(),
        "owner": str(one.owner),
        "secret": one.is_restricted,
    }


def _deals(numbers: Collection[int], viewer: Viewer) -> dict[int, list[dict[str, Any]]]:
    """The deals of each that the viewer may see; those still to be worked on come first."""
    seen = Deal.objects.visible_to(viewer)
    roles = DealCompany.objects.filter(company__in=numbers, deal__in=seen.values("pk"))
    rows = roles.select_related("deal__country").order_by("-deal")
    of: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for role in sorted(rows, key=lambda role: not role.deal.is_open):
        if len(of[role.company_id]) < MOST_DEALS:
            of[role.company_id].append(deal(role.deal))
    return of


def deal(one: Deal) -> dict[str, Any]:
    return {
        "title": one.title,
        "country": str(one.country or one.region_typed),
        "stage": one.get_stage_display(),
        "status": one.get_status_display(),
        "secret": one.is_confidential,
    }
