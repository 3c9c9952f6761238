"""The life of one deal, from the first visit to today: what happened when, and how it is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deals import days
from deals.models import Claim, Confirmation, Contribution, Deal, SiteChange, StageChange
from itpo.office import partial_dates
from itpo.office.models import FollowUp, User


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing that happened. Dates are as exact as they are known; none where nobody knows."""

    kind: str  # the class of its mark
    what: str
    url: str = ""
    first: date | None = None
    last: date | None = None
    when: str = ""
    about: str = ""
    tag: str = ""
    is_good: bool = False
    evidence: str = ""
    evidence_url: str = ""


@dataclass
class Year:
    """What happened in one year, or in the years between which nobody can tell."""

    name: str
    gap: str = ""  # how long nothing was on record before it
    moments: list[Moment] = field(default_factory=list)


@dataclass(frozen=True)
class Lineage:
    """Everything a viewer may see of where a deal came from and what became of it."""

    years: list[Year]
    undated: list[Moment]


def of(deal: Deal, viewer: User, today: date) -> Lineage:
    """The time line of a deal its viewer may see. Seven queries."""
    moments = [
        *_contributions(deal, viewer),
        *_changes(deal, viewer),
        *_decision(deal),
        *_figures(deal, viewer),
        *_confirmations(deal, viewer),
        *_sites(deal, viewer),
        *_promises(deal, viewer),
        *_family(deal, viewer),
    ]
    dated = sorted(
        (one for one in moments if one.first),
        key=lambda one: (one.first, one.last, _place(one)),
    )
    now = Moment(
        kind="now", what=_("Today"), first=today, last=today, when=partial_dates.day_shown(today)
    )
    undated = [one for one in moments if not one.first]
    return Lineage(_by_year([*dated, now] if moments else []), undated)


ORDER = ("visit", "meeting", "mission", "event", "deal", "decision", "figure", "verified")


def _place(moment: Moment) -> int:
    return ORDER.index(moment.kind) if moment.kind in ORDER else len(ORDER)


def _by_year(moments: Iterable[Moment]) -> list[Year]:
    years: list[Year] = []
    before: date | None = None
    for one in moments:
        if one.first is None or one.last is None:
            continue
        name = _year_shown(one.first, one.last)
        if not years or years[-1].name != name:
            years.append(Year(name, _gap(before, one.first)))
        years[-1].moments.append(one)
        before = max(before, one.last) if before else one.last
    return years


def _year_shown(first: date, last: date) -> str:
    """2014; 1990s; 2014–2016."""
    if first.year == last.year:
        return str(first.year)
    if first.year % 10 == 0 and last.year == first.year + 9:
        return _("%(decade)ss") % {"decade": first.year}
    return f"{first.year}–{last.year}"


def _gap(before: date | None, after: date) -> str:
    """“7 years later”, of full years in which certainly nothing is on record."""
    if before is None or after <= before:
        return ""
    years = after.year - before.year - ((after.month, after.day) < (before.month, before.day))
    if years < 2:
        return ""
    return ngettext("%(count)s year later", "%(count)s years later", years) % {"count": years}


def _contributions(deal: Deal, viewer: User) -> Iterator[Moment]:
    """What a person accepted as having helped; its date is that of what helped."""
    rows: Any = Contribution.objects.visible_to(viewer).helped().filter(deal=deal)
    for one in rows.with_things().order_by("pk"):
        thing: Any = one.thing()
        kind = thing._meta.model_name
        yield Moment(
            kind=kind,
            what=_("Visit of %(who)s") % {"who": thing.delegate} if kind == "visit" else str(thing),
            url=thing.get_absolute_url(),
            **_days_of(thing),
            about=str(one.get_role_display()),
            tag=str(one.get_strength_display()),
            is_good=one.strength == Contribution.Strength.DECISIVE,
            evidence=one.evidence,
            evidence_url=one.evidence_url,
        )


def _days_of(thing: Any) -> dict[str, Any]:
    if hasattr(thing, "day"):
        return _on(thing.day)
    return {"first": thing.begins_earliest, "last": thing.begins_latest, "when": thing.when}


def _on(day: date | None) -> dict[str, Any]:
    return {"first": day, "last": day, "when": partial_dates.day_shown(day) if day else ""}


def _partly(thing: Any, name: str) -> dict[str, Any]:
    return {
        "first": getattr(thing, f"{name}_earliest"),
        "last": getattr(thing, f"{name}_latest"),
        "when": getattr(thing, f"{name}_shown"),
    }


def _changes(deal: Deal, viewer: User) -> Iterator[Moment]:
    rows = StageChange.objects.visible_to(viewer).filter(deal=deal).select_related("changed_by")
    for one in rows.order_by("changed_at", "pk"):
        moved = one.from_stage != one.to_stage
        recorded = _("recorded by %(who)s") % {"who": one.changed_by or _("an import")}
        yield Moment(
            kind="deal",
            what=str(one.get_to_stage_display() if moved else one.get_to_status_display()),
            url=deal.get_absolute_url(),
            **_partly(one, "happened"),
            about=" · ".join(filter(None, [one.reason, one.passed_because, recorded])),
            is_good=moved and one.to_stage == "operational",
            tag=_("stage") if moved else _("status"),
        )


def _decision(deal: Deal) -> Iterator[Moment]:
    if deal.decided:
        yield Moment(
            kind="decision",
            what=_("The investor decided"),
            url=deal.get_absolute_url(),
            **_partly(deal, "decided"),
        )


def _figures(deal: Deal, viewer: User) -> Iterator[Moment]:
    """Each figure as of its date; and each time it was verified, with the evidence."""
    rows = Claim.objects.visible_to(viewer).filter(deal=deal)
    for one in rows.select_related("verified_by", "institution").order_by("pk"):
        where = str(one.institution or "")
        yield Moment(
            kind="figure",
            what=str(one),
            url=one.get_absolute_url(),
            **_partly(one, "as_of"),
            about=" · ".join(filter(None, [str(one.get_phase_display()), where, one.words])),
            tag=_("withdrawn") if one.withdrawn_at else "" if one.is_verified else _("unverified"),
            evidence=one.source,
            evidence_url=one.source_url,
        )
        if one.verified_at and not one.withdrawn_at:
            yield Moment(
                kind="verified",
                what=_("%(figure)s: verified") % {"figure": one},
                url=one.get_absolute_url(),
                **_on(viewer.today(one.verified_at)),
                about=_("by %(who)s") % {"who": one.verified_by},
                tag=_("verified"),
                is_good=True,
                evidence=one.evidence,
            )


def _confirmations(deal: Deal, viewer: User) -> Iterator[Moment]:
    rows = Confirmation.objects.visible_to(viewer).filter(deal=deal).exclude(answered_at=None)
    for one in rows.order_by("answered_at", "pk"):
        yield Moment(
            kind="confirmed",
            what=_("The company answered: %(needed)s") % {"needed": one.get_needed_display()},
            url=deal.get_absolute_url(),
            **_on(viewer.today(one.answered_at)),
            about=" · ".join([str(one.get_sooner_display()), str(one.get_without_display())]),
            evidence=one.comment,
        )


def _sites(deal: Deal, viewer: User) -> Iterator[Moment]:
    for one in SiteChange.objects.visible_to(viewer).filter(deal=deal).order_by("pk"):
        yield Moment(
            kind="site",
            what=str(one.get_kind_display()),
            url=deal.get_absolute_url(),
            **_partly(one, "happened"),
            about=one.reason,
            evidence=one.source,
            evidence_url=one.source_url,
        )


def _promises(deal: Deal, viewer: User) -> Iterator[Moment]:
    """What was promised about it, and done."""
    rows: Any = FollowUp.objects.visible_to(viewer).filter(deals=deal, state=FollowUp.State.DONE)
    for one in rows.select_related("owner").order_by("pk"):
        yield Moment(
            kind="promise",
            what=one.what,
            url=reverse("office:follow-up", args=[one.pk]),
            **_on(viewer.today(one.closed_at) if one.closed_at else None),
            about=_("promised and kept, by %(who)s") % {"who": one.owner},
        )


def _family(deal: Deal, viewer: User) -> Iterator[Moment]:
    """The larger deal, its parts and its expansions, each on its day (deals/days.py)."""
    rows = days.with_day(Deal.objects.visible_to(viewer))
    own = rows.filter(parent=deal)
    larger = rows.filter(pk=deal.parent_id or 0)
    for one in (own | larger).order_by("pk"):
        if one.pk == deal.parent_id:
            about = _("the larger deal it belongs to")
        else:
            about = str(one.get_parent_relation_display())
        yield Moment(
            kind="family",
            what=one.title,
            url=reverse("deals:lineage", args=[one.pk]),
            first=one.day_from,
            last=one.day_to,
            when=partial_dates.shown(one.decided_edtf, one.day_from, one.day_to),
            about=about,
            tag=str(one.get_stage_display()),
        )
