"""The companies, their people and what they offer."""

from collections.abc import Iterator

from stdnum.jp import cn

from investors.models import Company, Contact, Technology
from itpo.sample.synthetic import names
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, Firm, World
from itpo.sample.synthetic.writing import link, store, write


def add(world: World) -> None:
    chance = world.chance("companies")
    numbers = range(1, 1 + world.number(1))
    rows = write(_company(world, chance, number) for number in numbers)
    world.firms = [Firm(row.name, row.owner, row.pk) for row in rows]
    sectors = [sector.pk for sector in world.sectors]
    link(
        Company.sectors,
        ((firm.pk, sector) for firm in world.firms for sector in chance.few(sectors, 2)),
    )
    _add_contacts(world)
    _add_technologies(world)


def _company(world: World, chance: Chance, number: int) -> Company:
    unreal, unreal_ja, unreal_kana = chance.choice(names.UNREAL)
    trade, trade_ja, trade_kana = chance.choice(names.TRADES)
    ending, is_first = chance.choice(["K.K.", "Co., Ltd."]), chance.often(0.4)
    name_ja = f"{unreal_ja}{trade_ja}{number}"
    return Company(
        name=f"{unreal} {trade} {number} {ending}",
        name_ja=f"株式会社{name_ja}" if is_first else f"{name_ja}株式会社",
        reading=f"{unreal_kana}{trade_kana}{number}",
        corporate_number=_corporate_number(number) if chance.often(0.6) else "",
        owner=chance.choice(world.officers) if chance.often(0.8) else None,
        sectors_typed=trade.lower(),
        address=f"{number} Sample Street, {chance.choice(names.PLACES)}",
        website=f"https://company-{number}.example.com" if chance.often(0.5) else "",
        notes=INVENTED,
    )


def _corporate_number(number: int) -> str:
    """A right check digit before digits no registry office begins with."""
    digits = f"99{number:010}"
    return f"{cn.calc_check_digit(digits)}{digits}"


def _add_contacts(world: World) -> None:
    """One each on average: none, one, or several at the companies that are met most."""
    chance = world.chance("contacts")
    at = [firm for firm in world.firms for _ in range(chance.weighted({0: 30, 1: 45, 2: 20, 4: 5}))]
    for firm, row in zip(at, write(_contacts(chance, at)), strict=True):
        firm.contacts.append(row.pk)


def _contacts(chance: Chance, at: list[Firm]) -> Iterator[Contact]:
    for number, firm in enumerate(at, start=1):
        family, family_ja, family_kana = chance.choice(names.FAMILIES)
        given, given_ja, given_kana = chance.choice(names.GIVEN)
        department, post = chance.choice(names.POSTS)
        yield Contact(
            company_id=firm.pk,
            family_name=family,
            given_name=given,
            family_name_ja=family_ja,
            given_name_ja=given_ja,
            reading=f"{family_kana} {given_kana}",
            department=department,
            post=post,
            email=f"{given}.{family}.{number}@example.com".lower(),
            phone=f"03-0000-{number:06}",  # no number in Tokyo begins so
            notes=INVENTED,
        )


def _add_technologies(world: World) -> None:
    chance = world.chance("technologies")
    store(
        Technology(
            company_id=firm.pk, name=f"Fictive {chance.choice(names.PROJECTS)}", summary=INVENTED
        )
        for firm in world.firms
        if chance.often(0.1)
    )
