"""Loading it, once."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from deals import gates
from deals.models import Deal
from delegates.models import Agency, Delegate, HostCountry, Programme, Visit
from investors.models import Company, Contact, Event, Meeting, Mission
from itpo.office.models import Milestone, Office, SampleRecord, Sector, Theme, User
from itpo.office.setup import default_office
from itpo.sample import recording
from itpo.sample.people import NotLoaded
from itpo.sample.synthetic import (
    claims,
    companies,
    confirmations,
    contributions,
    deals,
    delegates,
    history,
    kept_views,
    meetings,
    missions,
    money,
    promises,
    transfers,
    visits,
)
from itpo.sample.synthetic.staff import engage
from itpo.sample.synthetic.world import World
from itpo.sample.synthetic.writing import own_moments

MILESTONE = "synthetic loaded"
PARTS = [
    delegates,
    visits,
    companies,
    missions,
    meetings,
    deals,
    claims,
    transfers,
    contributions,
    confirmations,
    money,
    promises,
    kept_views,
]
RECORDS: list[type[Model]] = [
    Office,
    HostCountry,
    Agency,
    Delegate,
    Programme,
    Visit,
    Company,
    Contact,
    Event,
    Mission,
    Meeting,
    Deal,
]


class Loaded(NamedTuple):
    """Whether the rows were made now, and how many of each kind."""

    is_new: bool
    counts: dict[str, int]


def loaded_deals() -> int | None:
    """How many deals were asked for when it was loaded; None when it was not."""
    found = Milestone.objects.filter(name=MILESTONE).first()
    return int(found.note.split()[0]) if found else None


@transaction.atomic
def load(*, number: int, at: datetime) -> Loaded:
    """Fill the database around the office's day at `at`, unless it is. Raises NotLoaded."""
    if settings.PRODUCTION:
        raise NotLoaded(_("Invented deals are not loaded in production."))
    if number < 1:
        raise NotLoaded(_("Say how many deals, at least one."))
    recording.hold_still()
    there = loaded_deals()
    if there == number:
        return Loaded(False, {})
    if there is not None:
        raise NotLoaded(
            _("There are %(there)d invented deals already; another number needs another database.")
            % {"there": there}
        )
    if holds_real_records():
        raise NotLoaded(_("This database holds real records; invented ones are not mixed in."))
    counts = _fill(number, at)
    Milestone.objects.create(name=MILESTONE, at=at, note=f"{number} deals")
    return Loaded(True, counts)


def holds_real_records() -> bool:
    """Whether there is anybody, or anything, that did not come with the sample."""
    if User.objects.filter(is_sample=False).exists():
        return True
    for table in RECORDS:
        known = SampleRecord.objects.filter(model=table._meta.label_lower)
        ours = [int(row) for row in known.values_list("row", flat=True)]
        if table._base_manager.exclude(pk__in=ours).exists():
            return True
    return False


def _fill(number: int, at: datetime) -> dict[str, int]:
    office = default_office()
    gates.defaults()
    officers, managers = engage(office, number)
    world = World(
        deals=number,
        at=at,
        office=office,
        officers=officers,
        managers=managers,
        sectors=list(Sector.objects.order_by("pk")),
        themes=list(Theme.objects.order_by("pk")),
    )
    with own_moments():
        for part in PARTS:
            part.add(world)
    history.begin(at)
    return {
        "deals": len(world.ventures),
        "companies": len(world.firms),
        "delegates": len(world.people),
        "visits": len(world.stays),
        "meetings": len(world.talks),
        "missions": len(world.journeys),
    }
