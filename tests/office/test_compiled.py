"""Queries that are built once say the same as those built each time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Contribution
from itpo.office import chain, compiled
from itpo.office.models import OutgoingMail
from tests.factories import ContributionFactory, OutgoingMailFactory, VisitFactory

pytestmark = pytest.mark.django_db


def test_the_second_record_of_a_shape_asks_with_its_own_numbers(officer):
    first = ContributionFactory(visit=VisitFactory(officer=officer), deal__office=officer.office)
    second = ContributionFactory(visit=VisitFactory(officer=officer), deal__office=officer.office)

    links = [chain.links(one.visit, officer) for one in (first, second)]

    assert [next(link.words for link in some if link.step == "deals") for some in links] == [
        first.deal.title,
        second.deal.title,
    ]


def test_no_stand_in_is_asked_for(officer):
    visit = VisitFactory(officer=officer)

    with CaptureQueriesContext(connection) as queries:
        chain.links(visit, officer)

    assert str(compiled.FIRST_NUMBER)[:14] not in queries.captured_queries[0]["sql"]


def test_who_sees_nothing_gets_nothing_and_asks_nothing(officer, django_assert_num_queries):
    visit = VisitFactory(officer=officer)
    officer.is_active = False

    with django_assert_num_queries(0):
        links = chain.links(visit, officer)

    assert {link.count for link in links if not link.is_here} == {0}


def test_some_numbers_more_or_less_have_the_same_shape_and_the_rest_is_no_record():
    def asked(*numbers):
        stand_ins = compiled.StandIns()
        return [stand_ins.meaning[one] for one in stand_ins.for_numbers(numbers)]

    assert asked() == []
    assert asked(7) == [7]
    assert asked(7, 8, 9) == [7, 8, 9, 0]
    assert asked(7, 8, 9, 10) == [7, 8, 9, 10]


def test_what_is_found_is_what_a_queryset_finds():
    visit = VisitFactory(begins="2026-02-03", ends="2026-02-05")
    contribution = ContributionFactory(visit=visit)
    columns = ("pk", "visit__begins_earliest", "accepted_at", "deal__is_confidential")
    rows = Contribution.objects.values_list(*columns)

    found = compiled.ask("kinds of values", compiled.StandIns(), lambda: rows)

    assert found == [(contribution.pk, date(2026, 2, 3), contribution.accepted_at, False)]


@pytest.mark.parametrize(
    "now", [datetime(2026, 11, 21, 3, 0, 0, 5, UTC), datetime(2031, 1, 1, tzinfo=UTC)]
)
def test_a_moment_is_asked_about_and_what_is_some_time_from_it(now):
    ago = [timedelta(minutes=9), timedelta(minutes=10, microseconds=1), timedelta(days=3)]
    mails = [OutgoingMailFactory(send_after=now - one) for one in ago]
    stand_ins = compiled.StandIns()
    moment = stand_ins.for_moment(now)

    found = compiled.ask(
        "late mails",
        stand_ins,
        lambda: OutgoingMail.objects.late(moment).order_by("pk").values_list("pk", "send_after"),
    )

    assert found == [(mail.pk, mail.send_after) for mail in mails[1:]]


def test_a_moment_nobody_said_is_not_asked_about():
    rows = OutgoingMail.objects.late(compiled.FIRST_MOMENT).values_list("pk")

    with pytest.raises(ValueError, match="nobody said which"):
        compiled.ask("late mails of no moment", compiled.StandIns(), lambda: rows)


def test_words_that_begin_like_a_moment_stay_words():
    rows = OutgoingMail.objects.filter(error__in=["0004-05-06 or so", "000"]).values_list("pk")
    mail = OutgoingMailFactory(error="0004-05-06 or so")

    assert compiled.ask("words", compiled.StandIns(), lambda: rows) == [(mail.pk,)]
