"""Every page of the workspace with rows on it: how to fill it, and what must stand on it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from django.urls import reverse

from itpo.office.models import User
from tests.factories import (
    AgencyFactory,
    ClaimFactory,
    CompanyFactory,
    ContactFactory,
    ContributionFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    EventFactory,
    FollowUpFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    PostingFactory,
    ProgrammeFactory,
    StageChangeFactory,
    TechnologyFactory,
    VerifiedClaimFactory,
    VisitFactory,
)

TODAY = date(2026, 11, 21)


class Filled(NamedTuple):
    """A page's address, and a text of each row that must be found on it."""

    url: str
    texts: list[str]


class Page(NamedTuple):
    """A page that is the same for any number of rows. `fill` may be called again for more."""

    name: str
    fill: Callable[[User, int], Filled]


def my_day(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        for days in (-3, 0, 3):
            texts.append(FollowUpFactory(owner=officer, due_on=TODAY + timedelta(days)).what)
        texts.append(str(VisitFactory(officer=officer).delegate))
        coming = VisitFactory(officer=officer, begins="2026-12-07", ends="2026-12-11")
        texts.append(str(coming.delegate))
        for begins, ends in (("2026-11-20", "2026-11-24"), ("2027-01-11", "2027-01-17")):
            texts.append(MissionFactory(office=officer.office, begins=begins, ends=ends).name)
        deal = DealFactory(office=officer.office, owner=officer)
        texts += [deal.title, DealCompanyFactory(deal=deal).company.name]
    return Filled(reverse("desk:my-day"), texts)


def calendar(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        texts.append(FollowUpFactory(owner=officer, due_on=TODAY).what)
        texts.append(str(VisitFactory(officer=officer).delegate))
        texts.append(str(VisitFactory(officer=officer, begins="2026-11", ends="").delegate))
        mission = MissionFactory(office=officer.office, begins="2026-11-20", ends="2026-11-24")
        MissionLegFactory(mission=mission)
        event = EventFactory(office=officer.office, begins="2026-11-24", ends="2026-11-24")
        texts += [mission.name, event.name, MeetingFactory(officer=officer).subject]
    shown = "&".join(f"show={kind}" for kind in ("visits", "missions", "events", "meetings", "due"))
    return Filled(f"{reverse('desk:calendar')}?month=2026-11&{shown}", texts)


def follow_up_list(officer: User, rows: int) -> Filled:
    made = FollowUpFactory.create_batch(rows, owner=officer)
    return Filled(reverse("office:follow-ups"), [one.what for one in made])


def follow_up(officer: User, rows: int) -> Filled:
    one = officer.follow_ups.first() or FollowUpFactory(owner=officer)
    reasons = [f"Waiting for answer {number}" for number in range(rows)]
    for reason in reasons:
        one.reason = reason
        one.save()
    return Filled(reverse("office:follow-up", args=[one.pk]), reasons)


def delegate_list(officer: User, rows: int) -> Filled:
    postings = [PostingFactory() for _ in range(rows)]
    names = [str(posting.delegate) for posting in postings]
    return Filled(
        reverse("delegates:delegates"), names + [posting.agency.name for posting in postings]
    )


def delegate(officer: User, rows: int) -> Filled:
    found = DelegateFactory._meta.model.objects.first() or DelegateFactory()
    texts = []
    for _row in range(rows):
        agency = AgencyFactory(predecessor=AgencyFactory())
        posting = PostingFactory(delegate=found, agency=agency, post=f"Director {agency.pk}")
        visit = VisitFactory(
            officer=officer, delegate=found, programme=ProgrammeFactory(office=officer.office)
        )
        meeting = MeetingFactory(officer=officer, visit=visit)
        party = MeetingPartyFactory(meeting=meeting)
        deal = ContributionFactory(visit=visit, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [posting.post, agency.name, agency.predecessor.name, visit.programme.name]
        texts += [meeting.subject, party.company.name, deal.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def visit_list(officer: User, rows: int) -> Filled:
    made = VisitFactory.create_batch(rows, officer=officer)
    return Filled(reverse("delegates:visits"), [str(one.delegate) for one in made])


def visit(officer: User, rows: int) -> Filled:
    found = officer.visits.first() or VisitFactory(officer=officer)
    texts = []
    for _row in range(rows):
        meeting = MeetingFactory(officer=officer, visit=found)
        party = MeetingPartyFactory(meeting=meeting)
        deal = ContributionFactory(visit=None, meeting=meeting, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [meeting.subject, party.company.name, deal.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def meeting_list(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        meeting = MeetingFactory(officer=officer)
        company = MeetingPartyFactory(meeting=meeting).company
        delegate = MeetingPartyFactory(
            meeting=meeting, company=None, delegate=DelegateFactory()
        ).delegate
        texts += [meeting.subject, company.name, str(delegate)]
    return Filled(reverse("investors:meetings"), texts)


def meeting(officer: User, rows: int) -> Filled:
    found = officer.meetings.first() or MeetingFactory(
        officer=officer, visit=VisitFactory(officer=officer)
    )
    texts = []
    for _row in range(rows):
        contact = ContactFactory()
        MeetingPartyFactory(meeting=found, company=contact.company, contact=contact)
        delegate = DelegateFactory()
        MeetingPartyFactory(meeting=found, company=None, delegate=delegate)
        deal = ContributionFactory(visit=VisitFactory(officer=officer)).deal
        deal.office = officer.office
        deal.save()
        deal.contributions.update(visit=found.visit)
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [str(contact), contact.company.name, str(delegate), deal.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def mission_list(officer: User, rows: int) -> Filled:
    made = [MissionFactory(office=officer.office) for _ in range(rows)]
    for one in made:
        MissionLegFactory(mission=one, country=None, region_typed=f"Region of {one.name}")
    return Filled(
        reverse("investors:missions"),
        [one.name for one in made] + [f"Region of {one.name}" for one in made],
    )


def mission(officer: User, rows: int) -> Filled:
    found = officer.office.missions.first() or MissionFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        leg = MissionLegFactory(
            mission=found, country=None, region_typed=f"Region {found.legs.count()}"
        )
        member = MissionMemberFactory(mission=found, contact=None)
        meeting = MeetingFactory(officer=officer, mission=found)
        party = MeetingPartyFactory(meeting=meeting)
        claim = ClaimFactory(
            deal=None, mission=found, metric="people", words=f"about 5{meeting.pk}"
        )
        deal = ContributionFactory(visit=None, meeting=meeting, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [leg.region_typed, member.company.name, meeting.subject, party.company.name]
        texts += [claim.words, deal.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def company_list(officer: User, rows: int) -> Filled:
    made = CompanyFactory.create_batch(rows, owner=officer)
    return Filled(reverse("investors:companies"), [one.name for one in made])


def company(officer: User, rows: int) -> Filled:
    found = CompanyFactory._meta.model.objects.first() or CompanyFactory()
    texts = []
    for _row in range(rows):
        contact = ContactFactory(company=found)
        technology = TechnologyFactory(company=found)
        meeting = MeetingFactory(officer=officer)
        MeetingPartyFactory(meeting=meeting, company=found)
        delegate = DelegateFactory()
        MeetingPartyFactory(meeting=meeting, company=None, delegate=delegate)
        deal = DealCompanyFactory(company=found, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [str(contact), technology.name, meeting.subject, str(delegate)]
        texts += [deal.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def deal_list(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        deal = DealFactory(office=officer.office, owner=officer)
        company = DealCompanyFactory(deal=deal).company
        follow_up = FollowUpFactory(owner=officer)
        deal.follow_ups.add(follow_up)
        texts += [deal.title, company.name, follow_up.what]
    return Filled(reverse("deals:deals"), texts)


def deal(officer: User, rows: int) -> Filled:
    found = officer.office.deals.first() or DealFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        company = DealCompanyFactory(deal=found).company
        change = StageChangeFactory(deal=found, changed_by=officer, reason=f"Reason {company.pk}")
        metric = ["jobs", "women", "units", "people"][found.claims.count() % 4]
        claim = VerifiedClaimFactory(deal=found, metric=metric, value=1600 + company.pk)
        visit = VisitFactory(officer=officer)
        ContributionFactory(deal=found, visit=visit)
        part = DealFactory(office=officer.office, parent=found, parent_relation="part")
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [company.name, change.reason, claim.value_shown, str(visit.delegate)]
        texts += [part.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def claim(officer: User, rows: int) -> Filled:
    found = officer.office.deals.first() or DealFactory(office=officer.office)
    first = found.claims.first() or VerifiedClaimFactory(deal=found, value=77)
    others = [ClaimFactory(deal=found, value=1000 + found.claims.count()) for _ in range(rows)]
    return Filled(
        first.get_absolute_url(), [first.value_shown, *(other.value_shown for other in others)]
    )


def neighbours(officer: User, rows: int) -> Filled:
    found = officer.office.deals.first() or DealFactory(office=officer.office)
    made = [ContributionFactory(deal=found, visit__officer=officer).visit for _ in range(rows)]
    url = reverse("desk:neighbours", args=["deals.deal", found.pk, "visits"])
    return Filled(url, [str(one.delegate) for one in made])


PAGES = {
    "desk:my-day": my_day,
    "desk:calendar": calendar,
    "office:follow-ups": follow_up_list,
    "office:follow-up": follow_up,
    "delegates:delegates": delegate_list,
    "delegates:delegate": delegate,
    "delegates:visits": visit_list,
    "delegates:visit": visit,
    "investors:meetings": meeting_list,
    "investors:meeting": meeting,
    "investors:missions": mission_list,
    "investors:mission": mission,
    "investors:companies": company_list,
    "investors:company": company,
    "deals:deals": deal_list,
    "deals:deal": deal,
    "deals:claim": claim,
    "desk:neighbours": neighbours,
}

# Pages without rows of their own: forms, and addresses that only take a POST or hand out a file.
WITHOUT_ROWS = {
    "desk:pick",
    "office:promise",
    "office:tick-off",
    "office:move",
    "office:drop",
    "office:document",
    "delegates:log-visit",
    "investors:log-meeting",
    "investors:visit-state",
    "investors:mission-state",
    "deals:move",
}
