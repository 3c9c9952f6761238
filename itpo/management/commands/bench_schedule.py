import json
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from investors.scheduling.instances import INSTANCES
from itpo.management.bench.schedules import WITHIN, Measured, measure


class Command(BaseCommand):
    help = "Measure how much better than the plain fill the solver schedules, and how fast."
    requires_system_checks = ()  # no database is touched

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=8.0, help="the solver's time")
        parser.add_argument("--seed", type=int, default=1, help="which invented problems")
        parser.add_argument("--json", action="store_true", help="for scripts, not as a table")

    def handle(self, *args: Any, seconds: float, seed: int, **options: Any) -> None:
        if not 0 < seconds <= 600:
            raise CommandError("Seconds are more than 0 and at most 600.")
        measured = [measure(name, make(seed), seconds) for name, make in INSTANCES.items()]
        if options["json"]:
            self.stdout.write(json.dumps([one.as_data() for one in measured], indent=2))
        else:
            for one in measured:
                self.say(one)
        if not all(one.is_well for one in measured):
            raise CommandError(f"Not better than the plain fill within {WITHIN:g} s.")

    def say(self, one: Measured) -> None:
        self.stdout.write(f"{one.name}, {one.wishes} wishes")
        for name, meetings, found, seconds in (
            ("plain", one.plain_meetings, one.plain, one.plain_seconds),
            ("solver", one.solved_meetings, one.solved, one.solved_seconds),
        ):
            self.stdout.write(
                f"  {name:<7} {meetings:>4} meetings, worth {found.worth}, "
                f"evenness {found.evenness}, gaps {-found.compactness}, {seconds:.2f} s"
            )
        self.stdout.write(f"  proven  {', '.join(one.proven) or 'nothing'}")
