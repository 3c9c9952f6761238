"""Suggestions for projects: which companies, in which order, and why. Three queries in all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from delegates.models import Programme, ProjectProfile, Visit
from investors.matching.registry import Evidence, all_evidence, reasons
from investors.matching.weights import WEIGHTS
from investors.models import Match, Meeting, MeetingParty
from itpo.office import partial_dates
from itpo.office.visibility import Viewer

SHOWN = 10  # companies for a project
LINKS = 3  # of one reason; how many more there are is said


@dataclass(frozen=True)
class Why:
    """One reason in words, with links to what it rests on."""

    words: str | Promise
    links: list[tuple[str, str]]
    more: int


class Appointment(NamedTuple):
    """A meeting of a company with the delegate who brings a project, planned or held."""

    project: int
    company: int
    pk: int
    state: str
    day: date | None

    @property
    def url(self) -> str:
        return reverse("investors:meeting", args=[self.pk])

    @property
    def words(self) -> str:
        when = partial_dates.day_shown(self.day) if self.day else _("without a date")
        if self.state == Meeting.State.HELD:
            return _("met, %(when)s") % {"when": when}
        return _("planned, %(when)s") % {"when": when}


@dataclass(frozen=True)
class Suggestion:
    """A company for a project, why, and what was decided about it."""

    pk: int
    name: str
    points: int
    why: list[Why]
    match: Match | None
    meetings: list["Appointment"]  # with the delegate who brings the project

    @property
    def url(self) -> str:
        return reverse("investors:company", args=[self.pk])


@dataclass(frozen=True)
class Suggested:
    """What is suggested for one project: the best companies, and those that were left out."""

    project: ProjectProfile
    companies: list[Suggestion]
    left_out: list[Match]
    has_more: bool


def projects_of(thing: Any, viewer: Viewer) -> Any:
    """The projects on offer that a visit's delegate brings, or those of a programme's visits.

    Where a delegate brings none, their agency's are meant that nobody in particular brings.
    """
    rows = ProjectProfile.objects.visible_to(viewer).on_offer().select_related("country")
    visits = Visit.objects.visible_to(viewer).not_cancelled()
    match thing:
        case Visit():
            of = visits.filter(pk=thing.pk)
        case Programme():
            of = visits.filter(programme=thing)
    brought = Q(delegate__in=of.values("delegate"))
    offered = Q(delegate=None, agency__in=of.values("agency"))
    return rows.filter(brought | offered).by_title()


def suggest(
    projects: Iterable[ProjectProfile], viewer: Viewer, most: int = SHOWN
) -> list[Suggested]:
    """What is suggested for each project, as far as the viewer may know.

    The most points first, then by name: the same for everybody who may see the same.
    """
    every = list(projects)
    numbers = [project.pk for project in every]
    found = _by_project_and_company(all_evidence(numbers, viewer))
    matches: dict[int, dict[int, Match]] = defaultdict(dict)
    appointments: dict[tuple[int, int], list[Appointment]] = defaultdict(list)
    for one in _appointments(numbers, viewer):
        appointments[one.project, one.company].append(one)
    decided = Match.objects.visible_to(viewer).standing().filter(project__in=numbers)
    for match in decided.select_related("company", "promise", "decided_by").order_by("pk"):
        matches[match.project_id][match.company_id] = match
    return [
        _suggested(project, found[project.pk], matches[project.pk], appointments, most)
        for project in every
    ]


def _appointments(projects: Sequence[int], viewer: Viewer) -> list[Appointment]:
    """The meetings of whoever brings a project, in their visits or where they sat; one query."""
    seats = MeetingParty.objects.visible_to(viewer).filter(
        company__isnull=False, meeting__state__in=[Meeting.State.PLANNED, Meeting.State.HELD]
    )
    of_visit, of_seat = (
        seats.filter(**{f"{path}__in": projects})
        .order_by()
        .values_list(path, "company", "meeting", "meeting__state", "meeting__day")
        for path in ("meeting__visit__delegate__projects", "meeting__parties__delegate__projects")
    )
    found = [Appointment(*row) for row in of_visit.union(of_seat)]
    return sorted(found, key=lambda one: (one.day or date.min, one.pk), reverse=True)


def _by_project_and_company(
    evidence: Sequence[Evidence],
) -> dict[int, dict[int, list[Evidence]]]:
    found: dict[int, dict[int, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for one in evidence:
        found[one.project][one.company].append(one)
    return found


def _suggested(
    project: ProjectProfile,
    found: dict[int, list[Evidence]],
    matches: dict[int, Match],
    appointments: dict[tuple[int, int], list[Appointment]],
    most: int,
) -> Suggested:
    left_out = [one for one in matches.values() if one.state == Match.State.LEFT_OUT]
    out = {one.company_id for one in left_out}
    ranked = sorted(
        (-_points(evidence), evidence[0].name, pk)
        for pk, evidence in found.items()
        if pk not in out
    )
    companies = [
        Suggestion(
            pk,
            name,
            -points,
            _why(found[pk]),
            matches.get(pk),
            appointments[project.pk, pk][:LINKS],
        )
        for points, name, pk in ranked[:most]
    ]
    return Suggested(project, companies, left_out, len(ranked) > most)


def _points(evidence: Iterable[Evidence]) -> int:
    """Each reason counts once; who was very interested was interested, and has met somebody."""
    given = {one.reason for one in evidence}
    if "interest_high" in given:
        given -= {"interest_medium", "met"}
    elif "interest_medium" in given:
        given -= {"met"}
    return sum(WEIGHTS[reason] for reason in given)


def _why(evidence: Iterable[Evidence]) -> list[Why]:
    """The weightiest reason first; of each, what it rests on, the latest first."""
    by_reason: dict[str, dict[int, str]] = defaultdict(dict)
    for one in sorted(evidence, key=lambda one: (-one.row, one.called)):
        by_reason[one.reason].setdefault(one.row, one.called)
    told = []
    for name, rows in sorted(by_reason.items(), key=lambda item: (-WEIGHTS[item[0]], item[0])):
        url_name = reasons[name].url_name
        links = [(called, reverse(url_name, args=[pk])) for pk, called in rows.items()]
        told.append(Why(reasons[name].words, links[:LINKS], max(len(links) - LINKS, 0)))
    return told
