"""The life of one deal: its moments in order, with what is not known left open."""

from datetime import UTC, date, datetime

import pytest

from deals.impact import lineage
from tests.factories import (
    AnsweredFactory,
    ClaimFactory,
    ContributionFactory,
    DealFactory,
    FollowUpFactory,
    MeetingFactory,
    MissionFactory,
    SiteChangeFactory,
    StageChangeFactory,
    VerifiedClaimFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def line(deal, viewer):
    return lineage.of(deal, viewer, TODAY)


def told(deal, viewer):
    """Year by year, the kinds of what happened."""
    return [(year.name, [one.kind for one in year.moments]) for year in line(deal, viewer).years]


def moments(deal, viewer):
    found = line(deal, viewer)
    return [*(one for year in found.years for one in year.moments), *found.undated]


def helped(deal, **what):
    return ContributionFactory(deal=deal, **{"visit": None, **what})


def kept(deal, owner, **more):
    """A promise about a deal, kept in 2025."""
    closed = {"state": "done", "closed_at": datetime(2025, 3, 2, tzinfo=UTC)}
    deal.follow_ups.add(FollowUpFactory(owner=owner, **{**closed, **more}))


def test_everything_stands_in_the_order_in_which_it_happened(office, officer):
    deal = DealFactory(office=office, stage="operational", decided="2016-05")
    helped(deal, visit=VisitFactory(officer=officer, begins="2014-03-02", ends=""))
    helped(deal, meeting=MeetingFactory(officer=officer, day=date(2014, 3, 4)))
    helped(deal, mission=MissionFactory(office=office, begins="2015-11-09", ends=""))
    StageChangeFactory(deal=deal, from_stage="", to_stage="identified", happened="2014-03-04")
    ClaimFactory(deal=deal, as_of="2016-06")
    VerifiedClaimFactory(deal=deal, metric="women", as_of="2018-01-05")
    SiteChangeFactory(deal=deal, happened="2019-02")
    kept(deal, officer)
    AnsweredFactory(deal=deal)
    DealFactory(office=office, parent=deal, parent_relation="part", decided="2017")

    assert told(deal, officer) == [
        ("2014", ["visit", "meeting", "deal"]),
        ("2015", ["mission"]),
        ("2016", ["decision", "figure"]),
        ("2017", ["family"]),
        ("2018", ["figure"]),
        ("2019", ["site"]),
        ("2025", ["promise"]),
        ("2026", ["verified", "confirmed", "now"]),
    ]


def test_dates_known_in_part_stand_under_the_years_they_may_be_of(office, officer):
    deal = DealFactory(office=office)
    for begins in ("1990s", "winter 2014", "about 2000"):
        helped(deal, visit=VisitFactory(officer=officer, begins=begins, ends=""))

    names = [name for name, _kinds in told(deal, officer)]

    assert names == ["1990s", "2000", "2014–2015", "2026"]
    assert [one.when for one in moments(deal, officer)][:2] == ["1990s", "about 2000"]


@pytest.mark.parametrize(
    ("first", "then", "gap"),
    [
        ("2010-06-01", "2012-05-31", ""),
        ("2010-06-01", "2012-06-01", "2 years later"),
        ("1990s", "2014", "14 years later"),
        ("1990s", "1995", ""),
    ],
)
def test_years_of_which_certainly_nothing_is_on_record_are_counted(
    office, officer, first, then, gap
):
    deal = DealFactory(office=office)
    for as_of in (first, then):
        ClaimFactory(deal=deal, as_of=as_of)

    assert line(deal, officer).years[1].gap == gap


def test_what_has_no_date_stands_by_itself(office, officer):
    deal = DealFactory(office=office)
    helped(deal, visit=VisitFactory(officer=officer, begins="", ends=""))
    ClaimFactory(deal=deal, as_of="")

    found = line(deal, officer)

    assert [one.kind for one in found.undated] == ["visit", "figure"]
    assert [one.kind for year in found.years for one in year.moments] == ["now"]


def test_of_a_deal_of_which_nothing_is_known_not_even_today_is_told(office, officer):
    assert line(DealFactory(office=office), officer) == lineage.Lineage([], [])


def test_each_moment_leads_to_its_evidence(office, officer, manager):
    deal = DealFactory(office=office)
    stay = VisitFactory(officer=officer, begins="2014", ends="")
    helped(deal, visit=stay, evidence="His letter", evidence_url="https://example.org/letter")
    claim = VerifiedClaimFactory(
        deal=deal, as_of="2018", source="Le Matin", verified_by=manager, evidence="The payroll"
    )

    visit, figure, verified, _now = moments(deal, officer)

    assert (visit.url, visit.evidence, visit.evidence_url) == (
        stay.get_absolute_url(),
        "His letter",
        "https://example.org/letter",
    )
    assert (figure.url, figure.evidence) == (claim.get_absolute_url(), "Le Matin")
    assert (verified.evidence, verified.about) == ("The payroll", f"by {manager}")


def test_only_what_a_person_accepted_as_help_is_told(office, officer):
    deal = DealFactory(office=office)
    for said in ({"strength": "none"}, {"accepted_by": None, "accepted_at": None}):
        helped(deal, visit=VisitFactory(officer=officer, begins="2014", ends=""), **said)
    kept(deal, officer, state="open", closed_at=None)
    AnsweredFactory(deal=deal, needed="", sooner="", without="", answered_by="", answered_at=None)

    assert moments(deal, officer) == []


def test_a_withdrawn_figure_is_still_told_and_counts_as_verified_no_more(office, officer):
    deal = DealFactory(office=office)
    VerifiedClaimFactory(
        deal=deal,
        as_of="2018",
        withdrawn_at=datetime(2026, 11, 1, tzinfo=UTC),
        withdrawn_because="It was another plant's",
    )

    assert [(one.kind, one.tag) for one in moments(deal, officer)] == [
        ("figure", "withdrawn"),
        ("now", ""),
    ]


def test_what_happened_late_in_the_day_is_of_the_readers_day(office, officer):
    deal = DealFactory(office=office)
    kept(deal, officer, closed_at=datetime(2025, 12, 31, 18, tzinfo=UTC))

    assert told(deal, officer)[0] == ("2026", ["promise", "now"])  # in Tokyo it is New Year


def test_nobody_reads_there_what_they_may_not_see(office, officer, colleague):
    deal = DealFactory(office=office)
    secret = DealFactory(
        office=office,
        owner=officer,
        title="Kestrel works",
        parent=deal,
        parent_relation="part",
        decided="2020",
        is_confidential=True,
        anonymous_description="A plant",
    )
    meeting = MeetingFactory(officer=officer, subject="Kestrel talk", is_restricted=True)
    helped(deal, meeting=meeting)
    kept(deal, officer, what="Call Kestrel", is_restricted=True)
    helped(deal, visit=VisitFactory(officer=officer, begins="2014", ends=""))

    own = {one.kind for one in moments(deal, officer)}
    other = moments(deal, colleague)

    assert own == {"visit", "meeting", "promise", "family", "now"}
    assert [one.kind for one in other] == ["visit", "now"]
    assert "Kestrel" not in str(other)
    assert deal.title in [one.what for one in moments(secret, officer)]  # and the way back


def test_the_family_is_told_with_what_each_is_to_the_deal(office, officer):
    whole = DealFactory(office=office, title="Framework", decided="2010")
    deal = DealFactory(
        office=office, title="Plant", parent=whole, parent_relation="part", decided="2012"
    )
    DealFactory(
        office=office, title="Hall", parent=deal, parent_relation="expansion", decided="2014"
    )

    family = [one for one in moments(deal, officer) if one.kind == "family"]

    assert [(one.what, one.when, one.about) for one in family] == [
        ("Framework", "2010", "the larger deal it belongs to"),
        ("Hall", "2014", str(deal.children.get().get_parent_relation_display())),
    ]
