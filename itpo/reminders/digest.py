"""The daily mail: what somebody has to see to today, the most urgent first.

It is queued once a working day, when the reader's own hour has come in the reader's own time zone,
and composed when it is sent. Whom it is for is found in a number of queries that depends neither
on how many read nor on how much is open.
"""

from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from itpo.office import post
from itpo.office.models import Office, OutgoingMail, User
from itpo.reminders.digest_days import ONE_DAY, day_of, moment
from itpo.reminders.digest_had import KIND, Had
from itpo.reminders.digest_readers import Due
from itpo.reminders.digest_sections import sections_for
from itpo.reminders.outcome import Outcome


def queue_due(*, now: datetime) -> Outcome:
    """Queue the digest of everybody whose hour has come, who works today and has something due."""
    due, outcome = Due(now), Outcome(KIND, now)
    if not due.readers:
        return outcome
    had = Had(now)
    wanted = []
    for user in due.readers:
        with outcome.passing_over(user):
            day = day_of(user, now)
            is_new = not had.has_had(user.pk, day)
            if user.office and is_new and due.for_reader(user, day):
                wanted.append(_mail(user, user.office, day, now))
    outcome.made += post.queue_all(wanted)
    return outcome


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
