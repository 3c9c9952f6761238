"""What a delegate has behind their link once they are accepted, gathered for one page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from delegates import papers, reports, training
from delegates.models import (
    Application,
    ByWhom,
    ChecklistItem,
    Paper,
    Programme,
    TrainingSession,
    Visit,
)
from itpo.office.agenda import AgendaEntry, Day, Kind, agenda_of, by_day
from itpo.office.models import PersonalLink


@dataclass(frozen=True)
class ToDo:
    """One thing still missing before the visit."""

    item: ChecklistItem
    due_on: date | None
    is_late: bool


@dataclass(frozen=True)
class IssuedPaper:
    """A paper they have, and whether the visit has moved since."""

    paper: Paper
    names_other_days: bool


@dataclass(frozen=True)
class MyPage:
    """All that one page shows; nothing in it asks the database again."""

    application: Application
    programme: Programme
    visit: Visit | None
    now: datetime
    today: date
    days: list[Day]
    items: list[ToDo]
    papers: list[IssuedPaper]
    documents: list[Any]
    partners: list[Any]
    sessions: list[TrainingSession]
    asks_for_report: bool

    @property
    def is_cancelled(self) -> bool:
        return self.visit is not None and self.visit.state == Visit.State.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.visit is not None and reports.is_over(self.visit, self.today)

    @property
    def has_begun(self) -> bool:
        """Whether they are here: then what comes next stands on the agenda."""
        visit = self.visit
        if visit is None or self.is_cancelled:
            return False
        is_running = visit.state == Visit.State.RUNNING
        return is_running or (visit.begins_on is not None and visit.begins_on <= self.today)

    @property
    def next_entry(self) -> AgendaEntry | None:
        """The next appointment, or the one going on."""
        entries = (entry for day in self.still_to_come for entry in day.entries)
        return next((one for one in entries if self._is_to_come(one)), None)

    def _is_to_come(self, entry: AgendaEntry) -> bool:
        ends = entry.ends or entry.starts
        return ends > self.now if ends else entry.kind not in {Kind.FIRST_DAY, Kind.LAST_DAY}

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
        return self.asks_for_report and self.is_over and not self.application.report_submitted_at

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
    found: Application | None = rows.filter(link=link).first()
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
        now=now,
        today=today,
        days=by_day(agenda_of(visit, viewer), today) if visit else [],
        items=_missing(visit, today) if visit else [],
        papers=newest_papers(application),
        documents=list(application.documents.select_related("required", "document").order_by("pk")),
        partners=list(programme.partner_roles.select_related("partner").order_by("role", "pk")),
        sessions=training.sessions_with(visit) if visit else [],
        asks_for_report=reports.is_asked_for(programme),
    )


def papers_of(application: Application) -> Any:
    """The papers issued about this visit, or about all visits of its programme."""
    if application.visit_id is None:
        return Paper.objects.none()
    about = Q(visit=application.visit_id) | Q(programme=application.programme_id)
    return Paper.objects.filter(about, document__is_restricted=False).select_related("document")


def newest_papers(application: Application) -> list[IssuedPaper]:
    """Of each kind and language the one issued last; those before it are out of date."""
    newest: dict[tuple[str, str], Paper] = {}
    for paper in papers_of(application).newest_first():
        newest.setdefault((paper.kind, paper.language), paper)
    visit = application.visit
    return [
        IssuedPaper(paper, visit is not None and papers.names_other_days(paper, visit))
        for paper in newest.values()
    ]


def material_of(application: Application) -> Any:
    """The sessions of the programme with a file for those who take part."""
    return TrainingSession.objects.filter(
        programme=application.programme_id, material__is_restricted=False
    ).select_related("material")


def _missing(visit: Visit, today: date) -> list[ToDo]:
    items: Any = visit.checklist
    return [_to_do(item, visit, today) for item in items.missing().in_order()]


def _to_do(item: ChecklistItem, visit: Visit, today: date) -> ToDo:
    due_on = item.due_on(visit.begins_on)
    return ToDo(item, due_on, is_late=due_on is not None and due_on < today)


def next_words(page: MyPage) -> str:
    """What comes next when nothing is asked of them."""
    if page.is_cancelled:
        return _("Your visit was cancelled. Write to the office if you have questions.")
    if page.application.report_submitted_at:
        return _("We have your report. Thank you: there is nothing more to do.")
    if page.is_over:
        return _("Your visit is over. Thank you for coming.")
    if page.has_begun:
        return _("No appointment is planned now.")
    return _("Nothing is missing. We look forward to seeing you.")
