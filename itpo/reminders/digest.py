"""The daily mail: what somebody has to see to today, the most urgent first.

It is queued once a day, when the reader's own hour has come in the reader's own time zone, and
composed when it is sent.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itpo.desk.day import late_in_words
from itpo.office import post
from itpo.office.models import FollowUp, Office, OutgoingMail, User
from itpo.office.working_days import WorkingDays
from itpo.reminders.outcome import Outcome

KIND = "digest"
ONE_DAY = timedelta(days=1)
MOST_SHOWN = 50


def queue_due(*, now: datetime) -> Outcome:
    """Queue the digest of everybody whose hour has come and who has something due."""
    first_due = _first_due_days(now)
    readers = User.objects.filter(pk__in=first_due, is_active=True, office__isnull=False)
    known = _known_keys(first_due, now)
    outcome = Outcome("digest", now)
    for user in readers.select_related("office").order_by("pk"):
        with outcome.passing_over(user):
            is_due = _key(user, now) not in known and _is_due(user, first_due[user.pk], now)
            if is_due and user.office:
                outcome.made += _queue(user, user.office, now)
    return outcome


def compose(mail: OutgoingMail, now: datetime) -> post.Letter | None:
    """Write what is due now, as far as its reader may see it; None when nothing is left."""
    user = mail.user
    if user is None or user.office is None or not user.is_active:
        return None
    today = user.today(now)
    due = FollowUp.objects.visible_to(user).filter(owner=user).due_by(today)
    shown = list(due.most_urgent_first()[:MOST_SHOWN])
    if not shown:
        return None
    late = late_in_words(WorkingDays(user.office, shown[0].due_on, today), today)
    count = due.count()
    with translation.override(user.language):
        words = {
            "items": [
                {
                    "follow_up": one,
                    "when": _("today") if one.due_on == today else late(one),
                    "url": settings.BASE_URL + _page(one),
                }
                for one in shown
            ],
            "more": count - len(shown),
            "my_day": settings.BASE_URL + reverse("desk:my-day"),
        }
        return post.Letter(_subject(count), render_to_string("mail/digest.txt", words))


def _first_due_days(now: datetime) -> dict[int, date]:
    """The first due day of each owner's open follow-ups, once it has come anywhere on earth."""
    due = FollowUp.objects.due_by(now.date() + ONE_DAY).values_list("owner")
    return dict(due.annotate(first=Min("due_on")))


def _known_keys(user_ids: Iterable[int], now: datetime) -> set[str]:
    """The digests queued already, whichever of three days it is for their reader."""
    days = [now.date() - ONE_DAY, now.date(), now.date() + ONE_DAY]
    keys = [f"{KIND}:{pk}:{day}" for pk in user_ids for day in days]
    return set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))


def _key(user: User, now: datetime) -> str:
    return f"{KIND}:{user.pk}:{user.today(now)}"


def _is_due(user: User, first_due_on: date, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(user.time_zone))
    return local.hour >= user.digest_hour and first_due_on <= local.date()


def _queue(user: User, office: Office, now: datetime) -> bool:
    zone, tomorrow = ZoneInfo(user.time_zone), user.today(now) + ONE_DAY
    is_new: bool
    _mail, is_new = post.queue(
        key=_key(user, now),
        kind=KIND,
        office=office,
        user=user,
        to=user.email,
        send_after=now,
        # From then on the next day's digest says it better.
        send_before=datetime.combine(tomorrow, time(user.digest_hour), zone),
        at_once=False,
    )
    return is_new


def _page(follow_up: FollowUp) -> str:
    return follow_up.about_url or reverse("office:follow-up", args=[follow_up.pk])


def _subject(count: int) -> str:
    words: Any = ngettext("%(count)d follow-up is due", "%(count)d follow-ups are due", count)
    return str(words % {"count": count})
