"""Who was invited to a programme, what is missing, and who is late: the rows of its page."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django.db.models import CharField, Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from delegates.models import (
    Application,
    ApplicationDocument,
    ChecklistItem,
    Invitation,
    Programme,
    RequiredDocument,
    Visit,
)
from delegates.questionnaire import Asked, asked_by
from itpo.office.joined import names_of
from itpo.office.visibility import Viewer

State = Application.State
MOST_WITHOUT = 100  # visits without an application that a page shows
REPORT_WITHIN = timedelta(days=14)  # after the last day of the visit
FILLS_IN = frozenset({State.INVITED, State.STARTED})
TONES = {
    State.ACCEPTED: "good",
    State.SUBMITTED: "due",
    State.OFFERED: "due",
    State.WAITING_LIST: "brand",
}


@dataclass(frozen=True)
class Late:
    """Something that should have been there by a day."""

    what: str
    due_on: date
    days: int

    def __str__(self) -> str:
        told = ngettext("%(what)s: %(days)d day late", "%(what)s: %(days)d days late", self.days)
        return told % {"what": self.what, "days": self.days}


@dataclass
class Progress:
    """How many of how many are there."""

    done: int
    of: int

    @property
    def is_complete(self) -> bool:
        return self.done >= self.of


@dataclass
class DelegateRow:
    """One delegate: an application with what came of it, or a visit that came without one."""

    name: str
    url: str
    state: str
    tone: str = ""
    agency: str = ""
    application: Application | None = None
    visit: Visit | None = None
    due_on: date | None = None
    missing: list[str] = field(default_factory=list)
    documents: Progress | None = None
    checklist: Progress | None = None
    late: list[Late] = field(default_factory=list)

    @property
    def is_missing_something(self) -> bool:
        return bool(self.missing) or any(
            one is not None and not one.is_complete for one in (self.documents, self.checklist)
        )


@dataclass
class AgencyRow:
    """One invited agency, and whom it named."""

    invitation: Invitation
    state: str
    tone: str
    due_on: date | None
    late: list[Late]
    delegates: list[DelegateRow]

    @property
    def is_missing_something(self) -> bool:
        return not self.delegates and self.invitation.declined_at is None


@dataclass
class Invited:
    """Everybody who was invited to a programme."""

    agencies: list[AgencyRow]
    others: list[DelegateRow]  # invited directly, or here without an application
    accepted: int
    offered: int
    waiting: int

    @property
    def held(self) -> int:
        """How many seats are accepted or offered."""
        return self.accepted + self.offered

    @property
    def people(self) -> list[DelegateRow]:
        return [*chain.from_iterable(one.delegates for one in self.agencies), *self.others]

    @property
    def rows(self) -> list[AgencyRow | DelegateRow]:
        """Agencies and delegates alike."""
        return [*self.agencies, *self.people]

    @property
    def is_empty(self) -> bool:
        return not self.agencies and not self.others

    @property
    def late(self) -> int:
        return sum(bool(one.late) for one in self.rows)

    @property
    def missing(self) -> int:
        return sum(one.is_missing_something for one in self.rows)

    def narrowed(self, to: str) -> "Invited":
        """Only who is late, or of whom something is missing; anything else: everybody."""
        if to not in {"late", "missing"}:
            return self
        agencies = [
            replace(one, delegates=left)
            for one in self.agencies
            if (left := [row for row in one.delegates if _is_so(row, to)]) or _is_so(one, to)
        ]
        return replace(
            self, agencies=agencies, others=[row for row in self.others if _is_so(row, to)]
        )


def invited_to(programme: Programme, viewer: Viewer, today: date) -> Invited:
    """The rows of a programme's page, in five queries however many there are."""
    reader = _Reader(programme, today)
    applications = list(_applications(programme, viewer))
    by_invitation: dict[int | None, list[DelegateRow]] = defaultdict(list)
    for one in applications:
        by_invitation[one.invitation_id].append(reader.row_of(one))
    agencies = [
        reader.agency_row(one, by_invitation.pop(one.pk, []))
        for one in _invitations(programme, viewer)
    ]
    alone = [reader.row_of_visit(one) for one in _visits_without_application(programme, viewer)]
    states = [one.state for one in applications]
    return Invited(
        agencies=agencies,
        others=[*chain.from_iterable(by_invitation.values()), *alone],
        accepted=states.count(State.ACCEPTED),
        offered=states.count(State.OFFERED),
        waiting=states.count(State.WAITING_LIST),
    )


def asked_for(programme: Programme) -> tuple[list[int], list[int]]:
    """The numbers of the documents that must be there, and of those that show a passport.

    Needs a programme read with `what_is_asked_for()`.
    """
    return _numbers(programme, "wanted_numbers"), _numbers(programme, "passport_numbers")


def what_is_asked_for() -> dict[str, Any]:
    """Columns to annotate a programme with: which documents it asks for."""
    rows = RequiredDocument.objects.all()
    return {
        "wanted_numbers": _numbers_of(rows.filter(is_required=True), "programme"),
        "passport_numbers": _numbers_of(rows.filter(is_passport=True), "programme"),
    }


def _numbers_of(rows: Any, of: str, name: str = "pk") -> Any:
    return names_of(rows, of, Cast(name, CharField()))


def _numbers(thing: Any, column: str) -> list[int]:
    return [int(number) for number in getattr(thing, column).split(", ") if number]


def _applications(programme: Programme, viewer: Viewer) -> Any:
    rows = Application.objects.visible_to(viewer).filter(programme=programme)
    received = _numbers_of(ApplicationDocument.objects.all(), "application", "required_id")
    return (
        rows.select_related("agency__country", "visit", "travel_document")
        .annotate(received_numbers=received, **_checklist_of("visit"))
        .order_by("family_name", "given_name", "pk")
    )


def _visits_without_application(programme: Programme, viewer: Viewer) -> Any:
    rows = Visit.objects.visible_to(viewer).filter(programme=programme, application=None)
    return rows.with_people().annotate(**_checklist_of("pk")).newest_first()[:MOST_WITHOUT]


def _checklist_of(visit: str) -> dict[str, Any]:
    """Columns: how many items a visit's checklist has and are done, and which is due first."""
    items = ChecklistItem.objects.filter(visit=OuterRef(visit), is_needed=True)
    counted = items.order_by().values("visit")
    waiting = items.missing().in_order()
    said = Coalesce(NullIf(F(_text_column()), Value("")), F("text"))
    return {
        "items_in_all": Subquery(counted.annotate(count=Count("pk")).values("count")),
        "items_done": Subquery(counted.annotate(count=Count("done_at")).values("count")),
        "first_days_before": Subquery(waiting.values("days_before")[:1]),
        "first_item": Subquery(waiting.annotate(said=said).values("said")[:1]),
    }


def _text_column() -> str:
    """Where an item stands in the reader's language."""
    language = (get_language() or "en")[:2]
    return f"text_{language}" if language in {"fr", "ja"} else "text"


def _invitations(programme: Programme, viewer: Viewer) -> Any:
    rows = Invitation.objects.visible_to(viewer).filter(programme=programme)
    return rows.select_related("agency__country", "link").order_by("agency__name", "pk")


def _is_so(row: AgencyRow | DelegateRow, what: str) -> bool:
    return bool(row.late) if what == "late" else row.is_missing_something


class _Reader:
    """What all rows of one programme's page are read by."""

    def __init__(self, programme: Programme, today: date) -> None:
        self.programme, self.today = programme, today
        self.is_off = programme.state == Programme.State.CANCELLED
        self.is_over = programme.state in {
            Programme.State.CANCELLED,
            Programme.State.COMPLETED,
        }
        self.asked: Asked = asked_by(programme)
        self.wanted, self.passports = asked_for(programme)

    def agency_row(self, invitation: Invitation, delegates: list[DelegateRow]) -> AgencyRow:
        due_on = invitation.due_on(self.programme)
        waits = invitation.declined_at is None and not delegates and not self.is_over
        late = self._late(_("no answer"), due_on) if waits else []
        state, tone = _in_words(invitation, len(delegates))
        return AgencyRow(invitation, state, tone, due_on, late, delegates)

    def row_of(self, application: Application) -> DelegateRow:
        row = DelegateRow(
            name=str(application),
            url=application.get_absolute_url(),
            state=application.get_state_display(),
            tone=TONES.get(State(application.state), ""),
            agency=str(application.agency or ""),
            application=application,
            visit=application.visit,
        )
        if application.state in FILLS_IN:
            self._fill_in(row, application)
        if application.state == State.ACCEPTED and application.visit is not None:
            self._before_and_after(row, application, application.visit)
        return row

    def row_of_visit(self, visit: Visit) -> DelegateRow:
        row = DelegateRow(
            name=str(visit.delegate),
            url=visit.get_absolute_url(),
            state=visit.get_state_display(),
            tone="brand" if visit.state == Visit.State.RUNNING else "",
            agency=str(visit.agency or ""),
            visit=visit,
        )
        self._prepare(row, visit, visit)
        return row

    def _fill_in(self, row: DelegateRow, application: Application) -> None:
        """What is missing in the form, and since when."""
        received = self._received(application)
        passport = getattr(application, "travel_document", None)
        has_number = passport is not None and bool(passport.sealed_number)
        missing = self.asked.missing(application, received, has_number)
        row.missing = [str(one.label) for one in missing]
        row.documents = Progress(len(received & set(self.wanted)), len(self.wanted))
        row.due_on = application.fill_in_by(self.programme)
        if not self.is_over:
            row.late += self._late(_("the form"), row.due_on)

    def _before_and_after(self, row: DelegateRow, application: Application, visit: Visit) -> None:
        self._prepare(row, application, visit)
        is_missing = application.report_submitted_at is None
        if visit.ends_latest and is_missing and visit.state != Visit.State.CANCELLED:
            row.late += self._late(_("the report"), visit.ends_latest + REPORT_WITHIN)
            if visit.ends_latest < self.today:
                row.missing.append(_("the report"))

    def _prepare(self, row: DelegateRow, counted: Any, visit: Visit) -> None:
        """What is to be done before they arrive; once they are gone it no longer matters."""
        is_open = visit.state in {Visit.State.PLANNED, Visit.State.RUNNING}
        if not is_open or not counted.items_in_all:
            return
        row.checklist = Progress(counted.items_done, counted.items_in_all)
        if counted.first_days_before is not None and visit.begins_on is not None:
            due_on = visit.begins_on - timedelta(days=counted.first_days_before)
            row.late += self._late(counted.first_item, due_on)

    def _received(self, application: Application) -> set[int]:
        received = set(_numbers(application, "received_numbers"))
        passport = getattr(application, "travel_document", None)
        if passport is not None and passport.sealed_scan:
            received |= set(self.passports)
        return received

    def _late(self, what: str, due_on: date | None) -> list[Late]:
        if self.is_off or due_on is None or due_on >= self.today:
            return []
        return [Late(what, due_on, (self.today - due_on).days)]


def _in_words(invitation: Invitation, named: int) -> tuple[str, str]:
    """Where an invitation stands, and the colour of its tag."""
    if named and invitation.most:
        return _("named %(count)d of %(most)d") % {"count": named, "most": invitation.most}, "good"
    if named:
        return ngettext("named %d", "named %d", named) % named, "good"
    if invitation.declined_at:
        return _("declined"), ""
    if invitation.link and invitation.link.opened_at:
        return _("opened"), "brand"
    return _("not opened yet"), ""
