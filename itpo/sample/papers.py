"""The invented letterhead, the checklists of the visits that are coming, and a letter or two."""

from delegates import checklists, papers
from delegates.models import Paper, Visit
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
LETTERS = [("visit paulo coming", "en"), ("visit minh coming", "ja"), ("visit rahim coming", "en")]


def furnish(office: Office) -> None:
    """Head the letters of an office the sample has made, and give it the usual steps."""
    for name, words in LETTERHEAD.items():
        setattr(office, name, words)
    office.save()
    checklists.the_usual(office=office)


def add(book: Book) -> None:
    """Lay out what is to be done before each visit, and issue what the first of them need."""
    coming = Visit.objects.filter(office=book.office, state=Visit.State.PLANNED)
    for visit in coming.select_related("officer").order_by("pk"):
        if not visit.checklist.exists():
            checklists.lay_out(visit=visit, by=visit.officer)
    for name, language in LETTERS:
        _issue(book, book[name], language)


def _issue(book: Book, visit: Visit, language: str) -> None:
    """A letter about one visit; none where a real office has no letterhead yet."""
    if Paper.objects.filter(visit=visit).exists():
        return
    kind, by, at = Paper.Kind.REASON, visit.officer, book.days.at
    try:
        papers.issue(kind=kind, about=visit, language=language, by=by, at=at)
    except NotPossible:
        return
