"""People change company or post and stay the same person; somebody comes after them."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from investors.models import Company, Contact, ContactPosting
from itpo.office import follow_ups, partial_dates
from itpo.office.history import sign
from itpo.office.models import FollowUp, User
from itpo.office.states import NotPossible
from itpo.office.working_days import WorkingDays

# Until when whoever looks after the company gets to know who is new, in working days; no ten of
# them take longer than so many days.
SOON, LONGEST = 10, timedelta(days=40)


@transaction.atomic
def move(
    *,
    contact: Contact,
    company: Company,
    by: User,
    on: date,
    department: str = "",
    post: str = "",
    since: str = "",
    email: str = "",
    phone: str = "",
    successor: Contact | None = None,
) -> Contact:
    """Have somebody hold another post from now on; the one they held ends with it.

    `since` is a partial date as typed, `on` the day it is. Whoever looks after the old company is
    told to find out who comes next, or who that is where `successor` says it; whoever looks after
    the new one, to get in touch. Raises NotPossible or ValidationError.
    """
    locked = _locked(contact)
    department, post = " ".join(department.split()), " ".join(post.split())
    now = (company.pk, department, post)
    if now == (locked.company_id, locked.department, locked.post) and locked.left_on is None:
        raise NotPossible(_("This is the post they hold already."), "post")
    if company.archived_at:
        raise NotPossible(_("%(company)s is archived.") % {"company": company}, "company")
    posting = _close(locked, since, successor, by)
    before = locked.company
    locked.company, locked.department, locked.post = company, department, post
    locked.since, locked.left_on, locked.checked_on = since, None, on
    locked.email, locked.phone = email, phone
    _save(locked, by)
    if posting is not None:
        _tell_of_the_gap(posting, before, by, on)
    if company != before:
        what = _("Get in touch with %(who)s, who is new here") % {"who": locked}
        _tell(company, what, by, on)
    return locked


@transaction.atomic
def leave(
    *, contact: Contact, by: User, on: date, left_on: date, successor: Contact | None = None
) -> Contact:
    """Say that somebody has left, and nobody knows where to. Raises NotPossible."""
    locked = _locked(contact)
    if locked.left_on:
        raise NotPossible(_("They have left already."))
    if left_on > on:
        raise NotPossible(_("That day is still to come."), "left_on")
    posting = _close(locked, left_on.isoformat(), successor, by)
    locked.left_on = left_on
    _save(locked, by)
    if posting is not None:
        _tell_of_the_gap(posting, locked.company, by, on)
    return locked


@transaction.atomic
def name_successor(
    *, posting: ContactPosting, successor: Contact, by: User, at: datetime
) -> ContactPosting:
    """Say who came after somebody in a post they held: nobody need find out. Raises NotPossible."""
    locked: ContactPosting = ContactPosting.objects.select_for_update().get(pk=posting.pk)
    _check_successor(successor, locked.contact_id, locked.company_id)
    locked.successor = successor
    sign(locked, by)
    locked.save(update_fields=["successor"])
    look_no_further(posting=locked, by=by, at=at)
    return locked


def look_no_further(*, posting: ContactPosting, by: User, at: datetime) -> None:
    """Tick off that somebody was to find out who came after them."""
    for follow_up in FollowUp.objects.open().filter(key=_key(posting)):
        with suppress(follow_ups.NotPossible):  # somebody closed it meanwhile
            follow_ups.tick_off(follow_up=follow_up, by=by, at=at)


@transaction.atomic
def still_there(*, contact: Contact, by: User, on: date) -> Contact:
    """Say that somebody still holds their post. Raises NotPossible."""
    locked = _locked(contact)
    refuse_gone(locked)
    locked.checked_on = on
    sign(locked, by)
    locked.save(update_fields=["checked_on"])
    return locked


def refuse_gone(contact: Contact) -> None:
    """Raise NotPossible for whoever has left, or was merged into another record."""
    if contact.left_on:
        raise NotPossible(_("They have left already."))
    if contact.archived_at:
        raise NotPossible(_("They were merged into another record meanwhile."))


def candidates(posting: ContactPosting) -> Any:
    """Who may have come after somebody: those of the company, of the same department first."""
    there = Contact.objects.current().filter(company=posting.company_id)
    return there.exclude(pk=posting.contact_id).by_name()


def _locked(contact: Contact) -> Contact:
    locked: Contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if locked.archived_at:
        raise NotPossible(_("They were merged into another record meanwhile."))
    return locked


def _close(
    contact: Contact, until: str, successor: Contact | None, by: User
) -> ContactPosting | None:
    """End the post somebody holds; nothing where it has ended before."""
    if contact.left_on:
        return None
    if successor is not None:
        _check_successor(successor, contact.pk, contact.company_id)
    posting = ContactPosting(
        contact=contact,
        company=contact.company,
        department=contact.department,
        post=contact.post,
        begins=contact.since,
        ends=_last_day(contact, until),
        successor=successor,
    )
    posting.full_clean()
    sign(posting, by)
    posting.save()
    return posting


def _check_successor(successor: Contact, contact: int, company: int) -> None:
    if successor.pk == contact:
        raise NotPossible(_("Nobody comes after themselves."), "successor")
    if successor.company_id != company:
        raise NotPossible(_("This person belongs to another company."), "successor")


def _last_day(contact: Contact, until: str) -> str:
    """Until when a post was held, as typed. Raises NotPossible where it had not begun by then."""
    try:
        last = partial_dates.read(until) if until.strip() else None
    except partial_dates.NotADate as error:
        raise NotPossible(str(error), "since") from error
    if last and contact.since_earliest and last.latest < contact.since_earliest:
        sentence = _("They hold their present post since %(since)s only.")
        raise NotPossible(sentence % {"since": contact.since}, "since")
    return until.strip()


def _save(contact: Contact, by: User) -> None:
    contact.full_clean(exclude=["company"])
    sign(contact, by)
    contact.save()


def _tell_of_the_gap(posting: ContactPosting, company: Company, by: User, on: date) -> None:
    """Have whoever looks after a company find out who comes next, or get to know them.

    Who wrote down themselves who comes next is told nothing.
    """
    post = f" ({posting.post})" if posting.post else ""
    words = {"who": posting.contact, "post": post, "next": posting.successor}
    if posting.successor is None:
        what = _("Find out who comes after %(who)s%(post)s") % words
        _tell(company, what, by, on, key=_key(posting))
    elif _who_looks_after(company, by) != by:
        what = _("Get in touch with %(next)s, who comes after %(who)s%(post)s") % words
        _tell(company, what, by, on)


def _key(posting: ContactPosting) -> str:
    """What tells the follow-up that asks who came after somebody."""
    return f"successor:{posting.pk}"


def _tell(company: Company, what: str, by: User, on: date, key: str | None = None) -> None:
    """Have whoever looks after a company see to something."""
    owner = _who_looks_after(company, by)
    if owner.office is None:
        return
    due_on = WorkingDays(owner.office, on, on + LONGEST).after(on, SOON)
    told = follow_ups.promise(
        what=what[:200], due_on=due_on, owner=owner, about=company, key=key, by=by
    )
    company.follow_ups.add(told)


def _who_looks_after(company: Company, by: User) -> User:
    """Its owner; who wrote something of it, where it has none who logs in."""
    owner: User | None = company.owner
    return owner if owner and owner.is_active else by
