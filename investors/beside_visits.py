"""What is planned with a delegate on the days of their stay without being part of it.

Whether it falls away with the visit is for somebody to say: they may be reached at home, too.
"""

from collections.abc import Collection

from django.db.models import Q

from delegates.models import Visit
from investors import meetings
from investors.models import Meeting, MeetingParty

IN_PERSON = frozenset({Meeting.Kind.VISIT, Meeting.Kind.SITE, Meeting.Kind.OFFICIAL})


def beside(visit: Visit) -> list[Meeting]:
    """The meetings still to come that belong to no visit, and to no mission: that is abroad."""
    if visit.begins_earliest is None or visit.ends_latest is None:
        return []
    seats = MeetingParty.objects.filter(delegate=visit.delegate_id)
    rows = Meeting.objects.filter(
        office=visit.office_id,
        visit=None,
        mission=None,
        state__in=meetings.STILL_TO_COME,
        day__range=(visit.begins_earliest, visit.ends_latest),
        pk__in=seats.values("meeting"),
    )
    return list(rows.order_by("day", "starts_at", "pk"))


def falling_away(visit: Visit, also: Collection[int] | None) -> Q:
    """Those of them that somebody chose; where nobody was asked, those held in person."""
    found = beside(visit) if also is None or also else []
    chosen = [
        one.pk for one in found if (one.kind in IN_PERSON if also is None else one.pk in also)
    ]
    return Q(pk__in=chosen)
