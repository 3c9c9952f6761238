"""The stages an import brings deals to, each with its line in the deal's log."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from deals.importing.wording import stage_of, status_of
from deals.models import Deal, StageChange
from deals.models.deals import ENDED
from itpo.office.history import sign
from itpo.office.importing.keeping import Draft, Past
from itpo.office.importing.remembering import in_portions
from itpo.office.models import User

# A list's year is often that of the announcement: it stands in the log, with these words, and
# is not taken for the day since when the deal has been in its stage.
OF_THE_LIST = "The year is the list's; it may be that of the announcement."


def standing(words: str) -> dict[str, Any]:
    """How far a deal has come and how it does, by a list's words; since when, no list says."""
    status = status_of(words)
    return {
        "stage": stage_of(words),
        "stage_since": None,
        "status": status,
        "lost_because": words if status in ENDED else "",
    }


def begin(years: Mapping[Deal, str], at: datetime) -> None:
    """Begin the log of new deals: where each stood when it came in, and since when."""
    StageChange.objects.bulk_create(
        StageChange(
            deal=deal,
            to_stage=deal.stage,
            to_status=deal.status,
            happened=year,
            reason=OF_THE_LIST if year else "",
            changed_at=at,
        )
        for deal, year in years.items()
    )


def follow(drafts: Sequence[Draft[Deal]], at: datetime, by: User | None = None) -> set[int]:
    """Move the deals whose words have just changed, unless a person has moved them since.

    The list does not say when it happened: the day stays blank. Returns who moved, by number.
    """
    drafts = [draft for draft in drafts if draft.wrote("status_typed")]
    past = Past([draft.record for draft in drafts])
    moved: set[int] = set()
    for draft in drafts:
        deal, now = draft.record, standing(draft.record.status_typed)
        is_open = past.open_fields(deal, ["stage", "status"]) == {"stage", "status"}
        if is_open and (deal.stage, deal.status) != (now["stage"], now["status"]):
            _move(draft, now, at, by)
            moved.add(deal.pk)
    return moved


def _move(draft: Draft[Deal], now: dict[str, Any], at: datetime, by: User | None) -> None:
    deal: Any = draft.record
    change = StageChange(deal=deal, from_stage=deal.stage, from_status=deal.status, changed_at=at)
    for name, value in now.items():
        setattr(deal, name, value)
    deal._change_reason = draft.reason
    sign(deal, by)
    deal.save(update_fields=list(now))
    change.to_stage, change.to_status = deal.stage, deal.status
    change.save()


def fill_years(years: Mapping[Deal, str]) -> set[int]:
    """Say when a deal came to its first stage, where that stood blank. Returns who gained it."""
    deals = {deal.pk: deal for deal, year in years.items() if year}
    gained: set[int] = set()
    for some in in_portions(deals):
        blank = StageChange.objects.filter(
            deal_id__in=some, changed_by=None, from_stage="", happened=""
        )
        for change in blank:
            deal: Any = deals[change.deal_id]
            change.happened, change.reason = years[deal], OF_THE_LIST
            change.save()
            gained.add(deal.pk)
    return gained
