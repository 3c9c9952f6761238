"""Former delegates are asked once a year where they work, and what they answer is taken over.

Asked is whoever was here last at an office, around the day they left, from ten months after that;
a few a day, so that their answers can be seen to.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import DateField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegates import postings, visits
from delegates.models import Agency, Delegate, PostCheck, Posting, Visit
from itpo.office import follow_ups, links, partial_dates, post
from itpo.office.days_off import DaysOff
from itpo.office.history import sign
from itpo.office.models import FollowUp, Office, PersonalLink, User
from itpo.office.models.people import Role
from itpo.office.months import months_later
from itpo.office.states import NotPossible
from itpo.office.working_days import WorkingDays

Answer = PostCheck.Answer

KIND = "post.check"
MONTHS = 10  # after the visit, and then every year
MOST_A_DAY = 20
NOT_AGAIN_WITHIN = timedelta(days=180)
CATCH_UP = timedelta(days=60)  # with a day of last year
FROM_HOUR = 9  # at the office
ENTERED_WITHIN = 5  # working days


def due(office: Office, now: datetime) -> list[Delegate]:
    """Whom an office asks now: from nine, on a day it and their country work, so many a day."""
    local = now.astimezone(ZoneInfo(office.time_zone))
    if not office.asks_alumni or local.hour < FROM_HOUR:
        return []
    midnight = datetime.combine(local.date(), time(), local.tzinfo)
    left = MOST_A_DAY - PostCheck.objects.filter(office=office, asked_at__gte=midnight).count()
    if left <= 0:
        return []
    today = local.date()
    rows = _former(office, today, now).select_related("country").order_by("last_day", "pk")
    come = [one for one in rows if _has_come(one.last_day, today)]
    if not come:
        return []
    days_off = DaysOff([office], {one.country.code for one in come}, today, today)
    if days_off.rests(office, today):
        return []
    return [one for one in come if not days_off.rests_in(one.country.code, today)][:left]


def _has_come(last_day: date, today: date) -> bool:
    """Whether this year's day has come; or last year's did when no tick ran, or too many had it."""
    late = today - ask_on(last_day, today.year - 1)
    return ask_on(last_day, today.year) <= today or late <= CATCH_UP


def ask_on(last_day: date, year: int) -> date:
    """The day of a year on which somebody is asked who left on a day."""
    month = (last_day.month + MONTHS - 1) % 12 + 1
    return date(year, month, min(last_day.day, monthrange(year, month)[1]))


def ask(*, delegate: Delegate, office: Office, at: datetime) -> PostCheck | None:
    """Ask somebody by mail; None where another tick has just done it."""
    try:
        with transaction.atomic():
            return _ask(delegate, office, at)
    except IntegrityError:
        return None


@transaction.atomic
def answer(
    *,
    check: PostCheck,
    answer: str,
    at: datetime,
    agency: str = "",
    post: str = "",
    since: str = "",
    ask_again: bool = True,
) -> PostCheck:
    """Keep what a former delegate answers; a change is for an officer to enter.

    They may think it over until it is entered. Raises NotPossible with the field it is about.
    """
    rows = PostCheck.objects.select_for_update(of=("self",))
    locked: PostCheck = rows.select_related("delegate", "office").get(pk=check.pk)
    if locked.handled_at is not None:
        raise NotPossible(_("The office has entered your answer already. Write to it, please."))
    is_new_post = answer == Answer.CHANGED
    agency, post, since = agency.strip(), post.strip(), since.strip()
    if is_new_post and not agency:
        raise NotPossible(_("Write where you work now."), "agency")
    _read(since)
    locked.answer = answer
    locked.agency_typed = agency if is_new_post else ""
    locked.post_typed = post if is_new_post else ""
    locked.since_typed = "" if answer == Answer.SAME else since
    locked.answered_at = at
    locked.full_clean(exclude=["link", "office", "delegate"])
    locked.save()
    _ask_again(locked.delegate, ask_again)
    _have_it_entered(locked, at)
    return locked


@transaction.atomic
def take_over(
    *,
    check: PostCheck,
    by: User,
    at: datetime,
    agency: Agency | None = None,
    agency_name: str = "",
    post: str = "",
    since: str = "",
) -> Posting | None:
    """Enter the post somebody told us of, or that they hold none.

    An agency that is only named is made where their country has none of that name. Raises
    NotPossible or ValidationError, and then nothing is written.
    """
    rows = PostCheck.objects.select_for_update(of=("self",))
    locked = rows.select_related("delegate__country").get(pk=check.pk)
    if locked.handled_at is not None or locked.answer not in {Answer.CHANGED, Answer.LEFT}:
        raise NotPossible(_("There is nothing to enter here any more."))
    posting = None
    named = agency_name.strip()
    if agency is None and named and locked.answer == Answer.CHANGED:
        agency = visits.agency_called(named, locked.delegate.country, by)
    if locked.answer == Answer.LEFT:
        postings.leave(delegate=locked.delegate, on=since, by=by)
    elif agency is None:
        raise NotPossible(_("Choose the agency, or write its name."), "agency")
    else:
        posting = postings.take(
            delegate=locked.delegate, agency=agency, post=post, since=since, by=by
        )
    locked.handled_at, locked.handled_by = at, by
    sign(locked, by)
    locked.save(update_fields=["handled_at", "handled_by"])
    for follow_up in FollowUp.objects.open().filter(key=_key(locked)):
        follow_ups.tick_off(follow_up=follow_up, by=by, at=at)
    return posting


def last_confirmed(checks: list[PostCheck]) -> datetime | None:
    """When somebody last said where they work, as far as that has been entered."""
    said = [
        one.answered_at
        for one in checks
        if one.answered_at and (one.answer == Answer.SAME or one.handled_at)
    ]
    return max(said, default=None)


def _former(office: Office, today: date, now: datetime) -> "QuerySet[Any]":
    """Who was here last at an office, ten months ago or longer, and may be asked."""
    over = Visit.objects.filter(delegate=OuterRef("pk"), state=Visit.State.COMPLETED)
    over = over.annotate(last_day=Coalesce("ends_latest", "begins_latest"))
    latest = over.exclude(last_day=None).order_by("-last_day", "-pk")
    ahead = Visit.objects.filter(
        delegate=OuterRef("pk"), state__in=[Visit.State.PLANNED, Visit.State.RUNNING]
    )
    asked = PostCheck.objects.filter(delegate=OuterRef("pk"))
    rows: QuerySet[Any] = (
        Delegate.objects.current()
        .exclude(email="")
        .filter(asked_yearly=True)
        .annotate(
            last_day=Subquery(latest.values("last_day")[:1], output_field=DateField()),
            last_office=Subquery(latest.values("office")[:1]),
        )
        .filter(last_office=office.pk, last_day__lte=months_later(today, -MONTHS))
        .exclude(Exists(ahead))
        .exclude(Exists(asked.filter(year=today.year)))
        .exclude(Exists(asked.filter(asked_at__gt=now - NOT_AGAIN_WITHIN)))
    )
    return rows


def _ask(delegate: Delegate, office: Office, at: datetime) -> PostCheck:
    """The link, the question and its mail: all of them or none."""
    link = links.issue(
        purpose=PersonalLink.Purpose.POST,
        office=office,
        email=delegate.email,
        language=delegate.language,
        at=at,
    )
    check = PostCheck.objects.create(
        office=office, delegate=delegate, year=office.today(at).year, link=link, asked_at=at
    )
    post.queue(
        key=f"{KIND}:{check.pk}",
        kind=KIND,
        office=office,
        to=link.email,
        send_after=at,
        about={"post_check": check.pk},
        restricted=False,
        at_once=False,
    )
    return check


def _read(typed: str) -> None:
    try:
        if typed:
            partial_dates.read(typed)
    except partial_dates.NotADate as error:
        raise NotPossible(str(error), "since") from error


def _ask_again(delegate: Delegate, ask_again: bool) -> None:
    if delegate.asked_yearly != ask_again:
        delegate.asked_yearly = ask_again
        delegate.save(update_fields=["asked_yearly"])


def _key(check: PostCheck) -> str:
    return f"post-check:{check.pk}"


def _have_it_entered(check: PostCheck, at: datetime) -> None:
    """Promise that a change is entered; take that back where there is none after all."""
    known = FollowUp.objects.filter(key=_key(check))
    if check.answer == Answer.SAME:
        for follow_up in known.open():
            follow_ups.drop(
                follow_up=follow_up, by=None, at=at, reason=_("They are still there after all.")
            )
        return
    if earlier := known.first():
        if earlier.was_dropped_by_its_rule:
            follow_ups.take_up_again(follow_up=earlier, due_on=_enter_by(check, at))
        return
    owner = hosts([check.delegate], check.office)[check.delegate_id]
    if owner is None:
        return
    what = (
        gettext_lazy("Enter the new post of %(who)s")
        if check.answer == Answer.CHANGED
        else gettext_lazy("Enter that %(who)s holds no post now")
    )
    with translation.override(owner.language):
        said = str(what) % {"who": check.delegate}
    follow_up = follow_ups.promise(
        what=said[: follow_ups.LONGEST],
        due_on=_enter_by(check, at),
        owner=owner,
        about=check.delegate,
        key=_key(check),
    )
    check.delegate.follow_ups.add(follow_up)


def _enter_by(check: PostCheck, at: datetime) -> date:
    today = check.office.today(at)
    return WorkingDays(check.office, today, today + timedelta(days=31)).after(today, ENTERED_WITHIN)


def hosts(delegates: Collection[Delegate], office: Office) -> dict[int, User | None]:
    """Who looked after each one's last visit to an office; a manager, where they have gone.

    Two queries for however many.
    """
    manager = User.objects.get_queryset().manager_of(office.pk)
    visits = Visit.objects.filter(delegate__in=delegates, office=office).not_cancelled()
    found: dict[int, User | None] = {}
    for visit in visits.select_related("officer").newest_first():
        officer = visit.officer
        is_here = officer.is_active and officer.role != Role.AUDITOR
        still_here = is_here and officer.office_id == office.pk
        found.setdefault(visit.delegate_id, officer if still_here else manager)
    return {one.pk: found.get(one.pk, manager) for one in delegates}
