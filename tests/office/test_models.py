"""What the database holds about offices, people, promises and mails."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from itpo.office.models import (
    FollowUp,
    Holiday,
    Office,
    OutgoingMail,
    Role,
    Rule,
    User,
)
from tests.factories import (
    AbsenceFactory,
    DocumentFactory,
    ExchangeRateFactory,
    ExportLogFactory,
    FollowUpFactory,
    HolidayFactory,
    ImportedRecordFactory,
    ImportRunFactory,
    MailTextFactory,
    MergeFactory,
    OfficeFactory,
    OutgoingMailFactory,
    RecordKeyFactory,
    RuleFactory,
    RuleTextFactory,
    SampleRecordFactory,
    SavedViewFactory,
    SectorFactory,
    StoppedAddressFactory,
    SuspectedPairFactory,
    TroubleFactory,
    UserFactory,
    YearlyClosureFactory,
)
from tests.refusals import Case, Spoiled, assert_refused, change, constraints_of, ids, twin

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def standing_in_for_oneself() -> Spoiled:
    row = AbsenceFactory()
    return Spoiled(row, {"stand_in": row.user})


def the_same_address_in_capitals() -> Spoiled:
    UserFactory(email="sato@example.org")
    return Spoiled(UserFactory(), {"email": "SATO@example.org"})


def change_to_the_days_of_another() -> Spoiled:
    YearlyClosureFactory()
    return Spoiled(YearlyClosureFactory(last_day=4), {"last_day": 3})


def the_same_language_again() -> Spoiled:
    text = RuleTextFactory(language="en")
    return Spoiled(RuleTextFactory(rule=text.rule, language="fr"), {"language": "en"})


CASES = [
    Case("followup_closed_says_when", change(FollowUpFactory, state="done")),
    Case("followup_closed_says_when", change(FollowUpFactory, closed_at=NOON)),
    Case("followup_dropped_says_why", change(FollowUpFactory, state="dropped", closed_at=NOON)),
    Case(
        "followup_says_what",
        change(FollowUpFactory, what=""),
        says="This field cannot be blank.",
    ),
    Case("rule_said_once", twin(RuleFactory, "what")),
    Case(
        "rule_reaches_so_far",
        change(RuleFactory, offset=401),
        says="Ensure this value is less than or equal to 400.",
    ),
    Case(
        "rule_fits_its_subject",
        change(RuleFactory, anchor="call_closes"),
        says="For “Visit” choose: its first day; its last day.",
    ),
    Case(
        "rule_fits_its_subject",
        change(RuleFactory, condition="unplanned"),
        says="For “Visit” choose: while papers are missing; "
        "while a company's interest is not known.",
    ),
    Case(
        "rule_fits_its_subject",
        change(RuleFactory, tells="members"),
        says="For “Visit” choose: Whoever looks after it: a follow-up; The delegate: a mail; "
        "Those met of companies: a mail to each.",
    ),
    Case("rule_text_once_a_language", the_same_language_again),
    Case(
        "rule_text_says_something",
        change(RuleTextFactory, body=""),
        says="This field cannot be blank.",
    ),
    Case("mail_sent_says_when", change(OutgoingMailFactory, state="sent")),
    Case("mail_sent_says_when", change(OutgoingMailFactory, sent_at=NOON)),
    Case("mail_being_sent_has_a_lease", change(OutgoingMailFactory, state="sending")),
    Case("mail_not_sent_says_why", change(OutgoingMailFactory, state="cancelled")),
    Case("mail_not_sent_says_why", change(OutgoingMailFactory, state="missed")),
    Case("mail_text_once", twin(MailTextFactory, "office", "kind", "language")),
    Case(
        "mail_text_says_something",
        change(MailTextFactory, body=""),
        says="This field cannot be blank.",
    ),
    Case("address_stopped_once", twin(StoppedAddressFactory, "address")),
    Case(
        "stopped_address_in_small_letters",
        change(StoppedAddressFactory, address="Gone@example.org"),
    ),
    Case(
        "stopped_address_cleared_later",
        change(StoppedAddressFactory, cleared_at=datetime(2020, 1, 1, tzinfo=UTC)),
    ),
    Case("sector_code_once_a_revision", twin(SectorFactory, "code")),
    Case("holiday_once_a_country", twin(HolidayFactory, "on")),
    Case("closure_once_an_office", twin(HolidayFactory, "on", office=OfficeFactory)),
    Case("yearly_closure_first_is_a_day", change(YearlyClosureFactory, first_day=32)),
    Case("yearly_closure_first_is_a_day", change(YearlyClosureFactory, first_day=0)),
    Case(
        "yearly_closure_last_is_a_day",
        change(YearlyClosureFactory, given={"last_month": 2, "last_day": 1}, last_day=30),
    ),
    Case(
        "yearly_closure_last_is_a_day",
        change(
            YearlyClosureFactory,
            given={"first_month": 4, "first_day": 1, "last_month": 4, "last_day": 30},
            last_day=31,
        ),
    ),
    Case(
        "yearly_closure_once_an_office",
        change_to_the_days_of_another,
    ),
    Case(
        "yearly_closure_within_three_months",
        change(YearlyClosureFactory, last_month=12, last_day=28),
    ),
    Case("yearly_closure_within_three_months", change(YearlyClosureFactory, last_month=3)),
    Case("yearly_closure_within_three_months", change(YearlyClosureFactory, last_month=11)),
    Case("rate_once_a_day", twin(ExchangeRateFactory, "on")),
    Case(
        "rate_is_positive",
        change(ExchangeRateFactory, rate=Decimal(0)),
        says="Ensure this value is greater than or equal to 1E-8.",
    ),
    Case("rate_between_two_currencies", change(ExchangeRateFactory, to_currency="MAD")),
    Case(
        "user_digest_hour_is_an_hour",
        change(UserFactory, digest_hour=24),
        says="Ensure this value is less than or equal to 23.",
    ),
    Case(
        "user_has_an_office", change(UserFactory, office=None), says="This field cannot be blank."
    ),
    Case("user_email_once", the_same_address_in_capitals),
    Case("absence_ends_after_it_begins", change(AbsenceFactory, last_on=date(2026, 11, 30))),
    Case("absence_stand_in_is_somebody_else", standing_in_for_oneself),
    Case("trouble_told_once", twin(TroubleFactory, "part", "model", "row")),
    Case(
        "trouble_lasts_from_its_first_moment",
        change(TroubleFactory, last_at=datetime(2026, 11, 19, tzinfo=UTC)),
    ),
    Case(
        "export_says_of_what",
        change(ExportLogFactory, page=""),
        says="This field cannot be blank.",
    ),
    Case("saved_view_once_a_name", twin(SavedViewFactory, "name", "user", "office")),
    Case(
        "saved_view_has_a_name",
        change(SavedViewFactory, name=""),
        says="This field cannot be blank.",
    ),
    Case("import_taken_back_is_undone", change(ImportRunFactory, undone_at=NOON)),
    Case("import_under_way_is_claimed", change(ImportRunFactory, state="running", aim="done")),
    Case("import_under_way_has_an_aim", change(ImportRunFactory, state="waiting")),
    Case("imported_record_once_a_run", twin(ImportedRecordFactory, "run", "model", "record")),
    Case("sample_row_once", twin(SampleRecordFactory, "row")),
    Case("merge_is_of_two", change(MergeFactory, loser=1)),
    Case("merge_taken_back_says_by_whom", change(MergeFactory, undone_at=NOON)),
    Case("merged_once", twin(MergeFactory, "loser")),
    Case("record_key_once", twin(RecordKeyFactory, "key")),
    Case("pair_is_in_order", change(SuspectedPairFactory, second=1)),
    Case("pair_told_apart_says_by_whom", change(SuspectedPairFactory, told_apart_at=NOON)),
    Case("pair_once", twin(SuspectedPairFactory, "second")),
]


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_the_database_refuses_what_cannot_be(case):
    assert_refused(case)


def test_every_constraint_has_a_case():
    assert {case.constraint for case in CASES} == set(constraints_of("office"))


def test_one_office_may_close_on_a_day_on_which_the_country_has_a_holiday():
    day = date(2026, 12, 30)
    nationwide = Holiday.objects.create(country_code="JP", on=day, name="Bridge day")

    closed = Holiday.objects.create(
        country_code="JP", on=day, name="Stocktaking", office=OfficeFactory()
    )

    assert list(Holiday.objects.order_by("pk")) == [nationwide, closed]


def test_a_yearly_closure_says_its_days_in_words():
    one_day = YearlyClosureFactory.build(first_month=2, first_day=29, last_month=2, last_day=29)

    assert str(YearlyClosureFactory.build()) == "New Year: 29 December – 3 January"
    assert one_day.days == "29 February"


def test_a_rule_may_be_said_again_for_missions_and_by_another_office():
    rule = RuleFactory(what="Thank the hosts")

    RuleFactory(what="Thank the hosts", subject=Rule.Subject.MISSION)
    RuleFactory(what="Thank the hosts", office=OfficeFactory(name="UNIDO ITPO Elsewhere"))

    assert Rule.objects.filter(what=rule.what).count() == 3


def test_an_office_knows_what_day_it_is_there():
    late_in_london = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

    assert Office(time_zone="Asia/Tokyo").today(late_in_london) == date(2026, 11, 21)
    assert Office(time_zone="America/New_York").today(late_in_london) == date(2026, 11, 20)


def test_a_person_knows_what_day_it_is_for_them():
    late_in_london = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

    assert User(time_zone="Asia/Tokyo").today(late_in_london) == date(2026, 11, 21)
    assert User(time_zone="Africa/Casablanca").today(late_in_london) == date(2026, 11, 20)


@pytest.mark.parametrize("name", ["Asia/Edo", "Tokyo", "+09:00", ""])
def test_what_is_no_time_zone_is_refused(office, name):
    office.time_zone = name

    with pytest.raises(ValidationError) as refusal:
        office.full_clean()

    assert list(refusal.value.message_dict) == ["time_zone"]


@pytest.mark.parametrize("code", ["jp", "JPN", "J", "日本"])
def test_what_is_no_country_code_is_refused(office, code):
    office.country_code = code

    with pytest.raises(ValidationError) as refusal:
        office.full_clean()

    assert list(refusal.value.message_dict) == ["country_code"]


@pytest.mark.parametrize(
    ("role", "is_staff", "sees_restricted", "may_change"),
    [
        (Role.OFFICER, False, False, True),
        (Role.MANAGER, True, True, True),
        (Role.AUDITOR, True, False, False),
    ],
)
def test_a_role_says_what_somebody_may(role, is_staff, sees_restricted, may_change):
    user = User(role=role)

    assert (user.is_staff, user.sees_restricted, user.may_change) == (
        is_staff,
        sees_restricted,
        may_change,
    )


def test_an_address_is_kept_in_small_letters_when_somebody_is_made(office):
    user = User.objects.create_user("Sato@Example.ORG", family_name="Sato", office=office)

    assert user.email == "sato@example.org"
    assert not user.has_usable_password()


def test_the_first_administrator_comes_before_the_first_office():
    user = User.objects.create_superuser("root@example.org", "secret", family_name="Root")

    assert (user.office, user.role, user.is_superuser) == (None, Role.MANAGER, True)


def test_a_later_administrator_belongs_to_the_first_office(office):
    user = User.objects.create_superuser("root@example.org", "secret", family_name="Root")

    assert user.office == office


def test_a_name_is_written_family_name_first_and_in_capitals():
    assert str(User(family_name="Sato", given_name="Mika")) == "SATO Mika"
    assert str(User(family_name="Sato")) == "SATO"
    assert str(User(email="sato@example.org")) == "sato@example.org"


def test_passwords_and_log_ins_are_no_history():
    kept = {field.name for field in User.history.model._meta.get_fields()}

    assert kept & {"password", "last_login"} == set()


def test_a_file_is_kept_under_a_name_nobody_can_guess():
    first, second = DocumentFactory.create_batch(2, title="profile.pdf")

    assert re.fullmatch(r"documents/[0-9a-f]{40}", first.file.name)
    assert first.file.name != second.file.name
    assert first.title == "profile.pdf"


def test_a_mail_is_ready_when_its_turn_has_come_or_its_sender_died():
    minute = timedelta(minutes=1)
    due = OutgoingMailFactory(send_after=NOON)
    again = OutgoingMailFactory(send_after=NOON - minute, state="waiting")
    died = OutgoingMailFactory(state="sending", leased_until=NOON - minute)
    OutgoingMailFactory(send_after=NOON + minute)
    OutgoingMailFactory(state="sending", leased_until=NOON + minute)
    OutgoingMailFactory(state="sent", sent_at=NOON)
    OutgoingMailFactory(state="cancelled")

    ready = OutgoingMail.objects.ready(NOON).order_by("pk")

    assert list(ready) == [due, again, died]


def test_every_attempt_at_a_mail_has_the_same_message_id():
    mail = OutgoingMailFactory()

    first_attempt = mail.message_id
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=3)

    assert OutgoingMail.objects.get(pk=mail.pk).message_id == first_attempt


def test_what_is_due_is_open_and_of_that_day_or_earlier():
    day = date(2026, 11, 20)
    late = FollowUpFactory(due_on=date(2026, 11, 2))
    today = FollowUpFactory(due_on=day)
    FollowUpFactory(due_on=date(2026, 11, 21))
    FollowUpFactory(due_on=day, state="done", closed_at=NOON)
    FollowUpFactory(due_on=day, state="dropped", closed_at=NOON, reason="Not wanted")

    due = FollowUp.objects.due_by(day).most_urgent_first()

    assert list(due) == [late, today]
