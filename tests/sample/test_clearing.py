from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import formats, timezone

from deals import claims, pipeline
from deals.models import Claim, Deal, Stage
from delegates import feeds
from delegates.models import Delegate, Visit
from investors import invites
from investors.models import Company, Meeting
from itpo.office import follow_ups
from itpo.office.models import FollowUp, Milestone, Office, OutgoingMail, Rule, User
from itpo.sample import clearing, loading
from itpo.sample.tables import tables
from tests.factories import (
    CompanyFactory,
    DelegateFactory,
    HostCountryFactory,
    ManagerFactory,
    MeetingFactory,
    OutgoingMailFactory,
    UserFactory,
    VisitFactory,
)
from tests.sample.conftest import AT
from tests.sample.everything import counts

pytestmark = pytest.mark.once


@pytest.fixture
def newcomer(loaded) -> User:
    """A real officer of the office the sample made."""
    return UserFactory(office=Office.objects.get(), email="real@example.org", family_name="Real")


def test_nothing_is_left(loaded, capsys):
    records = Delegate.objects.count()

    call_command("clear_sample")

    assert records > 0
    assert counts() == {}
    assert capsys.readouterr().out.endswith(", kept 0\n")


def test_calendars_and_invitations_go_with_whose_they_are(loaded):
    officer = User.objects.get(email="officer@example.org")
    feeds.open_for_officer(officer=officer, at=AT)
    to_come = Meeting.objects.filter(state="planned", starts_at__gt=AT)
    sent = invites.send_all(meetings=to_come.select_related("office"), at=AT)

    cleared = clearing.clear(at=AT)

    assert sent.count > 0
    assert (cleared.kept, counts()) == ([], {})


def test_clearing_twice_changes_nothing(loaded):
    clearing.clear(at=AT)

    assert clearing.clear(at=AT) == clearing.Cleared(0, [])
    assert counts() == {}


def test_the_milestone_stays_and_the_sample_can_be_loaded_again(loaded):
    first = counts()
    clearing.clear(at=AT)
    assert Milestone.objects.filter(name=Milestone.SAMPLE_LOADED).exists()
    assert not loading.is_loaded()

    again = loading.load(at=AT)

    assert again.is_new
    assert loading.is_loaded()
    assert counts() == first


def test_the_office_somebody_works_in_stays_with_its_rules(newcomer):
    rules = Rule.objects.count()

    cleared = clearing.clear(at=AT)

    assert "kept office “UNIDO ITPO Tokyo” because of user “REAL Mika”" in cleared.kept
    assert Rule.objects.count() == rules > 0
    assert list(User.objects.all()) == [newcomer]


def test_a_sample_user_whom_a_real_record_names_stays_but_cannot_log_in(newcomer, client):
    jiro = User.objects.get(email="officer2@example.org")
    VisitFactory(
        officer=jiro, delegate=DelegateFactory(country=HostCountryFactory(code="FJ", name="Fiji"))
    )

    cleared = clearing.clear(at=AT)

    assert [line for line in cleared.kept if "user" in line.split("“")[0]] == [
        "kept user “EXAMPLE Jiro” because of visit “Visit 16 Nov 2026 – 27 Nov 2026”"
    ]
    assert set(User.objects.values_list("email", "is_active")) == {
        ("officer2@example.org", False),
        ("real@example.org", True),
    }
    assert not client.login(username="officer2@example.org", password="just a sample")


def test_a_sample_user_who_stayed_can_log_in_when_the_sample_is_back(newcomer, client):
    VisitFactory(
        officer=User.objects.get(email="officer2@example.org"),
        delegate=DelegateFactory(country=HostCountryFactory(code="FJ", name="Fiji")),
    )
    clearing.clear(at=AT)

    loading.load(at=AT)

    assert client.login(username="officer2@example.org", password="just a sample")


def test_a_deal_that_a_real_person_moved_stays_with_its_company(newcomer):
    deal = Deal.objects.get(title__startswith="Cold stores")
    pipeline.move(deal=deal, to=Stage.PROMOTED, by=newcomer, at=AT)

    cleared = clearing.clear(at=AT)

    assert list(Deal.objects.all()) == [deal]
    assert list(deal.companies.values_list("name", flat=True)) == ["Fictive Logistics Co., Ltd."]
    assert any(line.startswith("kept deal “Cold stores") for line in cleared.kept)


def test_what_a_real_person_changed_stays(newcomer):
    manager = ManagerFactory(office=newcomer.office, family_name="Kimura", given_name="")
    today = formats.date_format(timezone.localdate(), "j M Y")
    company = Company.objects.get(name="Imaginary Solar K.K.")
    company.notes = "They moved."
    company._history_user = manager
    company.save()

    cleared = clearing.clear(at=AT)

    assert list(Company.objects.all()) == [company]
    assert [line for line in cleared.kept if "company" in line.split("“")[0]] == [
        f"kept company “Imaginary Solar K.K.” because of what KIMURA changed on {today}"
    ]


def test_a_promise_a_real_person_kept_stays_with_what_it_is_about(newcomer):
    promise = FollowUp.objects.get(what="Confirm the interpreter for the factory tour")
    promise._history_user = newcomer
    promise.save()

    cleared = clearing.clear(at=AT)

    assert list(FollowUp.objects.values_list("what", "visits__purpose")) == [
        ("Confirm the interpreter for the factory tour", "Meet makers of food machines")
    ]
    assert cleared.kept != []


def test_what_a_real_person_took_over_or_verified_stays(newcomer):
    manager = ManagerFactory(office=newcomer.office, family_name="Kimura", given_name="")
    claim = Claim.objects.to_verify().filter(metric="units", value=1).order_by("pk")[0]
    claims.verify(claim=claim, by=manager, at=AT, evidence="Photo")
    Company.objects.filter(name="Imaginary Solar K.K.").update(owner=newcomer)

    cleared = clearing.clear(at=AT)

    assert list(Claim.objects.all()) == [claim]
    assert claim.deal in Deal.objects.all()
    assert set(cleared.kept) >= {
        "kept claim “Units installed: 1” because of user “KIMURA”",
        "kept company “Imaginary Solar K.K.” because of user “REAL Mika”",
    }


def test_a_sector_of_a_real_company_stays(newcomer):
    sector = Company.objects.get(name="Imaginary Solar K.K.").sectors.get()
    company = CompanyFactory(name="Real Power Co., Ltd.")
    company.sectors.add(sector)

    cleared = clearing.clear(at=AT)

    assert list(company.sectors.all()) == [sector]
    assert [line for line in cleared.kept if "sector" in line.split("“")[0]] == [
        f"kept sector “{sector}” because of company “Real Power Co., Ltd.”"
    ]


def test_what_the_sample_gave_rise_to_goes_with_it(loaded, client):
    jiro = User.objects.get(email="officer2@example.org")
    visit = Visit.objects.filter(officer=jiro, state="running").first()
    rule = Rule.objects.first()
    asked = follow_ups.promise(
        what="Thank them", due_on=AT.date(), owner=jiro, rule=rule, key=f"rule:{rule.pk}:visit:1"
    )
    visit.follow_ups.add(asked)
    follow_ups.tick_off(follow_up=asked, by=jiro, at=AT)
    visit.place = "Osaka"
    visit._history_user = jiro
    visit.save()
    OutgoingMailFactory(user=jiro, office=jiro.office)
    EmailAddress.objects.create(user=jiro, email=jiro.email)
    client.force_login(jiro)
    LogEntry.objects.create(user=jiro, action_flag=CHANGE, object_repr="A visit")

    cleared = clearing.clear(at=AT)

    assert cleared.kept == []
    assert counts() == {}


def test_what_a_rule_asked_for_stays_once_a_real_person_moved_it(newcomer):
    visit = Visit.objects.filter(state="running").first()
    rule = Rule.objects.first()
    asked = follow_ups.promise(
        what="Thank them", due_on=AT.date(), owner=newcomer, rule=rule, key="rule:1:visit:1"
    )
    visit.follow_ups.add(asked)
    follow_ups.move(follow_up=asked, to=AT.date() + timedelta(days=3), reason="Away")

    clearing.clear(at=AT)

    assert list(FollowUp.objects.all()) == [asked]
    assert list(Visit.objects.all()) == [visit]


def test_sessions_and_mails_of_real_people_stay(newcomer, client):
    mail = OutgoingMailFactory(user=newcomer, office=newcomer.office)
    client.force_login(newcomer)

    clearing.clear(at=AT)

    assert list(OutgoingMail.objects.all()) == [mail]
    assert Session.objects.count() == 1


def test_a_meeting_held_on_a_sample_mission_keeps_its_legs(newcomer):
    mission = Meeting.objects.exclude(mission=None).order_by("pk").first().mission
    MeetingFactory(officer=newcomer, mission=mission)
    legs = mission.legs.count()

    clearing.clear(at=AT)

    assert mission.legs.count() == legs > 0


def test_clearing_costs_the_same_for_any_number_of_real_rows(newcomer):
    amina = Delegate.objects.get(given_name="Amina")
    VisitFactory(officer=newcomer, delegate=amina)
    for_one = statements_to_clear()
    VisitFactory.create_batch(2, officer=newcomer, delegate=amina)

    for_three = statements_to_clear()

    assert for_three == for_one < 4 * len(tables())


def statements_to_clear() -> int:
    """How many it takes; the sample is there again afterwards."""
    with CaptureQueriesContext(connection) as statements, transaction.atomic():
        clearing.clear(at=AT)
        transaction.set_rollback(True)
    return len(statements)
