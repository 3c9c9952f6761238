"""Schedules of who meets whom: begun, given hours and tables, people, wishes and absences."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegates.models import Agency, Delegate
from investors import meetings, schedule_slots
from investors.models import (
    Away,
    Company,
    Meeting,
    Pairing,
    Participant,
    Resource,
    Schedule,
    ScheduleSlot,
    Wish,
)
from investors.models.scheduling import MOST_WANTED
from investors.schedule_reading import not_coming
from investors.usual_participants import usual_participants
from itpo.office.history import sign
from itpo.office.models import Partner, User
from itpo.office.states import NotPossible

Side = Participant.Side


class MeetingsLost(NotPossible):
    """Some meetings would lose their slot, and nobody has said yet that they may."""

    def __init__(self, pairings: Sequence[Pairing]) -> None:
        super().__init__(_("Meetings would lose their slot. Look at them, then decide."))
        self.pairings = list(pairings)


def locked(schedule: Schedule) -> Schedule:
    """The schedule as it is now; whoever else wants to change it waits. Every verb begins so."""
    rows = Schedule.objects.with_whole().select_for_update(of=("self",))
    found: Schedule = rows.get(pk=schedule.pk)
    return found


@transaction.atomic
def begin(*, schedule: Schedule, by: User) -> Schedule:
    """Save a new schedule with its slots and whoever is sure to take part. Raises NotPossible."""
    refuse_cancelled(schedule)
    slots = schedule_slots.lay_out(schedule, schedule_slots.usual_days(schedule))
    sign(schedule, by)
    schedule.save()
    ScheduleSlot.objects.bulk_create(slots)
    for participant in usual_participants(schedule):
        sign(participant, by)
        participant.save()
    return schedule


def refuse_cancelled(schedule: Schedule) -> None:
    """Raises NotPossible where what a schedule is of does not take place."""
    whole = schedule.whole()
    if whole.state == "cancelled":
        raise NotPossible(_("The %(thing)s was cancelled.") % {"thing": whole._meta.verbose_name})


@transaction.atomic
def reshape(
    *,
    schedule: Schedule,
    days: Iterable[date],
    by: User,
    at: datetime,
    accepted: Collection[int] = (),
) -> Schedule:
    """Give a schedule the hours, days and tables it has been set to.

    Meetings that would lose their slot are listed first, by MeetingsLost, and nothing is written;
    `accepted` are the numbers of those that may. Then they are gone from the schedule, and what of
    them was published is postponed. Raises NotPossible.
    """
    locked(schedule)
    slots = schedule_slots.lay_out(schedule, days)
    pairings = list(Pairing.objects.filter(schedule=schedule).with_names().in_order())
    lost = schedule_slots.losing(schedule, slots, pairings)
    if {one.pk for one in lost} - set(accepted):
        raise MeetingsLost(lost)
    for one in lost:
        _postpone(one, by, at)
        one.delete()
    schedule.first_on, schedule.last_on = (
        min(one.day for one in slots),
        max(one.day for one in slots),
    )
    sign(schedule, by)
    schedule.save()
    _replace_slots(schedule, slots)
    _share_tables(schedule, by)
    return schedule


def _postpone(pairing: Pairing, by: User, at: datetime) -> None:
    meeting = pairing.meeting
    if meeting is not None and meeting.state == Meeting.State.PLANNED:
        meetings.write_down(
            meeting=meeting,
            by=by,
            at=at,
            state=Meeting.State.POSTPONED,
            outcome=meeting.outcome,
            interest=meeting.interest,
        )


def _replace_slots(schedule: Schedule, slots: Iterable[ScheduleSlot]) -> None:
    """Keep the slots that are the same, with what is noted of them."""
    wanted = {(one.starts_at, one.ends_at): one for one in slots}
    for old in ScheduleSlot.objects.filter(schedule=schedule):
        if wanted.pop((old.starts_at, old.ends_at), None) is None:
            old.delete()
    ScheduleSlot.objects.bulk_create(wanted.values())


def _share_tables(schedule: Schedule, by: User) -> None:
    """Move whoever sits at a table that is no longer there to one that is free."""
    rows = Pairing.objects.filter(schedule=schedule, table__gt=schedule.tables).select_related(
        "meeting"
    )
    for one in rows.order_by("slot", "table"):
        taken = set(Pairing.objects.filter(slot=one.slot_id).values_list("table", flat=True))
        one.table = min(set(range(1, schedule.tables + 1)) - taken)
        one.save(update_fields=["table"])
        if one.meeting is not None and one.meeting.state == Meeting.State.PLANNED:
            one.meeting.place = place_of(schedule, one.table)
            meetings.change(meeting=one.meeting, by=by)


def place_of(schedule: Schedule, table: int) -> str:
    """Where a table stands, as meetings say it."""
    said = _("Table %(number)s") % {"number": table}
    return f"{schedule.place}, {said}"[-120:] if schedule.place else said


@transaction.atomic
def invite(
    *,
    schedule: Schedule,
    side: str,
    by: User,
    companies: Iterable[Company] = (),
    delegates: Iterable[Delegate] = (),
    partners: Iterable[Partner] = (),
    agencies: Iterable[Agency] = (),
    names: Iterable[str] = (),
    languages: str = "",
) -> list[Participant]:
    """Have some take part, on one side. Who does already is left as they are.

    Raises NotPossible for a company that has withdrawn from the mission and for a delegate
    without a visit within the programme, and then nothing is written.
    """
    whole = locked(schedule)
    wanted: list[dict[str, Any]] = [
        *({"company": one} for one in companies),
        *({"delegate": one} for one in delegates),
        *({"partner": one} for one in partners),
        *({"agency": one} for one in agencies),
        *({"name": name} for one in names if (name := " ".join(one.split()))),
    ]
    made = []
    for who in wanted:
        if Participant.objects.filter(schedule=whole, **who).exists():
            continue
        participant = Participant(schedule=whole, side=side, languages=languages, **who)
        participant.full_clean()
        sign(participant, by)
        participant.save()
        made.append(participant)
    gone = not_coming(whole, made)
    for participant in made:
        if participant.pk in gone:
            raise NotPossible(why_not_coming(whole, participant), _field_of(participant))
    return made


def _field_of(participant: Participant) -> str:
    return "companies" if participant.company_id else "delegates"


def why_not_coming(schedule: Schedule, participant: Participant) -> str:
    if schedule.programme_id:
        sentence = _("%(who)s has no visit within the programme, or it was cancelled.")
    else:
        sentence = _("%(who)s has withdrawn from the mission.")
    return sentence % {"who": participant.who()}


@transaction.atomic
def dismiss(*, participant: Participant, by: User) -> None:
    """Take somebody out, with their wishes. Raises NotPossible once they are published."""
    locked(participant.schedule)
    published = Pairing.objects.filter(
        Q(host=participant) | Q(counterpart=participant),
        meeting__state=Meeting.State.PLANNED,
    )
    if count := published.count():
        raise NotPossible(
            ngettext(
                "%(count)s meeting of theirs is published: cancel or postpone it first.",
                "%(count)s meetings of theirs are published: cancel or postpone them first.",
                count,
            )
            % {"count": count}
        )
    sign(participant, by)
    participant.delete()


@transaction.atomic
def note(
    *,
    participant: Participant,
    wishes: Mapping[int, int],
    away: Collection[int],
    by: User,
    languages: str = "",
) -> Participant:
    """Write down whom a participant wants to meet, how much, and in which slots they cannot.

    `wishes` are by the number of the other participant; 0 takes a wish back, and who is not
    named stays as they are. Raises NotPossible, and then nothing is written.
    """
    schedule = locked(participant.schedule)
    others = Participant.objects.filter(schedule=schedule).exclude(side=participant.side)
    if set(wishes) - set(others.values_list("pk", flat=True)):
        raise NotPossible(_("Somebody is no longer in the schedule. Look once more, then save."))
    if any(not 0 <= one <= MOST_WANTED for one in wishes.values()):
        raise NotPossible(_("A wish is from 0 to %(most)s.") % {"most": MOST_WANTED})
    participant.languages = languages.strip()
    sign(participant, by)
    participant.save(update_fields=["languages"])
    for other, wanted in wishes.items():
        _wish(participant, other, wanted, by)
    _note_away(schedule, away, participant=participant)
    return participant


def _wish(participant: Participant, other: int, wanted: int, by: User) -> None:
    """Write one side's wish down; where neither side has one any more, there is none."""
    is_host = participant.side == Side.HOST
    pair = (participant.pk, other) if is_host else (other, participant.pk)
    host, counterpart = pair
    found = Wish.objects.filter(host=host, counterpart=counterpart).first()
    if (getattr(found, _by(participant)) if found else 0) == wanted:
        return
    wish = found or Wish(host_id=host, counterpart_id=counterpart)
    setattr(wish, _by(participant), wanted)
    sign(wish, by)
    if wish.by_host or wish.by_counterpart:
        wish.save()
    else:
        wish.delete()


def _by(participant: Participant) -> str:
    return "by_host" if participant.side == Side.HOST else "by_counterpart"


@transaction.atomic
def choose_interpreters(
    *, schedule: Schedule, interpreters: Iterable[Resource], by: User
) -> Schedule:
    """Say who interprets. What they were to interpret at is free to be planned again.

    Raises NotPossible for what is no interpreter of the office, and for one who interprets at
    a meeting that is pinned or published.
    """
    whole = locked(schedule)
    chosen = list(interpreters)
    for one in chosen:
        if one.kind != Resource.Kind.INTERPRETER or one.office_id != whole.office_id:
            raise NotPossible(
                _("%(what)s is no interpreter of the office.") % {"what": one}, "interpreters"
            )
    gone = Pairing.objects.filter(schedule=whole, interpreter__isnull=False).exclude(
        interpreter__in=chosen
    )
    kept = gone.exclude(meeting=None, is_pinned=False).select_related("interpreter").first()
    if kept is not None:
        raise NotPossible(
            _("%(who)s interprets at a meeting that is pinned or published.")
            % {"who": kept.interpreter},
            "interpreters",
        )
    gone.delete()
    sign(whole, by)
    whole.interpreters.set(chosen)
    return whole


@transaction.atomic
def note_interpreter(*, schedule: Schedule, interpreter: Resource, away: Collection[int]) -> None:
    """Write down in which slots an interpreter cannot. Raises NotPossible."""
    _note_away(locked(schedule), away, interpreter=interpreter)


def _note_away(schedule: Schedule, away: Collection[int], **whose: Any) -> None:
    wanted = set(away)
    if wanted - set(ScheduleSlot.objects.filter(schedule=schedule).values_list("pk", flat=True)):
        raise NotPossible(_("The slots have changed. Look once more, then save."))
    noted = Away.objects.filter(slot__schedule=schedule, **whose)
    noted.exclude(slot__in=wanted).delete()
    known = set(noted.values_list("slot", flat=True))
    Away.objects.bulk_create(Away(slot_id=one, **whose) for one in sorted(wanted - known))


@transaction.atomic
def remove(*, schedule: Schedule, by: User) -> None:
    """Take a schedule away of which nothing was published. Raises NotPossible."""
    whole = locked(schedule)
    if Pairing.objects.filter(schedule=whole, meeting__isnull=False).exists():
        raise NotPossible(_("Meetings of this schedule are published: it stays."))
    sign(whole, by)
    whole.delete()
