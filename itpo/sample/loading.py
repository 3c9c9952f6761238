"""Loading the sample."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deals import gates
from deals.importing.activities import import_activities
from deals.importing.deals import import_deals
from itpo.office.models import Milestone, Office
from itpo.office.setup import default_office
from itpo.sample import (
    abroad,
    agendas,
    applications,
    companies,
    confirmations,
    gatherings,
    kept_views,
    meetings,
    mission_papers,
    mission_plans,
    missions,
    morocco,
    papers,
    pipeline,
    programmes,
    promises,
    rates,
    recording,
    schedules,
    transfers,
    visits,
)
from itpo.sample.book import Book, Days
from itpo.sample.people import NotLoaded, hire

HERE = Path(__file__).resolve().parent


class Loaded(NamedTuple):
    """Whether the sample was loaded now, and how many rows it made in all tables."""

    is_new: bool
    rows: int


def is_loaded() -> bool:
    """Whether the sample is there: loaded, and not cleared since."""
    reached = set(Milestone.objects.values_list("name", flat=True))
    return Milestone.SAMPLE_LOADED in reached and Milestone.SAMPLE_CLEARED not in reached


@transaction.atomic
def load(*, at: datetime) -> Loaded:
    """Load the sample around the office's day at `at`, unless it is there. Raises NotLoaded."""
    if settings.PRODUCTION:
        raise NotLoaded(_("The sample is not loaded in production."))
    recording.hold_still()
    if is_loaded():
        return Loaded(False, 0)
    before = recording.rows_now()
    fill(at)
    rows = recording.record_new(before)
    Milestone.objects.update_or_create(
        name=Milestone.SAMPLE_LOADED, defaults={"at": at, "note": f"{rows} rows"}
    )
    Milestone.objects.filter(name=Milestone.SAMPLE_CLEARED).delete()
    return Loaded(True, rows)


def fill(at: datetime) -> None:
    """The real lists first; what was invented stands on their countries."""
    is_made = not Office.objects.exists()
    office = default_office()
    gates.defaults()
    if is_made:
        papers.furnish(office)
        mission_plans.furnish(office)
    for importing, name in ((import_activities, "activities.csv"), (import_deals, "deals.csv")):
        importing(HERE / name, office=office, at=at)
    book = Book(staff=hire(office), days=Days(office, at))
    for part in (
        abroad,
        companies,
        visits,
        programmes,
        applications,
        papers,
        missions,
        mission_plans,
        gatherings,
        meetings,
        agendas,
        schedules,
        mission_papers,
        pipeline,
        confirmations,
        promises,
        morocco,
        transfers,
        rates,
        kept_views,
    ):
        part.add(book)
