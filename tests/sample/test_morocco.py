from datetime import date

import pytest
from django.db.models import Q

from deals.models import Claim, Contribution, Deal
from delegates.models import Agency, Delegate, Posting, Visit
from investors.models import Company, Meeting, MeetingParty, Mission, MissionLeg
from itpo.office import chain
from itpo.office.models import User
from itpo.sample import morocco


@pytest.fixture
def karim(loaded) -> Delegate:
    return Delegate.objects.get(family_name="Exemple", country__code="MA")


def test_the_chain_is_complete(karim):
    visits = Visit.objects.filter(delegate=karim)
    meetings = Meeting.objects.filter(visit__in=visits, pk__in=karim.meetings.values("pk"))
    missions = Mission.objects.filter(source_url=morocco.SOURCE, legs__country__code="MA")
    helped = Contribution.objects.accepted().filter(
        Q(visit__in=visits) | Q(meeting__in=meetings) | Q(mission__in=missions)
    )

    yazaki = Company.objects.get(name="Yazaki")
    assert visits.count() == 2
    assert [list(meeting.companies.all()) for meeting in meetings] == [[yazaki]]
    assert missions.count() == 1
    assert list(
        helped.order_by("deal__ref", "pk").values_list(
            "deal__ref", "visit__purpose", "meeting__subject", "mission__name"
        )
    ) == [
        (plant, *helper)
        for plant in ["YZ-3", "YZ-KEN", "YZ-MEK", "YZ-TAN"]
        for helper in [
            (morocco.LATER, None, None),
            (None, None, morocco.MISSION),
            (None, morocco.MEETING, None),
            *([(morocco.FIRST, None, None)] if plant == "YZ-3" else []),
        ]
    ]
    assert set(helped.values_list("evidence_url", flat=True)) == {morocco.SOURCE}


def test_one_can_walk_from_the_delegate_to_the_plants(karim):
    officer = User.objects.get(email="officer@example.org")

    walked = {link.step: link.count for link in chain.links(karim, officer)}

    assert walked == {
        "delegates": 1,
        "visits": 2,
        "meetings": 1,
        "missions": 1,
        "deals": 4,
        "results": 0,
    }


def test_no_date_was_invented(karim):
    dates = [
        *Visit.objects.filter(delegate=karim).values_list("begins", "ends"),
        *Posting.objects.filter(delegate=karim).values_list("begins", "ends"),
        *Mission.objects.filter(name=morocco.MISSION).values_list("begins", "ends"),
        *MissionLeg.objects.filter(mission__name=morocco.MISSION).values_list("begins", "ends"),
        *Meeting.objects.filter(subject=morocco.MEETING).values_list("day", "starts_at"),
    ]

    assert sorted(dates, key=str) == [
        *[("", "")] * 5,
        ("1990s", ""),
        (None, None),
    ]


def test_the_agency_was_renamed_and_the_delegate_moved_on(karim):
    amdie = Agency.objects.get(short_name="AMDIE")

    assert amdie.predecessor.name == "Department of Investments"
    assert set(Visit.objects.filter(delegate=karim).values_list("agency", flat=True)) == {
        amdie.predecessor.pk
    }
    assert list(
        Posting.objects.filter(delegate=karim)
        .order_by("pk")
        .values_list("agency__name", "agency__kind", "post", "is_current")
    ) == [
        ("Department of Investments", "ministry", "", False),
        ("Aerospace industry free zone", "zone", "Managing Director", True),
    ]


def test_nothing_of_the_real_world_is_verified(karim):
    imported = Deal.objects.exclude(source_url="")

    assert imported.count() == 12
    assert Claim.objects.filter(deal__in=imported).exists()
    assert not Claim.objects.filter(deal__in=imported).verified().exists()
    assert not Claim.objects.filter(deal=None).verified().exists()


def test_nobody_is_said_to_have_taken_part_whom_the_source_does_not_name(karim):
    mission = Mission.objects.get(name=morocco.MISSION)

    assert mission.members.count() == 0
    assert list(
        MeetingParty.objects.filter(meeting__subject=morocco.MEETING)
        .order_by("pk")
        .values_list("company__name", "delegate", "officer", "contact")
    ) == [("Yazaki", None, None, None), (None, karim.pk, None, None)]


def test_nothing_helped_before_or_after_what_nobody_knows(loaded):
    """The days of the visits and of the decisions are not published: none is made up."""
    helped = Contribution.objects.filter(evidence_url=morocco.SOURCE)

    assert set(helped.values_list("decided_on", flat=True)) == {None}
    assert set(helped.in_order().values_list("visit__purpose", "helped_on")) == {
        (morocco.FIRST, date(1990, 1, 1)),
        (morocco.LATER, None),
        (None, None),
    }
