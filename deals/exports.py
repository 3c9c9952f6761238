"""What is taken out of the lists of the deals app, except of the deals themselves."""

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import Prefetch
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from deals import claims
from deals.models import Claim, Contribution, Deal, Institution
from deals.transfers import PHASES
from itpo.office.exporting.columns import (
    Column,
    Export,
    Value,
    columns_of,
    flag,
    linked,
    moment,
    number,
    number_of,
    shown_of,
)
from itpo.office.models import ExchangeRate, User

CLAIMS = Export(
    [
        number(Claim),
        Column("about", _("about"), lambda claim: str(claim.about())),
        linked("institution", _("institution")),
        *shown_of(Claim, "metric", "phase"),
        *columns_of(Claim, "value", "currency"),
        flag("is_not_disclosed", _("not disclosed")),
        *columns_of(Claim, "as_of", "words", "source", "source_url"),
        moment(Claim, "recorded_at"),
        linked("recorder", _("recorded by")),
        moment(Claim, "verified_at"),
        linked("verified_by", _("verified by")),
        *columns_of(Claim, "evidence", "check_again_on"),
        moment(Claim, "withdrawn_at"),
        *columns_of(Claim, "withdrawn_because"),
    ],
    fetched=lambda rows, viewer: rows.select_related("verified_by"),
)

RATES = Export(
    [
        Column("date", _("day"), attrgetter("on")),
        Column("from", _("from"), attrgetter("from_currency")),
        Column("to", _("to"), attrgetter("to_currency")),
        Column("rate", _("rate"), lambda one: one.rate.normalize()),
        *columns_of(ExchangeRate, "source"),
    ]
)


def _what(contribution: Any) -> str:
    thing = contribution.thing()
    return str(thing.delegate if contribution.visit else thing)


CONTRIBUTIONS = Export(
    [
        number(Contribution),
        Column("what", _("what helped"), _what),
        Column("what_kind", _("what that is"), lambda one: str(one.thing()._meta.verbose_name)),
        Column("when", _("when"), lambda one: one.thing().when),
        linked("deal", _("deal"), "deal.title"),
        number_of("deal_id", _("number of the deal"), Deal),
        *shown_of(Contribution, "strength", "role"),
        *columns_of(Contribution, "evidence", "evidence_url"),
        linked("accepted_by", _("accepted by")),
        moment(Contribution, "accepted_at"),
    ]
)


def _with_figures(rows: Any, viewer: User) -> Any:
    seen = Claim.objects.visible_to(viewer)
    return rows.prefetch_related(Prefetch("claims", seen, to_attr="said"))


def _counted(metric: str, phase: str) -> Callable[[Any], Value]:
    """What is reported of an institution, of one metric and phase; blank where nothing is."""

    def value(institution: Any) -> Decimal | None:
        one = claims.reported(institution.said).get((metric, phase, institution.pk))
        return one.claim.value if one else None

    return value


TRANSFERS = Export(
    [
        number(Institution),
        *columns_of(Institution, "name", "city"),
        linked("counterpart", _("counterpart"), "counterpart.name"),
        linked("deal", _("deal"), "deal.title"),
        number_of("deal_id", _("number of the deal"), Deal),
        Column("country", _("country"), lambda one: str(one.deal.country or one.deal.region_typed)),
        linked("technology", _("technology"), "technology.name"),
        *(
            Column(
                f"{metric.value}_{phase.value}",
                format_lazy("{metric}, {phase}", metric=metric.label, phase=phase.label),
                _counted(metric, phase),
            )
            for metric in Claim.TRANSFERRED
            for phase in PHASES
        ),
    ],
    fetched=_with_figures,
)
