"""Filling in what a gate asks for, or saying that it cannot be disclosed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from deals import confidentiality, contributions
from deals.gates.facts import FACTS
from deals.models import Claim, Deal, DealCompany, Fact, Undisclosed
from deals.models.contributions import Helper
from deals.refusals import refuse_owner, refuse_to_come
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

LONGEST = 200  # characters of a reason; the length of the column


class Figure(NamedTuple):
    """A figure as somebody says it: of jobs and capital a plan or an announcement."""

    metric: str
    phase: str
    value: Decimal
    currency: str = ""
    as_of: str = ""
    source: str = ""
    source_url: str = ""


class Helped(NamedTuple):
    """What helped a deal, and how."""

    what: Helper
    role: str
    strength: str
    evidence: str


@transaction.atomic
def fill(
    *,
    deal: Deal,
    facts: Mapping[Fact, Any],
    undisclosed: Mapping[Fact, str] | None = None,
    by: User,
    at: datetime,
) -> None:
    """Fill in facts of a deal, and say which cannot be disclosed, each with why or a blank.

    A fact's value is what the deal's form takes for it; of companies and sectors several; of
    jobs, capital and results a Figure; of our part in it a Helped. Raises NotPossible, whose
    `field` is the fact, or CannotTakeOver; then nothing is written.
    """
    locked: Deal = Deal.objects.select_for_update().get(pk=deal.pk)
    for fact, value in facts.items():
        try:
            FILLING[fact](locked, fact, value, by, at)
        except ValidationError as error:
            raise NotPossible(" ".join(error.messages), fact.value) from error
        except NotPossible as error:
            raise NotPossible(str(error), fact.value) from error
    for fact, because in (undisclosed or {}).items():
        say_undisclosed(deal=locked, fact=fact, because=because, by=by, at=at)


@transaction.atomic
def say_undisclosed(
    *, deal: Deal, fact: Fact, by: User, at: datetime, because: str = ""
) -> Undisclosed:
    """Say that a fact of a deal cannot be disclosed. Raises NotPossible.

    Said twice, what was said first stands.
    """
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    if not FACTS[fact].may_be_withheld:
        raise NotPossible(
            _("“%(fact)s” is the office's own to say.") % {"fact": fact.label}, fact.value
        )
    because = because.strip()
    if len(because) > LONGEST:
        raise NotPossible(
            _("Say it in at most %(count)s characters.") % {"count": LONGEST}, fact.value
        )
    said = Undisclosed.objects.filter(deal=locked, fact=fact).first()
    if said is None:
        said = Undisclosed(deal=locked, fact=fact, because=because, said_by=by, said_at=at)
        sign(said, by)
        said.save()
    return said


@transaction.atomic
def take_back(*, deal: Deal, fact: Fact, by: User) -> None:
    """Say that a fact can be disclosed after all: it counts as missing until it is filled in."""
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    for said in Undisclosed.objects.filter(deal=locked, fact=fact):
        sign(said, by)
        said.delete()


def _write(deal: Any, name: str, value: Any, by: User) -> None:
    setattr(deal, name, value)
    deal.clean_fields(exclude={field.name for field in deal._meta.fields if field.name != name})
    sign(deal, by)
    deal.save(update_fields=[name])


def _plain(deal: Deal, fact: Fact, value: Any, by: User, at: datetime) -> None:
    """A column of the deal itself."""
    _write(deal, FACTS[fact].column, value, by)


def _decided(deal: Deal, fact: Fact, value: str, by: User, at: datetime) -> None:
    refuse_to_come(value, by.today(at))
    _write(deal, "decided", value, by)
    contributions.decision_changed(deal)


def _owner(deal: Deal, fact: Fact, value: User, by: User, at: datetime) -> None:
    refuse_owner(deal, value)
    _write(deal, "owner", value, by)
    confidentiality.keep(deal=deal, by=by, at=at)


def _companies(deal: Deal, fact: Fact, value: Any, by: User, at: datetime) -> None:
    there = set(deal.company_roles.values_list("company", flat=True))
    for company in value:
        if company.pk not in there:
            role = DealCompany(deal=deal, company=company)
            sign(role, by)
            role.save()


def _sectors(deal: Deal, fact: Fact, value: Any, by: User, at: datetime) -> None:
    sign(deal, by)
    deal.sectors.add(*value)


def _figure(deal: Deal, fact: Fact, value: Figure, by: User, at: datetime) -> None:
    claim = Claim(deal=deal, recorded_by=by, **value._asdict())
    claim.full_clean()
    sign(claim, by)
    claim.save()


def _helped(deal: Deal, fact: Fact, value: Helped, by: User, at: datetime) -> None:
    contributions.accept(
        deal=deal,
        thing=value.what,
        role=value.role,
        strength=value.strength,
        evidence=value.evidence,
        by=by,
        at=at,
    )


Filling = Callable[[Any, Fact, Any, User, datetime], None]
FILLING: dict[Fact, Filling] = {
    Fact.COMPANY: _companies,
    Fact.COUNTRY: _plain,
    Fact.KIND: _plain,
    Fact.SECTOR: _sectors,
    Fact.OWNER: _owner,
    Fact.ORIGIN: _plain,
    Fact.EXPECTED: _plain,
    Fact.JOBS: _figure,
    Fact.CAPITAL: _figure,
    Fact.CONTRIBUTION: _helped,
    Fact.DECIDED: _decided,
    Fact.RESULT: _figure,
    Fact.SOURCE: _plain,
}
