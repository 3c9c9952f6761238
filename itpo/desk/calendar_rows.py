"""What stands in the calendar: visits, missions, events and meetings as entries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from delegates.models import Visit
from investors.models import Event, Meeting, Mission, MissionLeg
from itpo.desk.calendar import Entry, Span, Stay
from itpo.office.models import FollowUp, User


@dataclass(frozen=True)
class Reader:
    """Who reads which days of the calendar, and on which day."""

    user: User
    today: date
    first: date
    last: date
    only_mine: bool = False

    def in_view(self, rows: Any, owner: str, running: str = "") -> Any:
        """What may go on in these days; of one under way no end is needed.

        An event belongs to nobody in particular: it is in everybody's calendar.
        """
        rows = rows.visible_to(self.user)
        if self.only_mine and owner:
            rows = rows.filter(**{owner: self.user})
        found = rows.perhaps_between(self.first, self.last)
        if running and self.first <= self.today:
            found |= rows.filter(state=running, ends_latest=None, begins_earliest__lte=self.last)
        return found


def visits(reader: Reader) -> Iterator[Entry]:
    rows = reader.in_view(Visit.objects.not_cancelled(), "officer", Visit.State.RUNNING)
    for one in rows.select_related("delegate__country"):
        country = one.delegate.country
        yield from _entry(
            one,
            kind=_("Visit"),
            name=str(one.delegate),
            about=_joined(country.name, one.purpose),
            countries=frozenset({(country.code, country.name)}),
            today=reader.today,
        )


def missions(reader: Reader) -> Iterator[Entry]:
    legs = MissionLeg.objects.visible_to(reader.user).select_related("country").order_by("pk")
    rows = reader.in_view(Mission.objects.not_cancelled(), "owner", Mission.State.TRAVELLING)
    for one in rows.prefetch_related(Prefetch("legs", legs)):
        known = [leg for leg in one.legs.all() if leg.country]
        yield from _entry(
            one,
            kind=_("Mission") if one.is_ours else _("Mission of another organiser"),
            name=one.name,
            about=_joined(
                *dict.fromkeys(
                    leg.country.name if leg.country else leg.region_typed for leg in one.legs.all()
                )
            ),
            countries=frozenset((leg.country.code, leg.country.name) for leg in known),
            stays=tuple(
                Stay(leg.country.code, leg.country.name, leg.begins_earliest, leg.ends_latest)
                for leg in known
            ),
            today=reader.today,
        )


def events(reader: Reader) -> Iterator[Entry]:
    rows = reader.in_view(Event.objects.exclude(state=Event.State.CANCELLED), "")
    for one in rows.select_related("country"):
        country = one.country
        yield from _entry(
            one,
            kind=one.get_kind_display()
            if one.is_ours
            else _("%(kind)s of another organiser") % {"kind": one.get_kind_display()},
            name=one.name,
            about=_joined(country.name if country else one.region_typed, one.place),
            countries=frozenset({(country.code, country.name)} if country else ()),
            today=reader.today,
        )


def meetings(reader: Reader) -> Iterator[Entry]:
    """Each on its day and at its time, as the clocks say where it was planned."""
    rows = Meeting.objects.visible_to(reader.user).filter(day__range=(reader.first, reader.last))
    if reader.only_mine:
        rows = rows.filter(officer=reader.user)
    for one in rows.exclude(state=Meeting.State.CANCELLED):
        yield Entry(
            kind=_("Meeting"),
            name=one.subject,
            span=Span.on(one.day),
            url=one.get_absolute_url(),
            about=_joined(one.get_kind_display(), one.place),
            when=one.when,
            state="" if one.state == Meeting.State.HELD else one.get_state_display(),
            tone="planned" if one.state == Meeting.State.PLANNED else "",
            clock=one.clock,
            starts_at=one.starts_at,
        )


def due(reader: Reader) -> dict[date, list[FollowUp]]:
    """What the reader has promised, by the day it is due; others' is in the list of follow-ups."""
    rows = FollowUp.objects.visible_to(reader.user).open().filter(owner=reader.user)
    rows = rows.filter(due_on__range=(reader.first, reader.last))
    by_day: dict[date, list[FollowUp]] = {}
    for one in rows.most_urgent_first():
        by_day.setdefault(one.due_on, []).append(one)
    return by_day


READ = {"visits": visits, "missions": missions, "events": events, "meetings": meetings}


def entries(reader: Reader, shown: Iterable[str]) -> list[Entry]:
    return [entry for name, read in READ.items() if name in shown for entry in read(reader)]


UNDER_WAY = {Visit.State.RUNNING, Mission.State.TRAVELLING}
PLAIN = {Visit.State.COMPLETED, Mission.State.COMPLETED, Event.State.HELD}


def _entry(one: Any, *, today: date, **words: Any) -> Iterator[Entry]:
    """A record as an entry; none for one whose days nobody knows."""
    is_under_way = one.state in UNDER_WAY
    span = Span.of(one, today if is_under_way else None)
    if span is None:
        return
    state, tone = _state(one, today, is_under_way)
    # An event of which only one day is written down is not taken for a longer one.
    is_open = not one.ends and not isinstance(one, Event)
    when = _("from %(day)s, last day not known") % {"day": one.when} if is_open else one.when
    yield Entry(
        span=span,
        url=one.get_absolute_url(),
        when=when,
        state=state,
        tone=tone,
        is_open=is_open,
        **words,
    )


def _state(one: Any, today: date, is_under_way: bool) -> tuple[str, str]:
    """The state in words where it does not go without saying, and how it looks."""
    if one.state in PLAIN:
        return "", ""
    if one.ends_latest and one.ends_latest < today:
        return _("over: complete it"), "over"
    return one.get_state_display(), "now" if is_under_way else "planned"


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)
