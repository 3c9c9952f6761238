"""My day, the pickers, and the neighbours on the chain."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deals.models import Deal
from delegates.models import Visit
from investors import mission_tasks, to_log
from investors.models import Mission
from itpo.desk.day import A_WEEK, due_by_urgency, late_in_words, under_way_and_coming
from itpo.office import chain
from itpo.office.models import FollowUp
from itpo.office.paging import page_of, words_of
from itpo.office.picking import pickables
from itpo.office.requests import OfficerRequest
from itpo.office.working_days import WorkingDays

SHOWN = 8


@require_safe
def my_day(request: OfficerRequest) -> HttpResponse:
    """What is overdue, due today and due this week; what is under way and coming."""
    user, now = request.user, timezone.now()
    today = user.today(now)
    due = due_by_urgency(FollowUp.objects.visible_to(user).open().filter(owner=user), today)
    overdue = due.pop("overdue")
    visits_now, visits_then = under_way_and_coming(
        Visit.objects.visible_to(user).with_people(), today
    )
    missions_now, missions_then = under_way_and_coming(Mission.objects.visible_to(user), today)
    deals = Deal.objects.visible_to(user).with_nothing_planned()
    if not user.sees_restricted:
        deals = deals.filter(owner=user)
    tasks = mission_tasks.late(user, today)
    earliest = min(
        [today, *(one.due_on for one in overdue.rows[:1]), *(one.due_on for one in tasks[:1])]
    )
    days = WorkingDays(user.office, earliest, today + A_WEEK) if user.office else None
    late = late_in_words(days, today)
    context = {
        "today": today,
        "holiday": days.holiday_name(today) if days else "",
        "overdue": [(one, late(one.due_on)) for one in overdue.rows],
        "has_more_overdue": overdue.has_more,
        "late_tasks": [(one.task, late(one.due_on)) for one in tasks[:SHOWN]],
        "has_more_late_tasks": len(tasks) > SHOWN,
        **due,
        "to_log": to_log.not_yet_logged(user, today, everyones=False, most=SHOWN),
        "under_way": [*visits_now, *missions_now],
        "coming": sorted([*visits_then, *missions_then], key=lambda one: one.begins_earliest),
        "deals": deals.with_names().order_by("stage_since", "pk")[:SHOWN],
    }
    return render(request, "desk/my_day.html", context)


@require_safe
def pick(request: OfficerRequest, name: str) -> HttpResponse:
    """The rows that match what is typed into a picker, as list items; ten at most."""
    if (pickable := pickables.get(name)) is None:
        raise Http404
    found = pickable.search(request.user, words_of(request))[:10]
    rows = [
        {"pk": row.pk, "label": pickable.label(row), "hint": pickable.hint(row)} for row in found
    ]
    return render(request, "desk/pick.html", {"rows": rows})


@require_safe
def neighbours(request: OfficerRequest, model: str, pk: int, step: str) -> HttpResponse:
    """All things of one step of the chain around a record."""
    kind: Any = chain.origins().get(model)
    if kind is None or step not in chain.Step.values:
        raise Http404
    thing = get_object_or_404(kind.objects.visible_to(request.user), pk=pk)
    rows = chain.neighbours_at(thing, chain.Step(step), request.user)
    if rows is None:
        raise Http404
    page = page_of(chain.described(rows, chain.Step(step)), request)
    describe = chain.places[chain.Step(step)].describe
    context = {
        "thing": thing,
        "step": chain.Step(step),
        "chain": chain.links(thing, request.user),
        "page": page,
        "rows": [(describe(row), row.get_absolute_url()) for row in page.rows],
    }
    return render(request, "desk/neighbours.html", context)
