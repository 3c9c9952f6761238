"""Records of every kind of list that is taken out and in again, with whatever texts."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db.models import Model
from django.urls import reverse

from deals.models import Claim, Deal, DealCompany, StageChange
from delegates.models import Agency, Delegate, Posting, Programme
from investors.models import Company, Contact, Event, Meeting, MeetingParty, Mission, MissionLeg
from itpo.office.models import ImportRun, User
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    CompanyFactory,
    ContactFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    EventFactory,
    HostCountryFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionLegFactory,
    PartnerFactory,
    PostingFactory,
    ProgrammeFactory,
    StageChangeFactory,
    VisitFactory,
)
from tests.importing import looked_at

SOURCE = "https://a.org/1"


def cut(text: str, longest: int) -> str:
    """As much of a text as a column holds."""
    return text[:longest].strip() or "x"


def companies(officer: User, texts: Sequence[str]) -> None:
    for text in texts:
        name = cut(text, 200)
        CompanyFactory(name=name, name_ja=name, address=name, sectors_typed=text, notes=text)


def contacts(officer: User, texts: Sequence[str]) -> None:
    for number, text in enumerate(texts):
        ContactFactory(
            company__name=cut(text, 200),
            family_name=cut(text, 80),
            given_name=cut(text, 80),
            department=cut(text, 120),
            phone=cut(text, 40),
            since="2019" if number % 2 else "",
            left_on="1899-12-31" if number % 2 else None,
            notes=text,
        )


def delegates(officer: User, texts: Sequence[str]) -> None:
    for text in texts:
        DelegateFactory(family_name="Alami", given_name="Karim", notes=text, phone=cut(text, 40))
        PostingFactory(
            delegate__family_name=cut(text, 80),
            delegate__name_local=cut(text, 120),
            post=cut(text, 160),
            agency__name=cut(text, 200),
        )


def meetings(officer: User, texts: Sequence[str]) -> None:
    for text in texts:
        held = MeetingFactory(officer=officer, subject=cut(text, 200), outcome=text, place="Tokyo")
        company = CompanyFactory(name=cut(text, 200))
        contact = ContactFactory(company=company, family_name=cut(text, 80))
        guest = DelegateFactory(family_name=cut(text, 80))
        for side in (
            {"company": company, "contact": contact},
            {"company": None, "delegate": guest},
            {"company": None, "officer": officer},
            {"company": None, "partner": PartnerFactory()},
            {"company": None, "name": cut(text, 160)},
        ):
            MeetingPartyFactory(meeting=held, **side)
        for whole in (
            {"visit": VisitFactory(officer=officer, delegate=guest)},
            {"mission": MissionFactory(office=officer.office, name=cut(text, 200))},
            {"event": EventFactory(office=officer.office, name=cut(text, 200))},
        ):
            MeetingFactory(officer=officer, subject="Talk", **whole)
    MeetingFactory(
        officer=officer, state="planned", day="2027-01-05", starts_at="2027-01-05T01:00Z"
    )


def deals(officer: User, texts: Sequence[str]) -> None:
    whole = DealFactory(office=officer.office, ref="W-1", title="Whole", source_url=SOURCE)
    for number, text in enumerate(texts):
        for ref in ("", f"00{number}"):
            deal = DealFactory(
                office=officer.office,
                ref=ref,
                title=cut(text, 200),
                sectors_typed=text,
                our_part_typed=text,
                notes=text,
                kind="joint_venture",
                kind_typed="Plant",
                status_typed="MoU",
                stage="operational",
                country=HostCountryFactory(),
                region_typed=cut(text, 200) if number % 2 else "",
                parent=whole,
                parent_relation="part",
                source_url=SOURCE,
            )
            for name in (cut(text, 200), f"Beside {number}"):
                DealCompanyFactory(deal=deal, company__name=name)
            for figure in ({"value": 1000}, {"value": 1600}, {"value": 0, "phase": "actual"}):
                ClaimFactory(deal=deal, metric="jobs", source_url=SOURCE, **figure)
            StageChangeFactory(deal=deal, from_stage="", to_stage="identified", happened="2016")


def programmes(officer: User, texts: Sequence[str]) -> None:
    places = [HostCountryFactory(), HostCountryFactory(code="KE", name="Kenya (our own name)")]
    for number, text in enumerate(texts):
        made = ProgrammeFactory(
            office=officer.office,
            begins="2016",
            region_typed=cut(text, 90) if number % 2 else "",
            **_activity(number, text),
        )
        made.countries.set(places[: number % 3])


def missions(officer: User, texts: Sequence[str]) -> None:
    kenya = HostCountryFactory(code="KE", name="Kenya (our own name)")
    for number, text in enumerate(texts):
        activity = _activity(number, text)
        about = {name: activity.pop(name) for name in ("counterparts_typed", "notes")}
        mission = MissionFactory(
            office=officer.office, begins="2016-06-01", ends="2016-06-09", **activity
        )
        for country in (kenya, kenya, None)[: number % 4]:
            MissionLegFactory(
                mission=mission,
                country=country,
                region_typed="" if country else cut(text, 200),
                begins="",
                ends="",
                sectors_typed=text,
                source_url=SOURCE,
                **about,
            )


def events(officer: User, texts: Sequence[str]) -> None:
    for number, text in enumerate(texts):
        EventFactory(
            office=officer.office,
            kind="fair",
            begins="about 2016",
            country=HostCountryFactory() if number % 2 else None,
            region_typed=cut(text, 200) if number % 3 else "",
            place=cut(text, 60),
            **{
                name: value
                for name, value in _activity(number, text).items()
                if name != "direction"
            },
        )


def _activity(number: int, text: str) -> dict[str, Any]:
    return {
        "ref": f"00{number}" if number % 2 else "",
        "name": cut(text, 200),
        "organisers_typed": text,
        "counterparts_typed": text,
        "sectors_typed": text,
        "direction": cut(text, 60),
        "is_ours": bool(number % 2),
        "notes": text,
    }


class Trip(NamedTuple):
    """A list: what it is taken in as, its page, how its rows are made, and what they are in."""

    kind: str
    page: str
    make: Callable[[User, Sequence[str]], None]
    tables: tuple[type[Model], ...]


COMPANIES = (Contact, Company)
TRIPS = {
    "companies": Trip("companies", "investors:companies", companies, COMPANIES),
    "contacts": Trip("contacts", "investors:contacts", contacts, COMPANIES),
    "delegates": Trip("delegates", "delegates:delegates", delegates, (Posting, Delegate, Agency)),
    "meetings": Trip(
        "meetings", "investors:meetings", meetings, (MeetingParty, Meeting, Delegate, *COMPANIES)
    ),
    "deals": Trip(
        "deals", "deals:deals", deals, (Claim, StageChange, DealCompany, Deal, *COMPANIES)
    ),
    "programmes": Trip("activities", "delegates:programmes", programmes, (Programme,)),
    "missions": Trip("activities", "investors:missions", missions, (MissionLeg, Mission)),
    "events": Trip("activities", "investors:events", events, (Event,)),
}


def taken_out(officer: User, page: str, file: str) -> bytes:
    """A list as a file."""
    answer: Any = logged_in(officer).get(reverse(page), {"export": file})
    return b"".join(answer.streaming_content)


def round_trip(officer: User, trip: Trip, file: str) -> ImportRun:
    """What would become of a list that was just taken out, if it were right throughout."""
    return looked_at(officer, trip.kind, taken_out(officer, trip.page, file), list_wins=True)
