"""A passport on the pages of an application and a visit: masked, read on record, deleted."""

import logging
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.test import Client
from django.urls import reverse

from delegates import passports
from delegates.models import PassportRead, TravelDocument
from itpo.office.models import User
from tests.conftest import logged_in
from tests.factories import (
    ApplicationFactory,
    PassportReadFactory,
    TravelDocumentFactory,
    VisitFactory,
)
from tests.uploaded import JPEG, picture, sent

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
NUMBER = "AB1234567"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


def said(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def page(client: Client, record: Any) -> str:
    return said(client.get(record.get_absolute_url()))


def act(client: Client, what: str, document: TravelDocument, **options: Any) -> Any:
    return client.post(reverse(f"delegates:passport-{what}", args=[document.pk]), **options)


def with_picture(user: User, data: bytes) -> TravelDocument:
    application = ApplicationFactory(programme__office=user.office)
    passports.keep(application=application, number=NUMBER)
    passports.keep_scan(application=application, upload=sent(data, "p.jpg"), content_type=JPEG)
    return TravelDocument.objects.get(application=application)


def test_the_page_of_a_visit_shows_a_passport_but_for_its_number(desk, officer):
    document = TravelDocumentFactory(visit=VisitFactory(officer=officer))

    shown = page(desk, document.visit)

    assert "Number •••• 67 Issued by Morocco Valid until 1 Jan 2030 Picture none" in shown
    assert NUMBER not in shown


def test_the_page_of_an_application_shows_it_too(desk, officer):
    document = with_picture(officer, picture("JPEG"))

    shown = page(desk, document.application)

    assert "Number •••• 67 Issued by not known Valid until not known Picture kept" in shown


@pytest.mark.parametrize("record", ["visit", "application"])
def test_where_there_never_was_a_passport_a_page_says_so_or_nothing(desk, officer, record):
    coming = VisitFactory(officer=officer, begins="2026-12-01", ends="2026-12-11")
    past = VisitFactory(officer=officer, state="completed")
    applied = ApplicationFactory(programme__office=officer.office)

    assert "Nothing is kept of a passport. Write it down" in page(desk, coming)
    assert "Passport" not in page(desk, past)
    assert "Passport Nothing" not in page(desk, applied)


@pytest.mark.parametrize(
    ("expires_on", "words"),
    [
        (date(2026, 11, 26), "expires before the visit ends"),
        (date(2026, 11, 27), "less than six months after the visit"),
        (date(2027, 5, 26), "less than six months after the visit"),
        (date(2027, 5, 27), ""),
    ],
)
def test_a_passport_that_soon_expires_is_pointed_out(desk, officer, expires_on, words):
    visit = VisitFactory(officer=officer, ends="2026-11-27")
    TravelDocumentFactory(visit=visit, expires_on=expires_on)

    shown = page(desk, visit)

    both = ("expires before the visit ends", "less than six months after the visit")
    assert [one for one in both if one in shown] == [words] * bool(words)


def test_the_number_is_shown_once_on_a_page_nothing_keeps(desk, officer):
    document = TravelDocumentFactory(visit=VisitFactory(officer=officer))

    answer = act(desk, "number", document)

    assert NUMBER in said(answer)
    assert "no-store" in answer["Cache-Control"]
    assert list(PassportRead.objects.values_list("what", "by", "at", "visit")) == [
        ("number", officer.pk, NOW, document.visit_id)
    ]
    assert NUMBER not in page(desk, document.visit)
    assert "SATO Mika read the number 21 Nov 2026 12:00" in page(desk, document.visit)


def test_the_picture_is_a_download_nothing_keeps(desk, officer):
    data = picture("JPEG")
    document = with_picture(officer, data)

    answer = act(desk, "picture", document)

    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Type"] == JPEG
    assert answer["Content-Disposition"] == 'attachment; filename="Passport.jpg"'
    assert "no-store" in answer["Cache-Control"]
    assert list(PassportRead.objects.values_list("what", "by", "application")) == [
        ("picture", officer.pk, document.application_id)
    ]


def test_a_deleted_passport_is_gone_and_the_page_says_who_did_it(desk, officer):
    document = TravelDocumentFactory(visit=VisitFactory(officer=officer))

    answer = act(desk, "delete", document, follow=True)

    assert "The passport is deleted." in said(answer)
    assert "SATO Mika deleted it 21 Nov 2026 12:00" in said(answer)
    assert not TravelDocument.objects.exists()


def test_what_the_tick_deleted_was_deleted_by_the_desk_itself(desk, officer):
    read = PassportReadFactory(
        visit=VisitFactory(officer=officer, state="completed"), what="deleted", by=None, at=NOW
    )

    shown = page(desk, read.visit)

    assert "Nothing is kept of a passport any more." in shown
    assert "The desk itself, as it was over deleted it" in shown


def test_an_auditor_sees_that_there_is_one_and_reads_nothing(auditor, officer):
    document = TravelDocumentFactory(visit=VisitFactory(officer=officer))
    client = logged_in(auditor)

    shown = page(client, document.visit)
    answers = [act(client, what, document).status_code for what in ("number", "picture", "delete")]

    assert "•••• 67" in shown
    assert "Show the number" not in shown
    assert answers == [403, 403, 403]
    assert TravelDocument.objects.count() == 1
    assert not PassportRead.objects.exists()


def test_another_offices_passport_is_not_there(stranger, officer):
    document = TravelDocumentFactory(visit=VisitFactory(officer=officer))
    client = logged_in(stranger)

    answers = [act(client, what, document).status_code for what in ("number", "picture", "delete")]

    assert answers == [404, 404, 404]
    assert not PassportRead.objects.exists()


def test_a_passport_whose_key_is_gone_is_a_sentence_and_no_broken_page(desk, officer, settings):
    document = with_picture(officer, picture("JPEG"))
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    shown = page(desk, document.application)
    answers = [act(desk, what, document, follow=True) for what in ("number", "picture")]

    assert "The number cannot be read: the key it was sealed with is gone." in shown
    assert "Show the number" not in shown
    for answer in answers:
        assert "no longer among FIELD_KEYS" in said(answer)
    assert not PassportRead.objects.exists()


def test_an_officer_writes_a_passport_down(desk, officer):
    visit = VisitFactory(officer=officer)
    url = reverse("delegates:visit-passport", args=[visit.pk])

    answer = desk.post(
        url, {"number": "ab 1234567", "country_code": "MA", "expires_on": "2030-01-01"}
    )

    document = TravelDocument.objects.get()
    assert answer.url == visit.get_absolute_url()
    assert (document.visit, document.unseal(), document.country_code) == (visit, NUMBER, "MA")
    assert document.expires_on == date(2030, 1, 1)


def test_a_number_kept_does_not_come_back_to_the_form(desk, officer):
    document = TravelDocumentFactory(visit=VisitFactory(officer=officer))
    url = reverse("delegates:visit-passport", args=[document.visit_id])

    shown = desk.get(url)
    desk.post(url, {"number": "", "country_code": "FR", "expires_on": "2031-01-01"})

    document.refresh_from_db()
    assert NUMBER not in shown.content.decode()
    assert "Blank: the number kept stays as it is." in said(shown)
    assert (document.unseal(), document.country_code) == (NUMBER, "FR")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "see scan"}, "letters and digits only"),
        ({"number": ""}, "Write the number of the passport."),
        ({"expires_on": "soon"}, "Choose a day, or write it as 2026-11-21."),
        ({"country_code": "XX"}, "Select a valid choice."),
    ],
    ids=str,
)
def test_a_form_with_something_wrong_says_so_and_does_not_show_the_number(
    desk, officer, wrong, sentence
):
    visit = VisitFactory(officer=officer)
    typed = {"number": NUMBER, "country_code": "MA", "expires_on": "2030-01-01", **wrong}

    answer = desk.post(reverse("delegates:visit-passport", args=[visit.pk]), typed)

    assert sentence in said(answer)
    assert NUMBER not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not TravelDocument.objects.exists()


def test_a_visit_that_is_over_takes_no_passport(desk, officer):
    visit = VisitFactory(officer=officer, state="completed")

    answer = desk.post(reverse("delegates:visit-passport", args=[visit.pk]), {"number": NUMBER})

    assert "The visit is over: a passport is no longer kept." in said(answer)
    assert not TravelDocument.objects.exists()


@pytest.mark.parametrize("record", ["visit", "application"])
def test_a_page_costs_the_same_for_one_reading_and_for_three(
    desk, officer, record, django_assert_max_num_queries
):
    made = (
        VisitFactory(officer=officer)
        if record == "visit"
        else ApplicationFactory(programme__office=officer.office)
    )
    whose = {"visit": None, "application": None, record: made}
    TravelDocumentFactory(**whose)
    costs = []

    for more in (1, 2):
        PassportReadFactory.create_batch(more, **whose)
        with django_assert_max_num_queries(12) as queries:
            desk.get(made.get_absolute_url())
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_nothing_of_it_is_logged(desk, officer, caplog):
    caplog.set_level(logging.DEBUG)
    document = TravelDocumentFactory(visit=VisitFactory(officer=officer))

    act(desk, "number", document)

    assert NUMBER not in caplog.text
