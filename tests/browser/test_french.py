"""A delegate's whole way, in French and on a phone: from the invitation to the report.

With a break and a second device, a connection that is lost, and a file that is none.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.site import run_there
from tests.delegates.papers.reading import text_of
from tests.translations import catalogue

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
INVITE = """
from django.utils import timezone
from delegates import invitations
from delegates.models import Agency, Programme, Question, RequiredDocument
from itpo.office import post
from itpo.office.models import Role, User
from itpo.portal.addresses import address
manager = User.objects.filter(role=Role.MANAGER, is_sample=True).order_by("pk").first()
programme = Programme.objects.create(
    office=manager.office, name="Programme 2031", state="call_open", officer=manager, seats=1,
    begins="2031-01-13", ends="2031-01-24",
)
RequiredDocument.objects.create(
    programme=programme, text="Nomination letter", text_fr="Lettre de nomination"
)
Question.objects.create(
    programme=programme, step="report", text="What came of it?", text_fr="Quels résultats ?",
    is_required=True,
)
application = invitations.invite_delegate(
    programme=programme, email="leila@example.org", language="fr", by=manager, at=timezone.now(),
    agency=Agency.objects.filter(country__code="MA", archived_at=None).first(),
)
post.hand_out(now=timezone.now())
print(application.pk, address(application.link))
"""
ACCEPT = """
from django.utils import timezone
from delegates import intake
from delegates.models import Application
from itpo.office import post
from itpo.office.models import OutgoingMail
application = Application.objects.select_related("programme__officer").get(pk={pk})
intake.accept(
    application=application, delegate=None, by=application.programme.officer, at=timezone.now()
)
post.hand_out(now=timezone.now())
for mail in OutgoingMail.objects.filter(to="leila@example.org").order_by("pk"):
    print(mail.state, mail.subject)
"""
ISSUE = """
from django.utils import timezone
from delegates import papers, visits
from delegates.models import Application
application = Application.objects.select_related("visit", "programme__officer").get(pk={pk})
by, now = application.programme.officer, timezone.now()
visit = visits.change_state(visit=application.visit, to="completed", by=by, at=now)
for kind, language in (("reason", "en"), ("certificate", "fr")):
    papers.issue(kind=kind, about=visit, language=language, by=by, at=now)
"""
FRENCH = catalogue("fr")


def french(message: str, **words: str) -> str:
    """What the catalogue has for an English message."""
    entry = FRENCH.get(message)
    assert entry is not None, message
    assert isinstance(entry.string, str), message
    assert entry.string, message
    return entry.string % words if words else entry.string


@pytest.fixture
def invited(address: str) -> tuple[str, str]:
    """The number of an application, and the personal link it was sent with."""
    number, link = run_there(address, INVITE).splitlines()[-1].split()
    return number, link


@pytest.fixture
def phones(browser: Browser) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    one, other = (browser.new_context(viewport=PHONE) for _device in range(2))
    yield one, other
    one.close()
    other.close()


def go_on(page: Page) -> None:
    page.get_by_role("button", name=french("Continue"), exact=True).click()


def heading(page: Page, message: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(french(message))


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_delegate_goes_the_whole_way_in_french(address, invited, phones, tmp_path):
    number, link = invited
    phone, other_phone = phones
    page = phone.new_page()
    page.goto(link)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    heading(page, "Who are you?")
    fits(page)

    # A name in the wrong letters is answered beside its field, in French, and kept.
    page.locator("#id_family_name").fill("بن علي")
    page.locator("#id_given_name").fill("Leïla")
    page.locator("#id_country").select_option("MA")
    page.locator("#id_email").fill("leila@example.org")
    go_on(page)
    expect(page.locator("#id_family_name_error")).to_contain_text(
        french("Write it in Latin letters, as in the passport.")
    )
    expect(page.locator("#id_family_name")).to_have_value("بن علي")
    page.locator("#id_family_name").fill("Benali")
    go_on(page)
    heading(page, "Where do you work today?")

    # The connection is lost in the middle of a word.
    phone.set_offline(True)
    page.locator("#id_agency").fill("Agence Fictive")
    page.locator("#id_post").fill("Cheffe de division")
    page.locator("#id_since").fill("mars 2019")
    page.locator("#id_duties").fill("Agro-industrie")
    expect(page.locator("#saved")).to_contain_text(
        french(
            "No connection. What you write is kept on this device and sent as soon as there is one."
        )
    )
    phone.set_offline(False)
    expect(page.locator("#saved")).to_contain_text(
        french("Saved at %%s").replace("%%s", "").strip()
    )
    page.close()

    # A break; then on another device, where there is still something to write.
    page = other_phone.new_page()
    page.goto(link + "post/")
    expect(page.locator("#id_post")).to_have_value("Cheffe de division")
    page.goto(link)
    heading(page, "What do you want to reach?")
    page.locator("#id_aims").fill("Trouver des partenaires")
    go_on(page)
    heading(page, "Which projects do you bring?")
    page.locator("#id_project-1-title").fill("Conserverie de Meknès")
    go_on(page)
    heading(page, "How will you travel?")
    page.locator("#id_number").fill("ab 1234567")
    page.locator("#id_passport_country").select_option("MA")
    go_on(page)

    # A file that is none; what was received of the others stays, and the next one is right.
    heading(page, "Which papers do you send with it?")
    wrong = tmp_path / "lettre.pdf"
    wrong.write_text("<html>pas un PDF</html>")
    send(page, wrong)
    expect(page.locator("main")).to_contain_text(
        french(
            "This is neither a PDF nor a picture (JPEG, PNG or WebP). Save it as one of these, and "
            "send that."
        )
    )
    right = tmp_path / "lettre.png"
    right.write_bytes(picture())
    send(page, right)
    heading(page, "What we keep of you, and why")
    fits(page)
    page.locator("#id_consent").check()
    go_on(page)

    expect(page.get_by_text("Conserverie de Meknès")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("1234567")
    page.get_by_role("button", name=french("Hand it in")).click()
    expect(page.locator("main")).to_contain_text(
        french("Thank you. Your application is handed in.")
    )

    # Read-only from here on; then accepted, and the same link opens the own page.
    page.goto(link + "aims/")
    expect(page.locator("#id_aims")).to_have_count(0)
    said = run_there(address, ACCEPT.format(pk=number)).splitlines()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("BENALI Leïla")
    expect(page.locator("main")).to_contain_text("13 janvier 2031")
    expect(page.locator("main")).to_contain_text("Programme 2031")
    fits(page)
    assert [line.split(" ", 1)[0] for line in said] == ["sent", "sent", "sent"]
    accepted = french("You are accepted: %(name)s", name="Programme 2031")
    assert said[2].split() == ["sent", *accepted.split()]

    # Afterwards: the papers, as PDF, and the report, which has to be answered before it is sent.
    run_there(address, ISSUE.format(pk=number))
    page.goto(link)
    for name in ("Letter of reason for invitation", "Certificate of participation"):
        with page.expect_download() as saving:
            page.get_by_role("link", name=french(name)).click()
        assert "BENALI Leïla" in text_of(Path(saving.value.path()).read_bytes())
    page.get_by_role("link", name=french("Write the report")).first.click()
    page.get_by_role("button", name=french("Send the report")).click()
    expect(page.get_by_role("alert")).to_contain_text("Quels résultats ?")
    page.get_by_label("Quels résultats ?").fill("Deux partenaires trouvés")
    page.get_by_role("button", name=french("Send the report")).click()
    expect(page.locator("main")).to_contain_text(french("Thank you. We have your report."))
    fits(page)


def send(page: Page, file: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(file)
    go_on(page)


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 40), "white").save(made, "PNG")
    return made.getvalue()
