"""The report on paper: what the page says, for whoever printed it."""

from datetime import datetime
from typing import Any

from django.utils import translation

from deals.impact import deal_lines, report, rows
from deals.impact.scope import Scope
from deals.models import Claim
from deals.money import Step
from itpo.office import letterhead, wording
from itpo.office.models import Office, User
from itpo.office.partial_dates import day_shown
from itpo.office.sheets import INTERNAL
from itpo.office.typesetting import typeset

LANGUAGE = "en"  # what the office says among itself has no other
MOST_DEALS = 150
CONFIDENTIAL = "contains confidential deals"


def made(scope: Scope, viewer: User, *, at: datetime) -> bytes:
    """The PDF, of what somebody may see."""
    with translation.override(LANGUAGE):
        return typeset("impact", facts(scope, viewer, at), LANGUAGE, at=at)


def facts(scope: Scope, viewer: User, at: datetime) -> dict[str, Any]:
    """What the template prints, in words."""
    found = report.of(scope, viewer)
    office = viewer.office or Office.objects.order_by("pk").first()
    deals = list(deal_lines.in_report(scope, viewer)[: MOST_DEALS + 1])
    lines = deal_lines.lines(deals[:MOST_DEALS])
    secret = rows.deals(scope, viewer).filter(is_confidential=True).exists()
    mark = f"{INTERNAL[LANGUAGE]} · {viewer}"
    return {
        "title": f"Impact: {scope.name}",
        "office": letterhead.in_words(letterhead.facts_of(office), LANGUAGE) if office else {},
        "author": office.name if office else "",
        "date": wording.day(viewer.today(at).isoformat(), LANGUAGE),
        "mark": f"{mark} · {CONFIDENTIAL}" if secret else mark,
        "years": scope.years,
        "story": found.story,
        "stairs": [_stair(one) for one in found.stairs],
        "between": [{"name": one.name, "said": one.said, "note": one.note} for one in found.years],
        "columns": [str(cell.column.label) for cell in found.lines[0].cells],
        "figures": [_figures(one) for one in found.lines],
        "left_out": found.left_out,
        "rates": [_rate(one) for one in found.rates],
        "gaps": [one.words for one in found.gaps],
        "deals": [_deal(one) for one in lines],
        "anonymous": found.anonymous,
        "deals_left_out": max(found.funnel["deals"] - MOST_DEALS, 0),
        "transfers": [_transfer(one) for one in found.transfers],
        "costs": [
            {
                "known": one.shown,
                "planned": one.planned_shown,
                "per_job": one.per_job_shown,
            }
            for one in found.costs.by_currency
        ],
        "costs_known": {
            "programmes": [found.costs.programmes_known, found.costs.programmes],
            "missions": [found.costs.missions_known, found.costs.missions],
        },
    }


def _stair(stair: report.Stair) -> dict[str, Any]:
    return {
        "name": str(stair.name),
        "number": f"{stair.number:,}",
        "note": stair.note,
        "turns": [turn.words for turn in stair.turns],
    }


def _figures(line: Any) -> dict[str, Any]:
    return {
        "name": str(line.metric.label),
        "cells": [_cell(cell) for cell in line.cells],
    }


def _cell(cell: Any) -> dict[str, Any]:
    return {
        "sums": [{"said": one.shown, "note": one.note} for one in cell.sums],
        "converted": cell.converted.shown or cell.converted.missing,
    }


def _rate(step: Step) -> str:
    one, other = step.pair
    rate = f"1 {one} = {step.rate_shown} {other}"
    return f"{rate} ({day_shown(step.known.on)}, {step.known.source})"


def _deal(line: deal_lines.DealLine) -> dict[str, Any]:
    deal = line.deal
    return {
        "title": deal.title,
        "companies": deal.company_names,
        "stage": str(deal.get_stage_display()),
        "status": str(deal.get_status_display()) if deal.is_ended else "",
        "figures": [_claim(one) for one in line.figures],
        "strongest": str(line.strongest),
        "secret": deal.is_confidential,
    }


def _claim(claim: Claim) -> str:
    checked = ", verified" if claim.is_verified else ""
    return f"{claim} ({str(claim.get_phase_display()).lower()}{checked})"


def _transfer(one: Any) -> dict[str, Any]:
    return {
        "where": str(one.institution or ""),
        "deal": one.deal.title,
        "cells": [
            [f"{claim.value_shown} ({str(claim.get_phase_display()).lower()})" for claim in claims]
            for claims in one.cells
        ],
    }
