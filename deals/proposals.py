"""What may have helped a deal, as the chain has it; whether it did, a person says.

Proposed are the meetings of one of its companies with the country's people, the visits, missions
and events they were part of, missions there that one of its companies joined, and events about the
country that one of them attended: as far as they may have come before the decision, and nobody has
said yet whether they helped. All of it is one query; what the viewer may not see is not proposed.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Upper
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.models import Contribution, Deal, Stage, StageChange
from deals.models.contributions import WAYS, helped_on
from delegates.models import Visit
from investors.models import (
    Company,
    Event,
    EventRegistration,
    Meeting,
    MeetingParty,
    Mission,
    MissionLeg,
    MissionMember,
)
from itpo.office import partial_dates
from itpo.office.chain import either
from itpo.office.compiled import StandIns, ask, shape_of, shape_of_viewer
from itpo.office.joined import Joined, names_of
from itpo.office.visibility import Viewer

MOST = 20  # on a page
PAGES = {
    "visit": "delegates:visit",
    "meeting": "investors:meeting",
    "mission": "investors:mission",
    "event": "investors:event",
}
# What somebody could do for a deal in each stage, as far as one can tell from outside.
SUGGESTED = {
    Stage.IDENTIFIED: Contribution.Role.PROMOTION,
    Stage.PROMOTED: Contribution.Role.PROMOTION,
    Stage.NEGOTIATION: Contribution.Role.NEGOTIATION,
    Stage.CONCLUDED: Contribution.Role.IMPLEMENTATION,
    Stage.OPERATIONAL: Contribution.Role.IMPLEMENTATION,
}
CAME = [MissionMember.State.CONFIRMED, MissionMember.State.TRAVELLED]
COLUMNS = ("way", "pk", "first", "last", "edtf", "called", "firms", "people", "during", "whose")
TEXT = CharField()
NOTHING = Value("", output_field=TEXT)


class Proposal(NamedTuple):
    """One thing that may have helped, and why one might think so."""

    way: str
    pk: int
    called: str
    on: date | None
    when: str
    why: str
    role: str
    written: Contribution | None = None  # where somebody has written it down and nobody accepted

    @property
    def key(self) -> str:
        """What its form is called on the page."""
        return f"{self.way}-{self.pk}"

    @property
    def url(self) -> str:
        return reverse(PAGES[self.way], args=[self.pk])


def proposals(
    deal: Deal,
    viewer: Viewer,
    changes: Iterable[StageChange],
    waiting: Iterable[Contribution] = (),
) -> list[Proposal]:
    """What may have helped a deal and waits for an answer, newest first; undated comes last.

    `changes` is how the deal moved; `waiting` are the contributions on record that nobody has
    accepted, with their things. Where the deal's country is not known the chain leads nowhere.
    """
    moved = sorted(changes, key=lambda one: (one.happened_earliest or date.min, one.pk))
    rows = found(deal, viewer) if deal.country_id else []
    written = {key_of(one.thing()): one for one in waiting}
    chained = [
        _proposal(row, moved, written.pop(f"{row['way']}-{row['pk']}", None))
        for row in rows
        if _is_in_time(row, deal)
    ]
    every = [*chained, *(_as_written(one) for one in written.values())]
    every.sort(key=lambda one: (one.on or date.min, one.way != "meeting", one.pk), reverse=True)
    return every


def key_of(thing: Any) -> str:
    """What tells the things that may have helped apart."""
    return f"{WAYS[type(thing)]}-{thing.pk}"


def _is_in_time(row: dict[str, Any], deal: Deal) -> bool:
    """Whether it may have come before the decision, as far as both days are known."""
    return not (row["first"] and deal.decided_latest and row["first"] > deal.decided_latest)


def found(deal: Deal, viewer: Viewer) -> list[dict[str, Any]]:
    """Number, days and names of each, as COLUMNS has them, whenever it was.

    The query is built once for each shape, see itpo/office/compiled.py.
    """
    stand_ins = StandIns()
    record, somebody = stand_ins.for_record(deal), stand_ins.for_viewer(viewer)
    shape = ("proposals", shape_of(deal), shape_of_viewer(viewer))
    rows = ask(shape, stand_ins, lambda: _union(record, somebody))
    return [_with_days(dict(zip(COLUMNS, row, strict=True))) for row in rows]


def _with_days(row: dict[str, Any]) -> dict[str, Any]:
    days = {end: row[end] and date.fromisoformat(row[end]) for end in ("first", "last")}
    return {**row, **days}


def _union(deal: Any, viewer: Viewer) -> QuerySet[Any, Any]:
    firms = deal.company_roles.values("company")
    met = _met(deal, viewer, firms)
    branches = [_meetings(met, firms), _visits(deal, viewer, met, firms)]
    branches += [_missions(deal, viewer, met, firms), _events(deal, viewer, met, firms)]
    open_ones = [_unanswered(rows, deal) for rows in branches]
    union: QuerySet[Any, Any] = open_ones[0].union(*open_ones[1:], all=True)
    return union


def _met(deal: Deal, viewer: Viewer, firms: Any) -> Any:
    """The meetings held with a company of the deal and, in one way or another, with the country."""
    there = deal.country_id
    seats = MeetingParty.objects.all()
    with_country = either(
        seats.filter(delegate__country=there).values("meeting"),
        Meeting.objects.filter(visit__delegate__country=there).values("pk"),
        Meeting.objects.filter(visit__agency__country=there).values("pk"),
        Meeting.objects.filter(mission__in=_going(there)).values("pk"),
        Meeting.objects.filter(event__country=there).values("pk"),
    )
    held = Meeting.objects.visible_to(viewer).held()
    return held.filter(pk__in=seats.filter(company__in=firms).values("meeting")).filter(
        pk__in=with_country
    )


def _going(country: int | None) -> Any:
    return MissionLeg.objects.filter(country=country).values("mission")


def _meetings(met: Any, firms: Any) -> Any:
    seats = MeetingParty.objects.all()
    part_of = {"visit": _name("visit__delegate__"), "mission": "mission__name"}
    part_of["event"] = "event__name"
    return met.annotate(
        way=Value("meeting", TEXT),
        first=Cast("day", TEXT),
        last=Cast("day", TEXT),
        edtf=NOTHING,
        called=F("subject"),
        firms=_companies(firms, seats, "meeting"),
        people=names_of(seats.exclude(delegate=None), "meeting", _name("delegate__")),
        during=_which({way: Value(way) for way in part_of}),
        whose=_which(part_of),
    )


def _which(words: dict[str, Any]) -> Any:
    """One text for each way in which a meeting can be part of something; empty for none."""
    whens = [When(**{f"{way}__isnull": False}, then=word) for way, word in words.items()]
    return Case(*whens, default=NOTHING, output_field=TEXT)


def _visits(deal: Deal, viewer: Viewer, met: Any, firms: Any) -> Any:
    theirs = Q(delegate__country=deal.country_id) | Q(agency__country=deal.country_id)
    seen: Any = Visit.objects.visible_to(viewer)
    rows = seen.filter(theirs, pk__in=_of(met, "visit"))
    seats = MeetingParty.objects.filter(meeting__in=met.values("pk"))
    who = _name("delegate__")
    return _period(rows, "visit", who, _companies(firms, seats, "meeting__visit"), people=who)


def _missions(deal: Deal, viewer: Viewer, met: Any, firms: Any) -> Any:
    came = MissionMember.objects.filter(state__in=CAME)
    ways = either(_of(met, "mission"), came.filter(company__in=firms).values("mission"))
    rows = Mission.objects.visible_to(viewer).filter(
        pk__in=ways, state__in=[Mission.State.TRAVELLING, Mission.State.COMPLETED]
    )
    there = rows.filter(pk__in=_going(deal.country_id))
    return _period(there, "mission", F("name"), _companies(firms, came, "mission"))


def _events(deal: Deal, viewer: Viewer, met: Any, firms: Any) -> Any:
    came = EventRegistration.objects.filter(state=EventRegistration.State.ATTENDED)
    about_it = came.filter(contact__company__in=firms, event__country=deal.country_id)
    ways = either(_of(met, "event"), about_it.values("event"))
    rows = Event.objects.visible_to(viewer).filter(pk__in=ways, state=Event.State.HELD)
    guests = _companies(firms, came, "event", company="contact__company")
    return _period(rows, "event", F("name"), guests)


def _period(rows: Any, way: str, called: Any, firms: Any, people: Any = NOTHING) -> Any:
    return rows.annotate(
        way=Value(way, TEXT),
        first=Cast("begins_earliest", TEXT),
        last=Cast("begins_latest", TEXT),
        edtf=F("begins_edtf"),
        called=called,
        firms=firms,
        people=people,
        during=NOTHING,
        whose=NOTHING,
    )


def _unanswered(rows: Any, deal: Deal) -> Any:
    """Of what nobody has said yet whether it helped."""
    way = WAYS[rows.model]
    answered = deal.contributions.accepted().exclude(**{way: None})
    return rows.exclude(pk__in=answered.values(way)).order_by().values_list(*COLUMNS)


def _of(met: Any, way: str) -> Any:
    return met.exclude(**{way: None}).order_by().values(way)


def _name(path: str = "") -> Any:
    return Concat(Upper(f"{path}family_name"), Value(" "), f"{path}given_name", output_field=TEXT)


def _companies(firms: Any, links: Any, of: str, company: str = "company") -> Any:
    """Which of the deal's companies are linked to a thing, each once, in one text."""
    linked = Exists(links.filter(**{company: OuterRef("pk"), of: OuterRef(OuterRef("pk"))}))
    there = Company.objects.filter(linked, pk__in=firms).order_by()
    one_text = there.values(all=Value(1)).annotate(names=Joined("name")).values("names")
    return Coalesce(Subquery(one_text, output_field=TEXT), NOTHING)


# --- in words ---------------------------------------------------------------------------------


def _proposal(
    row: dict[str, Any], moved: list[StageChange], written: Contribution | None
) -> Proposal:
    return Proposal(
        way=row["way"],
        pk=row["pk"],
        called=_visit_of(row["called"]) if row["way"] == "visit" else row["called"],
        on=row["first"],
        when=partial_dates.shown(row["edtf"], row["first"], row["last"]),
        why=WHY[row["way"]](row),
        role=written.role if written else SUGGESTED[stage_on(row["first"], moved)],
        written=written,
    )


def _as_written(one: Contribution) -> Proposal:
    """What the chain does not lead to, and somebody has written down."""
    thing = one.thing()
    return Proposal(
        way=WAYS[type(thing)],
        pk=thing.pk,
        called=_visit_of(thing.delegate) if isinstance(thing, Visit) else str(thing),
        on=helped_on(thing),
        when=thing.when,
        why=_("Somebody wrote it down."),
        role=one.role,
        written=one,
    )


def stage_on(day: date | None, moved: list[StageChange]) -> Stage:
    """In which stage a deal was on a day; the first where that is not known."""
    reached = [
        one for one in moved if day and one.happened_earliest and one.happened_earliest <= day
    ]
    return Stage(reached[-1].to_stage) if reached else Stage.IDENTIFIED


def _visit_of(who: Any) -> str:
    return _("Visit of %(who)s") % {"who": who}


def _why_meeting(row: dict[str, Any]) -> str:
    """They met; during what, where it was part of something."""
    words = {"firms": row["firms"], "people": row["people"], "whose": row["whose"]}
    if not row["people"]:
        return WITHOUT_PEOPLE[row["during"]]() % words
    return WITH_PEOPLE[row["during"]]() % words


WITH_PEOPLE = {
    "": lambda: _("%(firms)s met %(people)s."),
    "visit": lambda: _("%(firms)s met %(people)s, during the visit of %(whose)s."),
    "mission": lambda: _("%(firms)s met %(people)s, on the mission “%(whose)s”."),
    "event": lambda: _("%(firms)s met %(people)s, at “%(whose)s”."),
}
WITHOUT_PEOPLE = {
    "": lambda: _("%(firms)s was there."),
    "visit": lambda: _("%(firms)s was met during the visit of %(whose)s."),
    "mission": lambda: _("%(firms)s was met on the mission “%(whose)s”."),
    "event": lambda: _("%(firms)s was met at “%(whose)s”."),
}


def _why_visit(row: dict[str, Any]) -> str:
    return _("%(firms)s was met during it.") % {"firms": row["firms"]}


def _why_mission(row: dict[str, Any]) -> str:
    if not row["firms"]:
        return _("A company of the deal was met on it.")
    return _("%(firms)s travelled with it.") % {"firms": row["firms"]}


def _why_event(row: dict[str, Any]) -> str:
    if not row["firms"]:
        return _("A company of the deal met the country's people there.")
    return _("%(firms)s attended it.") % {"firms": row["firms"]}


WHY = {
    "meeting": _why_meeting,
    "visit": _why_visit,
    "mission": _why_mission,
    "event": _why_event,
}
