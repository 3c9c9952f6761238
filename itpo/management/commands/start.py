import signal
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone

from deals import gates
from delegates import checklists
from investors import mission_tasks
from itpo.management import ground
from itpo.management.children import Children
from itpo.office import post, usual_rules
from itpo.office.models import Milestone, PersonalLink, SampleRecord, User
from itpo.portal.addresses import address
from itpo.sample.people import DOORS, LOGINS

LOOK_SECONDS = 0.2
# Ctrl-C and TERM; and the end of the terminal, unless `nohup` says to outlive it.
STOPS = [signal.SIGINT, signal.SIGTERM]
if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
    STOPS.append(signal.SIGHUP)


class Command(BaseCommand):
    help = "Prepare database and files, then run web server, worker and beat until stopped."
    requires_system_checks = ()  # they read the database, before anybody could say it is broken

    def handle(self, *args: Any, **options: Any) -> None:
        for number in STOPS:
            signal.signal(number, signal.default_int_handler)
        try:
            with ground.alone_in(settings.DATA_DIR):
                ground.check_port(settings.HOST, settings.PORT)
                self.prepare()
                # From here on nothing is interrupted half-way: no child is left behind.
                stopping = told_to_stop()
                with Children(commands(), str(settings.BASE_DIR)) as children:
                    self.watch(children, stopping)
        except KeyboardInterrupt:
            self.say("Stopped before it was open.")
        else:
            self.say("Stopped.")

    def prepare(self) -> None:
        ground.migrate()
        gates.defaults()
        ground.empty_queue()
        if ground.collect_static():
            self.say("The static files are collected.")
        if wants_sample():
            self.load_sample()
        checklists.usual_for_new_offices(at=timezone.now())
        mission_tasks.usual_for_new_offices(at=timezone.now())
        usual_rules.usual_for_new_offices(at=timezone.now())

    def load_sample(self) -> None:
        try:
            call_command("load_sample", stdout=self.stdout)
        except CommandError as error:
            self.say(f"The sample is not loaded: {error}")

    def watch(self, children: Children, stopping: threading.Event) -> None:
        """Say when the desk is open; return when told to stop. A child that dies ends it."""
        is_open = False
        while not stopping.wait(LOOK_SECONDS):
            if child := children.dead():
                raise CommandError(
                    f"The {child.name} has died with exit code {child.process.returncode}."
                )
            if not is_open and answers(settings.HOST, settings.PORT):
                is_open = True
                self.welcome()
                post.nudge(settings.CELERY_BEAT_SCHEDULE["tick"]["task"])

    def welcome(self) -> None:
        self.say(f"The desk is open at {settings.BASE_URL}/ - Ctrl-C stops it.")
        if settings.PRODUCTION or not User.objects.filter(is_sample=True, is_active=True).exists():
            return
        for role, email, password in LOGINS:
            self.say(f"  {role:<8} {email:<22} {password}")
        for what, where in sample_doors():
            self.say(f"  {what:<8} {where}")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def sample_doors() -> Iterator[tuple[str, str]]:
    """Personal links of the sample, to look at what delegates and agencies see."""
    ours = SampleRecord.objects.filter(model=PersonalLink._meta.label_lower)
    links = PersonalLink.objects.filter(
        pk__in=[int(row) for row in ours.values_list("row", flat=True)], revoked_at=None
    )
    found = {link.email: link for link in links.order_by("pk")}
    for what, email in DOORS:
        if email in found:
            yield what, address(found[email])


def wants_sample() -> bool:
    """Whether the sample is to be loaded: once, and not where real work is done."""
    loaded = Milestone.objects.filter(name=Milestone.SAMPLE_LOADED).exists()
    return not settings.PRODUCTION and not loaded


def told_to_stop() -> threading.Event:
    """An event that is set when somebody wants an end."""
    stopping = threading.Event()
    for number in STOPS:
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def commands() -> dict[str, list[str]]:
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    python = [sys.executable, "-m"]
    queue = [*python, "celery", "--quiet", "--app", "itpo"]
    return {
        "web server": [
            *python,
            *["gunicorn", "itpo.wsgi", "--bind", f"{host}:{settings.PORT}"],
            *["--workers", str(settings.WEB_CONCURRENCY), "--threads", "4"],
            *["--graceful-timeout", "4", "--no-control-socket", "--log-level", "warning"],
            *["--forwarded-allow-ips", ",".join(settings.TRUSTED_PROXIES) or "127.0.0.1"],
        ],
        "worker": [
            *queue,
            # Threads: a mail server that takes its time does not keep the tick waiting.
            *["worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"],
            *["--without-gossip", "--without-mingle", "--without-heartbeat"],
        ],
        "beat": [*queue, "beat", "--pidfile", "", "--loglevel", "WARNING"],
    }


def answers(host: str, port: int) -> bool:
    """Whether somebody listens on the port already."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to knock, not to listen
    try:
        socket.create_connection((anywhere.get(host, host), port), timeout=1).close()
    except OSError:
        return False
    return True
