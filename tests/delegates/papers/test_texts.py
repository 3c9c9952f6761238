"""What stands in each paper is what the visit says, in both languages."""

import time
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from delegates import papers
from delegates.models import Paper, Visit
from itpo.office import typesetting
from tests.delegates.papers.conftest import AT
from tests.delegates.papers.reading import pdf_of, stands_in, text_of, without_spaces
from tests.factories import (
    AgencyFactory,
    AttendanceFactory,
    BudgetLineFactory,
    DelegateFactory,
    HostCountryFactory,
    InvitationFactory,
    MeetingFactory,
    MeetingPartyFactory,
    PartnerFactory,
    PersonalLinkFactory,
    ThemeFactory,
    TrainingSessionFactory,
    TravelDocumentFactory,
    VisitFactory,
)

Kind = Paper.Kind


def issue(kind, about, language, officer):
    return pdf_of(papers.issue(kind=kind, about=about, language=language, by=officer, at=AT))


def test_the_letter_of_reason_in_english(visit, officer):
    pdf = issue(Kind.REASON, visit, "en", officer)

    assert (
        stands_in(
            pdf,
            "Letter of reason for invitation",
            "21 November 2026",
            "To the Embassy or Consulate-General of Japan in Morocco",
            "BENALI Amina",
            "Agence Marocaine (AMDIE)",
            "Head of division",
            "Meet makers of food machines",
            "“Food processing 2027”",
            "Arrival 12 January 2027",
            "Departure 23 January 2027",
            "12 days",
            "Tokyo and Nagoya",
            "Air travel: JICA",
            "Accommodation: UNIDO ITPO Tokyo",
            "Example Building 8F, 1-2-3 Mihon",
            "+81 3-0000-0000",
            "MIHON Ichiro",
            "Head",
        )
        == []
    )


def test_the_letter_of_reason_in_japanese(visit, officer):
    pdf = issue(Kind.REASON, visit, "ja", officer)

    assert (
        stands_in(
            pdf,
            "招へい理由書",
            "2026年11月21日",
            "在モロッコ日本国大使館・総領事館　御中",
            "氏名 BENALI Amina（阿美娜）",
            "国籍 モロッコ",
            "所属機関 Agence Marocaine (AMDIE)",
            "招へい目的 Meet makers of food machines",
            "入国予定日 2027年1月12日",
            "出国予定日 2027年1月23日",
            "12日間",
            "Air travel：JICA",
            "Accommodation：国連工業開発機関 東京事務所",
            "東京都渋谷区見本1-2-3 例示ビル8階",
            "所長",
            "見本 一郎",
        )
        == []
    )


def test_the_schedule_has_every_day_and_what_is_arranged(visit, officer, programme):
    TrainingSessionFactory(
        programme=programme,
        topic="Investor targeting",
        held_on="2027-01-13",
        begins_at="10:00",
        place="Room 1",
    )
    meeting = MeetingFactory(
        officer=officer, visit=visit, day="2027-01-14", subject="Factory tour", place="Nagoya"
    )
    party = MeetingPartyFactory(meeting=meeting)
    party.company.name_ja = "株式会社見本"
    party.company.save()

    english = issue(Kind.SCHEDULE, visit, "en", officer)
    japanese = issue(Kind.SCHEDULE, visit, "ja", officer)

    assert (
        stands_in(
            english,
            "Schedule of stay",
            "BENALI Amina",
            "12 January 2027 to 23 January 2027 (12 days)",
            "Tue 12 January 2027 Arrival in Japan",
            "Wed 13 January 2027 10:00 Investor targeting, Room 1",
            f"Thu 14 January 2027 Factory tour, {party.company.name}, Nagoya",
            "Sat 23 January 2027 Departure from Japan",
        )
        == []
    )
    assert (
        stands_in(
            japanese,
            "滞在予定表",
            "2027年1月12日～2027年1月23日（12日間）",
            "2027年1月12日（火） 日本到着",
            "2027年1月13日（水） 10:00 Investor targeting、Room 1",
            "2027年1月14日（木） Factory tour、株式会社見本、Nagoya",
            "2027年1月23日（土） 日本出発",
        )
        == []
    )


def test_of_a_confidential_meeting_a_schedule_says_only_when_and_where(visit, officer):
    meeting = MeetingFactory(
        officer=officer,
        visit=visit,
        day="2027-01-14",
        subject="Secret plant",
        place="Nagoya",
        is_restricted=True,
    )
    company = MeetingPartyFactory(meeting=meeting).company

    pdf = issue(Kind.SCHEDULE, visit, "en", officer)

    assert stands_in(pdf, "Meeting, Nagoya", "Secret plant", company.name) == [
        "Secret plant",
        company.name,
    ]


def test_the_list_of_applicants_has_everybody_who_is_to_come(visit, officer, programme):
    vietnam = HostCountryFactory(code="VN", name="Viet Nam")
    minh = DelegateFactory(family_name="Nguyễn", given_name="Văn Minh", country=vietnam)
    VisitFactory(
        officer=officer,
        delegate=minh,
        programme=programme,
        begins="2027-01-13",
        ends="2027-01-20",
        state=Visit.State.RUNNING,
    )
    for state in (Visit.State.CANCELLED, Visit.State.COMPLETED):
        VisitFactory(
            officer=officer,
            delegate__family_name=f"Gone{state}",
            programme=programme,
            state=state,
            cancelled_because="Ill",
        )

    english = issue(Kind.APPLICANTS, programme, "en", officer)
    japanese = issue(Kind.APPLICANTS, programme, "ja", officer)

    assert (
        stands_in(
            english,
            "List of applicants",
            "Food processing 2027",
            "1 BENALI Amina 阿美娜 Morocco Agence Marocaine (AMDIE) Head of division",
            "12 January 2027 – 23 January 2027",
            "2 NGUYỄN Văn Minh Viet Nam",
            "13 January 2027 – 20 January 2027",
            "2 applicants in all",
        )
        == []
    )
    assert (
        stands_in(
            japanese,
            "申請人名簿",
            "1 BENALI Amina 阿美娜 モロッコ",
            "2 NGUYỄN Văn Minh ベトナム",
            "2027年1月13日 – 2027年1月20日",
            "以上2名",
        )
        == []
    )
    assert "GONE" not in text_of(english)


def test_the_invitation_to_an_agency_in_three_languages(headed, officer, programme):
    programme.seats = 8
    programme.call_closes_on = date(2026, 12, 1)
    programme.save()
    programme.themes.add(ThemeFactory(name="Circular economy"))
    morocco = HostCountryFactory(code="MA", name="Morocco")
    invitation = InvitationFactory(
        programme=programme,
        agency=AgencyFactory(country=morocco, name="Agence Marocaine", short_name="AMDIE"),
        email="amdie@example.org",
        most=2,
        link=PersonalLinkFactory(office=headed, purpose="nomination"),
    )

    made = {one: issue(Kind.INVITATION, invitation, one, officer) for one in ("en", "fr", "ja")}

    both = ("Agence Marocaine (AMDIE)", "Food processing 2027", "Circular economy", "amdie@")
    assert stands_in(
        made["en"], *both, "Morocco", "Dear Sir or Madam", "12 January 2027 to 23 January 2027",
        "up to 2 people", "1 December 2026", "write to us at tokyo@example.org; we will",
    ) == []  # fmt: skip
    assert stands_in(
        made["fr"], *both, "Maroc", "Madame, Monsieur", "12 janvier 2027 – 23 janvier 2027",
        "jusqu’à 2 personnes", "1er décembre 2026",
    ) == []  # fmt: skip
    assert stands_in(
        made["ja"], *both[1:], "Agence Marocaine (AMDIE)　御中", "2027年1月12日～2027年1月23日",
        "8名", "2名まで", "2026年12月1日", "見本 一郎",
    ) == []  # fmt: skip
    token = invitation.link.token()
    assert [one for one, pdf in made.items() if token in without_spaces(text_of(pdf))] == []


@pytest.mark.parametrize(
    ("contact", "said"),
    [("KARIM Exemple", "KARIM Exemple 様"), ("Dr. Karim Exemple", "Dr. Karim Exemple")],
)
def test_a_contact_is_honoured_once(contact, said, officer, programme):
    invitation = InvitationFactory(programme=programme, contact_name=contact)

    pdf = issue(Kind.INVITATION, invitation, "ja", officer)

    assert stands_in(pdf, f"{said} 候補者") == []
    assert "御中" not in text_of(pdf)


def test_the_certificate_names_the_sessions_attended(visit, officer, programme):
    visit.state = Visit.State.COMPLETED
    visit.save()
    for topic, state in (("Investor targeting", "present"), ("Tax law", "absent")):
        session = TrainingSessionFactory(programme=programme, topic=topic, held_on="2027-01-13")
        AttendanceFactory(session=session, visit=visit, state=state)

    made = {one: issue(Kind.CERTIFICATE, visit, one, officer) for one in ("en", "fr", "ja")}

    assert stands_in(
        made["en"], "Certificate of participation", "BENALI Amina", "Head of division",
        "Food processing 2027", "from 12 January 2027 to 23 January 2027",
        "13 January 2027 Investor targeting", "MIHON Ichiro",
    ) == []  # fmt: skip
    assert stands_in(
        made["fr"], "Attestation de participation", "BENALI Amina", "Maroc",
        "du 12 janvier 2027 au 23 janvier 2027", "13 janvier 2027 Investor targeting",
    ) == []  # fmt: skip
    assert stands_in(
        made["ja"], "参加証明書", "BENALI Amina 殿", "2027年1月12日から2027年1月23日まで",
        "2027年1月13日 Investor targeting", "見本 一郎",
    ) == []  # fmt: skip
    assert [one for one, pdf in made.items() if "Tax law" in text_of(pdf)] == []


def test_a_title_takes_the_place_of_an_honorific(visit, officer):
    visit.state = Visit.State.RUNNING
    visit.save()
    visit.delegate.title = "Dr."
    visit.delegate.save()

    pdf = issue(Kind.CERTIFICATE, visit, "ja", officer)

    assert stands_in(pdf, "Dr. BENALI Amina", "殿") == ["殿"]


def test_all_papers_of_a_visit_agree(visit, officer, programme):
    visit.state = Visit.State.RUNNING
    visit.save()
    about = {Kind.REASON: visit, Kind.SCHEDULE: visit, Kind.APPLICANTS: programme}

    for language, days in {
        "en": ("Morocco", "12 January 2027", "23 January 2027"),
        "ja": ("モロッコ", "2027年1月12日", "2027年1月23日"),
    }.items():
        for kind, thing in [*about.items(), (Kind.CERTIFICATE, visit)]:
            pdf = issue(kind, thing, language, officer)
            said = ("BENALI Amina", "Agence Marocaine (AMDIE)", "Head of division", *days)
            assert (kind, language, stands_in(pdf, *said)) == (kind, language, [])


MADE = [
    (Kind.REASON, "en"), (Kind.REASON, "ja"), (Kind.SCHEDULE, "en"), (Kind.SCHEDULE, "ja"),
    (Kind.APPLICANTS, "en"), (Kind.APPLICANTS, "ja"),
    (Kind.INVITATION, "en"), (Kind.INVITATION, "fr"), (Kind.INVITATION, "ja"),
    (Kind.CERTIFICATE, "en"), (Kind.CERTIFICATE, "fr"), (Kind.CERTIFICATE, "ja"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "language"), MADE)
def test_each_paper_is_made_within_a_second(visit, officer, programme, kind, language):
    Visit.objects.update(state=Visit.State.RUNNING)
    visit.refresh_from_db()
    about = {
        Kind.APPLICANTS: programme,
        Kind.INVITATION: InvitationFactory(programme=programme, agency=visit.agency),
    }.get(kind, visit)
    typesetting._compiler()  # each process reads the font once, when it makes its first paper

    before = time.perf_counter()
    papers.issue(kind=kind, about=about, language=language, by=officer, at=AT)

    assert time.perf_counter() - before < 1


def test_who_pays_for_several_things_is_named_once(visit, officer, programme):
    BudgetLineFactory(programme=programme, what="Trains")
    ours, ours_ja = programme.office.name, programme.office.name_ja

    pdfs = {one: issue(Kind.REASON, visit, one, officer) for one in ("en", "ja")}

    assert stands_in(pdfs["en"], "Air travel: JICA", f"Accommodation, Trains: {ours}") == []
    assert stands_in(pdfs["ja"], "Air travel：JICA", f"Accommodation、Trains：{ours_ja}") == []


def test_no_signature_stands_alone_on_a_page(visit, officer, programme):
    for number in range(9):
        BudgetLineFactory(programme=programme, paid_by=PartnerFactory(name=f"Payer {number}"))

    pages = PdfReader(BytesIO(issue(Kind.REASON, visit, "ja", officer))).pages

    assert len(pages) == 2
    assert "上記のとおり相違ありません" in without_spaces(pages[1].extract_text())


def test_what_is_typed_prints_as_it_stands(visit, officer):
    typed = '#panic("x") $a_1$ [b] *c* \\ "quoted" `code` @label <label> //no'
    visit.purpose = typed
    visit.save()

    pdf = issue(Kind.REASON, visit, "en", officer)

    assert stands_in(pdf, typed) == []


def test_japanese_falls_back_to_english_where_it_is_not_given(visit, officer, office):
    office.name_ja = office.address_ja = office.signed_by_ja = office.signed_as_ja = ""
    office.save()

    pdf = issue(Kind.REASON, visit, "ja", officer)

    assert stands_in(pdf, "招へい理由書", office.name, "Example Building 8F", "MIHON Ichiro") == []


def test_a_name_in_a_script_the_font_has_not_is_left_out(visit, officer):
    visit.delegate.name_local = "أمينة"
    visit.delegate.save()

    pdf = issue(Kind.REASON, visit, "en", officer)

    assert stands_in(pdf, "Name BENALI Amina Nationality") == []


def test_a_visit_without_a_programme_has_a_list_of_its_own(visit, officer):
    visit.programme = None
    visit.save()

    pdf = issue(Kind.APPLICANTS, visit, "en", officer)

    assert stands_in(pdf, "BENALI Amina", "1 applicant in all") == []


def test_a_preview_says_that_it_is_one(visit):
    pdf = papers.preview(kind=Kind.REASON, about=visit, language="en", at=AT)

    assert stands_in(pdf, "Preview: not issued", "BENALI Amina") == []
    assert Paper.objects.count() == 0


def test_no_paper_has_a_passport_number(visit, officer, programme):
    passport = TravelDocumentFactory(visit=visit)
    passport.seal("XK1234567")
    passport.save()
    about = {Kind.REASON: visit, Kind.SCHEDULE: visit, Kind.APPLICANTS: programme}

    made = {kind: issue(kind, thing, "en", officer) for kind, thing in about.items()}

    assert [kind for kind, pdf in made.items() if "1234567" in text_of(pdf)] == []
