"""What a report counts. Every queryset here holds what its reader may see, and nothing else.

The lists that a count leads to narrow their rows by the same methods, so that both say the same.
"""

from typing import Any

from django.db.models import Q

from deals import days
from deals.impact.scope import Scope
from deals.models import Claim, Contribution, Deal
from deals.narrowing import helped_by_programme
from delegates.models import Visit
from investors.models import Meeting, Mission
from itpo.office.visibility import Viewer


def visits(scope: Scope, viewer: Viewer) -> Any:
    """Those that took place."""
    rows: Any = scope.narrowed(Visit.objects.visible_to(viewer).came())
    if scope.country:
        return rows.filter(delegate__country=scope.country)
    if scope.programme:
        return rows.filter(programme=scope.programme)
    return rows.on_theme(scope.theme) if scope.theme else rows


def meetings(scope: Scope, viewer: Viewer) -> Any:
    """Those that were held."""
    rows: Any = scope.narrowed(Meeting.objects.visible_to(viewer).held())
    if scope.country:
        return rows.with_country(scope.country)
    if scope.programme:
        return rows.filter(visit__programme=scope.programme)
    return rows.on_theme(scope.theme) if scope.theme else rows


def missions(scope: Scope, viewer: Viewer) -> Any:
    """Those that set out and in which the office took part.

    A programme sends no mission: its missions are those that helped the deals it helped.
    """
    rows: Any = scope.narrowed(Mission.objects.visible_to(viewer).ours().went())
    if scope.country:
        return rows.filter(pk__in=scope.country.legs.values("mission"))
    if scope.programme:
        helped = helpers(scope, viewer)
        ways = Q(pk__in=helped.values("mission")) | Q(pk__in=helped.values("meeting__mission"))
        return rows.filter(ways)
    return rows.filter(pk__in=scope.theme.missions.values("pk")) if scope.theme else rows


def deals(scope: Scope, viewer: Viewer) -> Any:
    """The deals whose day (deals/days.py) may lie in these years."""
    rows = deals_of_any_year(scope, viewer)
    if scope.first:
        rows = days.perhaps_from(rows, scope.first)
    return days.perhaps_until(rows, scope.last) if scope.last else rows


def deals_of_any_year(scope: Scope, viewer: Viewer) -> Any:
    rows: Any = Deal.objects.visible_to(viewer)
    if scope.country:
        return rows.filter(country=scope.country)
    if scope.programme:
        return rows.filter(pk__in=helped_by_programme(scope.programme))
    return rows.filter(pk__in=scope.theme.deals.values("pk")) if scope.theme else rows


def helpers(scope: Scope, viewer: Viewer) -> Any:
    """What a person has accepted as having helped these deals, of whatever year."""
    rows: Any = Contribution.objects.visible_to(viewer).helped()
    return rows.filter(deal__in=deals_of_any_year(scope, viewer).values("pk"))


def claims(scope: Scope, viewer: Viewer) -> Any:
    """The figures of these deals that stand."""
    # Whoever sees a deal sees its figures.
    return Claim.objects.standing().filter(deal__in=deals(scope, viewer).values("pk"))
