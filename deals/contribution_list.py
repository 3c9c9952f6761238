"""The list of what helped the deals: the evidence behind the impact report."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from deals import exports
from deals.models import Contribution
from deals.narrowing import YES_OR_NO, OfDealFilters, after_the_decision, undated
from itpo.office.listing import Column, Listing, in_order

WHAT = [
    ("visit", _("A visit, or a meeting during one")),
    ("mission", _("A mission, or a meeting during one")),
    ("meeting", _("A meeting")),
    ("event", _("An event, or a meeting there")),
]


class ContributionFilters(OfDealFilters):
    what = ChoiceFilter(label=_("What helped"), choices=WHAT, method="by_what")
    strength = ChoiceFilter(label=_("How strongly"), choices=Contribution.Strength.choices)
    role = ChoiceFilter(label=_("In what role"), choices=Contribution.Role.choices)
    helped = ChoiceFilter(label=_("Whether it helped"), choices=YES_OR_NO, method="by_help")
    order = ChoiceFilter(
        label=_("Before the decision"),
        choices=[("after", _("No, after it")), ("undated", _("Nobody knows"))],
        method="by_order",
    )

    def by_what(self, rows: Any, name: str, value: str) -> Any:
        found = rows.exclude(**{f"{value}__isnull": True})
        if value != "meeting":
            found |= rows.exclude(**{f"meeting__{value}__isnull": True})
        return found

    def by_help(self, rows: Any, name: str, value: str) -> Any:
        none = Contribution.Strength.NONE
        return rows.exclude(strength=none) if value == "yes" else rows.filter(strength=none)

    def by_order(self, rows: Any, name: str, value: str) -> Any:
        return after_the_decision(rows) if value == "after" else undated(rows)


CONTRIBUTIONS = Listing(
    page="deals:contributions",
    export=exports.CONTRIBUTIONS,
    title=_("What helped the deals"),
    search_label=_("Search by the deal's title, or the evidence"),
    columns=[
        Column("what", _("What helped")),
        Column("deal", _("Deal"), ("deal__title",)),
        Column("strength", _("How strongly"), (in_order(Contribution.Strength, "strength"),)),
        Column("day", _("When"), (F("day"),), descends=True),
        Column("evidence", _("Evidence")),
    ],
    sorted_by="-day",
    filters=ContributionFilters,
    nothing=_("Nothing is on record yet. Say on the page of a deal what helped it."),
    no_match=_("Nothing matches. Try one word of the deal's title."),
)
