"""`refold`: after the rules of folding have changed."""

import pytest
from django.core.management import call_command

from investors.models import Company
from itpo.office.refolding import stale
from tests.factories import AgencyFactory, CompanyFactory

pytestmark = pytest.mark.django_db


def test_it_writes_what_differs_and_nothing_the_second_time(capsys):
    company = CompanyFactory(name="Yazaki")
    AgencyFactory()
    Company.objects.update(folded="| of older rules | ")
    assert stale() == ["investors.Company"]

    call_command("refold")
    call_command("refold")

    said = capsys.readouterr().out.splitlines()
    assert said == [
        "investors.Company: 1",
        "1 records folded anew.",
        "0 records folded anew.",
    ]
    assert list(Company.objects.matching("yazaki")) == [company]
    assert company.history.count() == 1
    assert stale() == []


def test_how_readings_are_sorted_is_folded_anew_too(capsys):
    company = CompanyFactory(reading="オーノ")
    Company.objects.update(reading_order="オーノ")
    assert stale() == ["investors.Company"]

    call_command("refold")

    company.refresh_from_db()
    assert company.reading_order == "オオノ"
    assert stale() == []
