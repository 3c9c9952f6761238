"""What a page of the form costs: queries at the desk's end, bytes at the delegate's."""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client

from itpo.portal.addresses import page
from tests.factories import LinkedApplicationFactory, QuestionFactory, RequiredDocumentFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 1, 42, tzinfo=UTC)
MOST = 100_000  # bytes
STATIC = re.compile(r'(?:href|src)="/static/([^"]+)"')


@pytest.fixture(autouse=True)
def the_clock():
    with time_machine.travel(AT, tick=False):
        yield


def application_with(rows: int):
    application = LinkedApplicationFactory(link__opened_at=AT)
    QuestionFactory.create_batch(rows, programme=application.programme)
    RequiredDocumentFactory.create_batch(rows, programme=application.programme)
    return application


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_the_first_page_is_less_than_100_kilobytes_with_all_it_loads(language):
    application = LinkedApplicationFactory(link__language=language)

    html = Client().get(page(application.link, "portal:step", step="person")).content

    loaded = set(STATIC.findall(html.decode()))
    assert {path.rpartition("/")[2] for path in loaded} == {
        "bootstrap.min.css",
        "tokens.css",
        "portal.css",
        "portal.js",
    }
    files = [Path(str(finders.find(path))).read_bytes() for path in loaded]
    # Pages go out as they are, the files compressed, as whitenoise keeps them.
    assert len(html) + sum(len(gzip.compress(one)) for one in files) < MOST


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("step", "queries"),
    [
        ("person", 4),  # the link, the application, the questions, the documents asked for
        ("aims", 4),
        ("projects", 4),
        ("travel", 5),  # and the passport
        ("documents", 6),  # and which files are there, and their names
        ("consent", 4),
    ],
)
def test_a_step_costs_the_same_whatever_is_asked(rows, step, queries, django_assert_num_queries):
    application = application_with(rows)

    with django_assert_num_queries(queries):
        Client().get(page(application.link, "portal:step", step=step))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_summary_costs_the_same_whatever_is_asked(rows, django_assert_num_queries):
    application = application_with(rows)

    with django_assert_num_queries(7):  # as the documents step, and the passport
        Client().get(page(application.link, "portal:check"))


@pytest.mark.parametrize("rows", [1, 3])
def test_saving_while_typing_costs_the_same_whatever_is_asked(rows, django_assert_num_queries):
    application = application_with(rows)
    address = page(application.link, "portal:step", step="aims")
    save = {"headers": {"X-Saving": "typing"}}
    Client().post(address, {"aims": "a"}, **save)

    # As to show it; then begin, lock and read, write, end.
    with django_assert_num_queries(8):
        Client().post(address, {"aims": "b", "shown": "{}", "sent": '{"aims": ["a"]}'}, **save)
