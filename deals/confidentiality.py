"""What hangs on a confidential deal is restricted with it, and opened again when it is.

A deal remembers what became restricted because of it: nothing else is opened. Its owner sees what
was restricted so, whoever looks after that; others who look after some of it keep that, and read
the deal's other name where it is called by its name.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deals.models import Contribution, Deal
from investors import restricting
from investors.models import Meeting
from itpo.office import chain
from itpo.office.history import sign
from itpo.office.models import Document, FollowUp, User

WORDS = 200  # characters; the length of the column
MOST_NAMED = 10  # meetings, in the form


@dataclass(frozen=True)
class Hanging:
    """What is restricted together with a deal."""

    follow_ups: list[FollowUp]
    meetings: list[Meeting]
    documents: list[Document]


def hanging_on(deal: Deal) -> Hanging:
    """Its follow-ups, the evidence of its figures, and the meetings that helped no open deal."""
    helped = Contribution.objects.helped().exclude(meeting=None)
    elsewhere = helped.filter(deal__is_confidential=False).exclude(deal=deal)
    meetings = Meeting.objects.filter(
        office=deal.office_id, pk__in=helped.filter(deal=deal).values("meeting")
    ).exclude(pk__in=elsewhere.values("meeting"))
    follow_ups = FollowUp.objects.filter(
        Q(deals=deal) | Q(claims__deal=deal) | Q(meetings__in=meetings), office=deal.office_id
    )
    documents = Document.objects.filter(
        Q(claims__deal=deal) | Q(verifications__claim__deal=deal), office=deal.office_id
    )
    return Hanging(
        follow_ups=list(follow_ups.distinct().order_by("pk")),
        meetings=list(meetings.order_by("pk")),
        documents=list(documents.distinct().order_by("pk")),
    )


@transaction.atomic
def settle(*, deal: Deal, by: User, at: datetime | None = None) -> None:
    """Restrict what hangs on a deal while it is confidential; open what it restricted when not.

    To be called whenever it becomes one or the other, gets another owner, or has something more
    hanging on it. Doing it twice changes nothing.
    """
    locked: Deal = Deal.objects.select_for_update().get(pk=deal.pk)
    at = at or timezone.now()
    if locked.is_confidential:
        _hide(locked, by, at)
    else:
        _open(locked, by, at)


def keep(*, deal: Deal, by: User, at: datetime) -> None:
    """Restrict what was just hung on a deal, if it is confidential; or tell its new owner."""
    if deal.is_confidential:
        settle(deal=deal, by=by, at=at)


@transaction.atomic
def inherit(*, deal: Deal, follow_up: FollowUp) -> None:
    """Have what was just promised about a confidential deal share its fate.

    The deal is looked at again: it may have become confidential since it was fetched.
    """
    deal = Deal.objects.select_for_update().get(pk=deal.pk)
    if not deal.is_confidential:
        return
    deal.hidden_follow_ups.add(follow_up)
    FollowUp.objects.filter(pk=follow_up.pk).update(is_restricted=True, confided_to=deal.owner_id)
    _call_it_rightly(deal, [follow_up])


def look_again(deals: Collection[Deal]) -> None:
    """Lock some deals, and have each say whether it is confidential now."""
    rows = Deal.objects.select_for_update().filter(pk__in={deal.pk for deal in deals})
    now = dict(rows.order_by("pk").values_list("pk", "is_confidential"))
    for deal in deals:
        deal.is_confidential = now.get(deal.pk, deal.is_confidential)


def _hide(deal: Deal, by: User, at: datetime) -> None:
    there = hanging_on(deal)
    for meeting in there.meetings:
        if not meeting.is_restricted:
            restricting.restrict(meeting=meeting, confided_to=deal.owner, by=by, at=at)
            deal.hidden_meetings.add(meeting)
        elif _keepers(deal.hidden_meetings, meeting).exists():
            deal.hidden_meetings.add(meeting)
    pairs: Any = (
        (there.follow_ups, deal.hidden_follow_ups),
        (there.documents, deal.hidden_documents),
    )
    for rows, hidden in pairs:
        for row in rows:
            if not row.is_restricted:
                row.is_restricted = True
                row.confided_to = deal.owner
                _save(row, by)
                hidden.add(row)
            elif _keepers(hidden, row).exists():
                hidden.add(row)
    for meeting in deal.hidden_meetings.exclude(confided_to=deal.owner_id):
        restricting.confide(meeting=meeting, to=deal.owner, by=by)
    for hidden in (deal.hidden_follow_ups, deal.hidden_documents):
        for row in hidden.exclude(confided_to=deal.owner_id):
            row.confided_to = deal.owner
            _save(row, by)
    _call_it_rightly(deal, there.follow_ups)


def _open(deal: Deal, by: User, at: datetime) -> None:
    for hidden in (deal.hidden_follow_ups, deal.hidden_documents, deal.hidden_meetings):
        for row in hidden.all():
            _hand_back(deal, hidden, row, by, at)
    _call_it_rightly(deal, list(deal.hidden_follow_ups.all()))
    for hidden in (deal.hidden_follow_ups, deal.hidden_documents, deal.hidden_meetings):
        hidden.clear()


def _hand_back(deal: Deal, hidden: Any, row: Any, by: User, at: datetime) -> None:
    """Open one row, unless another confidential deal keeps it."""
    keeper = _keepers(hidden, row).exclude(pk=deal.pk).order_by("pk").first()
    if isinstance(row, Meeting):
        if keeper:
            restricting.confide(meeting=row, to=keeper.owner, by=by)
        elif row.is_restricted:
            restricting.open_up(meeting=row, by=by, at=at)
        return
    row.is_restricted = row.is_restricted and keeper is not None
    row.confided_to = keeper.owner if keeper else None
    _save(row, by)


def _keepers(hidden: Any, row: Any) -> Any:
    """The confidential deals on whose account a row is restricted."""
    links = hidden.through.objects.filter(**{hidden.target_field_name: row.pk})
    return Deal.objects.filter(pk__in=links.values("deal"), is_confidential=True)


def _save(row: Any, by: User) -> None:
    sign(row, by)
    row.save(update_fields=["is_restricted", "confided_to"])


def _call_it_rightly(deal: Deal, follow_ups: list[FollowUp]) -> None:
    """Name the deal to who may see it, and to others who promised something by its other name.

    In what was, too: earlier versions are read by whoever reads this one.
    """
    own = {deal.get_absolute_url(), *(one.get_absolute_url() for one in deal.claims.all())}
    numbers = [one.pk for one in follow_ups]
    for step in FollowUp.objects.filter(pk__in=numbers).select_related("owner"):
        is_anonymous = step.about_url == step.get_absolute_url()
        if _may_see(step.owner, deal) and is_anonymous:
            _call(step, chain.in_words(deal)[:WORDS], deal.get_absolute_url())
        elif not _may_see(step.owner, deal) and (is_anonymous or step.about_url in own):
            # It leads to itself: so much is known of what it is about.
            _call(step, deal.anonymous_description[:WORDS], step.get_absolute_url())


def _may_see(user: User, deal: Deal) -> bool:
    return not deal.is_confidential or user.pk == deal.owner_id or user.sees_restricted


def _call(step: FollowUp, words: str, url: str) -> None:
    said = {"about": words, "about_url": url}
    FollowUp.objects.filter(pk=step.pk).update(**said)
    step.history.update(**said)


def told_beforehand(deal: Deal) -> str:
    """What becomes restricted when a deal becomes confidential, for its form; blank for nothing."""
    there = hanging_on(deal)
    follow_ups = [one for one in there.follow_ups if not one.is_restricted]
    meetings = [one for one in there.meetings if not one.is_restricted]
    words = []
    if follow_ups:
        said = ngettext("%(count)d follow-up", "%(count)d follow-ups", len(follow_ups))
        words.append(said % {"count": len(follow_ups)})
    if meetings:
        said = ngettext("%(count)d meeting", "%(count)d meetings", len(meetings))
        named = [f"“{one}”" for one in meetings[:MOST_NAMED]]
        if len(meetings) > MOST_NAMED:
            named.append("…")
        words.append(f"{said % {'count': len(meetings)}} ({', '.join(named)})")
    if not words:
        return ""
    return _(
        "Restricted with it, and opened with it again: %(what)s. A meeting that helped another "
        "open deal stays as it is."
    ) % {"what": "; ".join(words)}
