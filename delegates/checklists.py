"""The checklist before a visit: laid out from the office's steps."""

from datetime import date, datetime

from django.db import transaction

from delegates.models import ChecklistItem, ChecklistStep, Paper, Visit
from delegates.models.visits import VisitQuerySet
from delegates.usual_steps import USUAL
from itpo.office import checklists
from itpo.office.models import Office, User


def the_usual(*, office: Office, by: User | None = None) -> list[ChecklistStep]:
    """Give an office the usual steps for every country, unless it has such a list already."""
    return checklists.begin_with(
        steps=ChecklistStep.objects.filter(office=office, country=None),
        usual=[step._asdict() for step in USUAL],
        office=office,
        by=by,
    )


def usual_for_new_offices(*, at: datetime) -> int:
    """Give each office the usual steps once; never again, whatever it makes of them."""
    return checklists.give_once(
        name="usual checklist", give=lambda office: the_usual(office=office), at=at
    )


@transaction.atomic
def lay_out(*, visit: Visit, by: User | None) -> list[ChecklistItem]:
    """Copy the steps that apply onto a visit's checklist; those that are there already stay."""
    visit = (
        Visit.objects.select_for_update(of=("self",)).select_related("delegate").get(pk=visit.pk)
    )
    there = set(visit.checklist.values_list("text", flat=True))
    items = [_item(step, visit) for step in steps_for(visit) if step.text not in there]
    return checklists.add(items, by)


def steps_for(visit: Visit) -> list[ChecklistStep]:
    """The steps of the delegate's country, or else those for every country."""
    steps = ChecklistStep.objects.filter(office=visit.office_id).in_order()
    own = list(steps.filter(country=visit.delegate.country_id))
    alone = visit.programme_id is None
    # A list of applicants is asked for when several come.
    return [
        step
        for step in own or steps.filter(country=None)
        if not (alone and step.paper == Paper.Kind.APPLICANTS)
    ]


def tick_paper(*, visits: VisitQuerySet, kind: str, by: User, at: datetime) -> None:
    """Tick off what is done once a paper is issued."""
    items = ChecklistItem.objects.filter(visit__in=visits, paper=kind)
    checklists.tick_all(items=items, by=by, at=at)


def lines(visit: Visit, today: date) -> list[checklists.Line]:
    """The checklist of a visit; what is due first comes first, and the inviter's papers."""
    return checklists.lines(visit.checklist, visit.begins_on, today)


def _item(step: ChecklistStep, visit: Visit) -> ChecklistItem:
    columns = ("text", "text_fr", "text_ja", "by_whom", "days_before", "paper")
    return ChecklistItem(visit=visit, **{name: getattr(step, name) for name in columns})
