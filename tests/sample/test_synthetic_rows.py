"""The invented rows themselves: some of everything, and nothing the rules would refuse."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from deals.models import (
    Claim,
    Confirmation,
    ConfirmedFigure,
    Contribution,
    Deal,
    Gate,
    Institution,
    StageChange,
    Undisclosed,
    Verification,
)
from delegates.models import BudgetLine, Delegate, Visit
from investors.models import Company, Meeting, Mission, MissionBudgetLine
from itpo.office.models import ExchangeRate, FollowUp, Office, Role, SavedView, User
from itpo.sample.people import PASSWORD
from itpo.sample.synthetic import loading
from itpo.sample.tables import histories
from tests.conftest import logged_in
from tests.registry import MODELS, name
from tests.sample.conftest import AT

DEALS = 80
KEEP = (Role.OFFICER, Role.MANAGER)


@pytest.fixture(scope="module")
def filled_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[loading.Loaded]:
    """Loaded for all tests of a module; what each test does is undone."""
    quickly = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), quickly, transaction.atomic():
        yield loading.load(number=DEALS, at=AT)
        transaction.set_rollback(True)


@pytest.fixture
def filled(filled_once: loading.Loaded, db: None) -> loading.Loaded:
    return filled_once


def test_there_is_as_much_as_was_asked_for_in_proportion(filled):
    assert filled.counts == {
        "deals": DEALS,
        "companies": DEALS,
        "delegates": 5,
        "visits": 16,
        "meetings": 120,
        "missions": 3,
    }
    assert Deal.objects.count() == Company.objects.count() == DEALS
    assert FollowUp.objects.count() == 120
    assert 150 < Claim.objects.count() < 300


def test_another_number_is_refused(filled):
    with pytest.raises(CommandError, match=r"^There are 80 invented deals already; .*\.$"):
        call_command("load_synthetic", deals=81)


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_no_rule_of_a_form_or_the_database_is_broken(filled, model):
    for row in model._base_manager.order_by("pk")[:25]:
        row.full_clean(exclude=["password"])


def test_every_row_has_the_entry_its_history_begins_with(filled):
    for history, tracked in histories().items():
        kinds = history.objects.values_list("history_type", flat=True)
        assert Counter(kinds) == Counter({"+": tracked._base_manager.count()} if kinds else {})
    entry = Deal.objects.exclude(owner=None).earliest("pk").history.get()
    assert entry.history_user == entry.owner
    assert entry.history_date == entry.created_at < AT


def test_of_everything_there_is_some(filled):
    today = AT.date()
    follow_ups = FollowUp.objects.all()

    assert set(follow_ups.values_list("state", flat=True)) == {"open", "done", "dropped"}
    assert follow_ups.open().filter(due_on__lt=today).exists()
    assert follow_ups.open().filter(due_on__gt=today).exists()
    assert Deal.objects.exclude(parent=None).count() == DEALS // 20
    assert set(Claim.objects.values_list("phase", flat=True)) == set(Claim.Phase.values)
    assert Claim.objects.verified().exists()
    assert Claim.objects.exclude(currency="").values("currency").distinct().count() > 1
    assert Deal.sectors.through.objects.exists()
    assert Deal.themes.through.objects.exists()
    assert Contribution.objects.exists()
    for table in (Gate, Undisclosed, Institution, Verification, Confirmation, ConfirmedFigure):
        assert table._base_manager.exists(), table
    assert StageChange.objects.exclude(missing="").exists()
    assert StageChange.objects.filter(from_stage="").count() < DEALS
    assert Claim.objects.due_again(today).exists()
    assert Deal.objects.exclude(decided="").exists()
    for table in (ExchangeRate, BudgetLine, MissionBudgetLine):
        assert table._base_manager.exists(), table
    assert Visit.objects.filter(state="running").exists()
    assert Mission.objects.filter(members__isnull=False, legs__isnull=False).exists()


def test_what_is_confidential_stays_with_its_owner_and_the_managers(filled):
    loud = FollowUp.objects.filter(deals__is_confidential=True, is_restricted=False)

    assert not loud.exists()


def test_names_are_visibly_invented_and_written_in_japanese_too(filled):
    company = Company.objects.earliest("pk")

    assert company.name.split()[0] in {
        "Fictive", "Sample", "Imaginary", "Example", "Mock", "Invented"
    }  # fmt: skip
    assert "株式会社" in company.name_ja
    assert company.reading
    assert not Company.objects.filter(corporate_number="").exists()
    assert not User.objects.filter(is_sample=False).exists()


def test_the_moments_of_other_rows_are_filled_in_as_ever(filled):
    deal = Deal.objects.create(office=Office.objects.get(), title="One more")

    assert deal.created_at > Deal.objects.earliest("pk").created_at


def test_its_pages_open_for_an_officer(filled):
    client = Client()
    assert client.login(username="officer@example.org", password=PASSWORD)

    for thing in (Deal, Company, Delegate, Visit, Mission):
        assert client.get(thing.objects.earliest("pk").get_absolute_url()).status_code == 200
    meeting = Meeting.objects.filter(is_restricted=False).earliest("pk")
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert client.get(reverse("desk:my-day")).status_code == 200


def test_what_helped_knows_its_day_and_that_of_the_decision(filled):
    rows = Contribution.objects.with_day().select_related("deal")

    copies = [(one.pk, one.helped_on, one.decided_on) for one in rows]
    assert copies == [(one.pk, one.day, one.deal.decided_latest) for one in rows]
    assert list(rows.out_of_order()) == []
    assert rows.filter(helped_on__gt=F("decided_on")).exists()


def test_everybody_keeps_a_view_that_opens_and_managers_share_one(filled):
    kept = SavedView.objects.select_related("user")

    assert {view.user for view in kept} == set(User.objects.filter(role__in=KEEP))
    assert {view.user.role for view in kept if view.is_shared} == {Role.MANAGER}
    for view in kept:
        chosen = logged_in(view.user).get(view.get_absolute_url()).context["list"].chosen
        labels = ["Country"] if view.is_shared else ["Stage", "Whose"]
        assert [one.label for one in chosen] == labels
