"""Every model in the admin: its list, its page and its history, for everybody of the cast.

The models are read from the site, so that a new one cannot be forgotten.
"""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from itpo.office.models import Merge, Office, RecordKey, SampleRecord, SuspectedPair, User
from tests.conftest import logged_in
from tests.desk.admin_rows import MAKERS, SHARED
from tests.factories import ManagerFactory, OfficeFactory, TroubleFactory

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OWNED = [model for model in MODELS if model not in SHARED]
WITH_HISTORY = [model for model in MODELS if hasattr(model, "history")]
OUR_APPS = ("office", "delegates", "investors", "deals")


def named(model: type[Model]) -> str:
    return model._meta.label


each_model = pytest.mark.parametrize("model", MODELS, ids=named)
each_owned_model = pytest.mark.parametrize("model", OWNED, ids=named)


def address(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def strangers_desk(db: None) -> Client:
    """The manager of another office."""
    return logged_in(ManagerFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere")))


def test_every_model_of_ours_has_a_place_in_the_admin():
    in_rows_of_another = {
        inline.model for one in admin.site._registry.values() for inline in one.inlines
    }
    ours = {model for app in OUR_APPS for model in apps.get_app_config(app).get_models()}

    left_out = {
        model
        for model in ours - set(MODELS) - in_rows_of_another
        if not model.__name__.startswith("Historical")
    }

    # What was merged and what may be one have a page of their own.
    assert left_out == {SampleRecord, Merge, RecordKey, SuspectedPair}


def test_the_admin_shows_only_models_of_ours():
    assert {model._meta.app_label for model in MODELS} == set(OUR_APPS)
    assert set(MODELS) == set(MAKERS)


@each_model
def test_a_list_shows_its_rows_and_costs_the_same_for_one_and_three(
    model: type[Model], managers_desk: Client, office: Office
):
    url = address(model, "changelist")
    texts = [MAKERS[model](office, 0)[1]]
    managers_desk.get(url)  # what Django remembers from now on: sites, content types
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        managers_desk.get(url)
    texts += [MAKERS[model](office, number)[1] for number in (1, 2)]

    with CaptureQueriesContext(connection) as for_three:
        page = managers_desk.get(url).content.decode()

    assert [text for text in texts if escape(text) not in page] == []
    assert len(for_three) == len(for_one)
    assert len(for_three) <= 12


@each_model
def test_a_page_shows_its_row_and_costs_the_same_for_one_and_three(
    model: type[Model], managers_desk: Client, office: Office
):
    row, text = MAKERS[model](office, 0)
    url = address(model, "change", row.pk)
    managers_desk.get(url)
    with CaptureQueriesContext(connection) as for_one:
        managers_desk.get(url)
    for number in (1, 2):
        MAKERS[model](office, number)

    with CaptureQueriesContext(connection) as for_three:
        page = managers_desk.get(url).content.decode()

    assert escape(text) in page
    assert len(for_three) == len(for_one)


@each_model
def test_a_list_can_be_searched_and_sorted_by_every_column(
    model: type[Model], managers_desk: Client, office: Office
):
    MAKERS[model](office, 0)
    columns = range(1, len(admin.site._registry[model].list_display) + 1)

    pages = [managers_desk.get(address(model, "changelist"), {"q": "a b"})]
    pages += [managers_desk.get(address(model, "changelist"), {"o": str(n)}) for n in columns]

    assert [page.status_code for page in pages] == [200] * len(pages)


@each_model
@pytest.mark.once
def test_an_auditor_looks_and_writes_nothing(model: type[Model], auditor: User, office: Office):
    row, text = MAKERS[model](office, 0)
    desk = logged_in(auditor)
    url = address(model, "change", row.pk)

    page = desk.get(url)
    answers = [
        desk.post(where).status_code
        for where in (url, address(model, "add"), address(model, "delete", row.pk))
    ]

    assert escape(text) in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert answers == [403, 403, 403]
    assert model.objects.filter(pk=row.pk).exists()


@each_model
@pytest.mark.once
def test_an_officer_does_not_enter_the_admin(model: type[Model], desk: Client):
    answer = desk.get(address(model, "changelist"), follow=True)

    assert answer.status_code == 403


@each_model
@pytest.mark.once
def test_nobody_enters_without_logging_in(model: type[Model], client: Client, db: None):
    url = address(model, "changelist")

    answer = client.get(url)

    assert answer.headers["Location"] == f"{reverse('account_login')}?next={url}"


@each_owned_model
@pytest.mark.once
def test_another_offices_manager_finds_no_row_anywhere(
    model: type[Model], strangers_desk: Client, office: Office
):
    row, text = MAKERS[model](office, 0)

    page = strangers_desk.get(address(model, "changelist")).content.decode()
    by_number = strangers_desk.get(address(model, "change", row.pk))
    history = strangers_desk.get(address(model, "history", row.pk))
    removal = strangers_desk.post(address(model, "delete", row.pk), {"post": "yes"})

    assert text == "••••" or escape(text) not in page
    assert (by_number.status_code, by_number.headers.get("Location")) == (302, "/admin/")
    assert history.status_code in {302, 404}
    assert removal.status_code in {302, 403}
    assert model.objects.filter(pk=row.pk).exists()


@each_owned_model
@pytest.mark.once
def test_another_offices_manager_picks_no_row(
    model: type[Model], strangers_desk: Client, office: Office
):
    row, _text = MAKERS[model](office, 0)
    references = [
        (other, field)
        for other in apps.get_models()
        if other._meta.app_label in OUR_APPS and not other.__name__.startswith("Historical")
        for field in (*other._meta.fields, *other._meta.many_to_many)
        if field.is_relation and field.remote_field.model is model
    ]

    picked = []
    for other, field in references:
        asked = {
            "app_label": other._meta.app_label,
            "model_name": other._meta.model_name,
            "field_name": field.name,
        }
        answer = strangers_desk.get(reverse("admin:autocomplete"), asked)
        picked += [one["id"] for one in answer.json()["results"]]

    assert str(row.pk) not in picked


@pytest.mark.parametrize("model", WITH_HISTORY, ids=named)
@pytest.mark.once
def test_a_history_says_who_changed_what_and_cannot_be_put_back(
    model: type[Model], managers_desk: Client, office: Office
):
    row, _text = MAKERS[model](office, 0)
    row.save()
    version = row.history.first()

    page = managers_desk.get(address(model, "history", row.pk))
    earlier = managers_desk.get(address(model, "simple_history", row.pk, version.pk))
    put_back = managers_desk.post(address(model, "simple_history", row.pk, version.pk), {})

    assert page.status_code == 200
    assert page.content.decode().count("/history/") >= 2
    assert earlier.status_code == 200
    assert 'type="submit" value' not in earlier.content.decode()
    assert put_back.status_code == 403


@each_model
@pytest.mark.once
def test_a_manager_opens_the_empty_form_where_something_can_be_added(
    model: type[Model], managers_desk: Client, manager: User
):
    registered = admin.site._registry[model]

    answer = managers_desk.get(address(model, "add"))

    read_only = registered.is_read_only or registered.only_a_superuser_adds
    assert answer.status_code == (403 if read_only else 200)
    assert 'name="office"' not in answer.content.decode() or not registered.sets_office


def test_the_front_page_names_every_list(managers_desk: Client):
    page = managers_desk.get(reverse("admin:index")).content.decode()

    missing = [model for model in MODELS if address(model, "changelist") not in page]
    assert missing == []
    assert 'href="/"' in page


def test_an_auditor_does_not_read_what_an_error_quotes(manager, auditor):
    TroubleFactory(office=manager.office, error="ValueError: Secret plant")
    address = reverse("admin:office_trouble_changelist")

    assert "Secret plant" in logged_in(manager).get(address).content.decode()
    assert "Secret plant" not in logged_in(auditor).get(address).content.decode()
