"""What the deal list says about the deals of one page: three queries for any number of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deals.claims import Key, Reported, reported
from deals.models import Claim, Deal, DealCompany, Stage
from itpo.office.admin_due import due_words
from itpo.office.models import FollowUp, User

Figures = dict[Key, Reported]
JOBS = Claim.Metric.JOBS
Phase = Claim.Phase


class DealRow(NamedTuple):
    """The words of one row; None is said as “not known” by the list."""

    companies: str | None
    age: str | None
    next_step: str | SafeString
    planned_jobs: str | None
    verified_jobs: str | None


def rows_of(
    deals: Iterable[Deal], viewer: User, today: date, steps: dict[int, FollowUp] | None = None
) -> dict[int, DealRow]:
    """The words for each deal, by its number. `today` is the viewer's.

    `steps` where somebody has asked for the next steps already.
    """
    deals = list(deals)
    numbers = [deal.pk for deal in deals]
    companies = _companies(numbers)
    steps = next_steps(numbers, viewer) if steps is None else steps
    figures = _job_figures(numbers, viewer)
    return {
        deal.pk: DealRow(
            companies=", ".join(companies[deal.pk]) or None,
            age=age_in_stage(deal, today),
            next_step=next_step(deal, steps.get(deal.pk), today),
            planned_jobs=planned_jobs(figures[deal.pk]),
            verified_jobs=verified_jobs(figures[deal.pk]),
        )
        for deal in deals
    }


def age_in_stage(deal: Deal, today: date) -> str | None:
    """How long the deal has been in its stage, in days; None where that is not known."""
    if deal.stage_since is None:
        return None
    return days_in_words((today - deal.stage_since).days)


def days_in_words(days: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def next_step(deal: Deal, step: FollowUp | None, today: date) -> str | SafeString:
    """What is to be done next and until when; a deal still open without one says so."""
    if step is not None:
        return format_html("{}<br>{}", step.what, due_words(step.due_on, today))
    if deal.is_ended or deal.stage == Stage.OPERATIONAL:
        return _("nothing more to do")
    return format_html('<span class="tag late">{}</span>', _("nothing planned"))


def planned_jobs(figures: Figures) -> str | None:
    """The planned figure; else the announced one, by its name, for it is not the same."""
    if (planned := figures.get((JOBS, Phase.PLANNED, None))) is not None:
        return planned.claim.value_shown
    if (announced := figures.get((JOBS, Phase.ANNOUNCED, None))) is not None:
        return _("%(figure)s announced") % {"figure": announced.claim.value_shown}
    return None


def verified_jobs(figures: Figures) -> str | SafeString | None:
    """The actual figure a second person checked; one that waits for that says so."""
    actual = figures.get((JOBS, Phase.ACTUAL, None))
    if actual is None:
        return None
    if actual.claim.is_verified:
        return format_html('<span class="good">{}</span>', actual.claim.value_shown)
    if actual.claim.value is None:
        return actual.claim.value_shown
    return _("%(figure)s, to verify") % {"figure": actual.claim.value_shown}


def _companies(numbers: list[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    roles = DealCompany.objects.filter(deal__in=numbers).order_by("pk")
    for deal, name in roles.values_list("deal", "company__name"):
        names[deal].append(name)
    return names


def next_steps(numbers: list[int], viewer: User) -> dict[int, FollowUp]:
    """The earliest open follow-up of each deal that the viewer may see."""
    open_ones = FollowUp.objects.visible_to(viewer).open()
    steps: dict[int, FollowUp] = {}
    links = Deal.follow_ups.through.objects.filter(
        deal__in=numbers, followup__in=open_ones.values("pk")
    )
    for link in links.select_related("followup").order_by("followup__due_on", "followup"):
        steps.setdefault(link.deal_id, link.followup)
    return steps


def _job_figures(numbers: list[int], viewer: User) -> dict[int, Figures]:
    """The reported job figures of each deal, phase by phase; nothing is added up."""
    claims: dict[int, list[Claim]] = defaultdict(list)
    seen = Claim.objects.visible_to(viewer).standing()
    for claim in seen.filter(deal__in=numbers, metric=JOBS):
        claims[claim.deal_id].append(claim)
    return defaultdict(dict, {deal: reported(several) for deal, several in claims.items()})
