"""Host countries with their agencies, the delegates with their posts, the programmes."""

from datetime import date

from django_countries import countries

from delegates.models import Agency, Delegate, HostCountry, Posting, Programme
from itpo.office.models import Partner
from itpo.sample.synthetic import names
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, Country, Person, World
from itpo.sample.synthetic.writing import link, store, write


def add(world: World) -> None:
    _add_partners(world)
    _add_countries(world)
    _add_agencies(world)
    _add_people(world)
    _add_programmes(world)


def _add_partners(world: World) -> None:
    world.partners = [
        Partner.objects.get_or_create(name=f"Fictive {name} of {place}")[0]
        for name in names.PARTNERS
        for place in names.PLACES
    ]


def _add_countries(world: World) -> None:
    """Those that are there already, by the sample, keep their names."""
    chance = world.chance("countries")
    for code in names.COUNTRIES[: world.number(1, least=3)]:
        found, _is_new = HostCountry.objects.get_or_create(
            code=code,
            defaults={
                "name": countries.name(code),
                "desk_officer": chance.choice(world.officers),
            },
        )
        world.countries.append(Country(found.pk, found.name))


def _add_agencies(world: World) -> None:
    every = [
        (country, name, kind, number)
        for number in range(1, 2 + world.number(0.012) // len(world.countries))
        for country in world.countries
        for name, kind in names.AGENCIES[:2]
    ]
    made = write(
        Agency(
            name=f"Fictive {name} {number} of {country.name}",
            country_id=country.pk,
            kind=kind,
            notes=INVENTED,
        )
        for country, name, kind, number in every
    )
    for (country, *_rest), agency in zip(every, made, strict=True):
        country.agencies.append(agency.pk)


def _add_people(world: World) -> None:
    chance = world.chance("people")
    rows = []
    for number in range(world.number(0.06, least=3)):
        country = chance.early(world.countries, 1.3)
        row = _delegate(chance, country, number)
        rows.append(row)
        agency = chance.early(country.agencies)
        world.people.append(Person(country, agency, row.full_name))
    for person, row in zip(world.people, write(rows), strict=True):
        person.pk = row.pk
    store(posting for person in world.people for posting in _postings(world, chance, person))


def _delegate(chance: Chance, country: Country, number: int) -> Delegate:
    family, local = chance.choice(names.EXAMPLE)
    ending = "".join(chance.choices(names.SYLLABLES, k=3))
    given = chance.choice(names.DELEGATES_GIVEN)
    return Delegate(
        family_name=f"{family}-{ending.title()}",
        given_name=given,
        name_local=local,
        title=chance.choice(names.TITLES),
        country_id=country.pk,
        email=f"{given}.{number}@example.com".lower(),
        notes=INVENTED,
    )


def _postings(world: World, chance: Chance, person: Person) -> list[Posting]:
    """The post held now, and perhaps one before."""
    since = world.past(chance, 12)
    posts = [Posting(is_current=True, begins=chance.typed(since), agency_id=person.agency)]
    if chance.often(0.3):
        until, before = f"{since.year - 1}", f"{since.year - 1 - chance.randint(1, 9)}"
        agency = chance.choice(person.country.agencies)
        posts.append(Posting(is_current=False, begins=before, ends=until, agency_id=agency))
    for posting in posts:
        posting.delegate_id = person.pk
        posting.post = chance.choice(["Director", "Adviser", "Head of department", ""])
    return posts


def _add_programmes(world: World) -> None:
    chance = world.chance("programmes")
    number = world.number(0.003)
    years = [world.today.year - place * 25 // number for place in range(number)]
    made = write(_programme(world, place, year) for place, year in enumerate(years))
    world.programmes = [(row.pk, year) for row, year in zip(made, years, strict=True)]
    keys = [country.pk for country in world.countries]
    link(
        Programme.countries,
        ((pk, country) for pk, _year in world.programmes for country in chance.few(keys, 4)),
    )


def _programme(world: World, place: int, year: int) -> Programme:
    begins = date(year, 1 + place % 12, 1)
    is_over = (begins.year, begins.month) < (world.today.year, world.today.month)
    return Programme(
        office=world.office,
        name=f"Synthetic delegates programme {place + 1} of {year}",
        ref=f"SYN-P{place + 1}",
        state=Programme.State.COMPLETED if is_over else Programme.State.DRAFT,
        begins=begins.isoformat()[:7],
        ends=begins.isoformat()[:7],
        seats=10,
        notes=INVENTED,
    )
