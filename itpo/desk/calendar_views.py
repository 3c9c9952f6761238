"""The calendar: visits, missions, events, meetings and due days, by month or as a list."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from itpo.desk.calendar import Entry, Month, cells_of, days_between, on_day, week_of, without_a_day
from itpo.desk.calendar_holidays import Holidays
from itpo.desk.calendar_rows import Reader, due, entries
from itpo.office.models import FollowUp
from itpo.office.requests import OfficerRequest

SHOWN = ("visits", "missions", "events", "due")  # meetings only when asked for: they are many


class CalendarForm(forms.Form):
    """What the address asks for. What it says wrong counts as not said."""

    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    view = forms.ChoiceField(
        choices=[("month", _("Month")), ("list", _("List"))],
        required=False,
        widget=forms.HiddenInput,
    )
    show = forms.MultipleChoiceField(
        label=_("Show"),
        choices=[
            ("visits", _("Visits")),
            ("missions", _("Missions")),
            ("events", _("Events")),
            ("meetings", _("Meetings")),
            ("due", _("My due days")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    who = forms.ChoiceField(
        label=_("Whose"),
        choices=[("all", _("Everybody's")), ("mine", _("Mine, and all events"))],
        required=False,
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True)
class Wanted:
    """Which calendar somebody looks at."""

    month: Month
    view: str
    show: tuple[str, ...]
    who: str

    @classmethod
    def by(cls, request: OfficerRequest, today: date) -> "Wanted":
        form = CalendarForm(request.GET)
        form.is_valid()
        said = form.cleaned_data
        return cls(
            month=Month.read(said.get("month", "")) or Month.of(today),
            view=said.get("view") or "month",
            show=tuple(said.get("show") or SHOWN),
            who=said.get("who") or "all",
        )

    def form(self) -> CalendarForm:
        initial = {"month": str(self.month), "view": self.view, "show": self.show, "who": self.who}
        return CalendarForm(initial=initial, auto_id="calendar_%s")

    def url(self, month: Month | None = None, view: str | None = None) -> str:
        """The address of the same calendar, of another month or in another view."""
        said: dict[str, Any] = {"month": str(month or self.month)}
        if (view or self.view) != "month":
            said["view"] = view or self.view
        if self.who != "all":
            said["who"] = self.who
        if set(self.show) != set(SHOWN):
            said["show"] = self.show
        return f"?{urlencode(said, doseq=True)}"


@dataclass(frozen=True)
class Page:
    """All that is known about the days of a calendar."""

    wanted: Wanted
    today: date
    entries: list[Entry]
    due: dict[date, list[FollowUp]]
    holidays: Holidays

    def _day(self, day: date) -> dict[str, Any]:
        """What both views show of a day."""
        return {
            "date": day,
            "is_today": day == self.today,
            "is_outside": Month.of(day) != self.wanted.month,
            "is_off": self.holidays.is_off(day),
            "holidays": self.holidays.on(day),
            "due": self.due.get(day, []),
            "url": f"{self.wanted.url(Month.of(day), 'list')}#day-{day}",
        }

    @cached_property
    def _each(self) -> dict[date, dict[str, Any]]:
        month = self.wanted.month
        return {day: self._day(day) for day in days_between(month.first_shown, month.last_shown)}

    def weeks(self) -> list[dict[str, Any]]:
        """The weeks of the month with their lanes, cell by cell."""
        weeks = []
        for monday in self.wanted.month.mondays:
            week = week_of(self.entries, monday)
            days = [self._each[day] for day in week.days]
            weeks.append(
                {
                    "days": days,
                    "lanes": [
                        [(days[column], bar) for column, bar in cells_of(lane)]
                        for lane in week.lanes
                    ],
                    "beyond": list(zip(days, week.beyond, strict=True)) if any(week.beyond) else [],
                }
            )
        return weeks

    def days(self) -> list[dict[str, Any]]:
        """The days of the month on which there is anything, as the list shows them."""
        days = []
        for day in self.wanted.month.days:
            told, going_on = on_day(self.entries, day)
            here = {
                **self._each[day],
                "told": [(one, self._place(one, day), self._there(one, day)) for one in told],
                "going_on": going_on,
            }
            if told or going_on or here["holidays"] or here["due"] or here["is_today"]:
                days.append(here)
        return days

    @staticmethod
    def _place(entry: Entry, day: date) -> dict[str, Any]:
        """Which of its days this is, where it has several, and whether it is one between."""
        number = (day - entry.first).days + 1
        return {
            "number": number if entry.length > 1 else None,
            "is_between": day not in {entry.first, entry.last},
        }

    def _there(self, entry: Entry, day: date) -> list[str]:
        return self.holidays.there(entry.stays, day)


@require_safe
def calendar(request: OfficerRequest) -> HttpResponse:
    """One month of the office, or of the user, with the holidays of both sides."""
    today = request.user.today(timezone.now())
    wanted = Wanted.by(request, today)
    month = wanted.month
    first, last = month.first_shown, month.last_shown
    reader = Reader(request.user, today, first, last, only_mine=wanted.who == "mine")
    found = entries(reader, wanted.show)
    hosts = {
        code: country
        for one in found
        if one.span.surely_touches(first, last)
        for code, country in one.countries
    }
    page = Page(
        wanted=wanted,
        today=today,
        entries=found,
        due=due(reader) if "due" in wanted.show else {},
        holidays=Holidays.of(request.user, hosts, first, last),
    )
    sure, perhaps = without_a_day(found, month)
    days = page.days()
    context = {
        "wanted": wanted,
        "month": month,
        "today": today,
        "form": wanted.form(),
        "weeks": page.weeks() if wanted.view == "month" else [],
        "days": days,
        "sure": sure,
        "perhaps": perhaps,
        "is_empty": not sure
        and not any(day["told"] or day["going_on"] or day["due"] for day in days),
        "previous": wanted.url(month.previous) if month.previous else "",
        "next": wanted.url(month.next) if month.next else "",
        "this_month": f"{wanted.url(Month.of(today))}#day-{today}",
        "as_month": wanted.url(view="month"),
        "as_list": wanted.url(view="list"),
    }
    return render(request, "desk/calendar.html", context)
