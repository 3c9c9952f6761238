"""What went out is kept as it went out; what has changed since is said."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from delegates import papers
from delegates.models import ChecklistItem, Paper, Visit
from itpo.office.models import Document, OutgoingMail
from itpo.office.states import NotPossible
from tests.delegates.papers.conftest import AT
from tests.delegates.papers.reading import pdf_of, stands_in
from tests.factories import (
    ChecklistItemFactory,
    HostCountryFactory,
    InvitationFactory,
    LinkedApplicationFactory,
    OfficeFactory,
    TrainingSessionFactory,
    VisitFactory,
)

Kind = Paper.Kind


def issue(kind, about, officer, language="en"):
    return papers.issue(kind=kind, about=about, language=language, by=officer, at=AT)


def test_a_paper_is_kept_with_its_facts_and_file(visit, officer):
    paper = issue(Kind.REASON, visit, officer)

    assert (paper.visit, paper.office, paper.issued_by) == (visit, visit.office, officer)
    assert paper.facts["stay"]["arrives"] == "2027-01-12"
    assert paper.document.title == "Letter of reason for invitation – BENALI Amina.pdf"
    assert paper.document.content_type == "application/pdf"
    assert pdf_of(paper)[:5] == b"%PDF-"
    assert paper.document.size == len(pdf_of(paper))
    assert paper.history.get().history_user == officer


def test_what_went_out_stays_when_the_visit_changes(visit, officer):
    paper = issue(Kind.REASON, visit, officer)
    before = pdf_of(paper)

    visit.begins, visit.ends = "2027-01-14", "2027-01-25"
    visit.save()
    issue(Kind.REASON, visit, officer)

    paper.refresh_from_db()
    assert pdf_of(paper) == before
    assert stands_in(before, "12 January 2027") == []
    assert Paper.objects.count() == 2


def test_the_same_facts_make_the_same_file(visit, officer):
    assert pdf_of(issue(Kind.REASON, visit, officer)) == pdf_of(issue(Kind.REASON, visit, officer))


def changes_of(paper, about):
    return papers.no_longer_agrees(paper, papers.gather(paper.kind, about, paper.language))


def test_a_paper_that_agrees_says_nothing(visit, officer):
    paper = issue(Kind.REASON, visit, officer, "ja")

    assert changes_of(paper, visit) == []


def test_a_paper_says_what_has_changed_since(visit, officer):
    paper = issue(Kind.REASON, visit, officer, "ja")
    visit.begins, visit.place = "2027-01-14", ""
    visit.save()
    visit.delegate.family_name = "El Benali"
    visit.delegate.save()
    visit.office.phone = "+81 3-1111-1111"
    visit.office.save()

    assert changes_of(paper, Visit.objects.get(pk=visit.pk)) == [
        "the letterhead has changed",
        "family name was Benali, is El Benali",
        "arrival was 12 January 2027, is 14 January 2027",
        "place was Tokyo and Nagoya, is not known",
    ]


def test_a_schedule_no_longer_agrees_once_the_agenda_moves(visit, officer, programme):
    session = TrainingSessionFactory(programme=programme, held_on="2027-01-13")
    paper = issue(Kind.SCHEDULE, visit, officer, "ja")
    other_language = papers.gather(Kind.SCHEDULE, visit, "en")

    assert papers.no_longer_agrees(paper, other_language) == []

    session.held_on = "2027-01-14"
    session.save()

    assert changes_of(paper, visit) == ["the agenda has changed"]


def test_a_list_says_who_is_new_and_who_is_gone(visit, officer, programme):
    staying = VisitFactory(
        officer=officer,
        programme=programme,
        begins="2027-01-12",
        ends="2027-01-23",
        delegate__family_name="Abebe",
        delegate__given_name="Selam",
    )
    paper = issue(Kind.APPLICANTS, programme, officer)
    visit.delegate.given_name = "Aminata"
    visit.delegate.save()
    Visit.objects.filter(pk=staying.pk).update(state="cancelled", cancelled_because="Ill")
    VisitFactory(
        officer=officer,
        programme=programme,
        begins="2027-01-12",
        ends="2027-01-23",
        delegate__family_name="Diallo",
        delegate__given_name="Fatou",
    )

    assert changes_of(paper, programme) == [
        "BENALI Aminata: given name was Amina, is Aminata",
        "DIALLO Fatou is new",
        "ABEBE Selam is no longer on the list",
    ]


def test_issuing_ticks_off_what_asks_for_the_paper(visit, officer, programme):
    items = {
        kind: ChecklistItemFactory(visit=visit, paper=kind)
        for kind in (Kind.REASON, Kind.SCHEDULE, Kind.APPLICANTS)
    }
    spared = ChecklistItemFactory(visit=visit, paper=Kind.REASON, is_needed=False)
    elsewhere = ChecklistItemFactory(paper=Kind.REASON)

    issue(Kind.REASON, visit, officer)
    issue(Kind.APPLICANTS, programme, officer)

    done = ChecklistItem.objects.filter(done_at=AT, done_by=officer)
    assert set(done) == {items[Kind.REASON], items[Kind.APPLICANTS]}
    assert {spared, elsewhere, items[Kind.SCHEDULE]} == set(
        ChecklistItem.objects.filter(done_at=None)
    )


NO_ADDRESS = "The office's address is not filled in: a manager does that in the admin."
NO_SIGNATURE = "Nobody is named who signs for the office: a manager does that in the admin."


def test_a_paper_says_what_has_to_be_filled_in_first(officer):
    visit = VisitFactory(officer=officer, begins="2027-01", ends="")

    assert papers.missing_for(Kind.REASON, visit) == [
        NO_ADDRESS,
        NO_SIGNATURE,
        "Say the first and the last day of the visit to the day.",
        "Say which agency sends the delegate.",
        "Say the purpose of the visit.",
    ]
    with pytest.raises(NotPossible, match="Say the purpose of the visit"):
        issue(Kind.REASON, visit, officer)
    assert (Paper.objects.count(), Document.objects.count()) == (0, 0)


def test_an_empty_list_is_not_issued(headed, officer, programme):
    assert papers.missing_for(Kind.APPLICANTS, programme) == [
        "Nobody is to come yet: the list has visits that are planned or under way."
    ]


def test_a_list_says_whose_days_are_not_known(visit, officer, programme):
    VisitFactory(
        officer=officer,
        programme=programme,
        begins="2027-01",
        ends="",
        delegate__family_name="Diallo",
        delegate__given_name="Fatou",
    )

    assert papers.missing_for(Kind.APPLICANTS, programme) == [
        "Say the first and the last day of the visit of DIALLO Fatou to the day."
    ]


def test_an_invitation_needs_to_know_when(headed, programme):
    programme.begins = ""
    programme.save()

    assert papers.missing_for(Kind.INVITATION, InvitationFactory(programme=programme)) == [
        "Say when the programme begins; the month is enough."
    ]


def test_nobody_gets_a_certificate_before_they_came(visit):
    assert papers.missing_for(Kind.CERTIFICATE, visit) == [
        "The visit has not begun: who has come gets a certificate."
    ]


def test_nothing_goes_out_about_a_visit_that_is_cancelled(visit):
    visit.state, visit.cancelled_because = Visit.State.CANCELLED, "Ill"
    visit.save()

    assert papers.missing_for(Kind.REASON, visit) == [
        "It is cancelled: no paper goes out about it."
    ]


def test_a_paper_is_not_written_in_any_language(visit, officer):
    with pytest.raises(NotPossible, match="not written in that language"):
        issue(Kind.REASON, visit, officer, "fr")


def test_there_is_no_such_paper_about_that(programme, officer):
    with pytest.raises(NotPossible, match="no such paper about this"):
        issue(Kind.REASON, programme, officer)


def test_an_embassy_reads_the_article_of_a_country(visit, officer):
    visit.delegate.country = HostCountryFactory(code="PH", name="Philippines")
    visit.delegate.save()

    pdf = pdf_of(issue(Kind.REASON, visit, officer))

    assert stands_in(pdf, "Embassy or Consulate-General of Japan in the Philippines") == []


def test_sending_writes_to_whom_it_is_about(visit, officer, programme):
    application = LinkedApplicationFactory(programme=programme, visit=visit)
    paper = issue(Kind.REASON, visit, officer)

    assert papers.send(paper=paper, by=officer, at=AT) == 1

    paper.refresh_from_db()
    mail = OutgoingMail.objects.get()
    assert paper.sent_at == AT
    assert (mail.kind, mail.to) == ("papers.issued", application.email)
    assert mail.about == {"paper": paper.pk, "link": application.link_id}


def test_pressed_twice_it_is_sent_once(visit, officer, programme):
    LinkedApplicationFactory(programme=programme, visit=visit)
    paper = issue(Kind.REASON, visit, officer)
    papers.send(paper=paper, by=officer, at=AT)

    with pytest.raises(NotPossible, match="sent a moment ago"):
        papers.send(paper=paper, by=officer, at=AT + timedelta(minutes=9))
    papers.send(paper=paper, by=officer, at=AT + timedelta(minutes=11))

    assert OutgoingMail.objects.count() == 2


def test_a_list_is_sent_to_all_on_it(visit, officer, programme):
    other = VisitFactory(
        officer=officer, programme=programme, begins="2027-01-12", ends="2027-01-23"
    )
    for one in (visit, other):
        LinkedApplicationFactory(programme=programme, visit=one)
    paper = issue(Kind.APPLICANTS, programme, officer)

    LinkedApplicationFactory(
        programme=programme, visit=VisitFactory(officer=officer, programme=programme)
    )

    assert papers.send(paper=paper, by=officer, at=AT) == 2

    told = OutgoingMail.objects.order_by("pk").values_list("to", flat=True)
    assert list(told) == [visit.application.email, other.application.email]


def test_without_a_page_of_their_own_nobody_is_written_to(visit, officer):
    paper = issue(Kind.REASON, visit, officer)

    with pytest.raises(NotPossible, match="has a page of their own"):
        papers.send(paper=paper, by=officer, at=AT)

    assert OutgoingMail.objects.count() == 0


def test_a_file_does_not_stay_when_the_paper_cannot_be_kept(visit, officer, settings, monkeypatch):
    def away(*args, **options):
        raise OperationalError("the database is away")

    monkeypatch.setattr(Paper, "save", away)

    with pytest.raises(OperationalError):
        issue(Kind.REASON, visit, officer)

    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_papers_of_two_offices_stand_apart(visit, officer, programme):
    issue(Kind.REASON, visit, officer)
    other = VisitFactory(officer__office=OfficeFactory(name="UNIDO ITPO Elsewhere"))

    assert list(Paper.objects.visible_to(other.officer)) == []
