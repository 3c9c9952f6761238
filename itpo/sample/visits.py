"""Invented visits around today: under way, coming, just over, unannounced, cancelled."""

from datetime import timedelta
from typing import NamedTuple

from delegates.models import TravelDocument, Visit
from itpo.sample.book import INVENTED, Book

State = Visit.State


class Stay(NamedTuple):
    """One visit; its days are working days counted from today."""

    name: str
    delegate: str
    officer: str
    begins: int
    ends: int
    state: str
    purpose: str
    place: str = "Tokyo"
    programme: str = ""
    is_walk_in: bool = False
    cancelled_because: str = ""


STAYS = [
    Stay("amina now", "amina", "hanako", -4, 5, State.RUNNING, "Meet makers of food machines",
         programme="now"),
    Stay("selam now", "selam", "jiro", -2, 8, State.RUNNING, "Find tenants for garment sheds",
         programme="now"),
    Stay("kwame now", "kwame", "hanako", -1, 2, State.RUNNING, "Cold chain for fish",
         "Tokyo and Yokohama"),
    Stay("wanjiru now", "wanjiru", "jiro", -1, 3, State.RUNNING, "Cleaner tanneries"),
    Stay("paulo coming", "paulo", "hanako", 3, 7, State.PLANNED, "Solar roofs for cold stores"),
    Stay("minh coming", "minh", "jiro", 4, 9, State.PLANNED, "Suppliers of wire harnesses",
         "Tokyo and Nagoya"),
    Stay("rahim coming", "rahim", "jiro", 15, 24, State.PLANNED, "Sewing factories"),
    Stay("zita coming", "zita", "hanako", 45, 52, State.PLANNED, "Second look at solar roofs"),
    Stay("zita past", "zita", "hanako", -12, -6, State.COMPLETED, "Renewable energy fair"),
    Stay("thuy past", "thuy", "jiro", -9, -3, State.COMPLETED, "Automotive parts", "Nagoya"),
    Stay("kwame past", "kwame", "hanako", -130, -124, State.COMPLETED, "First look at logistics",
         programme="past"),
    Stay("wanjiru past", "wanjiru", "jiro", -120, -112, State.COMPLETED, "Waste water treatment",
         programme="past"),
    Stay("fatou past", "fatou", "hanako", -265, -255, State.COMPLETED, "Port logistics"),
    Stay("dara walk-in", "dara", "hanako", -1, -1, State.COMPLETED, "Asked for lenders’ terms",
         is_walk_in=True),
    Stay("rahim walk-in", "rahim", "jiro", -4, -4, State.COMPLETED, "Dropped in after a fair",
         is_walk_in=True),
    Stay("dara cancelled", "dara", "jiro", 6, 10, State.CANCELLED, "Development finance",
         cancelled_because="The bank could not spare him."),
    Stay("amina before", "amina", "hanako", -700, -690, State.COMPLETED,
         "Tomato paste: find an investor"),
]  # fmt: skip


def add(book: Book) -> None:
    """Add the visits, and a passport of an invented number to one that is coming."""
    for stay in STAYS:
        book[f"visit {stay.name}"], _is_new = Visit.objects.get_or_create(
            office=book.office,
            delegate=book[stay.delegate],
            purpose=stay.purpose,
            defaults={
                "agency": book[f"agency {book[stay.delegate].country.code}"],
                "programme": book[f"programme {stay.programme}"] if stay.programme else None,
                "officer": book.staff.named(stay.officer),
                "state": stay.state,
                "begins": book.days.iso(stay.begins),
                "ends": book.days.iso(stay.ends),
                "is_walk_in": stay.is_walk_in,
                "place": stay.place,
                "cancelled_because": stay.cancelled_because,
                "notes": INVENTED,
            },
        )
    visit = book["visit paulo coming"]
    passport = TravelDocument(
        visit=visit,
        country_code=visit.delegate.country.code,
        expires_on=book.days.today + timedelta(days=900),
    )
    passport.seal("ZZ0000000")
    if not TravelDocument.objects.filter(visit=visit).exists():
        passport.save()
