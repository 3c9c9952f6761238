"""The mail that cannot wait: what somebody else gave one, due before one's next daily mail."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from itpo.office import post
from itpo.office.absences import Away
from itpo.office.models import FollowUp, OutgoingMail, User
from itpo.office.working_days import WorkingDays, of_every
from itpo.reminders.digest_days import ONE_DAY, day_of, moment
from itpo.reminders.digest_had import Had
from itpo.reminders.digest_readers import IS_TOLD_NOTHING, Sort
from itpo.reminders.outcome import Outcome

KIND = "given"
# By then everybody who works has had a daily mail.
LATELY = timedelta(days=1)
# Nobody waits longer for the next one, but those who are away.
LONGEST = timedelta(days=14)


def queue_due(*, now: datetime) -> Outcome:
    """Queue a mail about each follow-up that was lately given and cannot wait.

    Comes after the digests of the same tick: what those will say is not said twice. Who is away is
    not written to; their stand-in is, about what they may see.
    """
    outcome = Outcome(KIND, now)
    given = list(_given_lately(now))
    if not given:
        return outcome
    told = Told(given, now)
    wanted = []
    for follow_up in given:
        with outcome.passing_over(follow_up):
            reader = told.reader_of(follow_up)
            if reader is not None and (before := told.must_hear_before(reader, follow_up)):
                wanted.append(_mail(follow_up, reader, now, before))
    keys = [mail.key for mail in wanted]
    known = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
    outcome.made += post.queue_all([mail for mail in wanted if mail.key not in known])
    return outcome


def compose(mail: OutgoingMail, now: datetime) -> post.Letter | None:
    """Say what was given, unless it is done or was moved or taken away meanwhile."""
    user = mail.user
    if user is None or not (user.is_active and user.may_change):
        return None
    rows = FollowUp.objects.visible_to(user).open().select_related("owner")
    about = mail.about
    one = rows.filter(pk=about["follow_up"], owner=about["owner"], due_on=about["due_on"]).first()
    if one is None:
        return None
    page = one.about_url or reverse("office:follow-up", args=[one.pk])
    with translation.override(user.language):
        words = {
            "follow_up": one,
            "due": date_format(one.due_on, "D j M"),
            "whose": "" if one.owner_id == user.pk else str(one.owner),
            "url": settings.BASE_URL + page,
            "my_day": settings.BASE_URL + reverse("desk:my-day"),
        }
        subject = _("Given to you, due %(due)s: %(what)s") % {**words, "what": one.what}
        return post.Letter(subject, render_to_string("mail/given.txt", words))


class Told:
    """What the readers of some follow-ups have been told, and when they will be: three queries."""

    def __init__(self, given: list[Any], now: datetime) -> None:
        self.now = now
        offices = {one.owner.office_id: one.owner.office for one in given}.values()
        today = now.date()
        self.days: dict[int, WorkingDays] = of_every(offices, today, today + LONGEST)
        self.away = Away(offices, today - 2 * ONE_DAY, today + LONGEST)
        self.had = Had(now, offices)

    def reader_of(self, follow_up: FollowUp) -> User | None:
        """The owner, or who stands in and may see it; nobody where the managers are told."""
        owner = follow_up.owner
        for absent, stand_in in self.away.on(owner.today(self.now)):
            if absent.pk == owner.pk:
                sort = Sort(follow_up.is_restricted, follow_up.confided_to_id)
                may_see = stand_in is not None and sort.is_seen_by(stand_in)
                return stand_in if may_see else None
        return owner

    def must_hear_before(self, reader: User, follow_up: Any) -> datetime | None:
        """When the reader's next daily mail goes, if that is too late and none has said it."""
        last = self.had.last.get(reader.pk)
        if last is not None and _says(last, follow_up):
            return None
        upcoming = self._next_digest(reader)
        return moment(reader, upcoming) if follow_up.due_on < upcoming else None

    def _next_digest(self, reader: User) -> date:
        day = day_of(reader, self.now)
        for _n in range(LONGEST.days):
            day += ONE_DAY
            is_worked = self.days[reader.office_id or 0].is_working(day)
            is_to_come = not self.had.has_had(reader.pk, day)
            if is_to_come and is_worked and not self.away.is_away(reader.pk, day):
                break
        return day


def _says(mail: OutgoingMail, follow_up: Any) -> bool:
    """Whether a daily mail has said a follow-up, or will."""
    if follow_up.due_on > date.fromisoformat(mail.about.get("day", "0001-01-01")):
        return False
    is_to_come = mail.state in {OutgoingMail.State.QUEUED, OutgoingMail.State.WAITING}
    return is_to_come or (mail.sent_at is not None and mail.sent_at >= follow_up.given_at)


def _given_lately(now: datetime) -> Iterator[Any]:
    """What is open, and has its owner and its day from somebody else since yesterday."""
    changes = FollowUp.history.model.objects
    before = changes.filter(
        id=OuterRef("id"),
        owner=OuterRef("owner"),
        due_on=OuterRef("due_on"),
        history_id__lt=OuterRef("history_id"),
    )
    given = (
        changes.filter(history_date__gt=now - LATELY, history_date__lte=now)
        .filter(history_user__isnull=False, id=OuterRef("pk"))
        .filter(owner=OuterRef("owner"), due_on=OuterRef("due_on"))
        .exclude(history_user=F("owner"))
        .filter(~Exists(before))
        .order_by("history_id")
    )
    rows = FollowUp.objects.due_by(now.date() + LONGEST).filter(~IS_TOLD_NOTHING, Exists(given))
    found = rows.annotate(given_at=given.values("history_date")[:1]).select_related("owner__office")
    return iter(found.order_by("pk"))


def _mail(follow_up: FollowUp, reader: User, now: datetime, before: datetime) -> OutgoingMail:
    return OutgoingMail(
        key=f"{KIND}:{follow_up.pk}:{reader.pk}:{follow_up.due_on}",
        kind=KIND,
        office_id=follow_up.office_id,
        user=reader,
        to=reader.email,
        about={
            "follow_up": follow_up.pk,
            "owner": follow_up.owner_id,
            "due_on": follow_up.due_on.isoformat(),
        },
        send_after=now,
        send_before=before,  # from then on their daily mail says it
    )
