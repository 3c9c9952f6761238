"""How figures can be grouped on the page, what a group is called, and where it leads."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from deals.rollup import NONE, Figures
from delegates.models import HostCountry, Programme
from investors.models import Mission
from itpo.office import fiscal_years
from itpo.office.fiscal_years import Basis
from itpo.office.models import Sector, Theme
from itpo.office.visibility import Viewer


class Grouping(NamedTuple):
    """One way to group: the name of the switch, the model of a group, what none is called."""

    label: str | Promise
    model: Any
    none: str | Promise


GROUPINGS: dict[str, Grouping] = {
    "country": Grouping(gettext_lazy("Country"), HostCountry, gettext_lazy("Country not known")),
    "programme": Grouping(gettext_lazy("Programme"), Programme, gettext_lazy("No programme")),
    "mission": Grouping(gettext_lazy("Mission"), Mission, gettext_lazy("No mission")),
    "sector": Grouping(gettext_lazy("Sector"), Sector, gettext_lazy("No sector")),
    "theme": Grouping(gettext_lazy("Theme"), Theme, gettext_lazy("No theme")),
    "year": Grouping(gettext_lazy("Year"), None, gettext_lazy("Not dated")),
}


class Group(NamedTuple):
    """One group: what it is called, its page, and what narrows the list of figures to it."""

    name: str
    url: str
    query: dict[str, str]
    figures: Figures


def groups_of(found: dict[str, Figures], by: str, basis: Basis, viewer: Viewer) -> list[Group]:
    """The groups by name, the latest year first; those in none last. One query at most."""
    one = GROUPINGS[by]
    keys = [key for key in found if key != NONE]
    if one.model is None:
        known = [_year(int(key), basis, found[key]) for key in sorted(keys, key=int, reverse=True)]
    else:
        rows = one.model.objects.visible_to(viewer).filter(pk__in=keys)
        known = [
            Group(str(row), _page_of(row), {by: str(row.pk)}, found[str(row.pk)]) for row in rows
        ]
        known.sort(key=lambda group: group.name.casefold())
    if NONE in found:
        known.append(Group(str(one.none), "", {"without": by}, found[NONE]))
    return known


def _page_of(row: Any) -> str:
    """Sectors and themes have no page of their own."""
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""


def _year(number: int, basis: Basis, figures: Figures) -> Group:
    asked = f"FY {number}" if basis == Basis.JAPAN else str(number)
    return Group(fiscal_years.label(number, basis), "", {"year": asked}, figures)
