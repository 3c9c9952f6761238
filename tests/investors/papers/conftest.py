"""A mission with three companies on it, and an office with a letterhead."""

from datetime import UTC, date, datetime

import pytest

from investors.models import Mission, MissionMember
from itpo.office.models import Office, User
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    HostCountryFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    PartnerFactory,
)

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def headed(office: Office) -> Office:
    office.name_ja, office.address = "国連工業開発機関 東京事務所", "1-2-3 Mihon, Tokyo"
    office.phone, office.email = "+81 3-0000-0000", "tokyo@example.org"
    office.save()
    return office


@pytest.fixture
def mission(headed: Office, officer: User) -> Mission:
    made = MissionFactory(
        office=headed,
        name="Automotive mission to Morocco",
        owner=officer,
        begins="2027-01-17",
        ends="2027-01-21",
        state=Mission.State.CONFIRMED,
    )
    morocco = HostCountryFactory(code="MA", name="Morocco")
    MissionLegFactory(mission=made, country=morocco, begins="2027-01-18", ends="2027-01-20")
    return made


def travels(mission: Mission, name: str, post: str = "", **options: object) -> MissionMember:
    """Somebody of a company of their own, confirmed unless said otherwise."""
    family, given, kanji = name.split()
    contact = ContactFactory(
        company=CompanyFactory(name=f"{family} Works", name_ja=f"{kanji[:2]}製作所"),
        family_name=family,
        given_name=given,
        family_name_ja=kanji[:2],
        given_name_ja=kanji[2:],
        post=post,
    )
    made: MissionMember = MissionMemberFactory(
        mission=mission,
        company=contact.company,
        contact=contact,
        **{"state": MissionMember.State.CONFIRMED, **options},
    )
    return made


@pytest.fixture
def yamada(mission: Mission) -> MissionMember:
    """Somebody with two meetings in Casablanca, one of which has no end yet."""
    made = travels(mission, "Yamada Haruo 山田春男", "部長")
    first = MeetingFactory(
        mission=mission,
        officer=mission.owner,
        subject="Wire harnesses",
        day=date(2027, 1, 19),  # in Tokyo it is the 20th by then
        starts_at=datetime(2027, 1, 19, 17, 30, tzinfo=UTC),
        ends_at=datetime(2027, 1, 19, 18, 15, tzinfo=UTC),
        time_zone="Africa/Casablanca",
        place="Tanger Free Zone",
    )
    MeetingPartyFactory(meeting=first, company=made.company, contact=made.contact)
    MeetingPartyFactory(meeting=first, company=None, partner=PartnerFactory(name="AMDIE"))
    second = MeetingFactory(
        mission=mission,
        officer=mission.owner,
        subject="Call on the ministry",
        day=date(2027, 1, 20),
        starts_at=datetime(2027, 1, 20, 9, 0, tzinfo=UTC),
        ends_at=None,
        time_zone="Africa/Casablanca",
    )
    MeetingPartyFactory(meeting=second, company=None, partner=PartnerFactory(name="MCINET"))
    return made
