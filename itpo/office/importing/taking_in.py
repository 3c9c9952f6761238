"""Taking a list in: planned anew, written, and each record kept with its version."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Model

from itpo.office.importing import looking
from itpo.office.importing.kinds import Fate, Plan, Written, kinds
from itpo.office.importing.versions import latest_versions
from itpo.office.models import ImportedRecord, ImportRun


def take_in(run: ImportRun, at: datetime, tell: Callable[[int], None]) -> dict[str, Any]:
    """Write what the list says, and tell how many rows are done. Returns what the run keeps."""
    asked = replace(looking.asked(run, at), locks=True, progress=tell)
    plans = looking.plan(run, asked)
    before = _versions_of(plans)
    written = kinds()[run.kind].write(plans, asked)
    ImportedRecord.objects.bulk_create(_records(run, written, before), batch_size=1000)
    return {**looking.kept(run, plans), "done_rows": run.rows, "ended_at": at}


def _versions_of(plans: Iterable[Plan]) -> dict[tuple[type[Model], Any], int]:
    """The versions of the records that are about to change."""
    changing: dict[type[Model], list[Any]] = defaultdict(list)
    for plan in plans:
        if plan.fate is Fate.UPDATED and plan.record is not None:
            changing[type(plan.record)].append(plan.record.pk)
    return {
        (model, pk): version
        for model, numbers in changing.items()
        for pk, version in latest_versions(model, numbers).items()
    }


def _records(
    run: ImportRun, written: Iterable[Written], before: Mapping[Any, int]
) -> list[ImportedRecord]:
    """Each record once, with its versions before and after."""
    by_model: dict[type[Model], dict[Any, Written]] = defaultdict(dict)
    for one in written:
        by_model[type(one.record)].setdefault(one.record.pk, one)
    return [
        ImportedRecord(
            run=run,
            row=one.row,
            model=model._meta.label_lower,
            record=pk,
            version=versions[pk],
            before=before.get((model, pk)),
            is_new=one.is_new,
        )
        for model, records in by_model.items()
        for versions in [latest_versions(model, records)]
        for pk, one in records.items()
    ]
