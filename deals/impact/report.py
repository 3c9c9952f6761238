"""The whole report: its page, its paper and its workbook are made of this."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deals.converting import HiddenSums, converter_for, summed
from deals.impact import costs, figures, funnel, rows, story, transfers
from deals.impact.deal_lines import running_with_help
from deals.impact.figures import Line
from deals.impact.funnel import Between, Funnel, Step
from deals.impact.scope import Scope
from deals.models import Claim, Deal
from deals.money import Step as RateStep
from deals.rollup import Column, Figures, hidden_from, rolled_up
from itpo.office.models import User

MOST_TRANSFERS = 200  # claims


STEPS: dict[Step, str | Promise] = {
    Step.VISIT: gettext_lazy("First visit that helped"),
    Step.IDENTIFIED: gettext_lazy("deal identified"),
    Step.DECIDED: gettext_lazy("decision"),
    Step.OPERATIONAL: gettext_lazy("operational"),
    Step.VERIFIED: gettext_lazy("first result verified"),
}


class Turn(NamedTuple):
    """What became of a step, in words, and where the evidence for it is listed."""

    words: str
    url: str


@dataclass(frozen=True)
class Stair:
    """One step of the funnel: how many, the list of them, and what became of them."""

    name: str | Promise
    number: int
    url: str
    turns: list[Turn] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Report:
    """What somebody sees of what became of the office's work."""

    scope: Scope
    funnel: Funnel
    figures: Figures
    stairs: list[Stair]
    years: list[Any]
    lines: list[Line]
    rates: list[RateStep]  # by which money was converted
    anonymous: list[str]  # what others may call the confidential deals
    gaps: list[Turn]
    transfers: list[transfers.Transfer]
    costs: costs.Costs
    story: list[str]

    @property
    def left_out(self) -> str:
        """How many figures lie inside larger ones, in words."""
        number = self.figures.left_out
        if not number:
            return ""
        return ngettext(
            "%(count)s figure is not added: it lies inside a larger deal's.",
            "%(count)s figures are not added: they lie inside a larger deal's.",
            number,
        ) % {"count": number}


def of(scope: Scope, viewer: User) -> Report:
    """Everything but the deals themselves, see `deal_lines`. Eight queries at most."""
    counted = funnel.counted(scope, viewer)
    sums = rolled_up(rows.deals(scope, viewer), with_days=True)[""]
    # Where confidential deals enter at all, see deals/rollup/hidden.py: only what is not narrowed.
    hidden: HiddenSums = {} if scope.is_narrowed else hidden_from(viewer)
    converter = converter_for(sums.dated, viewer)
    lines = figures.lines(sums, hidden, scope, converter)
    jobs = [one.value for one in summed(sums, hidden, Claim.Metric.JOBS, Column.VERIFIED)]
    return Report(
        scope=scope,
        funnel=counted,
        figures=sums,
        stairs=_stairs(counted, scope),
        years=[YearsShown(one) for one in counted.between],
        lines=lines,
        rates=converter.steps,
        anonymous=[] if scope.is_narrowed else Deal.objects.anonymous_to(viewer),
        gaps=list(_gaps(counted, scope)),
        transfers=transfers.transfers(scope, viewer, MOST_TRANSFERS),
        costs=costs.spent(scope, viewer, counted, jobs[0] if jobs else None),
        story=_story(scope, viewer, counted, sums),
    )


def _story(scope: Scope, viewer: User, counted: Funnel, sums: Figures) -> list[str]:
    if scope.country is None:
        return []
    running = list(running_with_help(scope, viewer)[:MOST_TRANSFERS])
    for deal in running:
        deal.ran = counted.ran.get(deal.pk)
    return story.told(scope.country, counted, sums, running)


def _stairs(counted: Funnel, scope: Scope) -> list[Stair]:
    def helped(what: str) -> str:
        return scope.list_of("deals:contributions", any_year=True, what=what, helped="yes")

    visits, meetings = counted["visits"], counted["meetings"]
    missions, deals = counted["missions"], counted["deals"]
    return [
        Stair(
            _("Delegates who came"),
            counted["delegates"],
            scope.list_of("delegates:delegates", came="yes"),
            _turns(
                counted["delegates"],
                [(_("came on a visit that helped a deal"), "delegates helped", helped("visit"))],
                counted,
            ),
        ),
        Stair(
            _("Visits"),
            visits,
            scope.list_of("delegates:visits", came="yes"),
            _turns(
                visits,
                [
                    (_("had a meeting that was held"), "visits met", ""),
                    (_("helped a deal"), "visits helped", helped("visit")),
                ],
                counted,
            ),
            _undated(counted, "visits"),
        ),
        Stair(
            _("Meetings held"),
            meetings,
            scope.list_of("investors:meetings", state="held"),
            _turns(
                meetings,
                [
                    (
                        _("are themselves an accepted contribution to a deal"),
                        "meetings helped",
                        helped("meeting"),
                    )
                ],
                counted,
            ),
        ),
        Stair(
            _("Missions"),
            missions,
            helped("mission")
            if scope.programme
            else scope.list_of("investors:missions", went="yes", ours="yes"),
            _turns(missions, [(_("helped a deal"), "missions helped", helped("mission"))], counted),
            _undated(counted, "missions"),
        ),
        Stair(
            _("Deals"),
            deals,
            scope.list_of("deals:deals"),
            _turns(
                deals,
                [
                    (
                        _("have an accepted contribution of ours"),
                        "deals helped",
                        scope.list_of("deals:deals", helped="yes"),
                    ),
                    (
                        _("are concluded, or operational by now"),
                        "deals concluded",
                        scope.list_of("deals:deals", reached="concluded"),
                    ),
                    (
                        _("are operational"),
                        "deals operational",
                        scope.list_of("deals:deals", stage="operational"),
                    ),
                    (
                        _("were lost or given up"),
                        "deals ended",
                        scope.list_of("deals:deals", ended="yes"),
                    ),
                ],
                counted,
            ),
        ),
        Stair(
            _("Verified results"),
            counted["results"],
            scope.list_of("deals:claims", about="deal", checked="yes"),
            _turns(
                deals,
                [
                    (
                        _("deals have a verified result"),
                        "deals verified",
                        scope.list_of("deals:claims", about="deal", checked="yes"),
                    )
                ],
                counted,
            ),
        ),
    ]


def _turns(whole: int, said: Iterable[tuple[str, str, str]], counted: Funnel) -> list[Turn]:
    """“3 of 10 helped a deal (30 %)”; nothing of nothing."""
    if not whole:
        return []
    return [
        Turn(
            _("%(part)s of %(whole)s %(what)s (%(share)s %%)")
            % {
                "part": f"{counted[name]:,}",
                "whole": f"{whole:,}",
                "what": words,
                "share": round(100 * counted[name] / whole),
            },
            url if counted[name] else "",
        )
        for words, name, url in said
    ]


def _undated(counted: Funnel, what: str) -> str:
    number = counted.when.get(what, funnel.NEVER).undated
    if not number:
        return ""
    return ngettext("%(count)s without a date", "%(count)s without a date", number) % {
        "count": number
    }


class YearsShown:
    """The years between two steps, in words."""

    def __init__(self, between: Between) -> None:
        self.between = between

    @property
    def name(self) -> str:
        return _("%(since)s → %(until)s") % {
            "since": STEPS[self.between.since],
            "until": STEPS[self.between.until],
        }

    @property
    def said(self) -> str:
        """“2.5 years, the median of 3”; empty where nobody knows."""
        if self.between.median is None:
            return ""
        number = len(self.between.years)
        sentence = ngettext(
            "%(years)s years, of the one deal",
            "%(years)s years, the median of %(count)s deals",
            number,
        )
        return sentence % {"years": f"{self.between.median:g}", "count": number}

    @property
    def note(self) -> str:
        """Of how many deals it is not known, and of how many the order is another."""
        notes = []
        if self.between.unknown:
            notes.append(_("not known to the year of %(count)s") % {"count": self.between.unknown})
        if self.between.reversed:
            notes.append(_("the other way round in %(count)s") % {"count": self.between.reversed})
        return "; ".join(notes)


def _gaps(counted: Funnel, scope: Scope) -> Iterable[Turn]:
    """What is claimed and cannot be backed, said openly."""
    said = [
        (
            "figures unverified",
            ngettext(
                "%(count)s figure is said to be real, and nobody here has verified it",
                "%(count)s figures are said to be real, and nobody here has verified them",
                counted["figures unverified"],
            ),
            scope.list_of("deals:claims", about="deal", checked="waiting"),
        ),
        (
            "deals without help",
            ngettext(
                "%(count)s deal is concluded without any accepted contribution of ours",
                "%(count)s deals are concluded without any accepted contribution of ours",
                counted["deals without help"],
            ),
            scope.list_of("deals:deals", helped="no", reached="concluded"),
        ),
        (
            "help after",
            ngettext(
                "%(count)s contribution came after the decision and cannot have influenced it",
                "%(count)s contributions came after the decision and cannot have influenced it",
                counted["help after"],
            ),
            scope.list_of("deals:contributions", helped="yes", order="after"),
        ),
        (
            "help undated",
            ngettext(
                "%(count)s contribution cannot be set before or after the decision: one of the "
                "days is not known",
                "%(count)s contributions cannot be set before or after the decision: one of the "
                "days is not known",
                counted["help undated"],
            ),
            scope.list_of("deals:contributions", helped="yes", order="undated"),
        ),
    ]
    for name, sentence, url in said:
        if counted[name]:
            yield Turn(sentence % {"count": f"{counted[name]:,}"}, url)
