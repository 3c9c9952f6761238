"""Lists as the staff have narrowed them: one kept for oneself, one for the whole office."""

from delegates.models import HostCountry
from itpo.office import saved_views
from itpo.office.models import SavedView
from itpo.sample.book import Book


def add(book: Book) -> None:
    morocco = HostCountry.objects.get(code="MA")
    for who, page, query, name, is_shared in (
        ("hanako", "deals:deals", "mine=yes&next=none", "Mine without a next step", False),
        ("keiko", "deals:board", f"country={morocco.pk}", "Morocco", True),
    ):
        by = book.staff.named(who)
        if not SavedView.objects.filter(user=by, page=page, name=name).exists():
            saved_views.keep(by=by, page=page, query=query, name=name, is_shared=is_shared)
