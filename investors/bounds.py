"""What is planned lies within the visit or the mission it is part of, and asks who still comes."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegates import visits
from delegates.models import Visit
from investors.models import (
    AgendaItem,
    Company,
    Contact,
    Event,
    Meeting,
    Mission,
    MissionLeg,
    MissionMember,
)
from investors.models.missions import has_withdrawn
from itpo.office.periods import Period
from itpo.office.states import NotPossible
from itpo.office.time_zones import country_of, zones_of


def lock(whole: Any, day: date | None, time_zone: str = "", *, plans: bool = False) -> Any:
    """The row of a visit or a mission, so that nobody cancels or moves it meanwhile.

    Refuses what is planned in one that was cancelled, or on a day outside it, with NotPossible;
    and on a mission what is planned by the clocks of a country it is in on other days. `plans`
    says that something is still to come of it, which a completed mission does not take.
    """
    locked: Any = type(whole)._default_manager.select_for_update().get(pk=whole.pk)
    is_visit = isinstance(locked, Visit)
    if locked.state == (Visit.State.CANCELLED if is_visit else Mission.State.CANCELLED):
        said = _("The visit was cancelled.") if is_visit else _("The mission was cancelled.")
        raise NotPossible(said, "visit" if is_visit else "mission")
    if day and not _may_include(locked, day):
        said = (
            _("The visit lasts from %(when)s; this is outside it.")
            if is_visit
            else _("The mission lasts from %(when)s; this is outside it.")
        )
        raise NotPossible(said % {"when": locked.when}, "day")
    if isinstance(locked, Mission):
        if plans and locked.state == Mission.State.COMPLETED:
            raise NotPossible(_("The mission is completed: nothing more is planned."), "mission")
        if day:
            _see_that_it_is_there(locked, day, time_zone)
    return locked


def keep_what_is_planned(whole: Visit | Mission) -> None:
    """Refuse days of a visit or a mission that leave out what is planned. Raises NotPossible."""
    if whole.pk is None:
        return
    outside = Q(pk__in=[])
    if whole.begins_earliest:
        outside |= Q(day__lt=whole.begins_earliest)
    if whole.ends_latest:
        outside |= Q(day__gt=whole.ends_latest)
    part = {"visit" if isinstance(whole, Visit) else "mission": whole.pk}
    planned = Meeting.objects.filter(outside, state=Meeting.State.PLANNED, **part).count()
    if planned:
        said = ngettext(
            "%(count)s planned meeting would lie outside these days. Move it first.",
            "%(count)s planned meetings would lie outside these days. Move them first.",
            planned,
        )
        raise NotPossible(said % {"count": planned}, "begins")
    items = AgendaItem.objects.filter(outside, **part).count()
    if items:
        said = ngettext(
            "%(count)s item of the agenda would lie outside these days. Move it first.",
            "%(count)s items of the agenda would lie outside these days. Move them first.",
            items,
        )
        raise NotPossible(said % {"count": items}, "begins")


visits.mind_days(keep_what_is_planned)


def keep_what_is_planned_there(leg: MissionLeg) -> None:
    """Refuse days of a leg that leave out what is planned by the clocks of its country.

    The leg has its new days already. Raises NotPossible, and the caller takes them back.
    """
    if leg.country is None:
        return
    stays = list(leg.mission.legs.filter(country=leg.country))
    zones = zones_of(leg.country.code)
    there = {"mission": leg.mission_id, "time_zone__in": zones, "day__isnull": False}
    meetings = Meeting.objects.filter(state=Meeting.State.PLANNED, **there).values_list("day")
    items = AgendaItem.objects.filter(**there).values_list("day")
    days = [day for rows in (meetings, items) for (day,) in rows]
    left_out = sum(not any(_may_include(stay, day) for stay in stays) for day in days)
    if left_out:
        said = ngettext(
            "%(count)s entry of the agenda would lie outside these days. Move it first.",
            "%(count)s entries of the agenda would lie outside these days. Move them first.",
            left_out,
        )
        raise NotPossible(said % {"count": left_out}, "begins")


def lock_event(event: Event) -> Event:
    """The row of an event, so that nobody cancels it meanwhile. NotPossible for a cancelled one."""
    locked: Event = Event.objects.select_for_update().get(pk=event.pk)
    if locked.state == Event.State.CANCELLED:
        raise NotPossible(_("The event was cancelled."), "event")
    return locked


class Guest(NamedTuple):
    """Somebody asked to something on a mission: a company, and who of it where that is said."""

    company_id: int | None
    contact_id: int | None = None


def see_that_they_come(mission: Mission | None, guests: Iterable[Guest]) -> None:
    """Refuse to plan anything with who has withdrawn from the mission. Raises NotPossible."""
    asked = [(one.company_id, one.contact_id) for one in guests if one.company_id is not None]
    if mission is None or not asked:
        return
    members = MissionMember.objects.filter(
        mission=mission.pk, company__in={company_id for company_id, _contact_id in asked}
    )
    states: dict[int, dict[int | None, str]] = {}
    for company_id, contact_id, state in members.values_list("company", "contact", "state"):
        states.setdefault(company_id, {})[contact_id] = state
    for company_id, contact_id in asked:
        of_company = states.get(company_id, {})
        if has_withdrawn(of_company.values()):
            who: Any = Company.objects.get(pk=company_id)
        elif contact_id and of_company.get(contact_id) == MissionMember.State.WITHDRAWN:
            who = Contact.objects.get(pk=contact_id)
        else:
            continue
        raise NotPossible(_("%(who)s has withdrawn from the mission.") % {"who": who})


def _see_that_it_is_there(mission: Mission, day: date, time_zone: str) -> None:
    country = country_of(time_zone)
    stays = list(
        mission.legs.filter(country__code=country)
        .select_related("country")
        .order_by("begins_earliest", "pk")
    )
    if stays and not any(_may_include(stay, day) for stay in stays):
        raise NotPossible(
            _("The mission is in %(country)s on %(when)s; this is on another day.")
            % {"country": stays[0].country, "when": "; ".join(stay.when for stay in stays)},
            "day",
        )


def _may_include(stay: Period, day: date) -> bool:
    """Whether a stay may include a day, as far as its ends are known."""
    first, last = stay.begins_earliest, stay.ends_latest
    return not ((first and day < first) or (last and day > last))
