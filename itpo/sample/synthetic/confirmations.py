"""What companies said of our part in their deals."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Min

from deals.models import Claim, Confirmation, ConfirmedFigure
from itpo.office import links
from itpo.office.models import PersonalLink
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import Venture, World
from itpo.sample.synthetic.writing import moment, store, write


class Asked(NamedTuple):
    """A deal whose company is asked, and who of it."""

    venture: Venture
    contact: int


def add(world: World) -> None:
    chance = world.chance("confirmations")
    asked = [
        Asked(one, one.firm.contacts[0])
        for one in world.ventures
        if one.decided and one.firm.contacts and chance.often(0.5)
    ]
    opened = write(_link(world, one) for one in asked)
    rows = [
        _confirmation(world, chance, one, link) for one, link in zip(asked, opened, strict=True)
    ]
    store(_figures(write(rows)))


def _link(world: World, asked: Asked) -> PersonalLink:
    return PersonalLink(
        office=world.office,
        purpose=PersonalLink.Purpose.RESULT,
        email=f"guest{asked.contact}@example.org",
        expires_at=moment(asked.venture.reached[-1]) + links.OPENS_FOR,
    )


def _confirmation(world: World, chance: Chance, asked: Asked, link: PersonalLink) -> Confirmation:
    at = min(moment(asked.venture.reached[-1]), world.at)
    row = Confirmation(
        deal_id=asked.venture.pk,
        contact_id=asked.contact,
        link=link,
        called=asked.venture.title,
        asked_by=chance.choice(world.officers),
        asked_at=at,
    )
    if chance.often(0.6):
        row.needed = chance.choice(Confirmation.Needed.values)
        row.sooner = chance.choice(Confirmation.Sooner.values)
        row.without = chance.choice(Confirmation.Without.values)
        row.answered_by = "A. Fictive"
        row.answered_at = min(at + timedelta(days=chance.randint(1, 60)), world.at)
    return row


def _figures(rows: Iterable[Confirmation]) -> Iterator[ConfirmedFigure]:
    """Each was asked about one figure of what is real, where there is one."""
    real = Claim.objects.standing().filter(
        deal__isnull=False, phase=Claim.Phase.ACTUAL, is_not_disclosed=False
    )
    first = dict(real.order_by().values_list("deal").annotate(first=Min("pk")))
    for row in rows:
        if row.deal_id in first:
            answer = ConfirmedFigure.Answer.RIGHT if row.answered_at else ""
            yield ConfirmedFigure(confirmation=row, claim_id=first[row.deal_id], answer=answer)
