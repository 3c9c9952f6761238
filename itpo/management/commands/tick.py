from datetime import datetime, timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from itpo.office.models import Milestone
from itpo.reminders.tick import tick

A_MINUTE = timedelta(minutes=1)


class Command(BaseCommand):
    help = "Make, queue and send what is due, once, in the foreground."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now",
            help=(
                "the moment to act at, as 2026-11-20T08:00+09:00; in UTC without offset. All that "
                "was due by then is made, queued and really sent, each once, and bears that "
                "moment; of a moment ahead that is what is not due yet. A moment before the last "
                "tick is refused: others have gone on since"
            ),
        )

    def handle(self, *args: Any, now: str | None, **options: Any) -> None:
        present = timezone.now()
        at = _not_before_the_last(moment(now), present) if now else present
        self.stdout.write(str(tick(now=at, past=present - at)))


def moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is no moment; write 2026-11-20T08:00Z.") from error
    return read if read.tzinfo else read.replace(tzinfo=timezone.get_current_timezone())


def _not_before_the_last(at: datetime, present: datetime) -> datetime:
    """Refuse a moment before a tick that has been; one typed to the minute may be that tick's own.

    Acting then would tell of a silence that is none, forget the troubles found since, and give
    up what others have in hand. A tick that was given a moment ahead has not been.
    """
    last = Milestone.objects.filter(name=Milestone.TICK, at__lte=present).first()
    if last is None or last.at <= at:
        return at
    if last.at - at < A_MINUTE:
        return last.at
    raise CommandError(
        f"The last tick was at {last.at:%Y-%m-%dT%H:%M:%SZ}, after that moment, and what was due "
        "then is done: going back would set the heartbeat back and forget the troubles found "
        "since. Give a later moment, or none."
    )
