"""A life line: posts, visits and what came of them, year by year."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from delegates.models import Delegate, Posting, Visit
from itpo.office.chain import Moment


class Year(NamedTuple):
    """What happened in one year; `name` is empty for what has no date."""

    name: str
    moments: list[Moment]


def by_year(moments: Iterable[Moment]) -> list[Year]:
    """The latest year first; what has no date comes last."""

    def year(moment: Moment) -> int:
        return moment.on.year if moment.on else 0

    every = list(moments)
    undated = [one for one in every if one.on is None]
    dated = sorted((one for one in every if one.on), key=lambda one: str(one.on), reverse=True)
    years = [Year(str(number), list(some)) for number, some in groupby(dated, key=year)]
    return [*years, Year("", undated)] if undated else years


def posts(postings: Iterable[Posting]) -> list[Moment]:
    return [
        Moment(
            posting.begins_earliest,
            posting.when,
            posting.post or _("Post not known"),
            posting.agency.full_name
            + (
                " · " + _("formerly %(name)s") % {"name": posting.agency.predecessor.full_name}
                if posting.agency.predecessor
                else ""
            ),
            posting.agency.get_absolute_url(),
            "now" if posting.is_current else "post",
        )
        for posting in postings
    ]


def by_delegate(rows: Iterable[Visit]) -> list[tuple[Delegate, list[Visit]]]:
    """Who came, whoever came last first, and each time they did."""
    came: dict[Delegate, list[Visit]] = {}
    for visit in rows:
        came.setdefault(visit.delegate, []).append(visit)
    return list(came.items())


def visits(rows: Iterable[Visit], *, name_them: bool = False) -> list[Moment]:
    """The visits, each by the name of who came where they are several people's."""
    return [
        Moment(
            visit.begins_earliest,
            visit.when,
            _("Visit of %(who)s") % {"who": visit.delegate} if name_them else _("Visit to Japan"),
            " · ".join(str(one) for one in (visit.purpose, visit.programme) if one),
            visit.get_absolute_url(),
            "visit",
            "" if visit.state == Visit.State.COMPLETED else visit.get_state_display(),
        )
        for visit in rows
    ]
