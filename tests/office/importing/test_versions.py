"""The versions of many records, written at once."""

import pytest
from django.forms.models import model_to_dict

from investors.models import Company
from itpo.office.changes import several_at
from itpo.office.importing.keeping import change, create
from itpo.office.importing.versions import keep_versions
from tests.factories import CompanyFactory, SectorFactory

pytestmark = pytest.mark.django_db


def test_a_version_holds_what_the_record_does(officer):
    companies = [
        Company(name="Yazaki", name_ja="矢崎総業", notes="Met in 1990.", owner=officer),
        Company(name="Denso", corporate_number="7000012050002"),
    ]
    companies[1]._change_reason = "its own"

    create(companies, officer)

    versions = Company.history.order_by("pk")
    columns = [one.name for one in versions.model.tracked_fields]
    assert [model_to_dict(one.instance, columns) for one in versions] == [
        model_to_dict(one, columns) for one in Company.objects.order_by("pk")
    ]
    assert [
        (one.history_type, one.history_user, one.history_change_reason) for one in versions
    ] == [("+", officer, "import"), ("+", officer, "its own")]


def test_what_changed_and_what_is_about_to_go_have_versions_of_their_own(officer):
    company = CompanyFactory(name="Yazaki")
    company.name = "Yazaki Corporation"

    change([company], ["name"], officer, reason="corrected")
    keep_versions([company], "-", officer, "taken back")

    newest = Company.history.order_by("-pk").values_list(
        "name", "history_type", "history_change_reason"
    )[:2]
    assert list(newest) == [
        ("Yazaki Corporation", "-", "taken back"),
        ("Yazaki Corporation", "~", "corrected"),
    ]


def test_a_version_holds_what_is_referred_to_in_fields_for_several(officer):
    company = CompanyFactory(name="Yazaki")
    company.sectors.add(SectorFactory(), SectorFactory())
    sectors = sorted(company.sectors.values_list("pk", flat=True))

    change([company], ["name"], officer)
    keep_versions([company, CompanyFactory()], "-", officer, "taken back")

    versions = company.history.order_by("-pk")[:2]
    assert [sorted(several_at(one)["sectors"]) for one in versions] == [sectors, sectors]
