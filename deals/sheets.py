"""The briefing book of a visit and of a mission."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals.briefing.companies import about_companies
from deals.briefing.hosts import about_countries, countries_of, projects, who
from deals.briefing.meetings import companies_met, to_come
from delegates.models import Visit
from investors.models import Mission
from itpo.office.agenda import agenda_of
from itpo.office.day_sheets import days_in_words
from itpo.office.sheets import INTERNAL, Asked, Sheet, sheet
from itpo.office.states import NotPossible

TITLES = {"en": "Briefing book", "ja": "面談資料"}


def briefing(asked: Asked) -> dict[str, Any]:
    """Whom they will meet, and what is known about them, as far as the reader may see it."""
    thing, viewer, language = asked.thing, asked.viewer, asked.language
    meetings = to_come(thing, viewer)
    numbers = companies_met(thing, meetings)
    if not numbers:
        raise NotPossible(_("There is no company yet to be briefed about: plan a meeting."))
    countries = countries_of(thing)
    return {
        "mark": f"{INTERNAL[language]} · {viewer}",
        "whom": _about(thing),
        "when": thing.when,
        "days": days_in_words(agenda_of(thing, viewer), language),
        "people": who(thing, meetings, viewer, language),
        "companies": about_companies(numbers, meetings, viewer, language),
        "projects": projects(thing, countries),
        "countries": about_countries(countries, viewer, language),
    }


def _about(thing: Visit | Mission) -> str:
    return str(thing.delegate if isinstance(thing, Visit) else thing)


for model in (Visit, Mission):
    about = gettext_lazy(
        "Whom they will meet: companies, people, past meetings, promises, deals, projects. What "
        "you may not see is not in it; what only you may see is marked."
    )
    sheet(
        model, "briefing", Sheet(gettext_lazy("Briefing book"), about, TITLES, "briefing", briefing)
    )
