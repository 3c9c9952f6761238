"""Invented agencies, delegates, projects and programmes of real countries."""

from delegates.models import (
    Agency,
    Delegate,
    HostCountry,
    Posting,
    Programme,
    ProjectProfile,
)
from itpo.office.models import Sector
from itpo.sample.book import INVENTED, Book

COUNTRIES = {
    "BD": "Bangladesh",
    "ET": "Ethiopia",
    "GH": "Ghana",
    "KE": "Kenya",
    "KH": "Cambodia",
    "MA": "Morocco",
    "MZ": "Mozambique",
    "SN": "Senegal",
    "VN": "Viet Nam",
}
# Country, kind, name, short name.
AGENCIES = [
    ("SN", Agency.Kind.IPA, "Agence Fictive d’Investissement du Sénégal", "AFIS"),
    ("ET", Agency.Kind.IPA, "Fictive Investment Commission of Ethiopia", "FICE"),
    ("VN", Agency.Kind.EXPORT, "Sample Trade Promotion Office of Viet Nam", ""),
    ("BD", Agency.Kind.ZONE, "Example Economic Zones Authority of Bangladesh", ""),
    ("MZ", Agency.Kind.IPA, "Agência Fictícia de Investimento de Moçambique", "AFIM"),
    ("GH", Agency.Kind.MINISTRY, "Sample Ministry of Trade of Ghana", ""),
    ("KE", Agency.Kind.CHAMBER, "Fictive Chamber of Commerce of Kenya", ""),
    ("KH", Agency.Kind.BANK, "Sample Development Bank of Cambodia", ""),
]
# Name here, country, family name, given name, title, post.
DELEGATES = [
    ("amina", "SN", "Exemple", "Amina", "Ms.", "Head of investor relations"),
    ("selam", "ET", "Specimen", "Selam", "Dr.", "Director for manufacturing"),
    ("thuy", "VN", "Example", "Thuy", "Ms.", "Trade officer"),
    ("rahim", "BD", "Sample", "Rahim", "Mr.", "Deputy director"),
    ("zita", "MZ", "Exemplo", "Zita", "Ms.", "Promotion officer"),
    ("paulo", "MZ", "Exemplo", "Paulo", "Mr.", "Energy desk"),
    ("minh", "VN", "Example", "Minh", "Mr.", "Supplier desk"),
    ("kwame", "GH", "Sample", "Kwame", "Mr.", "Principal commercial officer"),
    ("wanjiru", "KE", "Specimen", "Wanjiru", "Ms.", "Secretary general"),
    ("dara", "KH", "Placeholder", "Dara", "Mr.", "Analyst"),
    ("fatou", "SN", "Exemple", "Fatou", "Ms.", "Promotion officer"),
]
# Whose, title, summary, sector, capital sought (an invented figure), currency.
PROJECTS: list[tuple[str, str, str, str, str | None, str]] = [
    ("amina", "Tomato paste plant near Dakar", "Land and water are there.", "10", "4000000", "EUR"),
    ("selam", "Garment workshops in an industrial park", "Sheds for rent.", "13", None, ""),
    ("zita", "Solar roofs for cold stores", "Twelve cold stores.", "35", "1500000", "USD"),
    ("wanjiru", "Waste water treatment for a tannery quarter", "", "37", None, ""),
]


def add(book: Book) -> None:
    """Add the countries, agencies, delegates, projects and programmes."""
    for code, name in COUNTRIES.items():
        book[code] = HostCountry.objects.get_or_create(code=code, defaults={"name": name})[0]
    for code, kind, name, short_name in AGENCIES:
        book[f"agency {code}"] = Agency.objects.get_or_create(
            country=book[code],
            name=name,
            defaults={"kind": kind, "short_name": short_name, "notes": INVENTED},
        )[0]
    for delegate in DELEGATES:
        _add_delegate(book, *delegate)
    for project in PROJECTS:
        _add_project(book, *project)
    _add_programmes(book)


def _add_delegate(
    book: Book, key: str, code: str, family_name: str, given_name: str, title: str, post: str
) -> None:
    book[key], is_new = Delegate.objects.get_or_create(
        country=book[code],
        family_name=family_name,
        given_name=given_name,
        defaults={
            "title": title,
            "email": f"{given_name}.{family_name}@example.org".lower(),
            "notes": INVENTED,
        },
    )
    if is_new:
        Posting.objects.create(delegate=book[key], agency=book[f"agency {code}"], post=post)


def _add_project(
    book: Book,
    owner: str,
    title: str,
    summary: str,
    sector: str,
    capital: str | None,
    currency: str,
) -> None:
    delegate = book[owner]
    project, is_new = ProjectProfile.objects.get_or_create(
        country=delegate.country,
        delegate=delegate,
        title=title,
        defaults={
            "agency": book[f"agency {delegate.country.code}"],
            "summary": f"{INVENTED} {summary}".strip(),
            "capital_sought": capital,
            "currency": currency,
        },
    )
    if is_new:
        project.sectors.set(Sector.objects.filter(code=sector))


def _add_programmes(book: Book) -> None:
    days = book.days
    over = {
        "state": Programme.State.COMPLETED,
        "begins": days.iso(-130),
        "ends": days.iso(-112),
        "call_opens_on": days.work(-210),
        "call_closes_on": days.work(-170),
    }
    running = {
        "state": Programme.State.RUNNING,
        "begins": days.iso(-6),
        "ends": days.iso(14),
        "call_opens_on": days.work(-80),
        "call_closes_on": days.work(-40),
    }
    calling = {
        "state": Programme.State.CALL_OPEN,
        "begins": days.iso(70),
        "ends": days.iso(84),
        "call_opens_on": days.work(-10),
        "call_closes_on": days.work(20),
    }
    for key, name, seats, codes, values in (
        ("past", "Delegates programme, last sample edition", 2, ["GH", "KE"], over),
        ("now", "Delegates programme, sample edition", 2, ["SN", "ET", "GH"], running),
        ("next", "Delegates programme, next sample edition", 5, ["VN", "BD", "MZ", "SN"], calling),
    ):
        book[f"programme {key}"], is_new = Programme.objects.get_or_create(
            office=book.office, name=name, defaults={"seats": seats, "notes": INVENTED, **values}
        )
        if is_new:
            book[f"programme {key}"].countries.set([book[code] for code in codes])
