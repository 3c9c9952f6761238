"""The bench: its database, its floor, what it measures and how it says so."""

import gzip
import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve, reverse

from deals.models import Deal
from investors.models import Contact
from itpo.management.bench import database, pages, report, sessions, tally
from itpo.management.bench.imports import ImportCost, import_cost
from itpo.management.bench.mails import Speed
from itpo.management.bench.measuring import Bench, Browser, Measured, percentile
from itpo.management.bench.pages import Target
from itpo.management.bench.ticks import TickCost
from itpo.office.models import ImportRun
from tests.factories import ClaimFactory, DealFactory, StageChangeFactory
from tests.services.processes import MANAGE, ended, environment, processes_of

FLOOR = "/bench/floor/"


@pytest.mark.parametrize(
    ("url", "bench"),
    [
        ("postgres://me@host:5432/desk", "postgres://me@host:5432/desk_bench"),
        ("postgres://me:s%40@host/desk?sslmode=require",
         "postgres://me:s%40@host/desk_bench?sslmode=require"),
        ("postgres://host/desk_bench", "postgres://host/desk_bench"),
        ("sqlite:////var/lib/itpo.sqlite3", "sqlite:////var/lib/itpo_bench.sqlite3"),
        ("sqlite:////var/lib/itpo_bench.sqlite3", "sqlite:////var/lib/itpo_bench.sqlite3"),
        ("sqlite:////var/lib/desk", "sqlite:////var/lib/desk_bench"),
    ],
)  # fmt: skip
def test_the_database_stands_beside_the_desks_own(url, bench):
    assert database.bench_url(url) == bench


def test_another_name_may_be_asked_for_if_it_ends_in_bench():
    url = "sqlite:////var/lib/itpo.sqlite3"

    assert database.bench_url(url, "fast_bench") == "sqlite:////var/lib/fast_bench.sqlite3"
    with pytest.raises(CommandError, match=r"only a database called …_bench; fast is not\.$"):
        database.bench_url(url, "fast")


@pytest.mark.parametrize(
    "url", ["sqlite://:memory:", "sqlite://", "postgres://host/", "postgres://host"]
)
def test_a_database_without_a_name_is_refused(url):
    with pytest.raises(CommandError, match=r"^The bench needs a database with a name; .*\.$"):
        database.bench_url(url)


def test_the_database_of_this_process_is_refused_under_any_other_name(
    db, django_assert_num_queries
):
    with (
        django_assert_num_queries(0),
        pytest.raises(CommandError, match=r"^The bench fills only a database called …_bench; "),
    ):
        database.prepare(5, None)


def test_the_command_refuses_a_name_with_one_sentence():
    with pytest.raises(CommandError, match=r"^The bench fills only .*; desk is not\.$"):
        call_command("bench", database="desk")


def test_production_refuses_with_one_sentence(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match=r"^The bench does not run in production\.$"):
        call_command("bench")


def test_less_than_one_deal_is_refused():
    with pytest.raises(CommandError, match=r"^Deals and rounds are at least one each\.$"):
        call_command("bench", deals=0)


def test_only_the_bench_has_a_floor(settings):
    with pytest.raises(Resolver404):
        resolve(FLOOR)

    assert resolve(FLOOR, urlconf="itpo.management.bench.urls").func.__name__ == "floor"


def test_the_floor_asks_who_is_there_and_then_once_for_fifty_joined_rows(
    settings, officer, desk, django_assert_num_queries
):
    settings.ROOT_URLCONF = "itpo.management.bench.urls"
    deals = DealFactory.create_batch(51, office=officer.office, owner=officer)

    with django_assert_num_queries(3):  # session, user, deals
        page = desk.get(FLOOR).text

    assert page.count("<tr>") == 50
    assert page.count("<td>") == 350
    assert f"<td>{deals[0].title}</td>" not in page
    assert f"<td>{deals[-1].country}</td>" in page


def test_the_floor_is_behind_the_login_and_shows_what_one_may_see(settings, officer, desk):
    settings.ROOT_URLCONF = "itpo.management.bench.urls"
    secret = DealFactory(
        office=officer.office, is_confidential=True, anonymous_description="Somebody"
    )

    assert Client().get(FLOOR).status_code == 302
    assert secret.title not in desk.get(FLOOR).text


def test_a_session_is_there_only_while_it_is_needed(officer):
    with sessions.logged_in({"officer": officer}) as cookies:
        name, _mark, key = cookies["officer"].partition("=")
        client = Client()
        client.cookies[name] = key
        assert client.get(reverse("desk:my-day")).status_code == 200

    assert client.get(reverse("desk:my-day")).status_code == 302


def test_only_a_request_that_asks_is_counted(db):
    def view(request):
        Deal.objects.count()
        return tally.HttpResponse("two deals")

    counted = tally.TallyMiddleware(view)
    plain, asking = (
        counted(RequestFactory().get("/", headers=headers)) for headers in ({}, {tally.ASK: "1"})
    )

    assert tally.QUERIES not in plain
    assert asking[tally.QUERIES] == "1"
    assert float(asking[tally.DB_MS]) > 0
    assert int(asking[tally.WORKER]) == os.getpid()
    assert not connection.execute_wrappers


def test_the_fullest_record_has_the_most_kinds_of_things_around_it(officer):
    deal = DealFactory(office=officer.office, owner=officer)
    fullest = DealFactory(office=officer.office, owner=officer)
    for _time in range(2):
        ClaimFactory(deal=deal)
    for factory in (ClaimFactory, StageChangeFactory):
        factory(deal=fullest)

    assert pages.DEAL.pk(officer) == fullest.pk
    with pytest.raises(CommandError, match=r"^There is no visit to look at\.$"):
        pages.VISIT.pk(officer)


def test_pages_have_names_of_their_own_and_those_of_the_admin_say_so():
    names = [page.name for page in pages.PAGES]

    assert len(set(names)) == len(names)
    assert {page.name for page in pages.PAGES if page.name.startswith("admin")} == {
        page.name for page in pages.PAGES if page.url_name.startswith("admin:")
    }


def test_a_page_that_is_not_there_yet_is_left_out_if_it_may_be(monkeypatch, officer):
    there = pages.Page("deals", "deals:deals", query="q=solar")
    to_come = pages.Page("admin of tomorrow", "admin:tomorrow", only_if_there=True)
    monkeypatch.setattr(pages, "PAGES", [there, to_come])

    found = pages.targets({"officer": officer}, {"officer": "a=b"})

    assert found == [Target("deals", f"{reverse('deals:deals')}?q=solar", "a=b")]


class Pages(BaseHTTPRequestHandler):
    """A server with two pages and a stylesheet, and nothing else."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece

    def do_GET(self) -> None:
        sheet = self.path == "/static/a.css"
        body = b"a{}" if sheet else b'<link href="/static/a.css"><script src="/b.js"></script>'
        self.send_response(404 if self.path == "/gone/" else 200)
        self.send_header("Content-Length", str(len(body)))
        if tally.ASK in self.headers:
            for name, value in (
                (tally.QUERIES, 4),
                (tally.DB_MS, 1.5),
                (tally.WORKER, os.getpid()),
            ):
                self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def browser() -> Iterator[Browser]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        found = Browser("127.0.0.1", server.server_port)
        yield found
        found.connection.close()
        server.shutdown()
        thread.join()


def test_each_page_is_timed_in_turns_with_the_floor_and_counted_apart(browser):
    floor, day, admin = (Target(name, "/", "a=b") for name in ("floor", "my day", "admin deals"))
    bench = Bench(browser, floor, [day, admin])

    measured = bench.measure(5)

    body = browser.open(day).body
    assert {name: len(times) for name, times in bench.times.items()} == {
        "my day": 5, "floor": 10, "admin deals": 5
    }  # fmt: skip
    assert list(measured) == ["floor", "my day", "admin deals"]
    assert measured["my day"][2:] == (4, 1.5, len(body), len(gzip.compress(body, 6)))
    assert 0 < measured["my day"].p50_ms <= measured["my day"].p95_ms
    assert bench.assets_bytes() == len("a{}")
    assert 1 < (bench.worker_mb() or 2) < 10_000


def test_a_page_that_fails_is_named(browser):
    bench = Bench(browser, Target("floor", "/", ""), [Target("my day", "/gone/", "")])

    with pytest.raises(CommandError, match=r"^The page my day \(/gone/\) answers 404, not 200\.$"):
        bench.measure(1)


def test_percentiles_are_values_that_were_measured():
    values = [float(value) for value in range(100, 0, -1)]

    assert (percentile(values, 50), percentile(values, 95)) == (50, 95)
    assert percentile([7.0], 95) == percentile([7.0], 50) == 7


MEASURED = {
    "floor": Measured(8.0, 9.0, 3, 1.0, 9000, 900),
    "my day": Measured(16.444, 20.0, 11, 5.5, 64_000, 6_000),
    "find, nothing": Measured(49.9, 51.0, 4, 30.0, 300, 200),
    "find, a slip": Measured(50.0, 55.0, 4, 40.0, 1_200, 400),
    "admin deals": Measured(40.0, 55.0, 10, 9.0, 70_700, 8_049),
}
SPEED = Speed(300.0, 400.0, 500.0)
TICK = TickCost(100_000, 100, 30, 0.4567, 90)
IMPORT = ImportCost(10_000, 2_500, 1.5, 5.049, 2.25)


def test_the_data_has_the_shape_scripts_rely_on():
    data = report.as_data(100, MEASURED, 123.456, 26_900, SPEED, TICK, IMPORT)

    assert data == {
        "deals": 100,
        "floor": {"p50_ms": 8.0},
        "pages": {
            "my day": {
                "p50_ms": 16.44, "p95_ms": 20.0, "queries": 11, "db_ms": 5.5,
                "bytes": 64_000, "gzip_bytes": 6_000, "floor_ratio": 2.06,
            },
            "find, nothing": {
                "p50_ms": 49.9, "p95_ms": 51.0, "queries": 4, "db_ms": 30.0,
                "bytes": 300, "gzip_bytes": 200, "floor_ratio": 6.24,
            },
            "find, a slip": {
                "p50_ms": 50.0, "p95_ms": 55.0, "queries": 4, "db_ms": 40.0,
                "bytes": 1_200, "gzip_bytes": 400, "floor_ratio": 6.25,
            },
            "admin deals": {
                "p50_ms": 40.0, "p95_ms": 55.0, "queries": 10, "db_ms": 9.0,
                "bytes": 70_700, "gzip_bytes": 8_049, "floor_ratio": 5.0,
            },
        },
        "finding": {"aim_ms": 50.0, "missed": ["find, a slip"]},
        "worker_mb": 123.5,
        "assets_bytes": 26_900,
        "mails": {
            "per_s": 300.0,
            "smtp_only_per_s": 400.0,
            "ratio": 0.75,
            "smtp_together_per_s": 500.0,
            "ratio_together": 0.6,
        },
        "tick": {"open": 100_000, "due": 100, "mails": 30, "seconds": 0.457, "queries": 90},
        "import": {
            "contacts": 10_000, "companies": 2_500,
            "look_seconds": 1.5, "seconds": 5.05, "undo_seconds": 2.25,
        },
    }  # fmt: skip


@pytest.mark.django_db
def test_a_list_is_taken_in_and_back_and_leaves_nothing(officer):
    cost = import_cost(9, officer, datetime(2026, 11, 20, tzinfo=UTC))

    assert (cost.contacts, cost.companies) == (9, 3)
    assert not Contact.history.exists()
    assert not ImportRun.objects.exists()


def test_people_read_a_table():
    lines = list(
        report.as_lines(report.as_data(10_000, MEASURED, None, 26_900, SPEED, TICK, IMPORT))
    )

    assert lines == [
        "10,000 deals; the floor answers in 8.0 ms",
        "                p50 ms   p95 ms  × floor  queries    db ms       kB  gzip kB",
        "my day            16.4     20.0     2.06       11      5.5     64.0      6.0",
        "find, nothing     49.9     51.0     6.24        4     30.0      0.3      0.2",
        "find, a slip      50.0     55.0     6.25        4     40.0      1.2      0.4",
        "admin deals       40.0     55.0     5.00       10      9.0     70.7      8.0",
        "found in 50 ms or more: find, a slip",
        "memory of the web worker: not known",
        "CSS and JavaScript of the workspace, compressed: 26.9 kB",
        "mails a second: 300, 0.75 × a loop that only talks SMTP (400),"
        " 0.60 × as many loops as workers (500)",
        "a tick with 100,000 follow-ups open and 100 due: 0.46 s, 90 queries, 30 mails",
        "a list of 10,000 contacts at 2,500 new companies: 5.0 s to take in, 1.5 s to look through,"
        " 2.2 s to take back",
    ]


def bench(env: dict[str, str], deals: int) -> tuple[int, str, str]:
    return ended([*MANAGE, "bench", "--json", "--rounds", "1", "--deals", str(deals)], env)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the static files are collected once for all."""
    return tmp_path_factory.mktemp("bench")


@pytest.mark.services
def test_it_measures_a_small_database_which_is_used_again_or_made_anew(folder: Path):
    url = os.environ["DATABASE_URL"]
    server, _slash, name = url.rpartition("/")
    of_the_bench = environment(DATA_DIR=folder, DATABASE_URL=database.bench_url(url))

    try:
        code, output, complaints = bench(environment(DATA_DIR=folder, DATABASE_URL=url), 20)
        again, another = filled(of_the_bench, 20), filled(of_the_bench, 12)
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}_bench" WITH (FORCE)')

    assert code == 0, complaints
    data = json.loads(output)
    assert sorted(data) == [
        "assets_bytes", "deals", "finding", "floor", "import", "mails", "pages", "tick",
        "worker_mb",
    ]  # fmt: skip
    assert min(data["mails"].values()) > 0
    assert (data["tick"]["open"], data["tick"]["due"]) == (20, 20)
    assert data["tick"]["mails"] > 0
    there = [page.name for page in pages.PAGES if not page.only_if_there]
    assert [name for name in data["pages"] if name in there] == there
    assert all(3 <= page["queries"] <= 12 for page in data["pages"].values())
    assert all(page["gzip_bytes"] < page["bytes"] for page in data["pages"].values())
    assert data["assets_bytes"] > 1000
    assert processes_of(folder) == []
    assert (again, another) == (["False", "20"], ["True", "12"])


@pytest.mark.services
def test_without_a_server_it_is_a_file_beside_the_desks_own(folder: Path):
    url = database.bench_url(f"sqlite:///{folder / 'itpo.sqlite3'}")

    assert filled(environment(DATA_DIR=folder, DATABASE_URL=url), 3) == ["True", "3"]

    assert (folder / "itpo_bench.sqlite3").exists()
    assert not (folder / "itpo.sqlite3").exists()


def filled(env: dict[str, str], deals: int) -> list[str]:
    """Whether the bench's database had to be filled, and the deals that are in it then."""
    asked = (
        "from django.utils import timezone; from itpo.management.bench import database;"
        " from itpo.sample.synthetic.loading import loaded_deals;"
        f" print(database.prepare({deals}, timezone.now()), loaded_deals())"
    )
    code, output, complaints = ended([*MANAGE, "shell", "--verbosity", "0", "-c", asked], env)
    assert code == 0, complaints
    return output.split()
