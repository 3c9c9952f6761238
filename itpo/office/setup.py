"""What an empty database needs before anything can be recorded."""

from django.db import transaction

from itpo.office import usual_rules
from itpo.office.models import Office, Sector, Theme, YearlyClosure

DEFAULT_OFFICE = "UNIDO ITPO Tokyo"

# The days on which an office in Japan closes every year: from and to, as month and day; its name.
JAPAN = "JP"
CLOSURES = [
    ((12, 29), (1, 3), "New Year"),
    ((8, 13), (8, 16), "Obon"),
]

# ISIC Rev. 4 divisions and groups that matter to the office, with the words people use for them.
SECTORS = [
    ("01", "Crop and animal production, hunting", "agriculture"),
    ("10", "Manufacture of food products", "food\nfood machinery\nfood processing\nagro-industry"),
    ("13", "Manufacture of textiles", "textiles"),
    ("28", "Manufacture of machinery", "machinery"),
    (
        "29",
        "Manufacture of motor vehicles, trailers and semi-trailers",
        "automotive\nautomotive parts\nautomotive wire harness\nautomotive wiring and components",
    ),
    ("35", "Electricity, gas, steam and air conditioning supply", "energy\nrenewable energy"),
    ("36", "Water collection, treatment and supply", "water\nwater technology"),
    ("37", "Sewerage", "wastewater\nwastewater treatment\nwastewater management"),
    (
        "38",
        "Waste collection, treatment and disposal; materials recovery",
        "waste\nmedical waste incineration",
    ),
    ("41", "Construction of buildings", "construction"),
    ("52", "Warehousing and support for transportation", "logistics"),
    ("62", "Computer programming and consultancy", "it\nict"),
    ("64", "Financial service activities", "banking\nfinance"),
    ("68", "Real estate activities", "real estate"),
    ("85", "Education", "education\nvocational training"),
    ("86", "Human health activities", "health"),
]

# The areas of cooperation named by the UNIDO-Japan cooperation week of 2021.
THEMES = [
    ("Circular economy", ""),
    ("Industrial skills", ""),
    ("Investment and technology transfer", ""),
    ("Value chains", ""),
    ("Climate action", "SDG 13"),
    ("Marine plastics", "SDG 14.1"),
    ("Human security", ""),
    ("TICAD", ""),
    ("IDDA III", ""),
]


@transaction.atomic
def default_office() -> Office:
    """The first office, made with its rules where there is none; and the sectors and themes."""
    office = Office.objects.order_by("pk").first()
    if office is None:
        office = Office.objects.create(name=DEFAULT_OFFICE)
        usual_rules.the_usual(office)
        close_every_year(office)
    if not Sector.objects.exists():
        Sector.objects.bulk_create(
            Sector(revision=4, code=code, name=name, words=words) for code, name, words in SECTORS
        )
    if not Theme.objects.exists():
        Theme.objects.bulk_create(Theme(name=name, code=code) for name, code in THEMES)
    return office


def close_every_year(office: Office) -> None:
    """Give a new office in Japan the closures that are usual there; they can be changed."""
    if office.country_code != JAPAN:
        return
    YearlyClosure.objects.bulk_create(
        YearlyClosure(
            office=office,
            name=name,
            first_month=first[0],
            first_day=first[1],
            last_month=last[0],
            last_day=last[1],
        )
        for first, last, name in CLOSURES
    )
