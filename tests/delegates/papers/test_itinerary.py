"""The itinerary of a delegate, and the delegation list of a programme."""

from datetime import UTC, date, datetime

from delegates import papers
from delegates.models import Paper
from tests.delegates.papers.conftest import AT
from tests.delegates.papers.reading import pdf_of, stands_in, text_of
from tests.factories import MeetingFactory, MeetingPartyFactory, PostingFactory, VisitFactory

Kind = Paper.Kind


def issue(kind, about, officer, language="en"):
    return papers.issue(kind=kind, about=about, language=language, by=officer, at=AT)


def meeting(visit, **options):
    made = MeetingFactory(officer=visit.officer, visit=visit, **options)
    return MeetingPartyFactory(meeting=made, company__name="Yazaki", company__name_ja="矢崎総業")


def test_an_itinerary_has_the_days_on_which_there_is_something(visit, officer):
    meeting(
        visit,
        subject="Wire harnesses",
        day=date(2027, 1, 14),
        starts_at=datetime(2027, 1, 14, 1, 0, tzinfo=UTC),
        place="Nagoya",
    )
    meeting(
        visit,
        subject="Video call home",
        day=date(2027, 1, 15),
        starts_at=datetime(2027, 1, 15, 9, 0, tzinfo=UTC),
        ends_at=datetime(2027, 1, 15, 9, 30, tzinfo=UTC),
        time_zone="Africa/Casablanca",
        kind="video",
    )

    english, japanese = (
        pdf_of(issue(Kind.ITINERARY, visit, officer, language)) for language in ("en", "ja")
    )

    assert (
        stands_in(
            english,
            "Itinerary",
            "BENALI Amina",
            "Agence Marocaine (AMDIE), Head of division",
            "12 January 2027 – 23 January 2027",
            "Thu 14 January 2027",
            "10:00 Wire harnesses Yazaki Nagoya",  # nobody knows yet when it ends
            "10:00–10:30 (Casablanca) Video call home",
        )
        == []
    )
    assert "13 January" not in text_of(english)
    assert stands_in(japanese, "日程表", "BENALI Amina 殿", "2027年1月14日（木）", "矢崎総業") == []


def test_an_empty_agenda_makes_no_itinerary(visit):
    assert papers.missing_for(Kind.ITINERARY, visit) == ["Nothing is on the agenda yet."]


def test_a_programmes_delegation_is_in_order_of_rank(visit, officer, programme):
    for name, post, rank in (("Abebe", "Clerk", None), ("Diallo", "Minister", None), ("Zo", "", 1)):
        other = VisitFactory(
            officer=officer, programme=programme, delegate__family_name=name, rank=rank
        )
        other.agency = visit.agency
        other.save()
        PostingFactory(delegate=other.delegate, agency=other.agency, post=post)

    text = text_of(pdf_of(issue(Kind.DELEGATION, programme, officer)))

    places = [text.index(name) for name in ("ZO ", "DIALLO", "BENALI", "ABEBE")]
    assert places == sorted(places)
    assert "4 people in all" in text
