"""Whether the reminders run, and what became of the mails, in numbers and in words.

The tick leaves its moment behind (Milestone). Pages, admin, `doctor` and `/readyz` read it here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itpo.office.models import OutgoingMail, Trouble
from itpo.office.visibility import Viewer

# A beat of one minute may miss a few.
SILENT_AFTER = timedelta(minutes=5)
COUNTED = ("waiting", "late", "failed", "passed_over")


def counted(viewer: Viewer, now: datetime) -> dict[str, QuerySet[Any]]:
    """What is counted for somebody's page: the mails of their office, what was passed over.

    By the names in COUNTED.
    """
    mails = OutgoingMail.objects.filter(office=viewer.office_id)
    return {
        "waiting": mails.waiting(),
        "late": mails.late(now),
        "failed": mails.failed_lately(now),
        "passed_over": Trouble.objects.visible_to(viewer).lasting(),
    }


@dataclass(frozen=True)
class Heartbeat:
    """The last tick (UTC; None before the first), and how many mails wait, are late or failed.

    Numbers end at `most`; one more than that stands for any number beyond.
    """

    now: datetime
    last_tick: datetime | None
    waiting: int = 0
    late: int = 0
    failed: int = 0
    passed_over: int = 0
    most: int = 99

    @property
    def is_silent(self) -> bool:
        return self.last_tick is None or self.now - self.last_tick > SILENT_AFTER

    @property
    def ran(self) -> str:
        """When the reminders last ran."""
        if self.last_tick is None:
            return _("Reminders have never run")
        if self.now - self.last_tick < timedelta(minutes=1):
            return _("Reminders ran just now")
        return _("Reminders ran %(long)s ago") % {
            "long": timesince(self.last_tick, self.now, depth=1)
        }

    @property
    def said(self) -> str:
        """When the reminders last ran and what waits: for the head of every page."""
        if self.last_tick is None:
            return self.ran
        if not self.waiting:
            return _("%(ran)s, nothing waiting") % {"ran": self.ran}
        return ngettext(
            "%(ran)s, %(count)s mail waiting", "%(ran)s, %(count)s mails waiting", self.waiting
        ) % {"ran": self.ran, "count": self._shown(self.waiting)}

    @property
    def numbers(self) -> list[tuple[str, str, bool]]:
        """Key, words and whether it is bad, of each number that is not zero."""
        late = ngettext("%(count)s mail is late", "%(count)s mails are late", self.late)
        failed = ngettext(
            "%(count)s mail failed since yesterday",
            "%(count)s mails failed since yesterday",
            self.failed,
        )
        over = ngettext(
            "%(count)s thing is broken and was passed over",
            "%(count)s things are broken and were passed over",
            self.passed_over,
        )
        waiting = ngettext("%(count)s mail waiting", "%(count)s mails waiting", self.waiting)
        return [
            (key, words % {"count": self._shown(number)}, is_bad)
            for key, words, number, is_bad in (
                ("waiting", waiting, self.waiting, False),
                ("late", late, self.late, True),
                ("failed", failed, self.failed, True),
                ("passed_over", over, self.passed_over, True),
            )
            if number
        ]

    def _shown(self, number: int) -> str:
        return f"{self.most}+" if number > self.most else str(number)
