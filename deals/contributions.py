"""What helped a deal: accepting it, saying that it did not help, and keeping it in order.

Whoever writes here locks the deal first. What is said to have influenced a decision is dated
before it, as far as both days are known; what helped to carry out what was decided
(implementation) may come later.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deals import confidentiality
from deals.models import Contribution, Deal
from deals.models.contributions import WAYS, Helper, helped_on
from delegates.models import Visit
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

__all__ = [
    "ANSWER",
    "AfterTheDecision",
    "accept",
    "change",
    "decision_changed",
    "dismiss",
    "helped_on",
    "in_words",
    "lock",
]

ANSWER = ("role", "strength", "evidence", "evidence_url")  # what a person says
WRITTEN = [*WAYS.values(), *ANSWER, "helped_on", "decided_on", "accepted_by", "accepted_at"]


class AfterTheDecision(NotPossible):
    """It came after the decision it would have influenced. The message says what and when."""


@transaction.atomic
def accept(
    *,
    deal: Deal,
    thing: Helper,
    role: str,
    strength: str,
    evidence: str,
    by: User,
    at: datetime,
    evidence_url: str = "",
) -> Contribution:
    """Say that something helped a deal, in what role, how strongly, on what evidence.

    Raises NotPossible, and then nothing is written; also when it was answered before.
    """
    row = _unanswered(deal, thing)
    row.role, row.strength = role, strength
    return _answer(row, evidence, evidence_url, by=by, at=at)


@transaction.atomic
def dismiss(
    *, deal: Deal, thing: Helper, because: str, by: User, at: datetime, evidence_url: str = ""
) -> Contribution:
    """Say that something did not help a deal, and why; it is not proposed again.

    Raises NotPossible, and then nothing is written; also when it was answered before.
    """
    row = _unanswered(deal, thing)
    row.role = row.role or Contribution.Role.PROMOTION
    row.strength = Contribution.Strength.NONE
    return _answer(row, because, evidence_url, by=by, at=at)


@transaction.atomic
def change(
    *,
    contribution: Contribution,
    role: str,
    strength: str,
    evidence: str,
    by: User,
    at: datetime,
    evidence_url: str = "",
    thing: Helper | None = None,
) -> Contribution:
    """Say something else of what helped; whoever says so has accepted it. Raises NotPossible.

    `thing` is what helped instead, where the wrong one was named.
    """
    row = lock(contribution)
    row.role, row.strength = role, strength
    if thing is not None:
        _name(row, thing)
    row.copy_days()
    return _answer(row, evidence, evidence_url, by=by, at=at)


def _name(row: Any, thing: Helper) -> None:
    """Have a contribution be that of another thing. Raises NotPossible."""
    way = WAYS[type(thing)]
    others = row.deal.contributions.exclude(pk=row.pk)
    if others.filter(**{way: thing}).exists():
        raise NotPossible(_("The deal has this contribution already."), way)
    for each in WAYS.values():
        setattr(row, each, thing if each == way else None)


def lock(contribution: Contribution) -> Any:
    """The row as it is now, held; its deal before it."""
    deal = Deal.objects.select_for_update().get(pk=contribution.deal_id)
    row = deal.contributions.select_for_update().get(pk=contribution.pk)
    row.deal = deal
    return row


@transaction.atomic
def decision_changed(deal: Deal) -> None:
    """Have the contributions know on which day the investor decided. Call it after saving that.

    Raises AfterTheDecision where something would then have influenced what came before it; the
    caller's transaction takes the new day back.
    """
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    rows = list(locked.contributions.with_things().order_by("pk"))
    for row in rows:
        row.deal = locked
        row.copy_days()
        _refuse_after_the_decision(row)
    Contribution.objects.bulk_update(rows, ["helped_on", "decided_on"])


def in_words(thing: Helper) -> str:
    """What helped, and when, for a sentence. A restricted meeting keeps its subject."""
    if isinstance(thing, Visit):
        return _("the visit of %(who)s (%(when)s)") % {"who": thing.delegate, "when": _when(thing)}
    if getattr(thing, "is_restricted", False):
        return _("a meeting (%(when)s)") % {"when": _when(thing)}
    return _("“%(what)s” (%(when)s)") % {"what": thing, "when": _when(thing)}


def _when(thing: Any) -> str:
    return thing.when or _("without a date")


def _unanswered(deal: Deal, thing: Helper) -> Any:
    """The deal locked, and what is on record of this thing; a new row where nothing is."""
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    present: Any = type(thing)._default_manager.get(pk=thing.pk)
    rows = locked.contributions.select_for_update()
    row = rows.filter(**{WAYS[type(thing)]: present}).first()
    if row is None:
        return Contribution.of(locked, present)
    if row.accepted_at is not None:
        if row.strength == Contribution.Strength.NONE:
            said = _("%(who)s has said already that it did not help.")
        else:
            said = _("%(who)s has accepted it already.")
        raise NotPossible(said % {"who": row.accepted_by})
    row.deal = locked
    row.copy_days()
    return row


def _answer(row: Any, evidence: str, url: str, *, by: User, at: datetime) -> Contribution:
    """Save what a person answers for. Raises NotPossible."""
    row.evidence, row.evidence_url = evidence.strip(), url.strip()
    if not row.evidence:
        is_none = row.strength == Contribution.Strength.NONE
        raise NotPossible(
            _("Say why it did not help.") if is_none else _("Say on what evidence."), "evidence"
        )
    _refuse_after_the_decision(row)
    row.accepted_by, row.accepted_at = by, at
    sign(row, by)
    row.save(**({"update_fields": WRITTEN} if row.pk else {}))
    confidentiality.keep(deal=row.deal, by=by, at=at)
    done: Contribution = row
    return done


def _refuse_after_the_decision(row: Contribution) -> None:
    if not row.is_after_the_decision:
        return
    raise AfterTheDecision(
        _(
            "The investor decided %(decided)s; %(thing)s came later and cannot have influenced "
            "that. What helped to carry it out is “implementation”."
        )
        % {"decided": row.deal.decided_shown, "thing": in_words(row.thing())},
        "role",
    )
