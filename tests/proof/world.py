"""One scenario's world: its processes, its queue, its mail server, and the reckoning at the end."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import time_machine
from celery import Celery
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from delegates.invitations.sending import APPLICATION_INVITED
from delegates.models import Application
from itpo.management.children import kill_group
from itpo.office.models import OutgoingMail, PersonalLink
from tests.factories import ProgrammeFactory
from tests.proof.services import Redis
from tests.services.processes import CELERY, ROOT, environment, listen, wait_until
from tests.smtp import MailBox

# Longer than any lease: what somebody died sending may be sent by others after that.
LEASES_OVER = timedelta(minutes=11)
MINUTE = timedelta(minutes=1)
PATIENCE = 120.0
LONG = bool(os.environ.get("PROOF_LONG"))
LATER = [sys.executable, "-m", "tests.proof.later"]
APP = ["--quiet", "--app", "itpo"]

Process = subprocess.Popen[bytes]


def size(short: int, long: int) -> int:
    """How many of something a scenario takes, in the form that is run."""
    return long if LONG else short


class World:
    """What a scenario starts and kills. Whatever it has left running is killed at its end."""

    def __init__(
        self,
        folder: Path,
        redis: Redis,
        queue: Celery,
        box: MailBox,
        port: int,
        tell: Callable[[str, Any], None],
    ) -> None:
        self.folder = folder
        self.redis = redis
        self.queue = queue
        self.box = box
        self.port = port
        self.tell = tell
        self.log = folder / "log"
        self.log.touch()
        self.ahead = timedelta()
        self.running: list[Process] = []
        self.started = self.invited = 0
        self.began = time.monotonic()

    # --- processes ----------------------------------------------------------------------------

    def travel(self, ahead: timedelta) -> None:
        """Let the processes started from now on live so much later than this one."""
        self.ahead = ahead

    def worker(self, *, threads: int = 1, **variables: object) -> Process:
        """A worker of so many processes: each sends one mail at a time."""
        words = ["worker", "--pool", "prefork", "--concurrency", str(threads)]
        words += ["--hostname", f"{self.started}@proof"]
        return self._start(words, variables)

    def ask_for_tick(self) -> None:
        """What a beat does, without one."""
        self.queue.send_task(settings.CELERY_BEAT_SCHEDULE["tick"]["task"])

    def beat(self, *, seconds: float = 1, **variables: object) -> Process:
        """A beat that asks for a tick every so many seconds."""
        return self._start(["beat", "--pidfile", ""], {"TICK_SECONDS": seconds, **variables})

    def _start(self, words: Sequence[str], variables: dict[str, object]) -> Process:
        self.started += 1
        of = connection.settings_dict
        env = environment(
            DATABASE_URL=f"postgres://{of['USER']}@{of['HOST']}:{of['PORT']}/{of['NAME']}",
            CELERY_BROKER_URL=self.redis.url,
            EMAIL_URL=f"smtp://127.0.0.1:{self.port}",
            DATA_DIR=self.folder / str(self.started),
            **{"TICK_SECONDS": 1, **variables},
        )
        later = [*LATER, str(self.ahead.total_seconds()), *APP]
        command = [*(later if self.ahead else CELERY), *words]
        with self.log.open("ab") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=listen,
            )
        self.running.append(process)
        return process

    def kill(self, process: Process) -> None:
        """kill -9, with the processes it has started."""
        kill_group(process.pid)
        process.wait()
        self.running.remove(process)

    def kill_all(self) -> None:
        for process in list(self.running):
            self.kill(process)

    def stop_all(self) -> None:
        """As on shutting down: each finishes what it has in hand; who cannot is killed."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
        self.kill_all()

    # --- time ---------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The time at which the processes started last live."""
        return timezone.now() + self.ahead

    def tick(self, now: datetime) -> str:
        """`tick --now`, in this process, which lives at that moment: pauses go by the present."""
        with time_machine.travel(now, tick=True):
            return self.replay(now)

    def replay(self, moment: datetime) -> str:
        """The same of another moment than this process lives at."""
        said = StringIO()
        call_command("tick", now=moment.isoformat(), stdout=said)
        return said.getvalue().strip()

    def wait(self, true: Callable[[], object], seconds: float = PATIENCE) -> None:
        wait_until(true, seconds, self.log)

    # --- mails --------------------------------------------------------------------------------

    def invitations(self, number: int, due: datetime) -> list[OutgoingMail]:
        """Enter mails to so many people outside into the book, each about a link of its own."""
        programme = ProgrammeFactory()
        self.invited += number
        guests = range(self.invited - number, self.invited)
        emails = [f"guest{count}@example.org" for count in guests]
        links = PersonalLink.objects.bulk_create(
            PersonalLink(
                office=programme.office,
                purpose=PersonalLink.Purpose.APPLICATION,
                email=email,
                expires_at=due + timedelta(days=365),
            )
            for email in emails
        )
        Application.objects.bulk_create(
            Application(programme=programme, email=link.email, link=link) for link in links
        )
        return OutgoingMail.objects.bulk_create(
            OutgoingMail(
                key=f"link:{link.pk}:1:{APPLICATION_INVITED}",
                kind=APPLICATION_INVITED,
                office=programme.office,
                to=link.email,
                send_after=due,
                about={"link": link.pk},
                is_restricted=False,
            )
            for link in links
        )

    def settle(self) -> None:
        """Stop what runs, and let the leases of who was killed run out: what they left is sent."""
        self.stop_all()
        now = self.now() + LEASES_OVER
        for _ in range(200):
            self.tick(now)
            if not OutgoingMail.objects.due(now, now).exists():
                return
            now += MINUTE
        raise AssertionError(f"Still to be sent: {OutgoingMail.objects.due(now, now)[:5]}")

    def judge(self, expected: Collection[OutgoingMail], *, may_double: int = 0) -> None:
        """Each mail was received once; but for so many of which the answer was lost."""
        copies = self.box.copies()
        wanted = [mail.message_id for mail in expected]
        lost = [one for one in wanted if one not in copies]
        doubled = sum(copies.values()) - len(copies)
        self.tell("mails", len(wanted))
        self.tell("seconds", round(time.monotonic() - self.began, 1))
        self.tell("lost", len(lost))
        self.tell("doubled", doubled)
        self.tell("may_double", may_double)
        assert lost == [], self.log.read_text()[-5000:]
        assert doubled <= may_double
        assert sorted(set(copies) - set(wanted)) == []
