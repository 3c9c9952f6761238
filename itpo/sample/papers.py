"""The invented letterhead, the checklists of the visits that are coming, and a letter or two."""

from datetime import timedelta

from delegates import checklists, papers
from delegates.models import Paper, Visit
from itpo.office import checklists as office_checklists
from itpo.office.models import Office
from itpo.office.states import NotPossible
from itpo.sample.book import Book

LETTERHEAD = {
    "name_ja": "国連工業開発機関 東京投資・技術移転促進事務所（見本）",
    "address": "Sample Building 8F\n1-2-3 Mihon-machi, Shibuya-ku, Tokyo 150-0000",
    "address_ja": "〒150-0000 東京都渋谷区見本町1-2-3\n見本ビル8階",
    "phone": "+81 3-0000-0000",
    "email": "office@example.org",
    "signed_by": "FICTIVE Keiko",
    "signed_by_ja": "架空 恵子",
    "signed_as": "Head of office",
    "signed_as_ja": "所長",
}
Kind = Paper.Kind
# What each paper is about, its kind and language, and how many days ago it went out.
ISSUED = [
    ("visit paulo coming", Kind.REASON, "en", 0),
    ("visit minh coming", Kind.REASON, "ja", 0),
    ("visit rahim coming", Kind.REASON, "en", 0),
    ("visit amina now", Kind.REASON, "en", 35),
    ("visit amina now", Kind.SCHEDULE, "en", 8),
    ("visit kwame past", Kind.CERTIFICATE, "en", 150),
    ("visit wanjiru past", Kind.CERTIFICATE, "en", 150),
]
# Whose checklist was worked off but for so many items.
PREPARED = [("visit amina now", 2), ("visit selam now", 3)]


def furnish(office: Office) -> None:
    """Head the letters of an office the sample has made, and give it the usual steps."""
    for name, words in LETTERHEAD.items():
        setattr(office, name, words)
    office.save()
    checklists.the_usual(office=office)


def add(book: Book) -> None:
    """Lay out what is to be done before each visit, tick some off, and issue a few papers."""
    coming = Visit.objects.filter(office=book.office, state=Visit.State.PLANNED)
    for visit in coming.select_related("officer").order_by("pk"):
        _lay_out(visit)
    for name, left in PREPARED:
        if _lay_out(book[name]):
            _tick_off(book, book[name], left)
    for name, kind, language, days in ISSUED:
        _issue(book, book[name], kind, language, days)


def _lay_out(visit: Visit) -> bool:
    """Say whether it was not there before."""
    is_new = not visit.checklist.exists()
    if is_new:
        checklists.lay_out(visit=visit, by=visit.officer)
    return is_new


def _tick_off(book: Book, visit: Visit, left: int) -> None:
    at = book.days.at - timedelta(days=9)
    items = list(visit.checklist.in_order())
    for item in items[: len(items) - left]:
        office_checklists.tick(item=item, by=visit.officer, at=at)


def _issue(book: Book, visit: Visit, kind: str, language: str, days: int) -> None:
    """A paper about one visit; none where a real office has no letterhead yet."""
    if not visit.office.address or Paper.objects.filter(visit=visit, kind=kind).exists():
        return
    by, at = visit.officer, book.days.at - timedelta(days=days)
    try:
        papers.issue(kind=kind, about=visit, language=language, by=by, at=at)
    except NotPossible:
        return
