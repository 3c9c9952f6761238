import json
import os
import signal
import sys
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from itpo.management import ground
from itpo.management.bench import database, mails, pages, report, serving, sessions, ticks
from itpo.management.bench.imports import MOST_CONTACTS, import_cost
from itpo.management.bench.measuring import Bench, Browser
from itpo.office.models import User

# Of the sample's people: an officer among others, and the manager.
USERS = {pages.OFFICER: "officer@example.org", pages.MANAGER: "manager@example.org"}


class Command(BaseCommand):
    help = "Measure the pages on a database of their own, beside a view that does the least."
    requires_system_checks = ()  # the database is made first

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--deals", type=int, default=100_000, help="how many to fill it with")
        parser.add_argument("--json", action="store_true", help="for scripts, not as a table")
        parser.add_argument("--rounds", type=int, default=40, help="how often each page is timed")
        parser.add_argument("--database", default="", help="its name, which ends in _bench")

    def handle(self, *args: Any, deals: int, rounds: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The bench does not run in production.")
        if deals < 1 or rounds < 1:
            raise CommandError("Deals and rounds are at least one each.")
        name = options["database"] or database.name_now()
        if name != database.name_now() or not name.endswith(database.SUFFIX):
            self.hand_over(options["database"], deals, rounds, as_json=options["json"])
        # Whoever ends it ends the web server too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            data = self.measure(deals, rounds)
        except KeyboardInterrupt as stopped:
            raise CommandError("Stopped before it was measured.") from stopped
        lines = [json.dumps(data, indent=2)] if options["json"] else report.as_lines(data)
        for line in lines:
            self.stdout.write(line)

    def measure(self, deals: int, rounds: int) -> dict[str, Any]:
        self.say("Preparing the database …")
        if not database.prepare(deals, timezone.now()):
            self.say("It was filled before.")
        ground.collect_static()
        users = {role: User.objects.get(email=email) for role, email in USERS.items()}
        with sessions.logged_in(users) as cookies, serving.served() as port:
            bench = Bench(
                Browser(serving.HOST, port),
                pages.floor_target(cookies),
                pages.targets(users, cookies),
            )
            self.say("Measuring …")
            measured = bench.measure(rounds)
            memory, assets = bench.worker_mb(), bench.assets_bytes()
        self.say("Sending mails …")
        now = timezone.now()
        with mails.sink() as port:
            speed = mails.speed(port, now, min(deals, mails.MOST_MAILS))
            tick = ticks.tick_cost(ticks.working_day(now), deals)
        self.say("Taking in a list …")
        officer = users[pages.OFFICER]
        imports = import_cost(min(deals, MOST_CONTACTS), officer, now)
        return report.as_data(deals, measured, memory, assets, speed, tick, imports)

    def hand_over(self, name: str, deals: int, rounds: int, *, as_json: bool) -> NoReturn:
        """Begin again as a process whose database is the bench's."""
        usual = f"sqlite:///{settings.DATA_DIR / 'itpo.sqlite3'}"
        url = database.bench_url(os.environ.get("DATABASE_URL", usual), name)
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench"]
        command += ["--deals", str(deals), "--rounds", str(rounds)]
        command += ["--json"] if as_json else []
        os.execve(sys.executable, command, {**os.environ, "DATABASE_URL": url})  # noqa: S606

    def say(self, words: str) -> None:
        """Beside the result, which may be read by a script."""
        self.stderr.write(words)
