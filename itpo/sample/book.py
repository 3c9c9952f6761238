"""What the parts of the sample hand to each other."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from itpo.office.models import Office
from itpo.office.working_days import WorkingDays
from itpo.sample.people import Staff

INVENTED = "Invented for the sample."


class Days:
    """Days counted from the office's today."""

    def __init__(self, office: Office, at: datetime) -> None:
        self.at = at
        self.today = office.today(at)
        self.zone = ZoneInfo(office.time_zone)
        year = timedelta(days=366)
        self.calendar = WorkingDays(office, self.today - 4 * year, self.today + year)

    def work(self, count: int) -> date:
        """The count-th working day from today; 0 is today itself, whatever day it is."""
        return self.calendar.after(self.today, count)

    def iso(self, count: int) -> str:
        """The same, as people type it."""
        return self.work(count).isoformat()

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A time of that day at the office."""
        return datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC)


@dataclass
class Book:
    """Who works there, which day it is, and what was made so far, by the name it has here."""

    staff: Staff
    days: Days
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.things[name]

    def __setitem__(self, name: str, thing: Any) -> None:
        self.things[name] = thing

    @property
    def office(self) -> Office:
        return self.staff.office
