"""What people without an account open: one address of every kind of page behind a link."""

from tests.browser.site import run_there

STEPS = ("person", "post", "aims", "projects", "travel", "documents", "consent", "check")
# Applications of every standing, on the sample's programmes; an agency; a former delegate.
LINKS = """
from datetime import timedelta
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from delegates.models import (
    Application, Agency, Delegate, Invitation, PostCheck, Programme, RequiredDocument, Visit,
)
from deals import confirmations
from deals.models import Confirmation, Deal
from investors.models import Contact, EventRegistration, Meeting
from itpo.office import links
from itpo.office.models import Office, User
from itpo.portal.addresses import address

now, office = timezone.now(), Office.objects.first()
today = timezone.localdate()


def link(purpose, until=None):
    return links.issue(
        purpose=purpose, office=office, email="portal@example.org", language="en",
        at=now, until=until,
    )


programme = Programme.objects.create(
    office=office, name="Portal", state="call_open", call_closes_on=today + timedelta(days=9)
)
RequiredDocument.objects.create(programme=programme, text="Nomination letter")


def application(state, until=None, **given):
    number = Application.objects.count()
    return Application.objects.create(
        programme=programme, email=f"portal{number}@example.org", family_name="Alami",
        given_name="Karim", state=state, link=link("application", until), **given,
    )


print("form", address(application("started").link))
print("closed", address(application("started", now - timedelta(days=1)).link))
waits = application("waiting_list", waiting_rank=1, decided_at=now)
print("waiting", address(waits.link, "portal:my"))
until = today + timedelta(days=5)
offered = application("offered", offer_until=until, decided_at=now)
print("offered", address(offered.link, "portal:my"))
delegate, officer = Delegate.objects.first(), User.objects.filter(office=office).first()
for name, state, days in (("coming", "planned", 30), ("over", "completed", -5)):
    visit = Visit.objects.create(
        office=office, delegate=delegate, officer=officer, programme=programme, state=state,
        begins=str(today + timedelta(days=days - 4)), ends=str(today + timedelta(days=days)),
        place="Tokyo",
    )
    for day in range(3):
        at = now + timedelta(days=days - 4 + day)
        Meeting.objects.create(
            office=office, visit=visit, officer=officer, subject=f"Makers of cold stores {day}",
            starts_at=at, day=timezone.localdate(at), place="Marunouchi 1-2-3, Chiyoda-ku, Tokyo",
        )
    mine = application("accepted", visit=visit, delegate=delegate, decided_at=now)
    print(name, address(mine.link, "portal:my"))
agency = Agency.objects.first()
naming = link("nomination")
Invitation.objects.create(programme=programme, agency=agency, link=naming, email=naming.email)
print("nominate", address(naming))
asked = link("post")
year = 1990 + PostCheck.objects.count()
PostCheck.objects.create(office=office, delegate=delegate, year=year, link=asked, asked_at=now)
print("post", address(asked))
coming = EventRegistration.objects.get(email="yui.exemple@example.org", event__state="open")
print("event", address(coming.link))
print("give-back", address(coming.link, "portal:give-back"))
deal = Deal.objects.get(title__startswith="Tomato paste plant")
for name, language in (("confirm", "ja"), ("confirm-en", "en")):
    person = Contact.objects.create(
        company=deal.companies.get(), family_name="Yamada", given_name="Haruo", post="Director",
        family_name_ja="山田", given_name_ja="春男", email="portal@example.org",
    )
    made = confirmations.ask(deal=deal, contact=person, language=language, by=officer, at=now)
    print(name, address(made.link))
print("confirmed", address(Confirmation.objects.exclude(answered_at=None).earliest("pk").link))
print("register", settings.BASE_URL + reverse("portal:register", args=[coming.event_id]))
"""


def links(site: str) -> dict[str, str]:
    """By what they lead to, the paths of personal links made for this."""
    lines = [line.split(" ", 1) for line in run_there(site, LINKS).splitlines()]
    return {name: url.removeprefix(site) for name, url in lines}


def addresses(site: str) -> dict[str, str]:
    """The paths of the portal, each by a name for its picture."""
    found = links(site)
    return {
        "apply": "/apply/",
        "apply-wrong": "/apply/1/mistyped/",
        **{f"apply-{step}": f"{found['form']}{step}/" for step in STEPS},
        "apply-closed": found["closed"],
        "my-waiting": found["waiting"],
        "my-offered": found["offered"],
        "my-coming": found["coming"],
        "my-withdraw": f"{found['coming']}withdraw/",
        "my-over": found["over"],
        "my-report": f"{found['over']}report/",
        "nominate": found["nominate"],
        "post": found["post"],
        "confirm": found["confirm"],
        "confirmed": found["confirmed"],
        "register": found["register"],
        "register-thanks": f"{found['register']}thanks/",
        "registration": found["event"],
        "registration-cancel": found["give-back"],
    }
