"""What the delegates app shows on the page of an application, beside its facts."""

from typing import Any

from delegates import reports
from delegates.models import Application
from delegates.questionnaire import asked_by
from itpo.office import chain
from itpo.office.visibility import Viewer


def report_panel(application: Application, viewer: Viewer) -> dict[str, Any]:
    """The report of who came, once it was sent in."""
    if application.report_submitted_at is None:
        return {"answered": []}
    step = asked_by(application.programme).report
    return {"answered": reports.in_words(application, step)}


chain.panel(Application, "delegates/parts/report.html", report_panel, order=20)
