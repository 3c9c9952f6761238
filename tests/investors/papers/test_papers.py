"""The papers of a mission: what stands in them, what they lack, whether they still agree."""

import time
from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from delegates import papers
from investors.models import Mission, MissionMember, MissionPaper
from itpo.office.models import Document
from itpo.office.states import NotPossible
from tests.delegates.papers.reading import pdf_of, stands_in, text_of, without_spaces
from tests.factories import MissionMemberFactory
from tests.investors.papers.conftest import AT, travels
from tests.pace import a_second

Kind = MissionPaper.Kind


def issue(kind, about, officer, language="en"):
    return papers.issue(kind=kind, about=about, language=language, by=officer, at=AT)


def in_order(pdf, *words):
    """Whether words stand in a PDF one after the other."""
    text = without_spaces(text_of(pdf))
    places = [text.find(without_spaces(word)) for word in words]
    assert -1 not in places
    return places == sorted(places)


def test_a_delegation_list_is_in_order_of_rank(mission, officer):
    travels(mission, "Sato Mika 佐藤美香", "課長")
    travels(mission, "Abe Ken 安倍健", "Clerk")
    travels(mission, "Kato Jun 加藤純", "代表取締役社長")
    travels(mission, "Mori Yui 森林結衣", "Advisor", rank=1)
    travels(mission, "Ono Rei 小野玲", "", state=MissionMember.State.INTERESTED)

    paper = issue(Kind.DELEGATION, mission, officer)

    pdf = pdf_of(paper)
    assert in_order(pdf, "MORI Yui", "KATO Jun", "SATO Mika", "ABE Ken")
    assert (
        stands_in(
            pdf,
            "Delegation list",
            "Automotive mission to Morocco",
            "17 January 2027 – 21 January 2027",
            "Morocco 18 January 2027 – 20 January 2027",
            "Kato Works",
            "加藤純",
            "代表取締役社長",
            "4 people in all",
        )
        == []
    )
    assert "ONO" not in text_of(pdf)
    assert (paper.mission, paper.member, paper.office) == (mission, None, mission.office)


def test_a_delegation_list_in_japanese_has_kanji_and_honorifics(mission, officer):
    travels(mission, "Yamada Haruo 山田春男", "部長", role="団長")

    pdf = pdf_of(issue(Kind.DELEGATION, mission, officer, "ja"))

    assert (
        stands_in(
            pdf, "代表団名簿", "モロッコ", "2027年1月18日～2027年1月20日", "山田春男 様",
            "YAMADA Haruo", "山田製作所", "部長", "団長", "以上1名",
        )
        == []
    )  # fmt: skip


def test_a_company_of_which_nobody_is_named_stands_on_the_list(mission, officer):
    MissionMemberFactory(
        mission=mission, company__name="Nobody Yet Ltd", state=MissionMember.State.CONFIRMED
    )

    pdf = pdf_of(issue(Kind.DELEGATION, mission, officer))

    assert stands_in(pdf, "to be named", "Nobody Yet Ltd") == []


def test_an_itinerary_has_the_times_of_the_place_and_the_right_days(yamada, officer):
    pdf = pdf_of(issue(Kind.ITINERARY, yamada, officer))

    assert (
        stands_in(
            pdf,
            "Itinerary",
            "Yamada Works",
            "YAMADA Haruo (部長)",
            "SATO Mika, UNIDO ITPO Tokyo, +81 3-0000-0000, sato@example.org",
            "Tue 19 January 2027",
            "18:30–19:15 (Casablanca) Wire harnesses AMDIE Tanger Free Zone",
            "Wed 20 January 2027",
            "10:00 (Casablanca) Call on the ministry MCINET",
        )
        == []
    )


def test_an_itinerary_in_japanese(yamada, officer):
    pdf = pdf_of(issue(Kind.ITINERARY, yamada, officer, "ja"))

    assert stands_in(pdf, "日程表", "山田製作所 御中", "山田春男 様", "2027年1月19日（火）") == []


def test_an_itinerary_says_nothing_of_another_company_or_of_a_secret(yamada, mission, officer):
    mission.meetings.filter(subject="Wire harnesses").update(is_restricted=True)
    other = travels(mission, "Kato Jun 加藤純")

    told = [text_of(pdf_of(issue(Kind.ITINERARY, one, officer))) for one in (yamada, other)]

    assert "Meeting" in told[0]
    assert ["Wire harnesses" in text or "AMDIE" in text for text in told] == [False, False]
    assert ["Call on the ministry" in text for text in told] == [True, True]


def lacks(kind, about):
    return papers.missing_for(kind, about)


def test_what_is_missing_is_said_and_nothing_is_kept(mission, officer):
    member = MissionMemberFactory(mission=mission)

    assert lacks(Kind.DELEGATION, mission) == [
        "No company is confirmed yet: the list has those that are."
    ]
    assert lacks(Kind.ITINERARY, member) == ["Nothing is on the agenda yet."]
    for kind, about in ((Kind.DELEGATION, mission), (Kind.ITINERARY, member)):
        with pytest.raises(NotPossible):
            issue(kind, about, officer)
    assert (MissionPaper.objects.count(), Document.objects.count()) == (0, 0)


def test_no_itinerary_goes_to_whom_it_is_not_for(yamada, mission):
    yamada.state = MissionMember.State.WITHDRAWN
    withdrawn = lacks(Kind.ITINERARY, yamada)
    yamada.state = MissionMember.State.CONFIRMED
    mission.state, mission.cancelled_because = Mission.State.CANCELLED, "Floods"
    mission.save()
    yamada.mission = mission

    assert withdrawn == ["The company has withdrawn."]
    cancelled = ["It is cancelled: no paper goes out about it."]
    assert lacks(Kind.ITINERARY, yamada) == lacks(Kind.DELEGATION, mission) == cancelled


def changes_of(paper, about):
    now = papers.gather(paper.kind, type(about).objects.get(pk=about.pk), paper.language)
    return papers.no_longer_agrees(paper, now)


def test_a_list_says_who_joined_who_left_and_what_changed(mission, officer):
    kato = travels(mission, "Kato Jun 加藤純", "部長")
    sato = travels(mission, "Sato Mika 佐藤美香", "課長")
    paper = issue(Kind.DELEGATION, mission, officer)
    agreed = changes_of(paper, mission)

    kato.contact.post = "社長"
    kato.contact.save()
    sato.state = MissionMember.State.WITHDRAWN
    sato.save()
    travels(mission, "Abe Ken 安倍健")
    mission.legs.update(
        ends="2027-01-21", ends_earliest=date(2027, 1, 21), ends_latest=date(2027, 1, 21)
    )

    assert agreed == []
    assert changes_of(paper, mission) == [
        "the route has changed",
        "KATO Jun: post was 部長, is 社長",
        "ABE Ken is new",
        "SATO Mika is no longer on the list",
    ]


def test_an_itinerary_no_longer_agrees_once_a_meeting_moves(yamada, mission, officer):
    paper = issue(Kind.ITINERARY, yamada, officer, "ja")
    agreed = changes_of(paper, yamada)

    mission.meetings.filter(subject="Wire harnesses").update(place="Kenitra")

    assert agreed == []
    assert changes_of(paper, yamada) == ["the agenda has changed"]


def test_a_mission_that_departs_changes_no_paper(mission, officer):
    travels(mission, "Kato Jun 加藤純")
    paper = issue(Kind.DELEGATION, mission, officer)

    mission.state = Mission.State.TRAVELLING
    mission.save()

    assert changes_of(paper, mission) == []


def test_who_was_sent_a_paper_withdraws_and_is_not_removed(yamada, officer, desk):
    issue(Kind.ITINERARY, yamada, officer)

    response = desk.post(reverse("desk:remove", args=["investors.missionmember", yamada.pk]))

    [said] = get_messages(response.wsgi_request)
    assert str(said) == "It stays, because it is named elsewhere: papers of missions."
    assert MissionMember.objects.filter(pk=yamada.pk).exists()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_list_of_eighty_people_takes_less_than_a_second(mission, officer, language):
    for number in range(80):
        travels(mission, f"Kato{number} Jun 加藤純", "部長")

    begun = time.perf_counter()
    issue(Kind.DELEGATION, mission, officer, language)

    assert time.perf_counter() - begun < a_second()
