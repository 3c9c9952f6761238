"""Day sheets: everything on one day, for whoever drives, interprets and opens doors."""

from itertools import groupby
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itpo.office import wording
from itpo.office.agenda import AgendaEntry, agenda_of
from itpo.office.sheets import INTERNAL, Asked, Sheet, sheet
from itpo.office.states import NotPossible

DAYS = {"en": "Day sheet", "ja": "日程表（当日用）"}


def offer_days(model: type[Model]) -> None:
    """Say that day sheets are printed of the agenda of things of a model."""
    about = gettext_lazy("A page for each day: who, where, what is booked, who drives.")
    made = Sheet(gettext_lazy("Day sheets"), about, DAYS, "days", _words, is_of_a_day=True)
    sheet(model, "days", made)


def _words(asked: Asked) -> dict[str, Any]:
    entries = agenda_of(asked.thing, asked.viewer)
    if asked.day:
        entries = [one for one in entries if one.day == asked.day]
    if not entries:
        said = _("Nothing is on the agenda of that day.") if asked.day else ""
        raise NotPossible(said or _("Nothing is on the agenda yet."))
    return {
        "mark": INTERNAL[asked.language],
        "whom": str(asked.thing),
        "days": days_in_words(entries, asked.language),
    }


def days_in_words(entries: list[AgendaEntry], language: str) -> list[dict[str, Any]]:
    """An agenda in order, day by day, as papers print it."""
    return [
        {
            "on": wording.day(day.isoformat(), language),
            "weekday": wording.weekday(day.isoformat(), language),
            "entries": [_entry(one) for one in of_day],
        }
        for day, of_day in groupby(entries, key=lambda one: one.day)
    ]


def _entry(one: AgendaEntry) -> dict[str, Any]:
    return {
        "clock": one.clock,
        "city": one.city if one.starts else "",
        "what": one.title,
        "whom": one.with_whom,
        "place": one.where,
        "booked": list(one.booked),
    }
