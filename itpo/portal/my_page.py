"""What a delegate has behind their link once they are accepted, gathered for one page."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q
from django.http import Http404
from django.utils.translation import gettext as _

from delegates import reports
from delegates.models import (
    Application,
    Attendance,
    ByWhom,
    ChecklistItem,
    Paper,
    Programme,
    Question,
    TrainingSession,
    Visit,
)
from itpo.office.agenda import AgendaEntry, agenda_of
from itpo.office.models import PersonalLink


@dataclass(frozen=True)
class ToDo:
    """One thing still missing before the visit."""

    item: ChecklistItem
    due_on: date | None
    is_late: bool


@dataclass(frozen=True)
class Day:
    """One day of the agenda."""

    on: date
    entries: list[AgendaEntry]
    is_over: bool
    is_today: bool


@dataclass(frozen=True)
class MyPage:
    """All that one page shows; nothing in it asks the database again."""

    application: Application
    programme: Programme
    visit: Visit | None
    today: date
    days: list[Day]
    items: list[ToDo]
    papers: list[Paper]
    documents: list[Any]
    partners: list[Any]
    sessions: list[TrainingSession]
    questions: list[Question]

    @property
    def is_cancelled(self) -> bool:
        return self.visit is not None and self.visit.state == Visit.State.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.visit is not None and reports.is_over(self.visit, self.today)

    @property
    def may_withdraw(self) -> bool:
        """Until it has begun; what becomes of it then is talked about."""
        return self.visit is None or self.visit.state == Visit.State.PLANNED

    @property
    def mine(self) -> list[ToDo]:
        """What the delegate has to do, the earliest first."""
        return [one for one in self.items if one.item.by_whom == ByWhom.DELEGATE]

    @property
    def others(self) -> list[ToDo]:
        """What the office and the agency see to."""
        return [one for one in self.items if one.item.by_whom != ByWhom.DELEGATE]

    @property
    def report_is_due(self) -> bool:
        return bool(self.questions) and self.is_over and not self.application.report_submitted_at

    @property
    def report_due_on(self) -> date | None:
        return reports.due_on(self.visit) if self.visit else None

    @property
    def report_is_late(self) -> bool:
        due_on = self.report_due_on
        return self.report_is_due and due_on is not None and due_on < self.today

    @property
    def still_to_come(self) -> list[Day]:
        return [day for day in self.days if not day.is_over]

    @property
    def past(self) -> list[Day]:
        return [day for day in self.days if day.is_over]


def application_of(link: PersonalLink) -> Application:
    """The application behind a link, with all that leads from it. 404 where there is none."""
    rows = Application.objects.select_related(
        "programme__office", "visit__office", "visit__officer", "visit__delegate", "delegate"
    )
    found = rows.filter(link=link).first()
    if found is None:
        raise Http404
    link.application = found  # so that nobody looks it up again
    return found


def accepted(link: PersonalLink) -> Application:
    """The same, for what only those who come may open."""
    found = application_of(link)
    if found.state != Application.State.ACCEPTED:
        raise Http404
    return found


def my_page(application: Application, viewer: Any, now: datetime) -> MyPage:
    """Gather the page of somebody who was accepted, as `viewer` may see its agenda."""
    programme, visit = application.programme, application.visit
    today = programme.office.today(now)
    return MyPage(
        application=application,
        programme=programme,
        visit=visit,
        today=today,
        days=_days(agenda_of(visit, viewer), today) if visit else [],
        items=_missing(visit, today) if visit else [],
        papers=newest_papers(application),
        documents=list(application.documents.select_related("required", "document").order_by("pk")),
        partners=list(programme.partner_roles.select_related("partner").order_by("role", "pk")),
        sessions=_sessions(programme, visit),
        questions=reports.questions_of(programme),
    )


def papers_of(application: Application) -> Any:
    """The papers issued about this visit, or about all visits of its programme."""
    if application.visit_id is None:
        return Paper.objects.none()
    about = Q(visit=application.visit_id) | Q(programme=application.programme_id)
    return Paper.objects.filter(about, document__is_restricted=False).select_related("document")


def newest_papers(application: Application) -> list[Paper]:
    """Of each kind and language the one issued last; those before it are out of date."""
    newest: dict[tuple[str, str], Paper] = {}
    for paper in papers_of(application).newest_first():
        newest.setdefault((paper.kind, paper.language), paper)
    return list(newest.values())


def material_of(application: Application) -> Any:
    """The sessions of the programme with a file for those who take part."""
    return TrainingSession.objects.filter(
        programme=application.programme_id, material__is_restricted=False
    ).select_related("material")


def _days(entries: list[AgendaEntry], today: date) -> list[Day]:
    return [
        Day(on, list(of_day), is_over=on < today, is_today=on == today)
        for on, of_day in groupby(entries, key=lambda entry: entry.day)
    ]


def _missing(visit: Visit, today: date) -> list[ToDo]:
    items: Any = visit.checklist
    return [_to_do(item, visit, today) for item in items.missing().in_order()]


def _to_do(item: ChecklistItem, visit: Visit, today: date) -> ToDo:
    due_on = item.due_on(visit)
    return ToDo(item, due_on, is_late=due_on is not None and due_on < today)


def _sessions(programme: Programme, visit: Visit | None) -> list[TrainingSession]:
    """Each with `own`: whether this delegate was there, as far as anybody wrote it down."""
    own = Prefetch("attendance", Attendance.objects.filter(visit=visit), to_attr="own")
    rows: Any = TrainingSession.objects.filter(programme=programme)
    return list(rows.in_order().select_related("partner", "material").prefetch_related(own))


def next_words(page: MyPage) -> str:
    """What comes next when nothing is asked of them."""
    if page.is_cancelled:
        return _("Your visit was cancelled. Write to the office if you have questions.")
    if page.application.report_submitted_at:
        return _("We have your report. Thank you: there is nothing more to do.")
    if page.is_over:
        return _("Your visit is over. Thank you for coming.")
    return _("Nothing is missing. We look forward to seeing you.")
