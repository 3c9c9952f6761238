"""A deal whose company is asked what our help did, for the tests of its answer."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from deals import confirmations
from deals.confirmations import Answers, FigureAnswer
from deals.models import Confirmation, Deal
from tests.factories import ClaimFactory, ContactFactory, DealCompanyFactory, DealFactory

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday noon in Tokyo
YES = Answers("prerequisite", "year", "nothing", "YAMADA Haruo", "Director")
RIGHT, HIDDEN = FigureAnswer("right"), FigureAnswer("undisclosed")


def a_deal(officer: Any, **given: Any) -> Deal:
    """A deal with one company, somebody who works there, and a figure said to be real."""
    deal = DealFactory(office=officer.office, owner=officer, title="Paste plant", **given)
    person = ContactFactory(
        company__name="Yamato Foods",
        family_name="Yamada",
        post="Director",
        email="yamada@example.org",
    )
    DealCompanyFactory(deal=deal, company=person.company)
    ClaimFactory(deal=deal, phase="actual", value=Decimal(86), as_of="2026-03")
    return deal


def person_of(deal: Deal) -> Any:
    return deal.company_roles.get().company.contacts.order_by("pk").first()


def asked(officer: Any, deal: Deal | None = None, **given: Any) -> Confirmation:
    deal = deal or a_deal(officer)
    told = {"contact": person_of(deal), "by": officer, "at": NOON, **given}
    return confirmations.ask(deal=deal, **told)


def wrong(value: Any) -> FigureAnswer:
    return FigureAnswer("wrong", Decimal(value))


def answered(confirmation: Confirmation, said: FigureAnswer = RIGHT, **given: Any) -> Confirmation:
    """The company says yes to everything, but for what is given."""
    figures = {one.claim_id: said for one in confirmation.figures.all()}
    told = {"answers": YES, "figures": figures, "at": NOON, **given}
    return confirmations.answer(confirmation=confirmation, **told)
