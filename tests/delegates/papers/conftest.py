"""An office with a letterhead, and somebody who comes to it."""

from datetime import UTC, datetime

import pytest

from delegates.models import Programme, Visit
from itpo.office.models import Office, User
from tests.factories import (
    AgencyFactory,
    BudgetLineFactory,
    DelegateFactory,
    HostCountryFactory,
    PartnerFactory,
    PostingFactory,
    ProgrammeFactory,
    VisitFactory,
)

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def headed(office: Office) -> Office:
    office.name_ja = "国連工業開発機関 東京事務所"
    office.address = "Example Building 8F\n1-2-3 Mihon, Shibuya-ku, Tokyo"
    office.address_ja = "東京都渋谷区見本1-2-3\n例示ビル8階"
    office.phone, office.email = "+81 3-0000-0000", "tokyo@example.org"
    office.signed_by, office.signed_by_ja = "MIHON Ichiro", "見本 一郎"
    office.signed_as, office.signed_as_ja = "Head", "所長"
    office.save()
    return office


@pytest.fixture
def programme(headed: Office) -> Programme:
    made = ProgrammeFactory(
        office=headed, name="Food processing 2027", begins="2027-01-12", ends="2027-01-23"
    )
    BudgetLineFactory(programme=made, what="Air travel", paid_by=PartnerFactory(name="JICA"))
    BudgetLineFactory(programme=made, what="Accommodation")
    return made


@pytest.fixture
def visit(programme: Programme, officer: User) -> Visit:
    morocco = HostCountryFactory(code="MA", name="Morocco")
    agency = AgencyFactory(country=morocco, name="Agence Marocaine", short_name="AMDIE")
    delegate = DelegateFactory(
        family_name="Benali", given_name="Amina", country=morocco, name_local="阿美娜"
    )
    PostingFactory(delegate=delegate, agency=agency, post="Head of division")
    return VisitFactory(
        officer=officer,
        delegate=delegate,
        agency=agency,
        programme=programme,
        begins="2027-01-12",
        ends="2027-01-23",
        purpose="Meet makers of food machines",
        place="Tokyo and Nagoya",
        state=Visit.State.PLANNED,
    )
