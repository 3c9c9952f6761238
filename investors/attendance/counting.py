"""Numbers of events: who registered, who came, each person counted once.

What no list tells is not zero but not known: such an event is named, and left out of the sums.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from investors.attendance.identity import folded, person
from investors.models import Event, EventRegistration, EventSeries
from investors.models.registrations import COUNTED
from itpo.office.models import Theme

State = EventRegistration.State
Person = tuple[str, ...]


@dataclass(frozen=True)
class Numbers:
    """What is known of one event, or of several together."""

    events: int = 0  # that took place
    counted: int = 0  # of them, those of which it is known who was there
    registrations: int = 0
    attendances: int | None = None
    people: int | None = None
    registered_people: int = 0
    waiting: int = 0
    no_shows: int | None = None
    walk_ins: int = 0

    @property
    def unknown(self) -> int:
        """Of how many events that took place it is not known who was there."""
        return self.events - self.counted


@dataclass
class _Tally:
    """What the registrations of one event say."""

    took_place: bool
    states: list[tuple[str, bool, Person]] = field(default_factory=list)

    @property
    def is_counted(self) -> bool:
        return any(state in COUNTED for state, _is_walk_in, _person in self.states)


def numbers_of(events: Iterable[Event]) -> tuple[Numbers, dict[int, Numbers]]:
    """The numbers of some events together, and of each; one query."""
    tallies = _tallies(events)
    return _sum(tallies.values()), {pk: _sum([tally]) for pk, tally in tallies.items()}


def numbers_by_theme(events: Any) -> tuple[Numbers, list[tuple[Theme, Numbers]]]:
    """The numbers of some events together, and by theme; an event may have several themes."""
    tallies = _tallies(events)
    of_theme: dict[int, list[_Tally]] = defaultdict(list)
    links = Event.themes.through.objects.filter(event__in=list(tallies))
    for theme, event in links.values_list("theme", "event"):
        of_theme[theme].append(tallies[event])
    themes = Theme.objects.filter(pk__in=of_theme).order_by("name", "pk")
    return _sum(tallies.values()), [(theme, _sum(of_theme[theme.pk])) for theme in themes]


def numbers_by_series(events: Any) -> list[tuple[EventSeries, Numbers]]:
    """The numbers of each series some events belong to."""
    of_series: dict[EventSeries, list[Event]] = defaultdict(list)
    for one in events.filter(series__isnull=False).select_related("series"):
        of_series[one.series].append(one)
    tallies = _tallies(one for some in of_series.values() for one in some)
    return [
        (series, _sum(tallies[one.pk] for one in some))
        for series, some in sorted(of_series.items(), key=lambda pair: (pair[0].name, pair[0].pk))
    ]


def _tallies(events: Iterable[Event]) -> dict[int, _Tally]:
    found = {one.pk: _Tally(one.state == Event.State.HELD) for one in events}
    rows = list(
        EventRegistration.objects.filter(event__in=list(found)).values_list(
            "event", "state", "is_walk_in", "contact", "email", "name", "organisation"
        )
    )
    # Whoever became a contact later is the person they were before.
    contacts = {folded(email): contact for *_, contact, email, _n, _o in rows if contact and email}
    for event, state, is_walk_in, contact, email, name, organisation in rows:
        contact = contact or contacts.get(folded(email)) if email else contact
        who = person(contact, email, name, organisation)
        found[event].states.append((state, is_walk_in, who))
    for tally in found.values():
        tally.took_place = tally.took_place or tally.is_counted
    return found


def _sum(tallies: Iterable[_Tally]) -> Numbers:
    every = list(tallies)
    counted = [tally for tally in every if tally.is_counted]
    came = [who for tally in counted for state, _, who in tally.states if state == State.ATTENDED]
    stayed_away = [1 for tally in counted for state, *_ in tally.states if state == State.NO_SHOW]
    seats = [
        who
        for tally in every
        for state, is_walk_in, who in tally.states
        if not is_walk_in and state in {State.REGISTERED, *COUNTED}
    ]
    return Numbers(
        events=sum(tally.took_place for tally in every),
        counted=len(counted),
        registrations=len(seats),
        registered_people=len(set(seats)),
        attendances=len(came) if counted else None,
        people=len(set(came)) if counted else None,
        no_shows=len(stayed_away) if counted else None,
        waiting=sum(
            state == State.WAITING_LIST for tally in every for state, *_rest in tally.states
        ),
        walk_ins=sum(
            is_walk_in and state == State.ATTENDED
            for tally in every
            for state, is_walk_in, _who in tally.states
        ),
    )
