from datetime import datetime
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from itpo.reminders.tick import tick


class Command(BaseCommand):
    help = "Make, queue and send what is due, once, in the foreground."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now",
            help=(
                "the moment to act at, as 2026-11-20T08:00+09:00; in UTC without offset. All that "
                "was due by then is made, queued and really sent, each once, and bears that "
                "moment; of a moment ahead that is what is not due yet. A moment before the last "
                "tick leaves the heartbeat and the troubles found since as they are"
            ),
        )

    def handle(self, *args: Any, now: str | None, **options: Any) -> None:
        present = timezone.now()
        at = moment(now) if now else present
        self.stdout.write(str(tick(now=at, past=present - at)))


def moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is no moment; write 2026-11-20T08:00Z.") from error
    return read if read.tzinfo else read.replace(tzinfo=timezone.get_current_timezone())
