"""Which daily mails readers had lately.

A tick that was given a moment ahead may have made some of days to come: each is that day's, and
stands in the way of no day before it.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from itpo.office.models import Office, OutgoingMail

KIND = "digest"
# Whatever digest is older is over.
LATELY = timedelta(days=3)


class Had:
    """The daily mails of all readers, or of those of some offices: one query."""

    def __init__(self, now: datetime, offices: Collection[Office] | None = None) -> None:
        self.last: dict[int, OutgoingMail] = {}
        self._latest: dict[int, date] = {}
        self._ahead: set[tuple[int, date]] = set()
        for mail in _lately(now, offices):
            if mail.user_id is None or not (told := mail.about.get("day")):
                continue
            day = date.fromisoformat(told)
            if now < mail.send_after > mail.created_at:
                self._ahead.add((mail.user_id, day))
                continue
            self.last[mail.user_id] = mail
            self._latest[mail.user_id] = max(self._latest.get(mail.user_id, day), day)

    def has_had(self, reader: int, day: date) -> bool:
        """Whether a reader had a day's, or a later one's: they have since moved zone or hour."""
        return day <= self._latest.get(reader, date.min) or (reader, day) in self._ahead


def _lately(now: datetime, offices: Collection[Office] | None) -> list[OutgoingMail]:
    mails = OutgoingMail.objects.filter(kind=KIND, send_after__gte=now - LATELY)
    if offices is not None:
        mails = mails.filter(user__office__in=list(offices))
    needed = ("user", "about", "state", "send_after", "created_at", "sent_at")
    return list(mails.only(*needed).order_by("pk"))
