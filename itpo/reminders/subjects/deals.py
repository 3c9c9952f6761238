"""Rules about deals: each is heard of at its own rhythm, or its office's."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as _

from deals.models import Deal
from deals.models.deals import ENDED, Stage
from itpo.office.days import DaysAfter
from itpo.office.models import FollowUp, Office
from itpo.office.models.rules import Anchor, Condition, Subject
from itpo.office.reasons import Reason
from itpo.reminders.subjects.base import About, Rows, of_office, owned_by, owner_of


def silent_for_its_rhythm(rows: Any, office: Office) -> Rows:
    rhythm = Coalesce("rhythm_days", "office__deal_rhythm_days")
    silent: Rows = rows.with_silent_since()
    return silent.annotate(anchor_day=DaysAfter(F("silent_since"), rhythm))


def has_nothing_planned(rows: Rows) -> Rows:
    """Without an open follow-up, those of rules like this one aside."""
    planned = FollowUp.objects.open().filter(deals=OuterRef("pk"))
    ours = FollowUp.objects.filter(pk=OuterRef("pk"), rule__subject=Subject.DEAL)
    return rows.exclude(Exists(planned.exclude(Exists(ours))))


def why_gone(deal: Deal) -> Reason | None:
    if deal.status in ENDED:
        return Reason(_("Lost or given up: %(why)s"), {"why": deal.lost_because})
    return Reason(_("It is operational.")) if deal.stage == Stage.OPERATIONAL else None


ABOUT = About(
    model=Deal,
    rows=lambda: Deal.objects.open(),
    of_office=of_office("office"),
    anchors={Anchor.RHYTHM: silent_for_its_rhythm},
    conditions={Condition.UNPLANNED: has_nothing_planned},
    owned=owned_by("owner"),
    owners=owner_of("owner"),
    why_gone=why_gone,
    related=("owner", "country"),
    countries=lambda deal: [deal.country.code] if deal.country else [],
    abroad=F("country__code"),
    recurs=True,
    every=timedelta(hours=1),  # when each was last heard of is looked up in five tables
)
