"""Sending a company the request, reminding it, and taking the request back.

Whoever changes a confirmation locks its deal first, then the confirmation: the same order
everywhere.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals.claims import reported
from deals.confirmations.standing import belongs, lock, why_over
from deals.models import Claim, Confirmation, ConfirmedFigure, Deal
from investors.models import Contact
from itpo.office import follow_ups, links, post
from itpo.office.history import sign
from itpo.office.models import FollowUp, PersonalLink, User
from itpo.office.models.people import LANGUAGES
from itpo.office.states import NotPossible
from itpo.office.working_days import WorkingDays

# Its mails: to the company, and to whoever looks after the deal once it has answered.
ASKED, REMINDED = "confirmation.asked", "confirmation.reminded"
ANSWERED = "confirmation.answered"
ORDER = "confirmation:"  # what the order keys of its mails begin with
ASK_AGAIN_AFTER = 20  # working days at the office
FURTHER = timedelta(days=60)  # more calendar days than these ever take


def contacts_of(deal: Deal) -> Any:
    """Who can be asked: who works at one of the deal's companies and has an address."""
    at_them = Contact.objects.current().filter(company__deal_roles__deal=deal).exclude(email="")
    return at_them.select_related("company").order_by("company__name", "family_name", "pk")


def askable(deal: Deal) -> Any:
    """The figures a company can be asked about: those that stand and that somebody gave."""
    standing = Claim.objects.filter(deal=deal).standing().exclude(value=None)
    return standing.select_related("institution").order_by("metric", "phase", "pk")


def reported_of(claims: Collection[Claim]) -> list[Claim]:
    """Of several figures about the same, the one we report: what a company is asked by default."""
    chosen = {one.claim.pk for one in reported(claims).values()}
    return [claim for claim in claims if claim.pk in chosen]


def language_for(contact: Contact) -> str:
    """The language somebody is most likely to read, as far as their name and company tell."""
    return "ja" if contact.name_ja or contact.company.name_ja else "en"


@transaction.atomic
def ask(
    *,
    deal: Deal,
    contact: Contact,
    by: User,
    at: datetime,
    claims: Collection[Claim] | None = None,
    language: str = "",
    called: str = "",
) -> Confirmation:
    """Ask somebody of a deal's company; by default about the figures we report.

    The mail leaves after the commit. Raises NotPossible with the field it is about.
    """
    locked = Deal.objects.select_for_update(of=("self",)).select_related("office").get(pk=deal.pk)
    person = contacts_of(locked).filter(pk=contact.pk).first()
    if why := why_not(locked, contact, person):
        raise NotPossible(why, "contact")
    known = list(askable(locked))
    chosen = reported_of(known) if claims is None else _among(known, claims)
    language = language or language_for(person)
    if language not in dict(LANGUAGES):
        raise NotPossible(_("Choose a language."), "language")
    row = Confirmation(
        deal=locked,
        contact=person,
        called=" ".join((called or locked.title).split()),
        asked_by=by,
        asked_at=at,
        link=links.issue(
            purpose=PersonalLink.Purpose.RESULT,
            office=locked.office,
            email=person.email,
            language=language,
            at=at,
        ),
    )
    row.full_clean(exclude=["deal", "contact", "link", "asked_by"])
    sign(row, by)
    row.save()
    for claim in chosen:
        figure = ConfirmedFigure(confirmation=row, claim=claim)
        sign(figure, by)
        figure.save()
    _promise_to_ask_again(row, by, at)
    tell(row, ASKED, at)
    return row


def why_not(deal: Deal, contact: Contact, person: Contact | None) -> str:
    """Why somebody cannot be asked about a deal; empty where they can. `person`: as it is now."""
    if deal.is_ended:
        return _("The deal is %(status)s: there is nothing to confirm.") % {
            "status": deal.get_status_display().lower()
        }
    if person is None:
        if not belongs(deal, contact):
            return _("Choose somebody who works at a company of this deal.")
        return _("There is no e-mail address of theirs. Add it to the contact first.")
    open_ones = Confirmation.objects.filter(
        deal=deal, contact=person, answered_at=None, called_back_at=None
    )
    if open_ones.exists():
        return _("This person is asked already: remind them instead.")
    return ""


@transaction.atomic
def remind(*, confirmation: Confirmation, by: User, at: datetime) -> Confirmation:
    """Send a new address; those sent before are closed. Raises NotPossible.

    What was to be done about it is put off by as many days as after the first request.
    """
    locked = lock(confirmation)
    if locked.answered_at is not None:
        raise NotPossible(_("They have answered already."))
    if over := why_over(locked):
        raise NotPossible(str(over))
    if not links.renew(link=locked.link, at=at):
        raise NotPossible(_("It was sent less than ten minutes ago. Wait a little."))
    sign(locked, by, _("Reminded"))
    locked.save(update_fields=["asked_at"])
    tell(locked, REMINDED, at)
    for step in _steps(locked):
        to = ask_again_on(locked, at)
        if to > step.due_on:
            with translation.override(step.owner.language):
                follow_ups.move(follow_up=step, to=to, reason=_("They were reminded."), by=by)
    return locked


@transaction.atomic
def call_back(*, confirmation: Confirmation, by: User, at: datetime) -> Confirmation:
    """Take a request back: its link opens no more. What was answered stays. Raises NotPossible."""
    locked = lock(confirmation)
    if locked.called_back_at is not None:
        raise NotPossible(_("The request was called back already."))
    locked.called_back_at, locked.called_back_by = at, by
    sign(locked, by)
    locked.save(update_fields=["called_back_at", "called_back_by"])
    links.revoke(link=locked.link, at=at, by=by)
    for step in _steps(locked):
        with translation.override(step.owner.language):
            follow_ups.drop(follow_up=step, by=by, at=at, reason=_("The request was called back."))
    return locked


def tell(confirmation: Confirmation, kind: str, at: datetime) -> None:
    """Enter the mail that takes the address to whoever is asked; once for each version of it."""
    link = confirmation.link
    post.queue(
        key=f"{kind}:{confirmation.pk}:{link.version}",
        kind=kind,
        office=link.office,
        to=link.email,
        send_after=at,
        about={"confirmation": confirmation.pk, "version": link.version},
        order_key=order_key(confirmation.pk),
    )


def order_key(number: int) -> str:
    """What the mails of one request to its company have in common: none overtakes another."""
    return f"{ORDER}{number}"


def tick_off(confirmation: Confirmation, at: datetime) -> None:
    """The company has answered: nobody has to ask it again."""
    for step in _steps(confirmation):
        follow_ups.tick_off(follow_up=step, by=None, at=at)


def ask_again_on(confirmation: Confirmation, at: datetime) -> date:
    office = confirmation.deal.office
    today = office.today(at)
    return WorkingDays(office, today, today + FURTHER).after(today, ASK_AGAIN_AFTER)


def _promise_to_ask_again(row: Confirmation, by: User, at: datetime) -> None:
    office = row.deal.office_id
    works_there = (one for one in (row.deal.owner, by) if one and one.works_at(office))
    owner = next(works_there, None) or User.objects.get_queryset().manager_of(office)
    if owner is None:
        return
    with translation.override(owner.language):
        what = gettext_lazy("Ask %(company)s again whether our help was needed")
        said = str(what) % {"company": row.contact.company}
    step = follow_ups.promise(
        what=said[: follow_ups.LONGEST],
        due_on=ask_again_on(row, at),
        owner=owner,
        about=row.deal,
        restricted=row.deal.is_confidential,
        key=order_key(row.pk),
        by=by,
    )
    row.deal.follow_ups.add(step)


def _steps(confirmation: Confirmation) -> Any:
    """What is still to be done about a request."""
    rows = FollowUp.objects.open().filter(key=order_key(confirmation.pk))
    return list(rows.select_related("owner"))


def _among(known: list[Claim], claims: Collection[Claim]) -> list[Claim]:
    wanted = {claim.pk for claim in claims}
    found = [claim for claim in known if claim.pk in wanted]
    if len(found) < len(wanted):
        raise NotPossible(_("Choose figures of this deal that stand and are disclosed."), "claims")
    return found
