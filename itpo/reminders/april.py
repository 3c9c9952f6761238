"""Each April, when Japanese companies move their people: which contacts are still there?

Whoever looks after companies is asked once a year, in one follow-up that leads to the list of those
nobody has spoken for since. It is done by itself once none is left.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from investors.models import Contact
from itpo.office import follow_ups
from itpo.office.fiscal_years import last_april
from itpo.office.models import FollowUp, User
from itpo.office.working_days import WorkingDays
from itpo.reminders.outcome import Outcome

KIND = "contacts in April"
MONTHS = (4, 5)  # of these months' days nobody is asked later
WORKING_DAYS = 20  # until when
LONGEST = timedelta(days=60)  # no twenty working days take longer


def queue_due(*, now: datetime) -> Outcome:
    """Ask whoever looks after companies, and close what is answered."""
    outcome = Outcome(KIND, now)
    waiting = list(FollowUp.objects.open().filter(key__startswith="april:"))
    people = User.objects.in_bulk({_asked_about(one) for one in waiting})
    for asked in waiting:
        with outcome.passing_over(asked):
            if not _to_check(people[_asked_about(asked)], now).exists():
                follow_ups.tick_off(follow_up=asked, by=None, at=now)
    for owner in _owners_to_ask(now):
        with outcome.passing_over(owner):
            outcome.made += _ask(owner, now)
    return outcome


def _owners_to_ask(now: datetime) -> Any:
    """Who looks after companies, is at work, and was not asked this year."""
    if now.month not in (*MONTHS, MONTHS[0] - 1):  # in some zones April begins in March
        return []
    asked = FollowUp.objects.filter(key__endswith=f":{now.year}", key__startswith="april:")
    known = [_asked_about(one) for one in asked.only("key")]
    rows = User.objects.filter(is_active=True, companies__isnull=False, office__isnull=False)
    rows = rows.exclude(pk__in=known).select_related("office").distinct()
    return [one for one in rows.order_by("pk") if one.today(now).month in MONTHS]


def _asked_about(asked: FollowUp) -> int:
    """Whose companies it is about; somebody else may see to it by now."""
    return int((asked.key or "").split(":")[1])


def _to_check(owner: User, now: datetime) -> Any:
    since = last_april(owner.today(now))
    return Contact.objects.not_checked_since(since).filter(company__owner=owner)


def _ask(owner: User, now: datetime) -> bool:
    """Ask one of them; say whether it was this tick that did."""
    found = _to_check(owner, now).aggregate(number=Count("pk"))["number"]
    if not found or owner.office is None:
        return False
    today = owner.today(now)
    query = urlencode({"check": "yes", "owner": owner.pk})
    with translation.override(owner.language):
        what = ngettext(
            "Check which contact of your companies has moved: %(count)d",
            "Check which contacts of your companies have moved: %(count)d",
            found,
        ) % {"count": found}
        where = gettext("Contacts not checked since April")
    try:
        with transaction.atomic():
            follow_ups.promise(
                what=what,
                due_on=WorkingDays(owner.office, today, today + LONGEST).after(today, WORKING_DAYS),
                owner=owner,
                about=follow_ups.Page(where, f"{reverse('investors:contacts')}?{query}"),
                key=f"april:{owner.pk}:{today.year}",
            )
    except IntegrityError:  # another tick was quicker
        return False
    return True
