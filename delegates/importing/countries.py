"""Which country a list means: by ISO code, by one of its names, or none but a region."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries
from django_countries.base import CountriesBase
from django_countries.data import COUNTRIES

from delegates.models import HostCountry
from itpo.office.folding import fold, half_width
from itpo.office.importing.keeping import create
from itpo.office.importing.report import RowRefused
from itpo.office.models import User

# What people write and neither ISO 3166 nor its common names list.
ALSO_CALLED = """
AE UAE; Emirates
BA Bosnia
CD DR Congo; Congo DR; DRC; D.R. Congo; Congo-Kinshasa; Zaire; Congo; Democratic Republic of Congo
CF CAR
CG Congo-Brazzaville; Republic of the Congo; Republic of Congo; Congo Republic; Congo
CI Ivory Coast
CV Cape Verde
CZ Czech Republic
EG Arab Republic of Egypt
GA Gabonese Republic
GB UK; Great Britain; Britain
GN Guinea-Conakry
KG Kyrgyz Republic
KP DPRK; Democratic People's Republic of Korea; Korea
KR Korea; Republic of Korea; ROK; South Korea
LA Lao PDR; Lao; Lao P.D.R.
LY Libyan Arab Jamahiriya
MF Saint Martin
MK Macedonia; FYROM
MM Burma
MO Macau
NL Holland
NR Nauru
PS Palestinian Territories
SK Slovak Republic
SX Sint Maarten
SZ Swaziland
TG Togolese Republic
TL East Timor
TR Turkey
TW Republic of China; Chinese Taipei
US USA; US; U.S.A.; U.S.; United States
VA Vatican
VG British Virgin Islands; Virgin Islands
VI US Virgin Islands; Virgin Islands
"""
INVERTED = re.compile(r"(.+?)(?:, | ?\()((?:.+ )?of(?: the)?|the)\)?", re.IGNORECASE)
IN_FULL = re.compile(
    r"(?:[a-z]+ ){0,4}?(?:republic|kingdom|states?|union|sultanate|commonwealth|principality|duchy)"
    r" of (?:the )?(.+)"
)
REGION = re.compile(
    r"(?:(?:north|south|east|west|northern|southern|eastern|western|southeast|southeastern"
    r"|central|middle|near|far|sub|saharan|latin|and) )*"
    r"(?:africa|asia|europe|americas?|oceania|pacific|caribbean|maghreb|sahel|balkans|caucasus"
    r"|east|asean|mena|gulf|world)"
    r"|(?:.* )?(?:region|regional|regions|countries|multi|multiple|several|various|global"
    r"|international|worldwide)(?: .*)?"
    r"|all|n a|na|none|unknown|tbd"
)


@dataclass(frozen=True)
class Place:
    """Where something takes place: a country by its code, or the words for what is none."""

    code: str | None
    words: str

    @property
    def key(self) -> str:
        return self.code or fold(self.words)


def read_place(typed: str, iso2: str, *, as_typed: bool = False) -> Place:
    """The place that two cells name together. Refuses what contradicts or is not known.

    The words are kept where they say more than the code: a region, or a name nobody knows; and
    whatever they say where `as_typed`.
    """
    called = codes_called(typed)
    code = half_width(iso2).strip().upper()
    if code and code not in COUNTRIES:
        raise RowRefused("iso2", _("“%(code)s” is no country's code.") % {"code": iso2})
    if code and called and code not in called and not as_typed:
        raise RowRefused("iso2", _("“%(code)s” is not %(name)s.") % {"code": iso2, "name": typed})
    if code:
        return Place(code, "" if code in called else typed)
    if len(called) == 1:
        return Place(next(iter(called)), "")
    if called and not as_typed:
        raise RowRefused(
            "country", _("“%(name)s” may be several countries. Add the code.") % {"name": typed}
        )
    if fold(typed) and not REGION.fullmatch(fold(typed)) and not as_typed:
        raise RowRefused("country", _("Unknown country “%(name)s”.") % {"name": typed})
    return Place(None, typed)


def with_own_names(places: Iterable[Place]) -> dict[Place, Place]:
    """Each place, without words that are only what the country is called here."""
    every = set(places)
    codes = {place.code for place in every if place.code and place.words}
    named = HostCountry.objects.filter(code__in=codes).values_list("code", "name") if codes else ()
    own = {(code, fold(name)) for code, name in named}
    return {
        place: Place(place.code, "") if (place.code, fold(place.words)) in own else place
        for place in every
    }


def codes_called(name: str) -> frozenset[str]:
    """The codes of the countries that may be meant by a name; none for what is no country."""
    known = _known_names()
    for variant in _variants(name):
        if variant in known:
            return known[variant]
    return frozenset()


def host_countries(codes: Iterable[str], by: User | None = None) -> dict[str, HostCountry]:
    """The host countries by code, made where they are missing."""
    places = Places(codes)
    create(list(places.new.values()), by=by)
    return places.by_code


class Places:
    """The host countries of some codes, those that are missing as new ones, not saved yet."""

    def __init__(self, codes: Iterable[str]) -> None:
        wanted = sorted(set(codes))
        self.by_code = {one.code: one for one in HostCountry.objects.filter(code__in=wanted)}
        names = set(HostCountry.objects.values_list("name", flat=True))
        self.new: dict[str, HostCountry] = {}
        for code in wanted:
            if code not in self.by_code:
                name = _english_name(code)
                # Somebody may have given the name to another code by mistake.
                free = name if name not in names else f"{name} ({code})"
                self.new[code] = HostCountry(code=code, name=free)
        self.by_code |= self.new


def _english_name(code: str) -> str:
    with translation.override("en"):
        return str(countries.name(code))


@lru_cache(maxsize=1)
def _known_names() -> dict[str, frozenset[str]]:
    """Every name we know, folded, with the codes it may mean."""
    known: dict[str, set[str]] = {}
    with translation.override("en"):
        for code, official in COUNTRIES.items():
            common = CountriesBase.COMMON_NAMES.get(code, official)
            old = CountriesBase.OLD_NAMES.get(code, [])
            for name in map(str, (official, common, *old)):
                for variant in (fold(name), fold(_upright(name))):
                    known.setdefault(variant, set()).add(code)
    for line in ALSO_CALLED.strip().splitlines():
        code, _space, others = line.partition(" ")
        for name in others.split(";"):
            known.setdefault(fold(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in known.items()}


def _variants(name: str) -> Iterable[str]:
    """The name as typed; upright; without “the”; with “Saint” in full; without its style."""
    for spelt in (fold(name), fold(_upright(name))):
        bare = re.sub(r"^st ", "saint ", spelt.removeprefix("the "))
        yield from (spelt, bare)
        if match := IN_FULL.fullmatch(bare):
            yield match[1]


def _upright(name: str) -> str:
    """“Tanzania, United Republic of” and “Gambia (the)” the right way round."""
    match = INVERTED.fullmatch(name.strip())
    return f"{match[2]} {match[1]}".removeprefix("the ") if match else name
