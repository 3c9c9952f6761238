"""Rules about applications: the form that is not in yet, the report that is missing."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from delegates.models import Application, Programme, Question, Visit
from delegates.models.applications import FILLED_IN
from itpo.office import partial_dates
from itpo.office.models import Office
from itpo.office.models.rules import Anchor, Condition, Tells
from itpo.office.reasons import Reason
from itpo.reminders.subjects.base import About, Person, Rows, of_office, owned_by, owner_of
from itpo.reminders.subjects.visits import page_of


def since_the_invitation(rows: Rows, office: Office) -> Rows:
    return rows.annotate(anchor_day=TruncDate("created_at"))


def until_it_closes(rows: Rows, office: Office) -> Rows:
    last = Coalesce("open_until", "programme__call_closes_on")
    return rows.annotate(anchor_day=last).filter(anchor_day__isnull=False)


def since_the_visit(rows: Rows, office: Office) -> Rows:
    known = rows.filter(visit__ends_latest=F("visit__ends_earliest"))
    return known.exclude(visit__state=Visit.State.CANCELLED).annotate(
        anchor_day=F("visit__ends_earliest")
    )


def is_not_in(rows: Rows) -> Rows:
    return rows.filter(state__in=FILLED_IN)


def report_is_missing(rows: Rows) -> Rows:
    """Of somebody who came, in a programme that asks for reports."""
    asked = Question.objects.filter(programme=OuterRef("programme"), step=Question.Step.REPORT)
    came = rows.filter(state=Application.State.ACCEPTED, report_submitted_at=None)
    return came.filter(Exists(asked)).exclude(visit__state=Visit.State.CANCELLED)


def standing() -> Rows:
    """Neither taken back nor declined, in a programme that is not cancelled."""
    over = Q(state__in=OVER) | Q(programme__state=Programme.State.CANCELLED)
    return Application.objects.exclude(over)


def why_gone(application: Application) -> Reason | None:
    if application.programme.state == Programme.State.CANCELLED:
        return Reason(_("Its programme was cancelled."))
    if application.state in OVER:
        return OVER[application.state]
    visit = application.visit
    if visit is not None and visit.state == Visit.State.CANCELLED:
        return Reason(_("Cancelled: %(why)s"), {"why": visit.cancelled_because})
    return None


def countries(application: Application) -> Collection[str]:
    if application.delegate is not None:
        return [application.delegate.country.code]
    return [application.agency.country.code] if application.agency is not None else []


def the_applicant(applications: list[Any]) -> list[Person]:
    """Whoever holds its link; of one that is filled in for them, nobody."""
    return [
        Person(
            one.pk,
            "delegate",
            one.full_name or one.email,
            one.link.email,
            one.link.language,
            page_of(one.link, one.link.email),
        )
        for one in applications
        if one.link is not None and one.link.revoked_at is None
    ]


def days(application: Application) -> tuple[str, str]:
    """Those of the visit; of one that is not in, from the invitation to the last day for it.

    The office's time zone is the current one.
    """
    if application.visit is not None:
        return application.visit.begins_shown, application.visit.ends_shown
    last = application.fill_in_by(application.programme)
    first = partial_dates.day_shown(timezone.localdate(application.created_at))
    return first, partial_dates.day_shown(last) if last else ""


OVER: dict[str, Reason] = {
    Application.State.DECLINED: Reason(_("Declined")),
    Application.State.WITHDRAWN: Reason(_("Withdrawn")),
}

ABOUT = About(
    model=Application,
    rows=standing,
    of_office=of_office("programme__office"),
    anchors={
        Anchor.INVITED: since_the_invitation,
        Anchor.CLOSES: until_it_closes,
        Anchor.VISIT_ENDS: since_the_visit,
    },
    conditions={Condition.NOT_IN: is_not_in, Condition.REPORT: report_is_missing},
    owned=owned_by("programme__officer"),
    owners=owner_of("programme__officer"),
    why_gone=why_gone,
    related=(
        "programme__officer",
        "delegate__country",
        "agency__country",
        "visit",
        "link__office",
    ),
    countries=countries,
    abroad=Coalesce("delegate__country__code", "agency__country__code"),
    days=days,
    people={Tells.DELEGATE: the_applicant},
)
