"""The seats of a programme: counted under a lock, offered on when one comes free.

Whoever counts seats locks the programme first and the application after it. A seat is held by
whoever is accepted, and by whoever it is offered to.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegates.models import Application, Programme, Visit
from itpo.office import follow_ups, links, post
from itpo.office.history import sign
from itpo.office.models import FollowUp, PersonalLink, User
from itpo.office.models.follow_ups import FollowUpQuerySet
from itpo.office.partial_dates import day_shown
from itpo.office.states import NotPossible

State = Application.State

# What an application asks of the office: to read it, to see whether an offer is taken, to accept.
READ, OFFER, TAKEN = "read", "offer", "taken"
KEPT_FOR = timedelta(days=7)  # an offered seat
ONE_DAY = timedelta(days=1)
OVER = frozenset({Programme.State.COMPLETED, Programme.State.CANCELLED})


class SeatsGone(NotPossible):
    """Every seat of the programme is held."""


def lock(application: Application) -> tuple[Programme, Application]:
    """Lock the programme, then the application, and look at both again."""
    rows = Programme.objects.select_for_update(of=("self",)).select_related("office", "officer")
    programme = rows.get(applications=application.pk)
    locked = Application.objects.select_for_update(of=("self",)).select_related(
        "link", "visit", "agency__country", "decided_by"
    )
    return programme, locked.get(pk=application.pk)


def held(programme: Programme, but: Application | None = None) -> int:
    """How many seats are accepted or offered, not counting one application's."""
    holding = Application.objects.filter(programme=programme).holding_a_seat()
    return holding.exclude(pk=but.pk if but else None).count()


def free(programme: Programme, but: Application | None = None) -> int | None:
    """How many seats are left; None where nobody said how many there are."""
    return None if programme.seats is None else max(programme.seats - held(programme, but), 0)


def claim(programme: Programme, application: Application) -> None:
    """See that there is a seat for an application. Raises SeatsGone."""
    if free(programme, but=application) == 0:
        raise SeatsGone(
            _(
                "No seat is left: of %(count)d, each is accepted or offered. Put them on the "
                "waiting list, or give the programme more seats."
            )
            % {"count": programme.seats or 0},
            "decision",
        )


def claim_again(visit: Visit) -> None:
    """See that there is a seat for who was accepted before their visit was cancelled.

    Raises SeatsGone.
    """
    if application := _accepted_for(visit):
        claim(*lock(application))


def lock_of(visit: Visit) -> None:
    """Lock what leads to a visit before the visit itself, as whoever withdraws does."""
    if application := _accepted_for(visit):
        lock(application)


def free_of(visit: Visit, *, at: datetime, by: User | None) -> None:
    """Offer on the seat of who was accepted, now that their visit is cancelled."""
    if application := _accepted_for(visit):
        programme, _application = lock(application)
        offer_on(programme, at=at, by=by)


def offer_on(programme: Programme, *, at: datetime, by: User | None) -> Application | None:
    """Offer a free seat to whoever is first on the waiting list; None where there is nobody.

    Who has let an offer lapse is not asked again by itself. The programme is locked.
    """
    waiting = Application.objects.filter(programme=programme, offer_until=None)
    until = _kept_until(programme, at)
    if free(programme) == 0 or until is None:
        return None
    first = waiting.next_on_the_list().select_for_update(of=("self",)).select_related("link")
    application: Application | None = first.first()
    if application is not None:
        _offer(programme, application, until, at, by)
    return application


@transaction.atomic
def take_offer(*, application: Application, at: datetime) -> Application:
    """Let whoever a seat is offered to say yes. A person accepts them. Raises NotPossible."""
    programme, application = lock(application)
    if application.state != State.OFFERED:
        raise NotPossible(_("There is no seat on offer here any more."))
    if application.offer_taken_at is not None:
        return application
    if _is_over(programme, application, at):
        raise NotPossible(
            _("The seat was kept until %(day)s. Write to the office if you can still come.")
            % {"day": day_shown(application.offer_until or programme.office.today(at))}
        )
    application.offer_taken_at = at
    application.save(update_fields=["offer_taken_at"])
    no_longer_wait_for(application, at)
    remind(
        programme,
        application,
        gettext_lazy("Accept %(who)s, who takes the seat"),
        programme.office.today(at),
        managers_first=True,
        key=key_of(TAKEN, application, at),
    )
    return application


def lapsed_offers(now: datetime) -> Iterator[Application]:
    """The offers nobody answered in time, whichever day it is at their office."""
    silent = Application.objects.filter(
        state=State.OFFERED, offer_taken_at=None, offer_until__lte=now.date() + ONE_DAY
    )
    for application in silent.select_related("programme__office").order_by("offer_until", "pk"):
        if _is_over(application.programme, application, now):
            yield application


@transaction.atomic
def let_lapse(*, application: Application, at: datetime) -> Application | None:
    """Put who did not answer at the end of the waiting list; say to whom the seat went."""
    programme, application = lock(application)
    if application.state != State.OFFERED or application.offer_taken_at is not None:
        return None
    if not _is_over(programme, application, at):
        return None
    application.state = State.WAITING_LIST
    application.waiting_rank = last_place(programme) + 1
    application.save(update_fields=["state", "waiting_rank"])
    no_longer_wait_for(application, at)
    following = offer_on(programme, at=at, by=None)
    what = (
        gettext_lazy("%(who)s did not answer; the seat is offered to %(next)s")
        if following
        else gettext_lazy("%(who)s did not answer; the seat is free")
    )
    remind(programme, application, what, programme.office.today(at), next=following)
    return following


def let_offers_lapse(*, now: datetime) -> int:
    """Let every offer lapse that nobody answered in time; say how many."""
    silent = list(lapsed_offers(now))
    for application in silent:
        let_lapse(application=application, at=now)
    return len(silent)


def last_place(programme: Programme) -> int:
    """The last place taken on the waiting list; 0 when it is empty."""
    places = programme.applications.filter(state=State.WAITING_LIST, waiting_rank__isnull=False)
    return max(places.values_list("waiting_rank", flat=True), default=0)


def remind(
    programme: Programme,
    application: Application,
    what: Promise,
    due_on: date,
    *,
    managers_first: bool = False,
    key: str | None = None,
    **words: object,
) -> None:
    """Give whoever runs the programme something to do about an application, in their language."""
    owner = who_sees_to(programme, application, managers_first=managers_first)
    if owner is not None:
        with translation.override(owner.language):
            said = str(what) % {"who": application, **words}
        follow_up = follow_ups.promise(
            what=said[: follow_ups.LONGEST], due_on=due_on, owner=owner, about=application, key=key
        )
        application.follow_ups.add(follow_up)


def who_sees_to(
    programme: Programme, application: Application | None = None, *, managers_first: bool = False
) -> User | None:
    """Who runs the programme or decided, and still works there; else a manager of the office."""
    works_there = [
        one
        for one in (programme.officer, application.decided_by if application else None)
        if one and one.works_at(programme.office_id)
    ]
    managers = [one for one in reversed(works_there) if one.sees_restricted]
    if managers_first and managers:
        return managers[0]
    if works_there and not managers_first:
        return works_there[0]
    manager = User.objects.get_queryset().manager_of(programme.office_id)
    return manager or next(iter(works_there), None)


def tell(application: Application, kind: str, at: datetime, **about: str) -> None:
    """Queue a mail to whoever applied; without an address of theirs nobody is told."""
    link = application.link or _link_for(application, at)
    if link is not None:
        post.queue(
            key=f"application.{kind}:{application.pk}:{at.isoformat()}",
            kind=f"application.{kind}",
            office=link.office,
            to=link.email,
            send_after=at,
            about={"application": application.pk, **about},
            restricted=False,
        )


def _link_for(application: Application, at: datetime) -> PersonalLink | None:
    """Give whom an agency filled in for a link of their own, once they have to be told."""
    if not application.email:
        return None
    named_by = application.invitation.link if application.invitation else None
    application.link = links.issue(
        purpose=PersonalLink.Purpose.APPLICATION,
        office=application.programme.office,
        email=application.email,
        language=named_by.language if named_by else "en",
        at=at,
    )
    application.save(update_fields=["link"])
    return application.link


def key_of(asked: str, application: Application, at: datetime) -> str:
    """What a follow-up is known by that an application asks of the office."""
    return f"{asked}:{application.pk}:{at.isoformat()}"


def waiting_for(application: Application, asked: str) -> FollowUpQuerySet:
    """What is still open of what an application asks of the office."""
    return FollowUp.objects.open().filter(
        applications=application, key__startswith=f"{asked}:{application.pk}:"
    )


def no_longer_wait_for(application: Application, at: datetime) -> None:
    """Drop what reminds the office of an offer that is answered, or over."""
    for follow_up in waiting_for(application, OFFER):
        follow_ups.drop(follow_up=follow_up, by=None, at=at, reason=_("No longer on offer."))


def seen_to(application: Application, by: User, at: datetime) -> None:
    """Tick off what asked for a decision, now that somebody has taken it."""
    for asked in (READ, TAKEN):
        for follow_up in waiting_for(application, asked):
            follow_ups.tick_off(follow_up=follow_up, by=by, at=at)


def gone(application: Application, at: datetime, because: str) -> None:
    """Drop whatever an application that was taken back asked of the office."""
    for asked in (READ, TAKEN):
        for follow_up in waiting_for(application, asked):
            follow_ups.drop(follow_up=follow_up, by=None, at=at, reason=because)


def _offer(
    programme: Programme, application: Application, until: date, at: datetime, by: User | None
) -> None:
    application.state = State.OFFERED
    application.offer_until = until
    application.offer_taken_at = None
    application.waiting_rank = None
    sign(application, by)
    application.save(update_fields=["state", "offer_until", "offer_taken_at", "waiting_rank"])
    tell(application, "offered", at)
    remind(
        programme,
        application,
        gettext_lazy("See whether %(who)s takes the seat"),
        until,
        key=key_of(OFFER, application, at),
    )


def _accepted_for(visit: Visit) -> Application | None:
    return Application.objects.filter(visit=visit, state=State.ACCEPTED).first()


def _kept_until(programme: Programme, at: datetime) -> date | None:
    """Until when a seat offered now is kept; None where the visit has begun or is off."""
    today = programme.office.today(at)
    begins = programme.begins_earliest
    if programme.state in OVER or (begins and begins <= today):
        return None
    return min(today + KEPT_FOR, begins - ONE_DAY) if begins else today + KEPT_FOR


def _is_over(programme: Programme, application: Application, at: datetime) -> bool:
    until = application.offer_until
    return until is not None and until < programme.office.today(at)
