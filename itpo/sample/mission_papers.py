"""Papers of the mission that is under way: who travels, and where each is expected."""

from datetime import timedelta
from typing import Any

from delegates import papers
from delegates.models import Paper
from investors.models import MissionPaper
from itpo.sample.book import Book

Kind = MissionPaper.Kind
DAYS_AGO = 6


def add(book: Book) -> None:
    """Issue the delegation list in both languages, an itinerary, and one for a delegate."""
    mission, visit = book["mission west"], book["visit amina now"]
    if not mission.office.address or mission.papers.exists():
        return  # a real office has no letterhead yet, or they are there
    head = mission.members.order_by("pk").first()
    if head.rank is None:
        head.role, head.rank = "Head of delegation", 1
        head.save(update_fields=["role", "rank"])
    for about, kind, language in (
        (mission, Kind.DELEGATION, "en"),
        (mission, Kind.DELEGATION, "ja"),
        (head, Kind.ITINERARY, "ja"),
        (visit, Paper.Kind.ITINERARY, "en"),
    ):
        _issue(book, about, kind, language)


def _issue(book: Book, about: Any, kind: str, language: str) -> None:
    by, at = book["mission west"].owner, book.days.at - timedelta(days=DAYS_AGO)
    papers.issue(kind=kind, about=about, language=language, by=by, at=at)
