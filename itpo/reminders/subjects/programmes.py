"""Rules about programmes. Only our own."""

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_noop as _

from delegates.models import Application, Programme, Question, Visit
from itpo.office.models.rules import Anchor, Condition
from itpo.office.reasons import Reason
from itpo.reminders.subjects.base import (
    About,
    Rows,
    of_office,
    on,
    owned_by,
    owner_of,
    to_the_day,
)


def reports_are_missing(rows: Rows) -> Rows:
    """Of some delegate who came, in a programme that asks for reports."""
    asked = Question.objects.filter(programme=OuterRef("pk"), step=Question.Step.REPORT)
    came = Application.objects.filter(
        programme=OuterRef("pk"), state=Application.State.ACCEPTED, report_submitted_at=None
    ).exclude(visit__state=Visit.State.CANCELLED)
    return rows.filter(Exists(asked), Exists(came))


def why_gone(programme: Programme) -> Reason | None:
    if programme.state == Programme.State.CANCELLED:
        return Reason(_("Its programme was cancelled."))
    return None if programme.is_ours else Reason(_("Not our programme."))


ABOUT = About(
    model=Programme,
    rows=lambda: Programme.objects.ours().exclude(state=Programme.State.CANCELLED),
    of_office=of_office("office"),
    anchors={
        Anchor.CALL_CLOSES: on("call_closes_on"),
        Anchor.BEGINS: to_the_day("begins"),
        Anchor.ENDS: to_the_day("ends"),
    },
    conditions={Condition.REPORT: reports_are_missing},
    owned=owned_by("officer"),
    owners=owner_of("officer"),
    why_gone=why_gone,
    related=("officer",),
    fetched=("countries",),
    countries=lambda programme: [one.code for one in programme.countries.all()],
    abroad=F("countries__code"),
    days=lambda programme: (programme.begins_shown, programme.ends_shown),
)
