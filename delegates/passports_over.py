"""Which passports nobody needs any more, and what was left behind of others."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import Q

from delegates.models import Application, Programme, TravelDocument, Visit
from delegates.models.travel import SEALED_FILES
from itpo.office.models import Office

OVER = (Programme.State.COMPLETED, Programme.State.CANCELLED)
# A temporary visitor stays this long at most; what is known of a visit may be its first day.
LONGEST_STAY = timedelta(days=90)
# A file that no row speaks of is being written, or was left behind.
LEFT_BEHIND_AFTER = timedelta(hours=1)


def what_is_over(*, now: datetime) -> Iterator[TravelDocument]:
    """The passports nobody needs any more: of visits past, and of applications come to nothing."""
    for office in Office.objects.order_by("pk"):
        over = _is_over(office.today(now))
        of_office = Q(visit__office=office) | Q(application__programme__office=office)
        yield from TravelDocument.objects.filter(of_office).filter(over).order_by("pk")


def left_behind(*, now: datetime) -> list[str]:
    """Sealed files that no passport speaks of: their writing or their deleting broke off."""
    if not default_storage.exists(SEALED_FILES):
        return []
    _folders, names = default_storage.listdir(SEALED_FILES)
    found = {f"{SEALED_FILES}/{name}" for name in names}
    known = TravelDocument.objects.filter(sealed_scan__in=found).values_list("sealed_scan")
    lost = found.difference(name for (name,) in known)
    return [
        name
        for name in sorted(lost)
        if default_storage.get_modified_time(name) < now - LEFT_BEHIND_AFTER
    ]


def _is_over(today: date) -> Q:
    state, visit = Application.State, Visit.State
    ended = Q(application__programme__state__in=OVER) | Q(
        application__programme__ends_latest__lt=today
    )
    over = Q(application__state__in=[state.DECLINED, state.WITHDRAWN])
    over |= Q(visit=None, application__visit=None) & ended
    for way in ("visit", "application__visit"):
        over |= Q(**{f"{way}__state__in": [visit.COMPLETED, visit.CANCELLED]})
        over |= Q(**{f"{way}__ends_latest__lt": today})
        over |= Q(
            **{f"{way}__ends_latest": None, f"{way}__begins_latest__lt": today - LONGEST_STAY}
        )
    return over
