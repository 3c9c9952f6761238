"""Rules about former delegates. That they are asked once a year where they work is not one.

The question, its mail and its answer are in delegates/alumni.py; the rules see to it that somebody
asks by telephone when no answer comes, or finds an address where there is none.
"""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_noop as _

from delegates import alumni
from delegates.models import Delegate, PostCheck, Visit
from itpo.office.models import Office
from itpo.office.models.rules import Anchor, Condition
from itpo.office.reasons import Reason
from itpo.reminders.subjects.base import About, Rows


def since_they_were_asked(rows: Rows, office: Office) -> Rows:
    checks = PostCheck.objects.filter(delegate=OuterRef("pk"), office=office).order_by("-year")
    asked = Subquery(checks.values("asked_at")[:1])
    known = rows.filter(Exists(PostCheck.objects.filter(delegate=OuterRef("pk"), office=office)))
    return known.annotate(anchor_day=TruncDate(asked))


def since_they_left(rows: Rows, office: Office) -> Rows:
    """The end of their latest visit, where that was to this office."""
    over = Visit.objects.filter(delegate=OuterRef("pk"), state=Visit.State.COMPLETED)
    latest = over.annotate(last_day=Coalesce("ends_latest", "begins_latest"))
    latest = latest.exclude(last_day=None).order_by("-last_day", "-pk")
    return rows.annotate(
        anchor_day=Subquery(latest.values("last_day")[:1]),
        last_office=Subquery(latest.values("office")[:1]),
    ).filter(last_office=office.pk, anchor_day__isnull=False)


def has_not_answered(rows: Rows) -> Rows:
    """Of what they were asked last, whichever office did."""
    later = PostCheck.objects.filter(delegate=OuterRef("delegate"), year__gt=OuterRef("year"))
    last = PostCheck.objects.filter(delegate=OuterRef("pk"), answer="")
    return rows.filter(Exists(last.exclude(Exists(later))))


def has_no_address(rows: Rows) -> Rows:
    return rows.filter(email="")


def why_gone(delegate: Delegate) -> Reason | None:
    if delegate.archived_at is not None:
        return Reason(_("Archived or merged."))
    return None if delegate.asked_yearly else Reason(_("They asked us not to be asked."))


ABOUT = About(
    model=Delegate,
    rows=lambda: Delegate.objects.current().filter(asked_yearly=True),
    of_office=lambda rows, office: rows,  # shared by all; the days they count from are an office's
    anchors={Anchor.POST_ASKED: since_they_were_asked, Anchor.LEFT: since_they_left},
    conditions={Condition.UNANSWERED: has_not_answered, Condition.NO_ADDRESS: has_no_address},
    owned=lambda rows: rows,
    owners=alumni.hosts,
    why_gone=why_gone,
    related=("country",),
    countries=lambda delegate: [delegate.country.code],
    abroad=F("country__code"),
    recurs=True,
    every=timedelta(hours=1),  # everybody who ever came is looked through
)
