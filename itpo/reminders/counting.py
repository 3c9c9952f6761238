"""The days rules count to."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from datetime import date, datetime, timedelta
from importlib.metadata import version

from django.db.models import Count, Max

from itpo.office.days_off import DaysOff
from itpo.office.models import Holiday, Office, Rule, YearlyClosure
from itpo.office.months import months_later
from itpo.office.working_days import WorkingDays

# Nobody plans closures further ahead than this.
CALENDAR = timedelta(days=1000)
# More calendar days than one of these can ever take.
LONGEST: dict[str, int] = {Rule.Unit.DAYS: 1, Rule.Unit.WORKING_DAYS: 3, Rule.Unit.MONTHS: 31}
# How much further the days off of another country can push what is due.
ABROAD = timedelta(days=30)


class Counting:
    """Counts days as they are known at one moment; the tables are read once for each office."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._days_off: dict[int, DaysOff] = {}
        self._calendars: dict[tuple[int, tuple[str, ...]], WorkingDays] = {}
        self._edition = ""

    def days(self, office: Office, countries: Collection[str] = ()) -> WorkingDays:
        """The days worked at an office, and in some countries."""
        abroad = tuple(sorted({*countries} - {office.country_code}))
        if (office.pk, abroad) not in self._calendars:
            today = office.today(self.now)
            first, last = today - CALENDAR, today + CALENDAR
            if office.pk not in self._days_off:
                self._days_off[office.pk] = DaysOff([office], None, first, last)
            self._calendars[office.pk, abroad] = WorkingDays(
                office, first, last, abroad, self._days_off[office.pk]
            )
        return self._calendars[office.pk, abroad]

    def due(self, rule: Rule, anchor: date, countries: Collection[str] = ()) -> date:
        """So many days, working days or months after the day a rule counts from, or before it.

        A day that is not worked gives way to the next that is; what is to be done before
        something, to the last before it.
        """
        days = self.days(rule.office, countries)
        if rule.unit == Rule.Unit.WORKING_DAYS:
            due = days.after(anchor, rule.offset)
        elif rule.unit == Rule.Unit.MONTHS:
            due = months_later(anchor, rule.offset)
        else:
            due = anchor + timedelta(days=rule.offset)
        return due if days.is_working(due) else days.after(due, -1 if rule.offset < 0 else 1)

    def anchors(self, rule: Rule, first_due: date, last_due: date) -> tuple[date, date]:
        """The first and the last day from which a rule may count to one between two days."""
        reach = abs(rule.offset) * LONGEST[rule.unit] + 31
        span = range(-reach, (last_due - first_due).days + reach + 1)

        def due(days: int) -> date:
            return self.due(rule, first_due + timedelta(days=days))

        first = first_due + timedelta(days=span[bisect_left(span, first_due, key=due)])
        last = first_due + timedelta(days=span[bisect_right(span, last_due, key=due) - 1])
        if rule.working == Rule.Working.BOTH:
            return first - ABROAD, last + ABROAD
        return first, last

    def terms(self, rule: Rule) -> str:
        """How a rule counts: another text means that its days are to be counted anew."""
        said = f"{rule.offset} {rule.unit} {rule.anchor} {rule.working}"
        return f"{said} {rule.office.country_code} {self._calendar_edition()}"

    def _calendar_edition(self) -> str:
        """Tells one state of the tables of days off, and of the library, from another."""
        if not self._edition:
            listed = Holiday.objects.aggregate(Count("pk"), Max("pk"))  # lists are read in bulk
            changed = Holiday.history.aggregate(Max("history_id"))
            closures = YearlyClosure.history.aggregate(Max("history_id"))
            numbers = [*listed.values(), *changed.values(), *closures.values()]
            self._edition = ".".join(str(one or 0) for one in [*numbers, version("holidays")])
        return self._edition
