"""Lists of meetings that were held: one row, one meeting, with who sat there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investors.importing import held
from investors.importing.sides import SIDES, Known, sitting
from investors.importing.within import Within
from investors.models import Company, Meeting, MeetingParty
from itpo.office.folding import fold
from itpo.office.importing.keeping import create
from itpo.office.importing.kinds import Asked, Difference, Fate, Plan, Row, Written
from itpo.office.importing.records import Matches, Told, plan_records, recall, write_records
from itpo.office.importing.remembering import in_portions
from itpo.office.named import together

# What a row says of the meeting just as the column is called.
PLAIN = (
    *("subject", "kind", "day", "time_zone", "place"),
    *("state", "outcome", "interest", "source_url"),
)
LABELS = {
    "companies": gettext_lazy("Companies"),
    "contacts": gettext_lazy("Contacts"),
    "delegates": gettext_lazy("Delegates"),
    "officers": gettext_lazy("Officers"),
    "partners": gettext_lazy("Partners"),
    "others": gettext_lazy("Others"),
}


@dataclass
class Held(Told[Meeting]):
    """What a row says of a meeting, and who sat there besides."""

    sides: list[MeetingParty] = field(default_factory=list)


def plan(rows: Sequence[Row], asked: Asked) -> list[Plan]:
    sound = [row for row in rows if not row.problems]
    wholes = ("visit__delegate", "mission", "event")
    seen = Meeting.objects.filter(office=asked.office).select_related("officer", *wholes)
    if asked.by is not None:
        seen = seen.visible_to(asked.by)
    told = {row.number: Held(row, row.values.get("subject", ""), _key(row), {}) for row in sound}
    matches = _matches(sound, asked.locked(seen))
    recall([one for one in told.values() if not one.row.problems], matches, asked.locked(seen))
    meant = {number: it for number in told if (it := matches.meant(number, asked))}
    _fetch_sides(list(meant.values()))
    known, within = Known(sound, asked), Within(sound, asked)
    for number, one in told.items():
        _read(one, meant.get(number), known, within, asked)
    told = {number: one for number, one in told.items() if not one.row.problems}
    plans = plan_records(rows, told, matches, Meeting, asked)
    for each in plans:
        _plan_sides(each)
    return plans


def _key(row: Row) -> tuple[str, ...]:
    day = row.values.get("day")
    return fold(row.values.get("subject", "")), day.isoformat() if day else ""


def _matches(rows: Sequence[Row], seen: QuerySet[Meeting]) -> Matches[Meeting]:
    """By number; else by the day and the subject together."""
    matches: Matches[Meeting] = Matches()
    ids = [row.values["id"].pk for row in rows if "id" in row.values]
    by_pk = {one.pk: one for some in in_portions(ids) for one in seen.filter(pk__in=some)}
    days = {row.values["day"] for row in rows if "day" in row.values and "id" not in row.values}
    same: dict[tuple[str, date | None], list[Meeting]] = defaultdict(list)
    for some in in_portions(days):
        for one in seen.filter(day__in=some).order_by("pk"):
            same[fold(one.subject), one.day].append(one)
    for row in rows:
        if "id" in row.values:
            if numbered := by_pk.get(row.values["id"].pk):
                matches.sure[row.number] = numbered
            else:
                row.refuse("id", _("No meeting has this number."))
            continue
        found = same[fold(row.values.get("subject", "")), row.values.get("day")]
        if len(found) == 1:
            matches.sure[row.number] = found[0]
        for one in found:
            matches.may_be(row.number, one, _("same day, same subject"))
    return matches


def _fetch_sides(known: list[Meeting]) -> None:
    sides = MeetingParty.objects.select_related(
        "company", "contact", "delegate", "officer", "partner"
    )
    prefetch_related_objects(known, Prefetch("parties", sides.order_by("pk")))


def _read(told: Held, meeting: Meeting | None, known: Known, within: Within, asked: Asked) -> None:
    """Fill in what a row says, now that it is known of which meeting."""
    row, said = told.row, told.said
    said |= {name: row.values[name] for name in PLAIN if name in row.values}
    if meeting is None and not said.get("subject"):
        row.refuse("subject", _("Say what the meeting was about."))
    said |= held.clocks(row, meeting, asked.office.time_zone)
    said |= within.said(row, meeting)
    officer = row.values.get("officer", "")
    if officer and not (meeting and fold(str(meeting.officer)) == fold(officer)):
        said["officer"] = known.officer(row, officer)
    told.sides = known.new_sides(row, meeting)
    held.check(row, said, meeting, asked.office.today(asked.at))
    if meeting is None:
        told.said_of_new = held.of_new(asked)


def _plan_sides(plan: Plan) -> None:
    """Add who did not sit there so far."""
    if plan.work is None or not plan.work.sides:
        return
    made = [one.company for one in plan.work.sides if one.company and one.company.pk is None]
    kind = capfirst(str(Company._meta.verbose_name))
    plan.beside = [*plan.beside, *(f"{kind}: {company}" for company in made)]
    is_new = plan.fate is Fate.CREATED
    plan.fate = Fate.CREATED if is_new else Fate.UPDATED
    for column, side in SIDES.items():
        if new := [one for one in plan.work.sides if _who(one) == side]:
            here = [] if is_new else sitting(plan.record, column)
            before, added = map(str, here), (str(getattr(one, side)) for one in new)
            after = together([*map(str, here), *added])
            difference = Difference(str(LABELS[column]), together(before), after)
            plan.differences = [*plan.differences, difference]


def _who(side: MeetingParty) -> str:
    """Which kind of side it is; a contact comes with the company."""
    kinds = ("contact", "company", "delegate", "officer", "partner")
    return next((kind for kind in kinds if getattr(side, kind)), "name")


def write(plans: Sequence[Plan], asked: Asked) -> list[Written]:
    """Write the companies nobody knew, the meetings, and who sat there."""
    open_plans = [one for one in plans if one.fate in (Fate.CREATED, Fate.UPDATED)]
    sides = [(plan, side) for plan in open_plans for side in plan.work.sides]
    new = {
        id(side.company): (plan.row.number, side.company)
        for plan, side in sides
        if side.company and side.company.pk is None
    }
    create([company for _row, company in new.values()], by=asked.by)
    changed = [one for one in plans if one.fate is not Fate.UPDATED or one.work.said]
    written = write_records(changed, asked)
    for plan, side in sides:
        side.meeting = plan.record
    create([side for _plan, side in sides], by=asked.by)
    return [
        *(Written(row, company, is_new=True) for row, company in new.values()),
        *written,
        *(Written(plan.row.number, side, is_new=True) for plan, side in sides),
    ]
