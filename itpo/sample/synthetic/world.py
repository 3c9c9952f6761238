"""What the parts hand to each other: how much, around which day, and what is there so far."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from itpo.office.models import Office, Partner, Sector, Theme, User
from itpo.sample.synthetic.chance import Chance

INVENTED = "Invented by load_synthetic."
SEED = "one seed for all"
CONCLUDED = 3  # the place of that stage among a deal's


@dataclass(slots=True)
class Country:
    pk: int
    name: str
    agencies: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """A delegate."""

    country: Country
    agency: int
    name: str
    pk: int = 0


@dataclass(slots=True)
class Stay:
    """A visit."""

    person: Person
    officer: User
    begins: date
    ends: date
    state: str
    pk: int = 0


@dataclass(slots=True)
class Firm:
    """A company, with its people and the meetings it was at."""

    name: str
    owner: User | None
    pk: int = 0
    contacts: list[int] = field(default_factory=list)
    meetings: list["Talk"] = field(default_factory=list)


@dataclass(slots=True)
class Journey:
    """A mission."""

    name: str
    owner: User
    begins: date
    ends: date
    state: str
    countries: list[Country]
    firms: list[Firm]
    pk: int = 0


@dataclass(slots=True)
class Gathering:
    """An event."""

    day: date
    pk: int = 0


@dataclass(slots=True)
class Talk:
    """A meeting: part of a visit, a mission, an event or nothing."""

    subject: str
    officer: User
    firms: list[Firm]
    day: date
    is_restricted: bool
    stay: Stay | None = None
    journey: Journey | None = None
    gathering: Gathering | None = None
    pk: int = 0


@dataclass(slots=True)
class Venture:
    """A deal, with the day on which it reached each of its stages."""

    number: int
    firm: Firm
    country: Country | None
    owner: User | None
    title: str
    reached: list[date]
    is_confidential: bool
    kind: str = ""
    parent: int | None = None
    pk: int = 0

    @property
    def decided(self) -> date | None:
        """The day on which it was concluded, if it was."""
        return self.reached[CONCLUDED] if len(self.reached) > CONCLUDED else None


@dataclass
class World:
    deals: int
    at: datetime
    office: Office
    officers: list[User]
    managers: list[User]
    sectors: list[Sector]
    themes: list[Theme]
    partners: list[Partner] = field(default_factory=list)
    countries: list[Country] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    programmes: list[tuple[int, int]] = field(default_factory=list)  # key and year
    stays: list[Stay] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)
    journeys: list[Journey] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    ventures: list[Venture] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.today = self.office.today(self.at)

    def chance(self, subject: str) -> Chance:
        return Chance(f"{SEED} {subject}")

    def number(self, share: float, least: int = 2) -> int:
        """How many there are of something, in proportion to the deals."""
        return max(least, round(self.deals * share))

    def past(self, chance: Chance, years: int = 30) -> date:
        """A day before today; most are of the last years."""
        return self.today - timedelta(days=8 + int(365 * years * chance.random() ** 2.5))
