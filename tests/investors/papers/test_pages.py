"""The pages on which a mission's papers are issued and its sheets printed."""

import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from delegates import papers
from investors.models import MissionMember, MissionPaper
from tests.conftest import logged_in
from tests.delegates.papers.reading import pdf_of, stands_in
from tests.factories import ContactFactory, MissionMemberFactory
from tests.investors.papers.conftest import AT, travels

Kind = MissionPaper.Kind


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def page(client, name, thing):
    return client.get(reverse(f"investors:{name}", args=[thing.pk])).content.decode()


@time_machine.travel(AT, tick=False)
def test_a_list_is_looked_at_issued_and_opened(desk, mission):
    travels(mission, "Kato Jun 加藤純")
    names = ["mission", mission.pk, "delegation", "ja"]

    preview = desk.get(reverse("delegates:preview-paper", args=names))
    kept = MissionPaper.objects.count()
    response = desk.post(reverse("delegates:issue-paper", args=names))
    paper = MissionPaper.objects.get()
    opened = desk.get(paper.get_absolute_url())

    assert stands_in(preview.getvalue(), "見本（未発行）", "加藤純 様") == []
    assert kept == 0
    assert response.url == reverse("investors:mission-papers", args=[mission.pk])
    assert said(response) == ["Issued: 代表団名簿 – Automotive mission to Morocco.pdf"]
    assert stands_in(opened.getvalue(), "代表団名簿", "加藤純 様") == []
    assert "Agrees" in page(desk, "mission-papers", mission)


@time_machine.travel(AT, tick=False)
def test_every_company_gets_its_itinerary_at_once_and_once(desk, mission, yamada, officer):
    travels(mission, "Kato Jun 加藤純")
    MissionMemberFactory(
        mission=mission, company=yamada.company, contact=ContactFactory(company=yamada.company)
    )
    travels(mission, "Ono Rei 小野玲", state=MissionMember.State.WITHDRAWN)
    url = reverse("investors:issue-itineraries", args=[mission.pk])

    first, again = desk.post(url), desk.post(url)

    assert said(first) == ["2 itineraries are issued."]
    assert said(again)[-1] == "0 itineraries are issued."
    issued = MissionPaper.objects.order_by("pk").values_list("member__company__name", "language")
    assert list(issued) == [("Kato Works", "ja"), ("Yamada Works", "ja")]


@time_machine.travel(AT, tick=False)
def test_a_companys_page_says_whether_its_agenda_has_changed(desk, mission, yamada, officer):
    papers.issue(kind=Kind.ITINERARY, about=yamada, language="ja", by=officer, at=AT)
    before = page(desk, "member-papers", yamada)

    mission.meetings.update(place="Kenitra")

    assert "No longer agrees" not in before
    assert "the agenda has changed" in page(desk, "member-papers", yamada)


@time_machine.travel(AT, tick=False)
def test_the_missions_page_says_which_itinerary_has_another_name_on_it(
    desk, mission, yamada, officer
):
    papers.issue(kind=Kind.ITINERARY, about=yamada, language="ja", by=officer, at=AT)
    mission.name = "Mission to Morocco"
    mission.save()

    assert "the mission has changed" in page(desk, "mission-papers", mission)


def test_a_paper_of_one_language_or_thing_there_is_not_is_not_found(desk, mission, yamada):
    asked = [
        ["mission", mission.pk, "delegation", "fr"],
        ["mission", mission.pk, "itinerary", "en"],
        ["missionmember", yamada.pk, "delegation", "en"],
        ["company", yamada.company_id, "itinerary", "en"],
    ]

    urls = [reverse("delegates:preview-paper", args=one) for one in asked]

    assert [desk.get(url).status_code for url in urls] == [404] * 4


def test_another_office_sees_none_of_it(stranger, mission, yamada, officer):
    paper = papers.issue(kind=Kind.ITINERARY, about=yamada, language="en", by=officer, at=AT)
    client = logged_in(stranger)
    urls = [
        reverse("investors:mission-papers", args=[mission.pk]),
        reverse("investors:member-papers", args=[yamada.pk]),
        reverse("delegates:preview-paper", args=["missionmember", yamada.pk, "itinerary", "en"]),
        reverse("office:sheets", args=["investors.mission", mission.pk]),
        reverse("office:sheet", args=["investors.mission", mission.pk, "briefing", "en"]),
        paper.get_absolute_url(),
    ]

    assert [client.get(url).status_code for url in urls] == [404] * 6
    assert pdf_of(paper)[:5] == b"%PDF-"


def test_an_auditor_reads_and_issues_nothing(auditor, mission, yamada):
    text = page(logged_in(auditor), "mission-papers", mission)

    assert "Yamada Works" in text
    assert reverse("investors:issue-itineraries", args=[mission.pk]) not in text


def test_the_page_has_who_travels_in_order_of_rank(desk, mission):
    kato = travels(mission, "Kato Jun 加藤純", "社長")
    mori = travels(mission, "Mori Yui 森林結衣", "Clerk", rank=1)

    text = page(desk, "mission-papers", mission)

    assert 0 < text.index("1. MORI Yui") < text.index("2. KATO Jun")
    for member in (kato, mori):
        assert reverse("desk:change", args=["investors.missionmember", member.pk]) in text
