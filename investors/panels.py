"""What can be printed of a mission, an event and a meeting, on the page of each."""

from typing import Any

from investors.models import Event, Meeting, Mission
from itpo.office import chain
from itpo.office.sheet_views import sheets_for
from itpo.office.visibility import Viewer


def to_print(thing: Event | Meeting, viewer: Viewer) -> dict[str, Any]:
    return sheets_for(thing)


def papers(mission: Mission, viewer: Viewer) -> dict[str, Any]:
    """Papers are issued on a page of their own."""
    return {"mission": mission}


chain.panel(Mission, "investors/parts/papers.html", papers, order=5)
chain.panel(Event, "parts/sheets_panel.html", to_print, order=90)
chain.panel(Meeting, "parts/sheets_panel.html", to_print, order=90)
