"""Invented events: one to register for, one to come, and some that were held."""

from datetime import time, timedelta
from typing import NamedTuple

from investors.models import (
    Event,
    EventPartner,
    EventRegistration,
    EventSeries,
    EventSession,
)
from itpo.office.models import PersonalLink, Theme
from itpo.office.models.reference import PartnerRole
from itpo.sample.book import INVENTED, Book

State = EventRegistration.State
WEEK = "Sample week: Africa's circular economy"


class Gathering(NamedTuple):
    """One event on one day, a working day counted from today, and which contacts come."""

    name: str
    title: str
    kind: str
    state: str
    on: int
    place: str
    guests: list[str]
    themes: tuple[str, ...] = ("Circular economy",)
    in_the_week: bool = False


GATHERINGS = [
    Gathering("seminar", "Sample seminar: investing in Senegal", Event.Kind.SEMINAR,
              Event.State.OPEN, 4, "Sample hall, Tokyo", ["taro", "mei", "ryo"]),
    Gathering("webinar", "Sample webinar: circular economy", Event.Kind.WEBINAR,
              Event.State.PLANNED, 18, "", ["emi"]),
    Gathering("tour", "Sample technology tour for embassies", Event.Kind.TOUR,
              Event.State.HELD, -17, "Sample works, Kawasaki", ["ken", "emi", "jun"]),
    Gathering("opening", "Sample webinar 1: opening of the week", Event.Kind.WEBINAR,
              Event.State.HELD, -44, "", ["taro", "emi"], in_the_week=True),
    Gathering("waste", "Sample webinar 2: waste as a resource", Event.Kind.WEBINAR,
              Event.State.HELD, -43, "", ["emi"], in_the_week=True),
    Gathering("skills", "Sample webinar 3: skills for recycling", Event.Kind.WEBINAR,
              Event.State.HELD, -42, "", ["taro"], ("Industrial skills",), in_the_week=True),
]  # fmt: skip
# Who came to which webinar of the week: the numbers of invented guests.
CROWDS = {"opening": range(16), "waste": range(4, 14), "skills": range(10, 24)}
GIVEN = [
    *("Aoi", "Ren", "Yui", "Sora", "Moussa", "Awa", "Kofi", "Abena", "Ines", "Paulo", "Linh"),
    *("Minh", "Hana", "Daichi", "Fatou", "Omar", "Salma", "Youssef", "Ada", "Chidi", "Zola"),
    *("Themba", "Nour", "Karim"),
]
# On the seminar's list beside the contacts: given name, state.
SEATS = 6
VISITORS = [
    ("Yui", State.REGISTERED),
    ("Moussa", State.REGISTERED),
    ("Fatou", State.REGISTERED),
    ("Daichi", State.CANCELLED),
    ("Linh", State.WAITING_LIST),
    ("Omar", State.WAITING_LIST),
]
# Topic, from, to, speaker, organisation.
PROGRAMME = [
    ("Opening words", time(14), time(14, 15), "", "UNIDO ITPO Tokyo"),
    ("Free zones near Dakar", time(14, 15), time(15), "EXEMPLE Awa", "Fictive Agency of Senegal"),
    ("A plant in its third year", time(15), time(15, 45), "MIHON Taro", "Fictive Foods Co., Ltd."),
]
IN_OTHER_WORDS = {
    "seats": SEATS,
    "name_fr": "Séminaire (exemple) : investir au Sénégal",
    "name_ja": "見本セミナー：セネガルへの投資",
    "summary": "Three speakers, time for questions, and coffee. Invented for the sample.",
    "summary_fr": "Trois exposés, vos questions et un café. Inventé pour l’exemple.",
    "summary_ja": "講演3件、質疑応答、交流の時間があります。見本のための架空の催しです。",
    "begins_at": time(14),
    "ends_at": time(16, 30),
}


def add(book: Book) -> None:
    """Add the events with their programme and their guests."""
    series, _new = EventSeries.objects.get_or_create(
        office=book.office, name=WEEK, defaults={"notes": INVENTED}
    )
    for gathering in GATHERINGS:
        _add_event(book, gathering, series if gathering.in_the_week else None)


def _add_event(book: Book, gathering: Gathering, series: EventSeries | None) -> None:
    is_open = gathering.state == Event.State.OPEN
    event, is_new = Event.objects.get_or_create(
        office=book.office,
        name=gathering.title,
        defaults={
            "kind": gathering.kind,
            "state": gathering.state,
            "begins": book.days.iso(gathering.on),
            "ends": book.days.iso(gathering.on),
            "place": gathering.place,
            "country": book["SN"] if is_open else None,
            "series": series,
            "registration_opened_at": book.days.at - timedelta(days=9) if is_open else None,
            "notes": INVENTED,
            **(IN_OTHER_WORDS if is_open else {}),
        },
    )
    book[f"event {gathering.name}"] = event
    if not is_new:
        return
    event.themes.set(Theme.objects.filter(name__in=gathering.themes))
    EventPartner.objects.create(event=event, partner=book["embassy"], role=PartnerRole.CO_HOST)
    _add_contacts(book, event, gathering.guests)
    if is_open:
        _add_programme(event)
        _add_visitors(book, event)
    elif gathering.name in CROWDS:
        _add_crowd(event, CROWDS[gathering.name])
    elif gathering.name == "tour":
        _guest("Fatou", event=event, state=State.NO_SHOW)


def _add_contacts(book: Book, event: Event, guests: list[str]) -> None:
    for guest in guests:
        contact = book[guest]
        EventRegistration.objects.create(
            event=event,
            contact=contact,
            name=contact.full_name,
            email=contact.email,
            organisation=contact.company.name,
            state=State.ATTENDED if event.state == Event.State.HELD else State.REGISTERED,
            registered_at=book.days.at - timedelta(days=8) if event.seats else None,
        )


def _add_programme(event: Event) -> None:
    for topic, begins_at, ends_at, speaker, organisation in PROGRAMME:
        EventSession.objects.create(
            event=event,
            topic=topic,
            begins_at=begins_at,
            ends_at=ends_at,
            speaker=speaker,
            organisation=organisation,
        )


def _add_visitors(book: Book, event: Event) -> None:
    """Who registered by themselves, each with the link their confirmation took to them."""
    for hours, (given, state) in enumerate(VISITORS):
        at = book.days.at - timedelta(days=7, hours=-hours)
        row = _guest(given, event=event, state=state, registered_at=at, consented_at=at)
        row.link = PersonalLink.objects.create(
            office=book.office,
            purpose=PersonalLink.Purpose.EVENT,
            email=row.email,
            language=row.language,
            expires_at=book.days.at + timedelta(days=60),
        )
        row.save(update_fields=["link"])


def _add_crowd(event: Event, numbers: range) -> None:
    for number in numbers:
        is_away = number % 7 == 6
        _guest(
            GIVEN[number],
            event=event,
            state=State.NO_SHOW if is_away else State.ATTENDED,
            minutes=None if is_away else 40 + number,
        )


def _guest(given: str, **known: object) -> EventRegistration:
    guest = EventRegistration(
        name=f"EXEMPLE {given}",
        family_name="Exemple",
        given_name=given,
        email=f"{given.lower()}.exemple@example.org",
        organisation="Fictive Embassy in Tokyo",
        **known,
    )
    guest.save()
    return guest
