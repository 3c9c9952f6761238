"""What a delegate has behind their link after the office has decided."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.utils.html import escape

from delegates.models import Application, ByWhom, Paper, Visit
from itpo.office import links
from itpo.office.models import PersonalLink
from itpo.portal.addresses import page
from tests.factories import (
    ApplicationDocumentFactory,
    AttendanceFactory,
    ChecklistItemFactory,
    CompanyFactory,
    DocumentFactory,
    LinkedApplicationFactory,
    MeetingFactory,
    MeetingPartyFactory,
    PaperFactory,
    PartnerFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    QuestionFactory,
    TrainingSessionFactory,
    VisitFactory,
)
from tests.portal.my import accepted, at

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)  # noon in Tokyo
DECIDED = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_page_says_who_comes_when_and_where(client, officer):
    application = accepted(officer, begins="2026-11-16", ends="2026-11-27", place="Tokyo")
    partner = PartnerFactory(name="JETRO")
    ProgrammePartnerFactory(programme=application.programme, partner=partner, role="host")

    shown = words(client, at(application))

    assert "<h1>ALAMI Karim</h1>" in shown
    assert "Delegates 2026 · 16 Nov 2026 – 27 Nov 2026" in shown
    assert "<dt>Place</dt><dd>Tokyo</dd>" in shown
    assert "JETRO (Host)" in shown


def test_whom_to_ask_is_the_officer_of_the_visit_and_their_office(client, officer):
    office = officer.office
    office.address, office.phone, office.email = (
        "1-2-3 Minami-Aoyama",
        "+81 3 1234",
        "t@example.org",
    )
    office.save()

    shown = words(client, at(accepted(officer)))

    for one in (
        "SATO Mika",
        "sato@example.org",
        "1-2-3 Minami-Aoyama",
        "+81 3 1234",
        "t@example.org",
    ):
        assert one in shown


def test_what_is_missing_comes_first_and_says_until_when(client, officer):
    application = accepted(officer, begins="2026-12-16", ends="2026-12-27")
    visit = application.visit
    ChecklistItemFactory(visit=visit, by_whom=ByWhom.DELEGATE, text="Book a flight", days_before=30)
    late = ChecklistItemFactory(
        visit=visit, by_whom=ByWhom.DELEGATE, text="Ask for a visa", days_before=42
    )
    ChecklistItemFactory(visit=visit, by_whom=ByWhom.US, text="Send the letter", days_before=60)
    done = {"done_at": NOW, "by_whom": ByWhom.DELEGATE, "days_before": 50}
    ChecklistItemFactory(visit=visit, text="Sign the consent", **done)

    response = client.get(at(application))

    mine = response.context["my"].mine
    assert [(one.item.text, one.due_on, one.is_late) for one in mine] == [
        ("Ask for a visa", date(2026, 11, 4), True),
        ("Book a flight", date(2026, 11, 16), False),
    ]
    shown = " ".join(response.content.decode().split())
    assert 'Ask for a visa <span class="tag late">late: was due on 4 Nov 2026</span>' in shown
    assert '<span class="tag due">by 16 Nov 2026</span>' in shown
    assert "Send the letter" in shown
    assert "Sign the consent" not in shown
    assert mine[0].item == late


def test_where_nothing_is_missing_it_says_so(client, officer):
    assert "Nothing is missing. We look forward to seeing you." in words(
        client, at(accepted(officer))
    )


def test_who_is_here_reads_what_comes_next(client, officer):
    application = accepted(officer, begins="2026-11-09", ends="2026-11-20", state="running")
    ChecklistItemFactory(visit=application.visit, by_whom=ByWhom.DELEGATE, text="Ask for a visa")
    for hour, subject in ((1, "Over at noon"), (5, "At two"), (7, "At four")):
        starts = datetime(2026, 11, 10, hour, 0, tzinfo=UTC)
        MeetingFactory(
            officer=officer,
            visit=application.visit,
            subject=subject,
            day=starts.date(),
            starts_at=starts,
        )

    shown = words(client, at(application))

    assert '<p class="loud">At two</p> <p>Tuesday, 10 Nov 2026, 14:00' in shown
    assert "Ask for a visa" not in shown


def test_the_agenda_names_each_day_and_the_clocks_of_each_place(client, officer):
    application = accepted(officer, begins="", ends="")
    meeting = MeetingFactory(
        officer=officer,
        visit=application.visit,
        subject="Wire harnesses",
        state="planned",
        day=date(2026, 11, 19),
        starts_at=datetime(2026, 11, 19, 1, 0, tzinfo=UTC),
        ends_at=datetime(2026, 11, 19, 1, 25, tzinfo=UTC),
        place="Nagoya",
    )
    MeetingPartyFactory(meeting=meeting, company=CompanyFactory(name="Yazaki Corporation"))
    TrainingSessionFactory(
        programme=application.programme,
        topic="Investor targeting",
        held_on=date(2026, 11, 18),
        begins_at=time(9, 30),
    )

    response = client.get(at(application))

    days = response.context["my"].days
    assert [(day.on, [one.title for one in day.entries]) for day in days] == [
        (date(2026, 11, 18), ["Investor targeting"]),
        (date(2026, 11, 19), ["Wire harnesses"]),
    ]
    shown = " ".join(response.content.decode().split())
    assert "Thursday, 19 Nov 2026" in shown
    assert '10:00–10:25<span class="muted small">Tokyo time</span>' in shown
    assert "Yazaki Corporation" in shown


def test_days_that_are_over_are_folded_away(client, officer):
    application = accepted(officer, begins="2026-11-09", ends="2026-11-20")

    my = client.get(at(application)).context["my"]

    assert [day.on for day in my.past] == [date(2026, 11, 9)]
    assert [day.on for day in my.still_to_come] == [date(2026, 11, 20)]


def test_no_company_of_a_restricted_meeting_is_named_on_the_page_or_in_the_file(client, officer):
    application = accepted(officer)
    secret = MeetingFactory(
        officer=officer,
        visit=application.visit,
        subject="Project Falcon",
        place="Osaka",
        is_restricted=True,
        starts_at=datetime(2026, 11, 19, 1, 0, tzinfo=UTC),
    )
    MeetingPartyFactory(meeting=secret, company=CompanyFactory(name="Secret Works"))

    shown = words(client, at(application))
    file = client.get(at(application, "my-calendar")).content.decode()

    assert "Osaka" in shown
    assert "LOCATION:Osaka" in file
    for one in ("Project Falcon", "Secret Works"):
        assert one not in shown
        assert one not in file


def test_the_calendar_file_has_the_whole_agenda_and_a_name(client, officer):
    application = accepted(officer, begins="2026-11-16", ends="2026-11-27")
    MeetingFactory(officer=officer, visit=application.visit, subject="Wire harnesses")

    response = client.get(at(application, "my-calendar"))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="unido-itpo-tokyo-agenda.ics"'
    assert response.content.count(b"BEGIN:VEVENT") == 3
    assert b"SUMMARY:Wire harnesses" in response.content


def test_one_gets_the_newest_paper_of_each_kind(client, officer):
    application = accepted(officer)
    visit = application.visit
    PaperFactory(visit=visit, issued_at=datetime(2026, 10, 1, tzinfo=UTC))
    letter = PaperFactory(visit=visit, issued_at=datetime(2026, 10, 2, tzinfo=UTC))
    japanese = PaperFactory(visit=visit, language="ja", issued_at=datetime(2026, 10, 1, tzinfo=UTC))
    shared = PaperFactory(
        visit=None,
        programme=application.programme,
        office=officer.office,
        issued_by=officer,
        kind=Paper.Kind.APPLICANTS,
        issued_at=datetime(2026, 9, 1, tzinfo=UTC),
    )
    PaperFactory()

    response = client.get(at(application))

    assert [one.paper for one in response.context["my"].papers] == [letter, japanese, shared]
    downloaded = client.get(at(application, "my-paper", pk=letter.pk))
    assert body(downloaded) == b"%PDF-1.7"
    assert downloaded["Content-Disposition"].startswith("attachment")


def test_what_was_sent_is_listed_and_what_was_handed_out_can_be_had(client, officer):
    application = accepted(officer)
    ApplicationDocumentFactory(application=application, required__text="Nomination letter")
    slides = DocumentFactory(office=officer.office, title="Slides.pdf")
    session = TrainingSessionFactory(programme=application.programme, material=slides)
    AttendanceFactory(session=session, visit=application.visit)

    shown = words(client, at(application))

    assert "Nomination letter" in shown
    assert "Slides.pdf" in shown
    assert '<span class="tag good">Present</span>' in shown
    assert body(client.get(at(application, "my-material", pk=session.pk))) == b"%PDF-1.7"


def test_a_day_is_the_offices_on_the_page_as_on_the_paper(client, officer):
    application = accepted(officer)
    early_in_tokyo = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)
    Application.objects.update(submitted_at=early_in_tokyo)
    PaperFactory(visit=application.visit, office=officer.office, issued_at=early_in_tokyo)

    shown = words(client, at(application))

    assert (shown.count("9 Nov 2026"), shown.count("8 Nov 2026")) == (2, 0)


def test_nobody_elses_attendance_is_shown(client, officer):
    application = accepted(officer)
    session = TrainingSessionFactory(programme=application.programme)
    another = VisitFactory(officer=officer, programme=application.programme)
    AttendanceFactory(session=session, visit=another, state="absent")

    assert "Absent" not in words(client, at(application))


def test_the_page_is_in_the_language_of_the_link(client, officer):
    shown = words(client, at(accepted(officer, language="fr", begins="2026-11-16", ends="")))

    assert '<html lang="fr"' in shown
    assert "16 novembre 2026" in shown


def test_a_cancelled_visit_is_said_to_be_and_has_no_agenda(client, officer):
    application = accepted(officer, state="cancelled", cancelled_because="Budget of the ministry")
    MeetingFactory(officer=officer, visit=application.visit, subject="Wire harnesses")

    shown = words(client, at(application))

    assert "Your visit was cancelled." in shown
    assert "Budget of the ministry" not in shown
    assert "Wire harnesses" not in shown


@pytest.mark.parametrize("state", ["invited", "started", "submitted"])
def test_whoever_still_applies_is_led_to_the_form(client, officer, state):
    application = LinkedApplicationFactory(programme__office=officer.office, state=state)

    response = client.get(at(application))

    assert (response.status_code, response["Location"]) == (302, page(application.link))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting_list", "You are on the waiting list"),
        ("offered", "We keep it for you until 20 Nov 2026. Do you come?"),
        ("declined", "We could not give you a seat"),
        ("withdrawn", "Your application was withdrawn"),
    ],
)
def test_whoever_is_not_accepted_is_told_where_they_stand(client, officer, state, said):
    application = LinkedApplicationFactory(
        programme__office=officer.office,
        state=state,
        decided_at=DECIDED,
        offer_until=date(2026, 11, 20),
        reason="Too junior",
    )

    shown = words(client, at(application))

    assert said in shown
    assert "Too junior" not in shown


def test_an_offered_seat_is_taken_by_its_button(client, officer):
    application = LinkedApplicationFactory(
        programme=ProgrammeFactory(office=officer.office, officer=officer),
        state="offered",
        decided_at=DECIDED,
        offer_until=date(2026, 11, 20),
    )

    response = client.post(at(application, "my-offer"), follow=True)

    application.refresh_from_db()
    assert (application.state, application.offer_taken_at) == ("offered", NOW)
    assert "We have your yes" in response.content.decode()


def test_a_seat_that_is_not_on_offer_cannot_be_taken(client, officer):
    application = LinkedApplicationFactory(
        programme__office=officer.office, state="waiting_list", decided_at=DECIDED
    )

    response = client.post(at(application, "my-offer"), follow=True)

    assert "There is no seat on offer here any more." in response.content.decode()


def test_whoever_can_no_longer_come_says_why_and_withdraws(client, officer):
    application = accepted(officer)
    meeting = MeetingFactory(officer=officer, visit=application.visit, state="planned")

    assert "You can no longer come?" in words(client, at(application, "my-withdrawal"))
    assert Application.objects.get(pk=application.pk).state == "accepted"
    response = client.post(at(application, "my-withdrawal"), {"because": "Elections"}, follow=True)

    application.refresh_from_db()
    assert (application.state, application.reason) == ("withdrawn", "Elections")
    assert Visit.objects.get(pk=application.visit_id).state == "cancelled"
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert "Your application was withdrawn" in response.content.decode()


def test_a_visit_under_way_is_not_withdrawn_from(client, officer):
    application = accepted(officer, state="running")

    assert "I can no longer come" not in words(client, at(application))
    response = client.post(at(application, "my-withdrawal"), {"because": "Ill"})

    assert "The visit has begun" in response.content.decode()
    assert Application.objects.get(pk=application.pk).state == "accepted"


def test_a_reason_too_long_is_refused_in_words(client, officer):
    response = client.post(at(accepted(officer), "my-withdrawal"), {"because": "x" * 201})

    assert "Write at most 200 characters." in response.content.decode()


OWN_PAGES = [("my", {}), ("my-calendar", {}), ("my-withdrawal", {}), ("report", {})]


@pytest.mark.parametrize(("name", "named"), OWN_PAGES)
def test_nobody_opens_anything_with_a_link_of_another_purpose(client, officer, name, named):
    application = accepted(officer)
    PersonalLink.objects.filter(pk=application.link_id).update(purpose="post")

    assert client.get(at(application, name, **named)).status_code == 404


@pytest.mark.parametrize(("name", "named"), OWN_PAGES)
def test_a_revoked_link_opens_nothing_and_says_so(client, officer, name, named):
    application = accepted(officer)
    links.revoke(link=application.link, at=NOW)

    assert client.get(at(application, name, **named)).status_code == 410


@pytest.mark.parametrize(("name", "named"), OWN_PAGES)
def test_the_token_of_another_link_opens_nothing(client, officer, name, named):
    mine, theirs = accepted(officer), accepted(officer)

    address = at(mine, name, **named).replace(mine.link.token(), theirs.link.token())

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("state", ["submitted", "waiting_list", "declined", "withdrawn"])
def test_whoever_is_not_accepted_opens_nothing_of_a_visit(client, officer, state):
    application = accepted(officer)
    QuestionFactory(programme=application.programme, step="report")
    paper = PaperFactory(visit=application.visit)
    session = TrainingSessionFactory(
        programme=application.programme, material=DocumentFactory(office=officer.office)
    )
    Application.objects.filter(pk=application.pk).update(state=state)

    found = [
        client.get(address).status_code
        for address in (
            at(application, "my-calendar"),
            at(application, "my-paper", pk=paper.pk),
            at(application, "my-material", pk=session.pk),
            at(application, "report"),
        )
    ]

    assert found == [404] * 4


def test_a_paper_that_names_other_days_says_so(client, officer):
    application = accepted(officer)
    visit = application.visit
    same = {"arrives": visit.begins_on.isoformat(), "leaves": visit.ends_on.isoformat()}
    PaperFactory(visit=visit, facts={"stay": same})
    moved = {"person": {}, "stay": {**same, "arrives": "2026-01-01"}}
    PaperFactory(
        visit=None,
        programme=application.programme,
        office=officer.office,
        issued_by=officer,
        kind=Paper.Kind.APPLICANTS,
        facts={"people": {str(visit.pk): moved}},
    )

    response = client.get(at(application))

    assert [one.names_other_days for one in response.context["my"].papers] == [True, False]
    assert response.content.decode().count("Your visit has moved since.") == 1


def test_nobody_gets_the_papers_or_the_material_of_others(client, officer):
    application, another = accepted(officer), accepted(officer)
    restricted = DocumentFactory(office=officer.office, is_restricted=True)
    papers = [
        PaperFactory(visit=another.visit),
        PaperFactory(
            visit=None, programme=another.programme, office=officer.office, issued_by=officer
        ),
        PaperFactory(visit=application.visit, document=restricted),
    ]
    sessions = [
        TrainingSessionFactory(programme=another.programme, material=DocumentFactory()),
        TrainingSessionFactory(programme=application.programme),
        TrainingSessionFactory(
            programme=application.programme,
            material=DocumentFactory(office=officer.office, is_restricted=True),
        ),
    ]

    found = [client.get(at(application, "my-paper", pk=one.pk)).status_code for one in papers]
    found += [client.get(at(application, "my-material", pk=one.pk)).status_code for one in sessions]

    assert found == [404] * 6


def test_a_link_without_an_application_opens_nothing(client, officer):
    application = accepted(officer)
    Application.objects.filter(pk=application.pk).update(link=None)

    assert client.get(at(application)).status_code == 404


def test_what_somebody_typed_runs_nowhere(client, officer):
    application = accepted(officer, place="<script>alert(1)</script>")

    shown = words(client, at(application))

    assert "<script>alert" not in shown
    assert escape("<script>alert(1)</script>") in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(
    client, officer, rows, django_assert_num_queries
):
    application = accepted(officer)
    visit, programme = application.visit, application.programme
    for _row in range(rows):
        MeetingPartyFactory(meeting=MeetingFactory(officer=officer, visit=visit))
        ChecklistItemFactory(visit=visit, by_whom=ByWhom.DELEGATE)
        PaperFactory(visit=visit)
        ApplicationDocumentFactory(application=application)
        ProgrammePartnerFactory(programme=programme)
        QuestionFactory(programme=programme, step="report")
        session = TrainingSessionFactory(programme=programme)
        AttendanceFactory(session=session, visit=visit)
    links.seen(application.link, NOW)

    # link, application, sessions for the agenda, meetings, who sits there, what else is planned,
    # checklist, papers, documents, partners, sessions with their material, attendance, questions
    with django_assert_num_queries(13):
        response = client.get(at(application))

    assert len(response.context["my"].sessions) == rows
