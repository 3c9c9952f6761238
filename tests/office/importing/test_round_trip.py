"""What is taken out of a list is taken in again unchanged, in every kind of file."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from investors.models import Company
from itpo.office.exporting.formulas import as_typed, defused
from tests.deals.importing.lists import SAMPLE
from tests.factories import (
    ClaimFactory,
    CompanyFactory,
    ContactFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    MeetingFactory,
    MeetingPartyFactory,
    PartnerFactory,
    PostingFactory,
    StageChangeFactory,
)
from tests.importing import differences, fates, looked_at, problems, taken_in

pytestmark = pytest.mark.django_db
NAMES = ["=1+1", "'=1+1", "+81 3 1234", "-", "@home", "①髙﨑㈱", 'The "Plant", Ltd.', "é ã ü"]


def companies(_officer):
    for number, name in enumerate(NAMES):
        CompanyFactory(name=f"{name} {number}", name_ja="髙﨑", notes=f"{name}\n{name}")


def contacts(_officer):
    for number, name in enumerate(NAMES):
        ContactFactory(
            company__name=f"Twins {number // 2}",
            family_name=name,
            given_name=f"Haruo {number}",
            email=f"p{number}@example.org",
            phone="0312345678",
            since="2019" if number % 2 else "",
            notes=name,
        )


def delegates(_officer):
    for number, name in enumerate(NAMES):
        DelegateFactory(family_name="Alami", given_name="Karim", notes=name, phone=name)
        PostingFactory(delegate__family_name=f"{name} {number}", post=name, agency__name=name)


def meetings(officer):
    partner = PartnerFactory(name="JETRO")
    for name in NAMES:
        held = MeetingFactory(officer=officer, subject="Talk", outcome=name, place="Tokyo")
        for side in (
            {"contact": ContactFactory(company__name="Twins", family_name="Same")},
            {"company": None, "delegate": DelegateFactory(family_name="Same")},
            {"company": None, "officer": officer},
            {"company": None, "partner": partner},
            {"company": None, "name": "An interpreter"},
        ):
            company = side.pop("company", side["contact"].company if "contact" in side else None)
            MeetingPartyFactory(meeting=held, company=company, **side)
    MeetingFactory(
        officer=officer, state="planned", day="2027-01-05", starts_at="2027-01-05T01:00Z"
    )


def deals(officer):
    whole = DealFactory(
        office=officer.office, ref="W-1", title="Whole", source_url="https://a.org/1"
    )
    for number, name in enumerate(NAMES):
        deal = DealFactory(
            office=officer.office,
            ref=f"R-{number}",
            title=name,
            notes=name,
            kind_typed="Plant",
            status_typed="MoU",
            stage="negotiation",
            parent=whole,
            parent_relation="part",
            source_url="https://a.org/1",
        )
        DealCompanyFactory(deal=deal)
        ClaimFactory(deal=deal, metric="jobs", value=1600, source_url="https://a.org/1")
        StageChangeFactory(deal=deal, from_stage="", to_stage="identified", happened="2016")


KINDS = {
    "companies": (companies, "investors:companies"),
    "contacts": (contacts, "investors:contacts"),
    "delegates": (delegates, "delegates:delegates"),
    "meetings": (meetings, "investors:meetings"),
    "deals": (deals, "deals:deals"),
}


@pytest.mark.parametrize("file", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_was_taken_out_changes_nothing(kind, file, officer, desk):
    make, page = KINDS[kind]
    make(officer)

    answer = desk.get(reverse(page), {"export": file})
    run = looked_at(officer, kind, b"".join(answer.streaming_content), list_wins=True)

    assert (problems(run), differences(run), set(fates(run))) == ([], [], {"unchanged"})
    assert len(run.plans) >= len(NAMES)


@pytest.mark.parametrize("file", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("kind", "pages"),
    [
        ("deals", ["deals:deals"]),
        ("activities", ["delegates:programmes", "investors:missions", "investors:events"]),
    ],
)
def test_what_the_samples_made_is_known_again(kind, pages, file, officer, desk):
    run = taken_in(officer, kind, (SAMPLE / f"{kind}.csv").read_bytes())
    assert run.state == run.State.DONE

    for page in pages:
        answer = desk.get(reverse(page), {"export": file})
        run = looked_at(officer, kind, b"".join(answer.streaming_content), list_wins=True)

        assert (problems(run), differences(run), set(fates(run))) == ([], [], {"unchanged"})


# Kanji that Unicode would write otherwise, and letters with their accents apart.
LETTERS = st.text(st.sampled_from("\ufa10\ufa1b\ufa26塚髙﨑がé①㈱ae\u0301\u3099=-"), min_size=1)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(LETTERS, min_size=1, max_size=5))
def test_names_come_back_as_they_were_written(names, officer, desk):
    Company.objects.all().delete()
    for name in names:
        CompanyFactory(name=name, name_ja=name, notes=name)

    answer = desk.get(reverse("investors:companies"), {"export": "xlsx"})
    run = looked_at(officer, "companies", b"".join(answer.streaming_content), list_wins=True)

    assert (problems(run), differences(run), set(fates(run))) == ([], [], {"unchanged"})


@given(st.text())
def test_what_is_defused_is_read_as_it_was(text):
    assert as_typed(defused(text)) == text
