"""`start` before its children run; with them, see tests/services/test_start.py."""

from io import StringIO

import pytest
from django.utils import timezone

from itpo.management.commands import start
from itpo.office.models import Milestone, SampleRecord
from itpo.portal.addresses import address
from itpo.sample.people import LOGINS
from tests.factories import PersonalLinkFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def command():
    return start.Command(stdout=StringIO())


def said(command: start.Command) -> list[str]:
    return command.stdout.getvalue().splitlines()


@pytest.mark.parametrize(
    ("loaded_before", "production", "wanted"),
    [(False, False, True), (True, False, False), (False, True, False)],
    ids=["on an empty desk", "once", "not in production"],
)
def test_the_sample_is_loaded(loaded_before, production, wanted, settings):
    settings.PRODUCTION = production
    if loaded_before:
        Milestone.objects.create(name=Milestone.SAMPLE_LOADED, at=timezone.now())

    assert start.wants_sample() is wanted


def test_a_sample_that_cannot_be_loaded_stops_nothing(command):
    UserFactory(email=LOGINS[0][1])

    command.load_sample()

    assert said(command) == [
        "The sample is not loaded: officer@example.org belongs to a real user."
    ]
    assert start.wants_sample()


@pytest.mark.parametrize(
    ("sampled", "production", "shown"),
    [(True, False, len(LOGINS)), (False, False, 0), (True, True, 0)],
    ids=["with the sample", "without", "in production"],
)
def test_the_samples_logins_are_shown_where_they_work(
    sampled, production, shown, command, settings
):
    settings.PRODUCTION = production
    settings.BASE_URL = "https://desk.example.org"
    UserFactory(is_sample=sampled)

    command.welcome()

    assert said(command)[0] == "The desk is open at https://desk.example.org/ - Ctrl-C stops it."
    assert [line.split()[1] for line in said(command)[1:]] == [
        email for _role, email, _password in LOGINS[:shown]
    ]


@pytest.mark.parametrize(
    ("host", "bound"), [("127.0.0.1", "127.0.0.1:8000"), ("::1", "[::1]:8000")]
)
def test_the_web_server_is_told_where_to_listen(host, bound, settings):
    settings.HOST = host
    settings.PORT = 8000
    settings.TRUSTED_PROXIES = ["10.0.0.1", "10.0.0.2"]

    web = start.commands()["web server"]

    assert web[web.index("--bind") + 1] == bound
    assert web[web.index("--forwarded-allow-ips") + 1] == "10.0.0.1,10.0.0.2"


@pytest.mark.parametrize("production", [False, True])
def test_the_samples_personal_links_are_shown_outside_production(production, command, settings):
    settings.PRODUCTION = production
    UserFactory(is_sample=True)
    ours = PersonalLinkFactory(email="amina.exemple@example.org")
    PersonalLinkFactory(email="awa.exemple@example.org")  # a real one of that address
    SampleRecord.objects.create(model="office.personallink", row=str(ours.pk))

    command.welcome()

    shown = [line for line in said(command) if "/apply/" in line]
    assert shown == ([] if production else [f"  my page  {address(ours)}"])
