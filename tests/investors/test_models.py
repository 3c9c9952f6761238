"""What the database holds about companies, missions, events, meetings and bookings."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from investors.models import (
    Booking,
    Company,
    Contact,
    Meeting,
    MeetingParty,
    Mission,
    MissionHost,
    MissionLeg,
    MissionMember,
)
from tests.factories import (
    AgendaItemFactory,
    AttendanceListFactory,
    BookingFactory,
    CompanyFactory,
    ContactFactory,
    ContactPostingFactory,
    DelegateFactory,
    EventFactory,
    EventPartnerFactory,
    EventRegistrationFactory,
    EventSeriesFactory,
    EventSessionFactory,
    FollowUpFactory,
    HandOverFactory,
    MatchFactory,
    MeetingFactory,
    MeetingInviteFactory,
    MeetingPartyFactory,
    MissionBudgetLineFactory,
    MissionFactory,
    MissionHostFactory,
    MissionLegFactory,
    MissionMemberFactory,
    MissionPaperFactory,
    MissionPartnerFactory,
    MissionStepFactory,
    MissionTaskFactory,
    PartnerFactory,
    ResourceFactory,
    TechnologyFactory,
    TravelTimeFactory,
    UserFactory,
    VisitFactory,
)
from tests.investors.schedule_cases import SCHEDULE_CASES
from tests.refusals import (
    Case,
    Spoiled,
    another,
    assert_refused,
    change,
    constraints_of,
    ids,
    its_own,
    period_cases,
    twin,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def member_with_contact() -> MissionMember:
    contact = ContactFactory()
    return MissionMemberFactory(company=contact.company, contact=contact)


def host_delegate(**given) -> MissionHost:
    """A former delegate who receives a mission."""
    return MissionHostFactory(agency=None, delegate=DelegateFactory(), **given)


def party(**side) -> MeetingParty:
    """A party that is a delegate, one of us or a partner; of no company."""
    return MeetingPartyFactory(company=None, **{name: factory() for name, factory in side.items()})


def party_with_contact() -> MeetingParty:
    contact = ContactFactory()
    return MeetingPartyFactory(company=contact.company, contact=contact)


def delegate_party() -> MeetingParty:
    return party(delegate=DelegateFactory)


def officer_party() -> MeetingParty:
    return party(officer=UserFactory)


def partner_party() -> MeetingParty:
    return party(partner=PartnerFactory)


def their_own_successor() -> Spoiled:
    posting = ContactPostingFactory()
    return Spoiled(posting, {"successor": posting.contact})


def the_same_address_in_capitals() -> Spoiled:
    first = EventRegistrationFactory(email="guest@example.org")
    second = EventRegistrationFactory(event=first.event)
    return Spoiled(second, {"email": "GUEST@example.org"})


CASES = [
    *(
        Case(
            "contact_since_as_read",
            change(ContactFactory, given={"since": "2019-04"}, **broken),
            only_the_database=True,
        )
        for broken in ({"since": ""}, {"since_latest": None}, {"since_earliest": None})
    ),
    *period_cases("investors_contactposting", ContactPostingFactory),
    Case("contactposting_successor_is_somebody_else", their_own_successor),
    Case("handover_after_consent", change(HandOverFactory, consented_on=date(2027, 1, 1))),
    Case(
        "handover_says_what", change(HandOverFactory, what=""), says="This field cannot be blank."
    ),
    Case("match_decided_once", twin(MatchFactory, "office", "project", "company")),
    Case("match_invited_has_a_promise", change(MatchFactory, state="invited", because="")),
    *(
        Case("match_left_out_says_why", change(MatchFactory, **changes))
        for changes in ({"because": ""}, {"promise": FollowUpFactory})
    ),
    Case(
        "meeting_written_down_by_somebody_at_a_time", change(MeetingFactory, written_down_at=NOON)
    ),
    Case(
        "meeting_written_down_by_somebody_at_a_time",
        change(MeetingFactory, written_down_by=UserFactory),
    ),
    *period_cases("investors_event", EventFactory),
    *period_cases("investors_mission", MissionFactory),
    *period_cases("investors_missionleg", MissionLegFactory),
    *(
        Case(
            "company_number_is_13_digits",
            change(CompanyFactory, corporate_number=number),
            says=f"“{number}” is not a corporate number: 13 digits of which the first is a check.",
        )
        for number in ("700001205000", "T000012050002", "0000012050002", "7000-0120-500")
    ),
    Case(
        "company_number_is_13_digits",
        change(CompanyFactory, corporate_number=""),
        only_the_database=True,
    ),
    Case(
        "company_is_not_its_own_parent",
        its_own(CompanyFactory, "parent_id"),
        says="That company is itself a subsidiary of this one.",
    ),
    Case("company_merged_is_archived", change(CompanyFactory, merged_into=CompanyFactory)),
    Case(
        "company_merged_is_archived",
        its_own(CompanyFactory, "merged_into_id", archived_at=NOON),
        says="That company is itself merged into this one.",
    ),
    Case("contact_merged_is_archived", change(ContactFactory, merged_into=ContactFactory)),
    Case(
        "contact_merged_is_archived",
        its_own(ContactFactory, "merged_into_id", archived_at=NOON),
        says="That record is itself merged into this one.",
    ),
    Case("technology_once_a_company", twin(TechnologyFactory, "company", "name")),
    Case("event_ref_once_an_office", twin(EventFactory, "ref", ref=another("REF-{}"))),
    Case(
        "registration_once_an_address",
        twin(EventRegistrationFactory, "event", "email", email=another("guest{}@example.org")),
    ),
    Case("registration_once_an_address", the_same_address_in_capitals),
    Case("event_series_once_an_office", twin(EventSeriesFactory, "office", "name")),
    Case("event_with_an_end_has_a_beginning", change(EventFactory, ends_at=time(16))),
    Case(
        "event_ends_at_a_later_hour",
        change(EventFactory, begins_at=time(16), ends_at=time(14)),
    ),
    Case("event_has_a_seat", change(EventFactory, seats=0)),
    Case(
        "event_session_with_an_end_has_a_beginning", change(EventSessionFactory, ends_at=time(16))
    ),
    Case(
        "event_session_ends_after_it_begins",
        change(EventSessionFactory, begins_at=time(16), ends_at=time(16)),
    ),
    Case("attendance_list_is_kept_until_taken_in", change(AttendanceListFactory, taken_in_at=NOON)),
    Case("event_partner_once_a_role", twin(EventPartnerFactory, "event", "partner")),
    Case("mission_ref_once_an_office", twin(MissionFactory, "ref", ref=another("REF-{}"))),
    Case("mission_cancelled_says_why", change(MissionFactory, state="cancelled")),
    Case("leg_goes_somewhere", change(MissionLegFactory, country=None)),
    Case("mission_contact_once", twin(member_with_contact, "mission", "company", "contact")),
    Case("mission_company_once_without_contact", twin(MissionMemberFactory, "mission", "company")),
    Case("host_is_an_agency_or_a_delegate", change(MissionHostFactory, agency=None)),
    Case("host_is_an_agency_or_a_delegate", change(MissionHostFactory, delegate=DelegateFactory)),
    Case("host_agency_once_a_role", twin(MissionHostFactory, "leg", "agency")),
    Case("host_delegate_once_a_role", twin(host_delegate, "leg", "delegate")),
    *(
        Case(
            f"investors_{name}_within_a_year",
            change(factory, days_before=366),
            says="Ensure this value is less than or equal to 365.",
        )
        for name, factory in (
            ("missionstep", MissionStepFactory),
            ("missiontask", MissionTaskFactory),
        )
    ),
    *(
        Case(
            "investors_missionbudgetline_is_no_debt",
            change(MissionBudgetLineFactory, **{name: -1}),
            says="Ensure this value is greater than or equal to 0.",
        )
        for name in ("planned", "actual")
    ),
    Case("mission_partner_once_a_role", twin(MissionPartnerFactory, "mission", "partner")),
    *(
        Case("meeting_belongs_to_one_thing_at_most", change(MeetingFactory, **several))
        for several in (
            {"visit": VisitFactory, "mission": MissionFactory},
            {"visit": VisitFactory, "event": EventFactory},
            {"mission": MissionFactory, "event": EventFactory},
            {"visit": VisitFactory, "mission": MissionFactory, "event": EventFactory},
        )
    ),
    Case("meeting_with_a_time_has_a_day", change(MeetingFactory, day=None, starts_at=NOON)),
    Case("meeting_ends_after_it_starts", change(MeetingFactory, starts_at=NOON, ends_at=NOON)),
    # An end without a start: SQL alone would take NULL for a yes.
    Case("meeting_ends_after_it_starts", change(MeetingFactory, ends_at=NOON)),
    Case("party_is_one_side", change(MeetingPartyFactory, company=None)),
    Case("party_is_one_side", change(MeetingPartyFactory, delegate=DelegateFactory)),
    Case("party_is_one_side", change(MeetingPartyFactory, officer=UserFactory)),
    Case("party_is_one_side", change(MeetingPartyFactory, partner=PartnerFactory)),
    Case("party_is_one_side", change(delegate_party, officer=UserFactory)),
    Case("party_is_one_side", change(officer_party, partner=PartnerFactory)),
    *(
        Case(
            "party_is_one_side",
            change(side, contact=ContactFactory),
            says="This person belongs to another company.",
        )
        for side in (delegate_party, officer_party, partner_party)
    ),
    Case("party_contact_once_a_meeting", twin(party_with_contact, "meeting", "company", "contact")),
    Case("party_delegate_once_a_meeting", twin(delegate_party, "meeting", "delegate")),
    Case("party_officer_once_a_meeting", twin(officer_party, "meeting", "officer")),
    Case("party_partner_once_a_meeting", twin(partner_party, "meeting", "partner")),
    Case("party_company_once_a_meeting", twin(MeetingPartyFactory, "meeting", "company")),
    Case("invite_is_of_one_person", change(MeetingInviteFactory, contact=None)),
    Case("invite_once_a_meeting", twin(MeetingInviteFactory, "meeting", "email")),
    Case("resource_once_an_office", twin(ResourceFactory, "name")),
    Case("agenda_item_is_of_one_thing", change(AgendaItemFactory, visit=None)),
    Case("agenda_item_is_of_one_thing", change(AgendaItemFactory, mission=MissionFactory)),
    Case(
        "agenda_item_ends_after_it_starts", change(AgendaItemFactory, starts_at=NOON, ends_at=NOON)
    ),
    Case("agenda_item_ends_after_it_starts", change(AgendaItemFactory, ends_at=NOON)),
    Case("agenda_item_leads_on_only_as_a_journey", change(AgendaItemFactory, to_place="Nagoya")),
    Case("mission_paper_is_about_one_thing", change(MissionPaperFactory, mission=None)),
    Case(
        "mission_paper_is_about_one_thing", change(MissionPaperFactory, member=MissionMemberFactory)
    ),
    Case("travel_time_once_a_way", twin(TravelTimeFactory, "one_place")),
    Case("travel_time_within_a_day", change(TravelTimeFactory, minutes=0)),
    Case("travel_time_within_a_day", change(TravelTimeFactory, minutes=1441)),
    Case("booking_is_for_one", change(BookingFactory, meeting=None)),
    Case("booking_is_for_one", change(BookingFactory, agenda_item=AgendaItemFactory)),
    Case("booking_ends_after_it_starts", change(BookingFactory, ends_at=NOON - timedelta(days=30))),
    Case("booking_is_of_one", change(BookingFactory, resource=None)),
    Case("booking_is_of_one", change(BookingFactory, delegate=DelegateFactory)),
    Case("booking_is_of_one", change(BookingFactory, contact=ContactFactory)),
    Case("booking_is_of_one", change(BookingFactory, officer=UserFactory)),
    *SCHEDULE_CASES,
]


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_the_database_refuses_what_cannot_be(case):
    assert_refused(case)


def test_every_constraint_has_a_case():
    assert {case.constraint for case in CASES} == set(constraints_of("investors"))


def test_two_people_of_one_company_sit_at_one_meeting():
    meeting = MeetingFactory()
    company = CompanyFactory()
    people = ContactFactory.create_batch(2, company=company)

    for contact in people:
        MeetingPartyFactory(meeting=meeting, company=company, contact=contact).full_clean()
    MeetingPartyFactory(meeting=meeting, company=company, name="an engineer").full_clean()

    assert meeting.parties.count() == 3


def test_a_party_may_be_a_name_alone():
    party = MeetingPartyFactory(company=None, name="the mayor")

    party.full_clean()

    assert str(MeetingParty.objects.get()) == "the mayor"


@pytest.mark.parametrize("factory", [MeetingPartyFactory, MissionMemberFactory])
def test_nobody_stands_beside_a_company_they_do_not_belong_to(factory):
    row = factory()
    row.contact = ContactFactory()

    with pytest.raises(ValidationError) as refusal:
        row.full_clean()

    assert refusal.value.messages == ["This person belongs to another company."]


# --- the corporate number ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7000012050002", "7000012050002"),
        ("1180301018771", "1180301018771"),
        ("4000012090001", "4000012090001"),
        ("T7000012050002", "7000012050002"),
        ("t7000012050002", "7000012050002"),
        ("Ｔ７００００１２０５０００２", "7000012050002"),
        ("7-0000-1205-0002", "7000012050002"),
        ("7－0000－1205－0002", "7000012050002"),
        ("T7‐0000−1205ー0002", "7000012050002"),
        (" 7 0000 1205 0002 ", "7000012050002"),
        ("", None),
        (None, None),
    ],
)
def test_a_corporate_number_is_kept_as_13_digits_however_it_is_typed(typed, kept):
    checked = Company(name="Yamato K.K.", corporate_number=typed)
    checked.full_clean()
    assert checked.corporate_number == kept

    CompanyFactory(corporate_number=typed)  # saved as it is, as an import does

    assert Company.objects.get().corporate_number == kept


@pytest.mark.parametrize(
    "typed",
    [
        "8000012050002",  # the check digit is wrong
        "7000012050003",
        "700001205000",  # 12 digits
        "70000120500021",  # 14 digits
        "TT7000012050002",
        "70000I2050002",
        "株式会社",
        "٧٠٠٠٠١٢٠٥٠٠٠٢",
    ],
)
def test_what_is_no_corporate_number_is_refused(typed):
    company = CompanyFactory()
    company.corporate_number = typed

    with pytest.raises(ValidationError) as refusal:
        company.full_clean()
    assert refusal.value.message_dict == {
        "corporate_number": [
            f"“{typed}” is not a corporate number: 13 digits of which the first is a check."
        ]
    }

    with pytest.raises(ValidationError):
        company.save()


def test_a_wrong_corporate_number_does_not_hide_what_else_is_wrong():
    company = Company(name="", corporate_number="8000012050002", website="nowhere")

    with pytest.raises(ValidationError) as refusal:
        company.full_clean()

    assert sorted(refusal.value.message_dict) == ["corporate_number", "name", "website"]


def test_a_form_takes_a_corporate_number_with_hyphens():
    form_class = forms.modelform_factory(Company, fields=["name", "corporate_number"])

    form = form_class({"name": "Yamato K.K.", "corporate_number": "Ｔ7－0000－1205－0002"})
    form.save()

    assert Company.objects.get().corporate_number == "7000012050002"


def test_a_company_is_known_once_by_its_number_and_any_number_of_times_without():
    CompanyFactory(corporate_number="7000012050002")
    CompanyFactory.create_batch(2, corporate_number="")
    again = Company(name="Again", corporate_number="T7000012050002")

    with pytest.raises(ValidationError) as refusal:
        again.full_clean()

    assert list(refusal.value.message_dict) == ["corporate_number"]


# --- companies and people ---------------------------------------------------------------------


def test_a_company_is_no_subsidiary_of_its_own_subsidiary():
    parent = CompanyFactory()
    daughter = CompanyFactory(parent=parent)
    parent.parent = CompanyFactory(parent=daughter)

    with pytest.raises(ValidationError) as refusal:
        parent.full_clean()

    assert refusal.value.message_dict == {
        "parent": ["That company is itself a subsidiary of this one."]
    }


def test_a_company_is_found_in_either_script_by_reading_or_by_number():
    yamato = CompanyFactory(
        name="Yamato Wire",
        name_ja="大和電線",
        reading="やまとでんせん",
        corporate_number="7000012050002",
    )
    CompanyFactory(name="Yamaha Wire")

    for words in ("yamato wire", "大和", "でんせん", "7000012050002", "wire 電線"):
        assert list(Company.objects.matching(words)) == [yamato], words


def test_names_in_kanji_have_no_space_and_in_roman_letters_capitals():
    contact = Contact(
        family_name="Takahashi", given_name="Haruo", family_name_ja="髙橋", given_name_ja="春男"
    )

    assert (str(contact), contact.name_ja) == ("TAKAHASHI Haruo", "髙橋春男")


def test_whom_we_have_met_is_not_deleted():
    party = party_with_contact()

    for met in (party.contact, party.company):
        with pytest.raises(ProtectedError):
            met.delete()

    assert MeetingParty.objects.count() == 1


# --- missions and meetings --------------------------------------------------------------------


def test_a_mission_is_under_way_or_coming_by_its_days_until_somebody_closes_it():
    today = date(2026, 11, 20)
    travelling = MissionFactory(state="travelling")
    open_ = MissionFactory(state="open", begins="2026-11-18", ends="2026-11-22")
    never_closed = MissionFactory(state="confirmed", begins="2026-11-01", ends="2026-11-05")
    coming = MissionFactory(state="confirmed", begins="2026-12", ends="")
    MissionFactory(state="completed", begins="2026-11-18", ends="2026-11-22")
    MissionFactory(state="cancelled", cancelled_because="No company", begins="2026-12", ends="")

    assert list(Mission.objects.under_way(today).order_by("pk")) == [
        travelling,
        open_,
        never_closed,
    ]
    assert list(Mission.objects.coming(today)) == [coming]


def test_a_leg_is_named_by_its_region_or_by_its_days():
    assert str(MissionLeg(region_typed="West Africa")) == "West Africa"
    assert str(MissionLegFactory(begins="2017-05-02", ends="2017-05-03")) == (
        "Leg 2 May 2017 – 3 May 2017"
    )


def test_meetings_come_newest_first_and_those_without_a_day_last():
    unknown = MeetingFactory(day=None)
    old = MeetingFactory(day=date(1995, 6, 1))
    morning = MeetingFactory(day=NOON.date(), starts_at=NOON - 60 * MINUTE)
    some_time = MeetingFactory(day=NOON.date())
    noon = MeetingFactory(day=NOON.date(), starts_at=NOON)

    meetings = Meeting.objects.newest_first()

    assert list(meetings) == [noon, morning, some_time, old, unknown]


# --- bookings ---------------------------------------------------------------------------------


def booked(minutes: int, **whom) -> Booking:
    starts_at = NOON + minutes * MINUTE
    return BookingFactory(
        **{"resource": None, **whom}, starts_at=starts_at, ends_at=starts_at + 25 * MINUTE
    )


WHOM = {
    "delegate": DelegateFactory,
    "contact": ContactFactory,
    "officer": UserFactory,
    "resource": ResourceFactory,
}


@pytest.mark.postgres
@pytest.mark.parametrize("minutes", [-24, 0, 24])
@pytest.mark.parametrize("who", WHOM)
def test_postgresql_books_nobody_twice_at_once(who, minutes):
    taken = WHOM[who]()
    booked(0, **{who: taken})

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        booked(minutes, **{who: taken})

    assert f"booking_{who}_never_twice" in str(refusal.value)
    assert Booking.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.parametrize("who", WHOM)
def test_postgresql_lets_one_meeting_follow_another(who):
    taken = WHOM[who]()

    made = [booked(minutes, **{who: taken}) for minutes in (-25, 0, 25)]

    assert list(Booking.objects.order_by("pk")) == made


@pytest.mark.postgres
def test_postgresql_books_different_people_at_once():
    made = [booked(0, **{who: factory()}) for who, factory in WHOM.items() for _ in range(2)]

    assert list(Booking.objects.order_by("pk")) == made
