"""Lists of companies."""

from investors.models import Company
from tests.factories import CompanyFactory
from tests.importing import as_csv, differences, fates, looked_at, number_of, problems

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


def test_a_number_of_a_record_that_is_not_here_is_refused_once(officer):
    gone = number_of(Company(pk=999999))
    run = looked_at(
        officer,
        "companies",
        as_csv({"id": gone, "address": "Tokyo"}, {"id": "", "address": "Tokyo"}),
    )

    assert problems(run) == [
        (2, "Number of the record here", "No company has this number."),
        (3, "Name in Roman letters", "Say what the company is called."),
    ]
