"""A corporate number belongs to one company."""

import pytest
from django.urls import reverse

from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def test_a_number_that_another_company_has_names_it_and_leads_there(desk):
    other = CompanyFactory(name="Yazaki <b>", corporate_number="7000012050002")
    mine = CompanyFactory(name="Sakura")

    page = desk.post(
        reverse("desk:change", args=["investors.company", mine.pk]),
        {"name": "Sakura", "corporate_number": "Ｔ7000-0120-50002", "seen": "0"},
    ).content.decode()

    said = f'<a href="/companies/{other.pk}/">Yazaki &lt;b&gt;</a> has this number already.'
    assert said in page
    mine.refresh_from_db()
    assert mine.corporate_number is None
