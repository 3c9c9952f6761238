"""The daily mail: what somebody has to see to today, the most urgent first.

It is queued once a working day, when the reader's own hour has come in the reader's own time zone,
and composed when it is sent. Whether anything is due is decided then, and once: what becomes due
later that day waits for the next hour. Where no tick comes at the hour, or it breaks, the next one
decides. Whom it is for is found in a number of queries that depends neither on how many read nor on
how much is open.
"""

from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from itpo.office import post
from itpo.office.models import Office, OutgoingMail, Role, User
from itpo.reminders.digest_days import ONE_DAY, day_of, moment
from itpo.reminders.digest_had import KIND, Had
from itpo.reminders.digest_readers import Due
from itpo.reminders.digest_sections import sections_for
from itpo.reminders.outcome import Outcome


def queue_due(*, now: datetime, is_replay: bool = False) -> Outcome:
    """Queue the digest of everybody whose hour has come, who works today and has something due.

    A moment that is replayed decides nothing for good.
    """
    outcome = Outcome(KIND, now)
    readers = _whose_hour_has_come(now, outcome, is_replay=is_replay)
    if not readers:
        return outcome
    due, had = Due(now, readers), Had(now)
    wanted, decided = [], []
    for user in readers:
        with outcome.passing_over(user):
            day = day_of(user, now)
            is_new = not had.has_had(user.pk, day)
            if user.office and is_new and due.for_reader(user, day):
                wanted.append(_mail(user, user.office, day, now))
            decided.append(user.pk)
    outcome.made += post.queue_all(wanted)
    if not is_replay:
        User.objects.filter(pk__in=decided).update(digest_decided_at=now)
    return outcome


def _whose_hour_has_come(now: datetime, outcome: Outcome, *, is_replay: bool) -> list[User]:
    """Everybody for whom nothing was decided yet since their hour last came.

    What was decided by a clock that was ahead, and has been put right, counts for nothing.
    """
    may_read = User.objects.filter(is_active=True, office__isnull=False)
    may_read = may_read.exclude(role=Role.AUDITOR, is_superuser=False)
    found = []
    for user in may_read.select_related("office").order_by("pk"):
        with outcome.passing_over(user):
            came, decided = moment(user, day_of(user, now)), user.digest_decided_at
            if decided is None or decided < came or (decided > now and not is_replay):
                found.append(user)
    return found


def compose(mail: OutgoingMail, now: datetime) -> post.Letter | None:
    """Write what is due now, as far as its reader may see it; None when nothing is left."""
    user = mail.user
    if user is None or user.office is None or not (user.is_active and user.may_change):
        return None
    with translation.override(user.language):
        sections = sections_for(user, user.office, user.today(now))
        count = sum(section.count for section in sections)
        if not count:
            return None
        words = {"sections": sections, "my_day": settings.BASE_URL + reverse("desk:my-day")}
        subject = ngettext("%(count)d follow-up is due", "%(count)d follow-ups are due", count)
        return post.Letter(subject % {"count": count}, render_to_string("mail/digest.txt", words))


def _mail(user: User, office: Office, day: date, now: datetime) -> OutgoingMail:
    return OutgoingMail(
        key=f"{KIND}:{user.pk}:{day}",
        kind=KIND,
        office=office,
        user=user,
        to=user.email,
        about={"day": day.isoformat()},
        send_after=now,
        # From then on the next day's digest says it better.
        send_before=moment(user, day + ONE_DAY),
    )
