"""The impact report of the sample: Morocco reads as a story, and everything leads to evidence."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from delegates.models import HostCountry, Programme
from itpo.office.models import Theme, User

NOW = "2026-11-20T00:30:00Z"
MOROCCO = [
    "1 delegate came to Japan on 2 visits: 1 in the 1990s, 1 without a date.",
    "1 business mission of ours went to Morocco, without a date.",
    "10 deals in Morocco are on record: 5 operational, 4 with a contribution of ours that somebody "
    "accepted.",
    "Operational with our help, 3 sites: Tangier plant (2000), Kenitra plant (2010) and Meknes "
    "plant (2014), of Yazaki.",
    "Jobs: 26,900 planned, 10,000 said to be real, verified by nobody here.",
    "Capital: 2,886,000,000 MAD planned; 10,000,000 EUR and 333,000,000 MAD announced.",
]


@pytest.fixture
def keiko(loaded) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="manager@example.org"))
    return client


def impact(client, **asked):
    return client.get(reverse("deals:impact"), asked)


def of_morocco(client):
    return impact(client, country=HostCountry.objects.get(code="MA").pk)


@time_machine.travel(NOW, tick=False)
def test_morocco_reads_as_a_story(keiko):
    assert of_morocco(keiko).context["report"].story == MOROCCO


@time_machine.travel(NOW, tick=False)
def test_the_figures_of_morocco_are_those_of_the_list_and_never_one_sum(keiko):
    lines = of_morocco(keiko).context["report"].lines

    said = {
        str(line.metric.value): [[one.shown for one in cell.sums] for cell in line.cells]
        for line in lines
    }
    assert said == {
        "jobs": [["26,900"], [], ["10,000"], []],
        "capital": [["2,886,000,000 MAD"], ["10,000,000 EUR", "333,000,000 MAD"], [], []],
    }


@time_machine.travel(NOW, tick=False)
def test_the_money_of_morocco_is_converted_or_it_says_what_is_missing(keiko):
    office = User.objects.get(email="manager@example.org").office
    office.currency = "JPY"
    office.save()

    report = of_morocco(keiko).context["report"]

    (capital,) = [line for line in report.lines if line.metric == "capital"]
    assert [cell.converted.shown or cell.converted.missing for cell in capital.cells] == [
        "≈ 36,249,100,000 JPY",
        "rate missing: 0 of 2 figures converted; missing: EUR not dated, MAD not dated",
        "",
        "",
    ]
    assert [(step.pair, step.rate_shown, str(step.known.on)) for step in report.rates] == [
        (("MAD", "JPY"), "10.4", "2010-12-01"),
        (("MAD", "JPY"), "12.6", "2014-12-01"),
        (("MAD", "JPY"), "12.2", "2021-01-01"),
        (("MAD", "JPY"), "12.9", "2022-12-01"),
    ]
    assert all("Not a published rate" in step.known.source for step in report.rates)


@time_machine.travel(NOW, tick=False)
def test_a_country_of_which_nothing_is_known_tells_no_story(keiko):
    country = HostCountry.objects.create(code="TV", name="Tuvalu")

    assert impact(keiko, country=country.pk).context["report"].story == []


def asked_of(kind):
    about = {
        "everything": dict,
        "morocco": lambda: {"country": HostCountry.objects.get(code="MA").pk},
        "programme": lambda: {"programme": Programme.objects.exclude(visits=None).first().pk},
        "theme": lambda: {"theme": Theme.objects.order_by("pk").first().pk},
        "years": lambda: {"from": "FY 2020", "to": "FY 2026"},
    }
    return about[kind]()


KINDS = ["everything", "morocco", "programme", "theme", "years"]
COUNTED = 5  # the steps of the funnel that a list has one row each of, and the results


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("kind", KINDS)
def test_each_number_is_that_of_the_list_it_leads_to(keiko, kind):
    stairs = impact(keiko, **asked_of(kind)).context["report"].stairs

    listed = {
        str(one.name): len(keiko.get(one.url).context["list"].rows)
        for one in stairs
        if not one.url.startswith(reverse("deals:contributions"))
    }

    assert listed == {
        str(one.name): min(one.number, 50) for one in stairs if str(one.name) in listed
    }
    assert len(listed) >= COUNTED


LINK = re.compile(r'href="(/[^"#]*)')
# What backs a number: who said so and where, the record of what took place, or openly nothing.
EVIDENCE = ("source", "Source", "Evidence", "accepted by", "recorded by", "Nothing is on record")
NOTHING = "Nothing on record yet."
RECORD = re.compile(r"/(visits|meetings|missions|delegates)/\d+/")


def links_of(client, url):
    answer = client.get(url)
    if answer.streaming or '<main id="main">' not in answer.content.decode(errors="replace"):
        return set(), ""  # a file, or an address that leads on
    page = answer.content.decode().split('<main id="main">')[1].split("<dialog")[0]
    return {unescape(one) for one in LINK.findall(page)}, page


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("kind", ["everything", "morocco"])
@pytest.mark.once
def test_every_link_of_the_report_leads_to_evidence_in_two_clicks(keiko, kind):
    report = impact(keiko, **asked_of(kind))
    skipped = ("/impact/", "/countries/")
    body = report.content.decode().split('<main id="main">')[1].split("<dialog")[0]
    firsts = {unescape(one) for one in LINK.findall(body) if not unescape(one).startswith(skipped)}

    lost = []
    for first in firsts:
        nexts, page = links_of(keiko, first)
        if RECORD.fullmatch(first) or any(RECORD.fullmatch(one) for one in nexts):
            continue
        pages = [page, *(links_of(keiko, one)[1] for one in sorted(nexts)[:12])]
        if not any(word in one for one in pages for word in (*EVIDENCE, NOTHING)):
            lost.append(first)

    assert firsts
    assert sorted(lost) == []


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("kind", KINDS)
def test_a_report_costs_at_most_twelve_queries(keiko, kind, django_assert_max_num_queries):
    asked = asked_of(kind)

    with django_assert_max_num_queries(12):
        answer = impact(keiko, **asked)

    assert answer.status_code == 200
