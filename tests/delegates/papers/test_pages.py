"""Checklist and papers, as an officer works them."""

import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from delegates import papers
from delegates.models import ChecklistItem, ChecklistStep, Paper, Visit
from itpo.office import post
from itpo.office.models import OutgoingMail
from tests.conftest import logged_in
from tests.delegates.papers.conftest import AT
from tests.delegates.papers.reading import stands_in
from tests.factories import (
    ChecklistItemFactory,
    ChecklistStepFactory,
    InvitationFactory,
    LinkedApplicationFactory,
    VisitFactory,
)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def paper_url(name, about, kind, language="en"):
    return reverse(f"delegates:{name}", args=[about._meta.model_name, about.pk, kind, language])


@time_machine.travel(AT, tick=False)
def test_a_visit_without_a_checklist_offers_to_lay_one_out(desk, officer):
    visit = VisitFactory(officer=officer, begins="2026-12-01", ends="2026-12-10")
    ChecklistStepFactory(office=officer.office, text="Send the letter", days_before=14)

    before = desk.get(visit.get_absolute_url()).content.decode()
    response = desk.post(reverse("delegates:lay-out-checklist", args=[visit.pk]), follow=True)

    assert "Lay out the checklist" in before
    page = response.content.decode()
    assert "Send the letter" in page
    assert "late since 17 Nov 2026" in page
    assert "1 item is added." in page


@time_machine.travel(AT, tick=False)
def test_items_are_worked_with_one_button_each(desk, officer):
    item = ChecklistItemFactory(visit__officer=officer)
    url = reverse("delegates:checklist-item", args=[item.pk])
    seen = []

    for to in ("done", "open", "spared", "done", "needed", "nonsense"):
        response = desk.post(url, {"to": to})
        item.refresh_from_db()
        seen.append((to, item.done_at is not None, item.is_needed))

    assert seen == [
        ("done", True, True),
        ("open", False, True),
        ("spared", False, False),
        ("done", False, False),
        ("needed", False, True),
        ("nonsense", False, True),
    ]
    assert said(response) == [
        f"Done: {item.text}",
        "It is marked as not needed. Say first that it is needed.",
    ]


def test_an_arrival_not_known_is_said(desk, officer):
    visit = VisitFactory(officer=officer, begins="2027", ends="")
    ChecklistItemFactory(visit=visit)

    page = desk.get(visit.get_absolute_url()).content.decode()

    assert "not known yet" in page
    assert "They are counted back from the arrival, whose day is not known yet." in page


def test_an_auditor_reads_and_has_no_button(auditor, officer):
    item = ChecklistItemFactory(visit__officer=officer)

    page = logged_in(auditor).get(item.visit.get_absolute_url()).content.decode()

    assert item.text in page
    assert reverse("delegates:checklist-item", args=[item.pk]) not in page


def test_an_office_without_steps_begins_with_the_usual(desk, officer):
    page = desk.get(reverse("delegates:checklist-steps")).content.decode()
    desk.post(reverse("delegates:usual-steps"), {"use": "usual"})
    again = desk.post(reverse("delegates:usual-steps"), {"use": "usual"})

    assert "Begin with the usual steps" in page
    assert ChecklistStep.objects.filter(office=officer.office).count() == 13
    assert said(again) == ["There is a list already. Change it step by step."]


@time_machine.travel(AT, tick=False)
def test_a_paper_is_looked_at_issued_and_opened(desk, visit):
    preview = desk.get(paper_url("preview-paper", visit, "reason", "ja"))
    kept = Paper.objects.count()
    response = desk.post(paper_url("issue-paper", visit, "reason", "ja"))
    paper = Paper.objects.get()
    opened = desk.get(paper.get_absolute_url())

    assert preview["Content-Type"] == "application/pdf"
    assert stands_in(preview.getvalue(), "見本（未発行）", "BENALI Amina") == []
    assert kept == 0
    assert response.url == reverse("delegates:visit-papers", args=[visit.pk])
    assert said(response) == ["Issued: 招へい理由書 – BENALI Amina.pdf"]
    assert stands_in(opened.getvalue(), "招へい理由書", "2027年1月12日") == []


@time_machine.travel(AT, tick=False)
def test_both_pages_say_which_paper_no_longer_agrees(desk, officer, visit):
    papers.issue(kind="reason", about=visit, language="en", by=officer, at=AT)
    visit.begins = "2027-01-14"
    visit.save()

    pages = [
        desk.get(url).content.decode()
        for url in (visit.get_absolute_url(), reverse("delegates:visit-papers", args=[visit.pk]))
    ]

    changed = "arrival was 12 January 2027, is 14 January 2027"
    assert [changed in page and "No longer agrees" in page for page in pages] == [True, True]
    assert "Issue again" in pages[1]


def test_what_is_missing_is_said_and_nothing_issued(desk, officer):
    visit = VisitFactory(officer=officer)

    page = desk.get(reverse("delegates:visit-papers", args=[visit.pk])).content.decode()
    response = desk.post(paper_url("issue-paper", visit, "reason"))

    sentence = "Say which agency sends the delegate."
    assert sentence in page
    assert paper_url("issue-paper", visit, "reason") not in page
    assert sentence in said(response)[0]
    assert Paper.objects.count() == 0


def test_there_is_no_page_for_a_paper_that_does_not_exist(desk, visit, programme):
    asked = [
        paper_url("preview-paper", visit, "reason", "fr"),
        paper_url("preview-paper", visit, "invitation"),
        paper_url("preview-paper", programme, "reason"),
        paper_url("preview-paper", visit.delegate, "reason"),
        paper_url("preview-paper", visit, "nonsense"),
    ]

    assert [desk.get(url).status_code for url in asked] == [404] * 5


@time_machine.travel(AT, tick=False)
def test_sending_tells_the_delegate_in_their_language(desk, visit, programme, mailoutbox):
    application = LinkedApplicationFactory(programme=programme, visit=visit)
    desk.post(paper_url("issue-paper", visit, "reason"))
    response = desk.post(reverse("delegates:send-paper", args=[Paper.objects.get().pk]))

    post.hand_out(now=AT)

    [letter] = mailoutbox
    assert said(response)[-1] == "1 mail is on its way."
    assert letter.to == [application.email]
    assert "Letter of reason for invitation" in letter.subject
    assert f"/my/{application.link_id}/{application.link.token()}/" in letter.body
    assert application.link.token() not in OutgoingMail.objects.get().body


@time_machine.travel(AT, tick=False)
def test_a_visit_cancelled_meanwhile_is_not_written_about(desk, visit, programme, mailoutbox):
    LinkedApplicationFactory(programme=programme, visit=visit)
    desk.post(paper_url("issue-paper", visit, "reason"))
    desk.post(reverse("delegates:send-paper", args=[Paper.objects.get().pk]))
    Visit.objects.filter(pk=visit.pk).update(state="cancelled", cancelled_because="Ill")

    post.hand_out(now=AT)

    assert mailoutbox == []
    assert OutgoingMail.objects.get().state == "cancelled"


@time_machine.travel(AT, tick=False)
def test_certificates_are_issued_for_all_who_came(desk, officer, visit, programme):
    visit.state = Visit.State.COMPLETED
    visit.save()
    VisitFactory(
        officer=officer,
        programme=programme,
        state="running",
        delegate__language="fr",
        begins="2027-01-12",
        ends="2027-01-23",
    )
    undated = VisitFactory(officer=officer, programme=programme, state="running", ends="2027")
    VisitFactory(officer=officer, programme=programme, state="planned")
    url = reverse("delegates:issue-certificates", args=[programme.pk])

    first, second = desk.post(url), desk.post(url)

    made = Paper.objects.filter(kind="certificate").order_by("visit")
    assert [paper.language for paper in made] == ["en", "fr"]
    problem = f"{undated.delegate}: Say the first and the last day of the visit to the day."
    assert said(first) == [problem, "2 certificates are issued."]
    assert said(second)[-1] == "0 certificates are issued."


@time_machine.travel(AT, tick=False)
def test_an_agency_is_invited_on_paper(desk, officer, programme):
    invitation = InvitationFactory(programme=programme)
    url = paper_url("issue-paper", invitation, "invitation", "fr")

    page = desk.get(reverse("delegates:programme-papers", args=[programme.pk])).content.decode()
    response = desk.post(url)

    assert url in page
    assert response.url == reverse("delegates:programme-papers", args=[programme.pk])
    assert Paper.objects.get().invitation == invitation


def test_an_item_is_changed_and_removed(desk, officer):
    item = ChecklistItemFactory(visit__officer=officer)

    desk.post(
        reverse("desk:change", args=["delegates.checklistitem", item.pk]),
        {"text": "Photo, 45 × 35 mm", "by_whom": "delegate", "days_before": "30", "seen": "0"},
    )
    item.refresh_from_db()
    response = desk.post(reverse("desk:remove", args=["delegates.checklistitem", item.pk]))

    assert (item.text, item.days_before) == ("Photo, 45 × 35 mm", 30)
    assert response.url == item.visit.get_absolute_url()
    assert ChecklistItem.objects.count() == 0
