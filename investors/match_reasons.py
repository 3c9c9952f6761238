"""What the investors app knows that speaks for a company: what it does, said, and where it was."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from investors.matching.registry import evidence, reason, speaks
from investors.models import (
    Company,
    EventRegistration,
    Meeting,
    MeetingParty,
    MissionMember,
    Technology,
)
from itpo.office.visibility import Viewer

Rows = QuerySet[Any, Any]

reason("sector", _("Works in the same sector"), "investors:company")
reason("technology", _("Offers a technology for it"), "investors:technology")
reason("interest_high", _("Was very interested"), "investors:meeting")
reason("interest_medium", _("Was interested"), "investors:meeting")
reason("met", _("Has met somebody of the country"), "investors:meeting")
reason("mission", _("On a mission there"), "investors:mission")
reason("theme", _("Took part in the same theme"), "investors:company")

# From something with themes to the projects: a country has themes, and so has a programme.
THEMES_OF = ("themes__countries__projects", "themes__programmes__visits__delegate__projects")
# From a meeting to the projects of the country it was about: whose visit it was, who sat there,
# where the mission went.
COUNTRIES_OF_MEETINGS = (
    "meeting__visit__delegate__country__projects",
    "meeting__parties__delegate__country__projects",
    "meeting__mission__legs__country__projects",
)


@speaks
def of_the_sector(projects: Sequence[int], viewer: Viewer) -> Rows:
    return evidence(
        Company.objects.visible_to(viewer).filter(sectors__projects__in=projects),
        why="sector",
        project="sectors__projects",
        company="",
        row="pk",
        called="sectors__name",
    )


@speaks
def with_a_technology(projects: Sequence[int], viewer: Viewer) -> Rows:
    return evidence(
        Technology.objects.visible_to(viewer).filter(sectors__projects__in=projects),
        why="technology",
        project="sectors__projects",
        company="company",
        row="pk",
        called="name",
    )


def _met_by(path: str) -> None:
    """Who was at a meeting about the country, and how interested they said they were."""
    said = Case(
        When(meeting__interest=Meeting.Interest.HIGH, then=Value("interest_high")),
        When(meeting__interest=Meeting.Interest.MEDIUM, then=Value("interest_medium")),
        default=Value("met"),
    )

    def find(projects: Sequence[int], viewer: Viewer) -> Rows:
        seats = MeetingParty.objects.visible_to(viewer).exclude(company=None)
        return evidence(
            seats.filter(meeting__state=Meeting.State.HELD, **{f"{path}__in": projects}),
            why=said,
            project=path,
            company="company",
            row="meeting",
            called="meeting__subject",
        )

    speaks(find)


@speaks
def on_a_mission(projects: Sequence[int], viewer: Viewer) -> Rows:
    members = MissionMember.objects.visible_to(viewer).exclude(state=MissionMember.State.WITHDRAWN)
    path = "mission__legs__country__projects"
    return evidence(
        members.filter(**{f"{path}__in": projects}),
        why="mission",
        project=path,
        company="company",
        row="mission",
        called="mission__name",
    )


def _on_a_theme(rows: Any, part_of: str, company: str, path: str) -> None:
    """Who took part in something that has a theme of the project."""

    def find(projects: Sequence[int], viewer: Viewer) -> Rows:
        return evidence(
            rows.visible_to(viewer).filter(**{f"{part_of}__{path}__in": projects}),
            why="theme",
            project=f"{part_of}__{path}",
            company=company,
            row=company,
            called=F(f"{part_of}__themes__name"),
        )

    speaks(find)


for where in COUNTRIES_OF_MEETINGS:
    _met_by(where)
for themes in THEMES_OF:
    _on_a_theme(MissionMember.objects, "mission", "company", themes)
    _on_a_theme(EventRegistration.objects, "event", "contact__company", themes)
