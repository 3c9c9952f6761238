"""Lists of companies."""

import pytest

from tests.factories import CompanyFactory
from tests.importing import as_csv, differences, fates, looked_at, problems

NUMBER, OTHER = "5010001034784", "7000012050002"


def test_a_known_number_is_enough(officer):
    CompanyFactory(name="Yazaki", corporate_number=NUMBER, address="")

    run = looked_at(
        officer,
        "companies",
        as_csv(
            {"corporate_number": f"T{NUMBER}", "address": "Tokyo"},
            {"corporate_number": OTHER, "address": "Tokyo"},
            {"address": "Osaka"},
        ),
    )

    assert fates(run) == ["updated", "refused", "refused"]
    assert (run.plans[0]["name"], differences(run)) == ("Yazaki", [("Address", "", "Tokyo")])
    assert problems(run) == [
        (3, "Name in Roman letters", "Say what the company is called."),
        (4, "Name in Roman letters", "Say what the company is called."),
    ]


@pytest.mark.parametrize("number", ["999999", ""])
def test_a_number_of_a_record_that_is_not_here_is_refused_once(officer, number):
    run = looked_at(officer, "companies", as_csv({"id": number, "address": "Tokyo"}))

    assert len(problems(run)) == 1
