from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from time_machine import travel

from itpo.office.models import Document, FollowUp, Holiday, Office, Role, User, YearlyClosure
from tests.conftest import logged_in
from tests.factories import (
    FollowUpFactory,
    ManagerFactory,
    OfficeFactory,
    OutgoingMailFactory,
    PersonalLinkFactory,
    RuleFactory,
    UserFactory,
)

NEW_USER = {
    "email": "Tanaka@Example.org",
    "family_name": "Tanaka",
    "given_name": "Rin",
    "role": "officer",
    "password1": "a long and quiet river",
    "password2": "a long and quiet river",
    "language": "en",
    "time_zone": "Asia/Tokyo",
    "digest_hour": "8",
}


@pytest.fixture
def elsewhere(db: None) -> Office:
    return OfficeFactory(name="UNIDO ITPO Elsewhere")


def user_page(user: User) -> str:
    return reverse("admin:office_user_change", args=[user.pk])


def test_a_manager_makes_an_account_in_their_own_office_only(
    managers_desk: Client, manager: User, elsewhere: Office
):
    managers_desk.post(
        reverse("admin:office_user_add"),
        {**NEW_USER, "office": elsewhere.pk, "is_superuser": "on"},
    )

    made = User.objects.get(email="tanaka@example.org")
    assert (made.office, made.is_superuser, made.role) == (manager.office, False, Role.OFFICER)
    assert made.check_password("a long and quiet river")


def test_a_new_office_in_japan_closes_for_the_new_year_and_obon(db: None):
    administrator = ManagerFactory(is_superuser=True)
    office = {"name": "UNIDO ITPO Osaka", "country_code": "JP", "time_zone": "Asia/Tokyo"}

    logged_in(administrator).post(
        reverse("admin:office_office_add"), {**office, "escalates_after": "5"}
    )

    made = Office.objects.get(name="UNIDO ITPO Osaka")
    assert [one.name for one in made.yearly_closures.by_day()] == ["Obon", "New Year"]


def test_a_manager_says_when_the_office_closes_every_year(managers_desk: Client, manager: User):
    page = reverse("admin:office_yearlyclosure_add")
    days = {"first_month": "2", "first_day": "30", "last_month": "3", "last_day": "2"}

    refused = managers_desk.post(page, {"name": "Move", **days})
    managers_desk.post(page, {"name": "Move", **days, "first_day": "28"})

    assert "There is no such day." in refused.content.decode()
    assert "February" in refused.content.decode()
    (made,) = YearlyClosure.objects.all()
    assert (str(made), made.office) == ("Move: 28 February – 2 March", manager.office)
    assert made.history.get().history_user == manager


def test_an_address_in_use_is_refused_however_it_is_written(managers_desk: Client, manager: User):
    UserFactory(office=manager.office, email="tanaka@example.org")

    answer = managers_desk.post(reverse("admin:office_user_add"), NEW_USER)

    assert answer.status_code == 200
    assert User.objects.filter(family_name="Tanaka").count() == 0


def test_a_manager_can_make_nobody_an_administrator(managers_desk: Client, officer: User):
    sent = {**NEW_USER, "email": officer.email, "is_active": "on", "is_superuser": "on"}

    managers_desk.post(user_page(officer), {**sent, "role": "auditor"})

    officer.refresh_from_db()
    assert (officer.role, officer.is_superuser) == ("auditor", False)


def test_a_manager_cannot_touch_an_administrators_account(managers_desk: Client, office: Office):
    root = ManagerFactory(office=office, is_superuser=True, email="root@example.org")

    page = managers_desk.get(user_page(root)).content.decode()
    answers = [
        managers_desk.post(user_page(root), {**NEW_USER, "email": "mine@example.org"}),
        managers_desk.get(reverse("admin:auth_user_password_change", args=[root.pk])),
    ]

    root.refresh_from_db()
    assert "Set a new password" not in page
    assert [answer.status_code for answer in answers] == [403, 403]
    assert root.email == "root@example.org"


def test_a_manager_cannot_set_the_password_of_another_offices_user(
    managers_desk: Client, elsewhere: Office
):
    theirs = UserFactory(office=elsewhere)

    answer = managers_desk.get(reverse("admin:auth_user_password_change", args=[theirs.pk]))

    assert answer.status_code == 404


def test_a_manager_sets_a_new_password_for_their_officer(managers_desk: Client, officer: User):
    words = "another long and quiet river"

    managers_desk.post(
        reverse("admin:auth_user_password_change", args=[officer.pk]),
        {"password1": words, "password2": words, "usable_password": "true", "set-password": "1"},
    )

    officer.refresh_from_db()
    assert officer.check_password(words)


def test_an_old_address_opens_nothing_once_it_is_changed(managers_desk: Client, officer: User):
    EmailAddress.objects.create(user=officer, email=officer.email, primary=True, verified=True)
    sent = {**NEW_USER, "email": "new@example.org", "is_active": "on"}

    managers_desk.post(user_page(officer), sent)

    officer.refresh_from_db()
    assert officer.email == "new@example.org"
    assert not EmailAddress.objects.exists()


def test_a_superuser_sees_every_office(db: None, elsewhere: Office):
    root = ManagerFactory(is_superuser=True)
    theirs = FollowUpFactory(owner=UserFactory(office=elsewhere))

    page = logged_in(root).get(reverse("admin:office_followup_changelist"))

    assert theirs.what in page.content.decode()


def test_an_officer_is_told_and_not_sent_in_circles(desk: Client):
    answer = desk.get(reverse("admin:login"))

    assert answer.status_code == 403


def test_a_new_follow_up_is_open_and_in_the_managers_office(
    managers_desk: Client, manager: User, officer: User
):
    managers_desk.post(
        reverse("admin:office_followup_add"),
        {
            "what": "Send the offer",
            "due_on": "2026-12-01",
            "owner": officer.pk,
            "promised_by": "us",
            "state": "done",
        },
    )

    made = FollowUp.objects.get()
    assert (made.office, made.state, made.due_on) == (manager.office, "open", date(2026, 12, 1))


def test_a_follow_up_cannot_be_given_to_somebody_of_another_office(
    managers_desk: Client, elsewhere: Office
):
    theirs = UserFactory(office=elsewhere)

    managers_desk.post(
        reverse("admin:office_followup_add"),
        {"what": "Send", "due_on": "2026-12-01", "owner": theirs.pk, "promised_by": "us"},
    )

    assert not FollowUp.objects.exists()


def test_a_manager_ticks_off_follow_ups_by_the_verb(
    managers_desk: Client, manager: User, officer: User
):
    open_one = FollowUpFactory(owner=officer, what="Call")
    done = FollowUpFactory(
        owner=officer, what="Write", state="done", closed_at=datetime(2026, 1, 1, tzinfo=UTC)
    )

    answer = managers_desk.post(
        reverse("admin:office_followup_changelist"),
        {"action": "tick_off", "_selected_action": [open_one.pk, done.pk]},
        follow=True,
    )

    open_one.refresh_from_db()
    assert (open_one.state, open_one.closed_by) == ("done", manager)
    assert [str(message) for message in answer.context["messages"]] == [
        "Write: It was closed already: done.",
        "1 follow-up is done.",
    ]


@travel(datetime(2026, 11, 21, 3, 0, tzinfo=UTC), tick=False)
def test_lateness_is_said_in_days_of_the_reader(managers_desk: Client, officer: User):
    for what, day in (("A", 19), ("B", 21), ("C", 22)):
        FollowUpFactory(owner=officer, what=what, due_on=date(2026, 11, day))
    url = reverse("admin:office_followup_changelist")

    page = managers_desk.get(url).content.decode()
    found = {
        due: [one.what for one in managers_desk.get(url, {"due": due}).context["cl"].result_list]
        for due in ("late", "today", "coming")
    }

    assert '19 Nov 2026 <span class="tag late">2 days late</span>' in page
    assert '21 Nov 2026 <span class="tag due">today</span>' in page
    assert found == {"late": ["A"], "today": ["B"], "coming": ["C"]}


def test_a_rule_reads_as_a_sentence(managers_desk: Client, office: Office):
    for offset in (-2, 0, 3):
        RuleFactory(office=office, offset=offset)

    page = managers_desk.get(reverse("admin:office_rule_changelist")).content.decode()

    wanted = ["2 days before its last day", "on its last day", "3 days after its last day"]
    assert [words for words in wanted if words not in page] == []


def test_a_rule_said_twice_is_refused_in_the_form(managers_desk: Client, office: Office):
    rule = RuleFactory(office=office)

    answer = managers_desk.post(
        reverse("admin:office_rule_add"),
        {
            "subject": rule.subject,
            "what": rule.what,
            "offset": "2",
            "unit": "days",
            "anchor": "ends",
        },
    )

    assert "There is such a rule already." in answer.content.decode()


def test_a_mail_is_read_without_the_secret_of_a_personal_link(
    managers_desk: Client, office: Office
):
    link = PersonalLinkFactory(office=office)
    mail = OutgoingMailFactory(
        user=UserFactory(office=office),
        state="sent",
        sent_at=datetime(2026, 11, 20, tzinfo=UTC),
        body=f"<b>Open</b> http://testserver/apply/{link.pk}/{link.token()}/",
    )

    pages = [
        managers_desk.get(reverse(f"admin:office_{name}_change", args=[row.pk])).content.decode()
        for name, row in (("outgoingmail", mail), ("personallink", link))
    ]

    assert [link.token() in page for page in pages] == [False, False]
    assert "&lt;b&gt;Open&lt;/b&gt;" in pages[0]


def test_a_file_is_handed_out_by_the_view_that_looks_who_asks(managers_desk: Client, manager: User):
    managers_desk.post(
        reverse("admin:office_document_add"),
        {"title": "minutes.txt", "file": SimpleUploadedFile("minutes.txt", b"agreed")},
    )

    document = Document.objects.get()
    pages = [
        managers_desk.get(reverse("admin:office_document_changelist")).content.decode(),
        managers_desk.get(
            reverse("admin:office_document_change", args=[document.pk])
        ).content.decode(),
    ]
    url = reverse("office:document", args=[document.pk])
    assert (document.office, document.uploaded_by) == (manager.office, manager)
    assert [f'href="{url}"' in page for page in pages] == [True, True]
    assert [document.file.name in page for page in pages] == [False, False]


def test_a_closure_of_ones_own_office_can_be_added_and_another_offices_cannot(
    managers_desk: Client, manager: User, elsewhere: Office
):
    for office in (manager.office, elsewhere):
        managers_desk.post(
            reverse("admin:office_holiday_add"),
            {"on": "2026-12-28", "name": "Moving", "country_code": "JP", "office": office.pk},
        )

    assert [closure.office for closure in Holiday.objects.all()] == [manager.office]
