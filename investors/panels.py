"""What can be printed of a mission, an event and a meeting; and whom to invite for a project."""

from typing import Any

from delegates.models import Agency, Programme, ProjectProfile, Visit
from investors.matching.suggesting import suggest
from investors.models import Event, HandOver, Meeting, Mission
from itpo.office import chain
from itpo.office.sheet_views import sheets_for
from itpo.office.visibility import Viewer

FEW = 5  # companies on a project's page, contacts on an agency's; more are one press away


def to_print(thing: Event | Meeting, viewer: Viewer) -> dict[str, Any]:
    return sheets_for(thing)


def papers(mission: Mission, viewer: Viewer) -> dict[str, Any]:
    """Papers are issued on a page of their own."""
    return {"mission": mission}


def suggested_panel(project: ProjectProfile, viewer: Viewer) -> dict[str, Any]:
    """The best companies for a project that is on offer."""
    return {"one": suggest([project], viewer, most=FEW)[0] if project.is_open else None}


def given_to(agency: Agency, viewer: Viewer) -> dict[str, Any]:
    """Of which contacts an agency was given the details."""
    rows = HandOver.objects.visible_to(viewer).filter(agency=agency)
    return {"hand_overs": rows.select_related("contact__company").newest_first()[:FEW]}


def link_panel(thing: Any, viewer: Viewer) -> dict[str, Any]:
    """Where the suggestions for a visit's or a programme's projects stand."""
    of = "visit" if isinstance(thing, Visit) else "programme"
    return {"url_name": f"investors:{of}-matches"}


chain.panel(Mission, "investors/parts/papers.html", papers, order=5)
chain.panel(Event, "parts/sheets_panel.html", to_print, order=90)
chain.panel(Meeting, "parts/sheets_panel.html", to_print, order=90)
chain.panel(ProjectProfile, "investors/parts/matches_panel.html", suggested_panel, order=10)
chain.panel(Agency, "investors/parts/hand_overs.html", given_to, order=80)
for model in (Visit, Programme):
    chain.panel(model, "investors/parts/matches_link.html", link_panel, order=60)
