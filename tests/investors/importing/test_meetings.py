"""Lists of meetings that were held, with who sat there."""

import pytest

from investors.models import Company, Meeting, MeetingParty
from itpo.office.models import ImportRun
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    MeetingFactory,
    MissionFactory,
    PartnerFactory,
    VisitFactory,
)
from tests.importing import (
    as_csv,
    differences,
    fates,
    looked_at,
    number_of,
    problems,
    taken_back,
    taken_in,
)

pytestmark = pytest.mark.django_db
TALK = {"Subject": "Wire harness", "Day": "2026-04-01", "Companies": "Yazaki"}


def sides():
    columns = ("company__name", "contact__family_name", "delegate__family_name", "officer__email")
    rows = MeetingParty.objects.order_by("pk").values_list(*columns, "partner__name", "name")
    return [tuple(one for one in row if one) for row in rows]


def test_meetings_are_made_with_who_sat_there(officer):
    yazaki = CompanyFactory(name="Yazaki")
    ContactFactory(company=yazaki, family_name="Yamada", given_name="Haruo")
    DelegateFactory(family_name="Alami", given_name="Karim")
    PartnerFactory(name="Japan External Trade Organization", short_name="JETRO")
    MissionFactory(name="Mission to Morocco", office=officer.office)
    raw = as_csv(
        {
            **TALK,
            "Companies": "Yazaki; Sumitomo",
            "Starts": "9:30",
            "Ends": "10:30",
            "Kind": "Video call",
            "Contacts": "YAMADA Haruo",
            "Delegates": "Karim Alami",
            "Officers": officer.email,
            "Partners": "JETRO",
            "Others": "An interpreter",
            "mission": "Mission to Morocco",
            "Outcome": "They will look at land.",
        }
    )

    run = taken_in(officer, "meetings", raw)

    assert (run.state, fates(run), problems(run)) == (ImportRun.State.DONE, ["created"], [])
    one = Meeting.objects.get()
    assert (one.subject, one.when, one.kind, one.state, one.officer, str(one.mission)) == (
        "Wire harness",
        "1 Apr 2026, 09:30–10:30 (Tokyo)",
        "video",
        "held",
        officer,
        "Mission to Morocco",
    )
    assert sides() == [
        ("Sumitomo",),
        ("Yazaki", "Yamada"),
        ("Alami",),
        (officer.email,),
        ("Japan External Trade Organization",),
        ("An interpreter",),
    ]
    assert run.plans[0]["beside"] == ["Company: Sumitomo"]


def test_the_same_list_again_changes_nothing(officer):
    raw = as_csv({**TALK, "Starts": "09:30", "Others": "An interpreter"})
    taken_in(officer, "meetings", raw)

    assert fates(looked_at(officer, "meetings", raw)) == ["unchanged"]


def test_who_is_named_anew_is_added_and_nobody_taken_away(officer):
    taken_in(officer, "meetings", as_csv({**TALK, "Others": "An interpreter"}))
    DelegateFactory(family_name="Alami", given_name="Karim")

    run = taken_in(officer, "meetings", as_csv({**TALK, "Delegates": "ALAMI Karim"}))

    assert differences(run) == [("Delegates", "", "ALAMI Karim")]
    assert sides() == [("Yazaki",), ("An interpreter",), ("Alami",)]


def test_a_meeting_moves_with_its_day(officer):
    taken_in(officer, "meetings", as_csv({**TALK, "Starts": "09:30"}))
    number = number_of(Meeting.objects.get())

    run = taken_in(officer, "meetings", as_csv({"id": number, "Day": "2026-04-02"}))

    assert differences(run) == [
        ("Day", "2026-04-01", "2026-04-02"),
        ("Starts", "2026-04-01 09:30 JST", "2026-04-02 09:30 JST"),
    ]
    assert Meeting.objects.get().when == "2 Apr 2026, 09:30 (Tokyo)"


def test_rows_that_cannot_be_taken_say_why_and_where(officer):
    MeetingFactory(subject="Planned", day="2026-04-01", state="planned", office=officer.office)
    CompanyFactory.create_batch(2, name="Twins")
    raw = as_csv(
        {**TALK, "Subject": ""},
        {**TALK, "Day": "2027-04-01"},
        {**TALK, "State": "Planned"},
        {**TALK, "Subject": "Planned", "State": "Held"},
        {**TALK, "Starts": "half past"},
        {**TALK, "Starts": "10:00", "Ends": "09:00"},
        {**TALK, "Day": "", "Starts": "10:00"},
        {**TALK, "Companies": "Twins"},
        {**TALK, "Delegates": "Nobody"},
        {**TALK, "mission": "Nowhere"},
        {**TALK, "id": number_of(Meeting(pk=999))},
    )

    run = looked_at(officer, "meetings", raw)

    nobody = "“Nobody” is not known here. Enter it first, or write it among the others."
    assert problems(run) == [
        (2, "Subject", "Say what the meeting was about."),
        (3, "Day", "Plan a meeting on its page: that keeps everybody’s time for it."),
        (4, "State", "Plan a meeting on its page: that keeps everybody’s time for it."),
        (5, "Day", "This meeting is still planned. Change it, or log it, on its page."),
        (6, "Starts", "“half past” is no time: write it as 14:30."),
        (7, "Ends", "The meeting ends before it starts."),
        (8, "Starts", "Say on which day, too."),
        (9, "Companies", "“Twins” may be several here. Say it on the meeting's page."),
        (10, "Delegates", nobody),
        (11, "During the mission", "“Nowhere” is not known here."),
        (12, "Number of the record here", "No meeting has this number."),
    ]
    assert Meeting.objects.count() == 1


def test_a_meeting_somebody_may_not_see_is_neither_changed_nor_told_of(officer, colleague):
    hidden = MeetingFactory(
        subject="Secret", is_restricted=True, officer=colleague, office=officer.office
    )

    run = looked_at(officer, "meetings", as_csv({**TALK, "id": number_of(hidden)}))

    assert problems(run) == [(2, "Number of the record here", "No meeting has this number.")]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_for_any_number_of_meetings(officer, rows, django_assert_num_queries):
    for number in range(rows):
        MeetingFactory(subject=f"Talk {number}", day="2026-04-01", office=officer.office)
    raw = as_csv(
        *({**TALK, "Subject": f"Talk {number}", "Companies": "Yazaki"} for number in range(rows))
    )

    # run kept; asked for 6, claimed 2; the day's meetings, what was imported before, who sits
    # there; companies, merged ones, contacts, delegates; who set what; closed
    with django_assert_num_queries(23):
        looked_at(officer, "meetings", raw)


def test_an_import_is_taken_back_with_all_it_made(officer):
    run = taken_in(officer, "meetings", as_csv({**TALK, "Others": "An interpreter"}))

    assert taken_back(officer, run).state == "undone"

    left = [list(model.objects.all()) for model in (Meeting, MeetingParty, Company)]
    assert left == [[], [], []]


def test_a_meeting_gets_the_visit_that_is_named(officer):
    karim = DelegateFactory(family_name="Alami", given_name="Karim")
    VisitFactory(officer=officer, delegate=karim, begins="2019", ends="2019")
    there = VisitFactory(officer=officer, delegate=karim, begins="2026-03-30", ends="2026-04-03")
    raw = as_csv(
        {**TALK, "During the visit": "Karim Alami"},
        {**TALK, "Subject": "Too early", "Day": "2018-01-01", "During the visit": "ALAMI Karim"},
        {**TALK, "Subject": "Nobody", "During the visit": "Karima"},
    )

    run = taken_in(officer, "meetings", raw)

    assert [meeting.visit for meeting in Meeting.objects.all()] == [there]
    assert problems(run) == [
        (3, "During the visit", "“ALAMI Karim” may be several."),
        (4, "During the visit", "“Karima” is not known here."),
    ]


def test_a_visit_that_was_called_off_or_is_another_offices_is_not_known(officer, stranger):
    karim = DelegateFactory(family_name="Alami")
    VisitFactory(officer=officer, delegate=karim, state="cancelled", cancelled_because="Ill")
    VisitFactory(officer=stranger, delegate=karim)

    run = looked_at(officer, "meetings", as_csv({**TALK, "During the visit": "Alami Karim"}))

    assert problems(run) == [(2, "During the visit", "“Alami Karim” is not known here.")]


def test_a_meeting_within_a_visit_is_not_moved_to_another(officer):
    held = MeetingFactory(officer=officer, visit=VisitFactory(officer=officer))
    VisitFactory(officer=officer, delegate__family_name="Other")
    row = {"id": number_of(held), "During the visit": "Other Karim"}

    run = looked_at(officer, "meetings", as_csv(row), list_wins=True)

    sentence = "The meeting is part of something else already."
    assert problems(run) == [(2, "During the visit", sentence)]
