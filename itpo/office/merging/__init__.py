"""Two records of the same company, person or agency are made one, and all goes on with one.

Whatever points to the record that goes points to the one that stays afterwards, in every app, and
each step is written down: see undoing.py. The record that goes stays behind as a sign that leads
to the other.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext as _

from itpo.office.merging.handing_over import hand_over
from itpo.office.merging.journal import Journal
from itpo.office.merging.rules import obstacles
from itpo.office.models import Merge, User
from itpo.office.states import NotPossible

# What a merge itself says of the two records.
ITS_OWN = ("archived_at", "merged_into")


@transaction.atomic
def merge(*, winner: Model, loser: Model, taken: Collection[str], by: User, at: datetime) -> Merge:
    """Merge a record into another; of the fields in `taken`, what the loser says stays.

    Raises NotPossible, and then nothing is written: also when somebody merged one of them first.
    """
    kept, gone = locked(type(winner), winner.pk, loser.pk)
    for one in (kept, gone):
        if one.merged_into_id is not None:
            raise NotPossible(
                _("%(record)s was merged into another record meanwhile.") % {"record": one}
            )
    for check in obstacles[type(kept)]:
        check(kept, gone, by)
    journal = Journal(by, at, _("merged with No. %(number)s") % {"number": gone.pk})
    try:
        with transaction.atomic():
            _unite(kept, gone, taken, journal)
            kept.clean()
    except IntegrityError as error:
        raise NotPossible(
            _("Something of both cannot stand side by side. Correct it first, then merge them.")
        ) from error
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error
    return Merge.objects.create(
        model=kept._meta.label_lower,
        winner=kept.pk,
        loser=gone.pk,
        steps=journal.steps,
        by=by,
        at=at,
    )


def locked(model: type[Model], one: Any, other: Any) -> tuple[Any, Any]:
    """Two different records, locked in the order of their numbers. Raises NotPossible."""
    rows = model._base_manager.select_for_update().filter(pk__in=[one, other]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise NotPossible(_("Choose two different records."))
    return found[one], found[other]


def fields_of(model: type[Model]) -> list[Any]:
    """The columns of a record of which somebody chooses whose value stays."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in ITS_OWN
    ]


def usually_taken(winner: Any, loser: Any) -> list[str]:
    """The fields in which the loser says something where the winner says nothing."""
    return [
        field.name
        for field in fields_of(type(winner))
        if getattr(winner, field.attname) in (None, "")
        and getattr(loser, field.attname) not in (None, "")
    ]


def _unite(kept: Any, gone: Any, taken: Collection[str], journal: Journal) -> None:
    wanted = {
        field: getattr(gone, field.attname)
        for field in fields_of(type(kept))
        if field.name in taken and getattr(gone, field.attname) != getattr(kept, field.attname)
    }
    for field in wanted:
        if field.related_model is type(kept) and wanted[field] == kept.pk:
            wanted[field] = None  # nobody is their own parent
    hand_over(gone, kept, journal)
    kept.refresh_from_db()
    alone = [names for names in _that_stand_alone(type(kept)) if names & wanted.keys()]
    earlier = {field.attname: getattr(kept, field.attname) for field in set().union(*alone)}
    journal.change(gone, **_as_a_sign(kept, gone, journal) | _out_of_the_way(gone, alone))
    journal.change(kept, **{field.attname: value for field, value in wanted.items()})
    if not wanted:
        # So that its history tells of it, and keeps what it is linked with from now on.
        journal.note(kept)
    # The sign has what the other was known by, and is still found by it.
    journal.change(gone, **earlier)


def _as_a_sign(kept: Any, gone: Any, journal: Journal) -> dict[str, Any]:
    """What makes a record a sign that leads to another, out of every line of its kind."""
    values: dict[str, Any] = {
        field.attname: None for field in fields_of(type(gone)) if field.related_model is type(gone)
    }
    return values | {
        "archived_at": gone.archived_at or journal.at,
        "merged_into_id": kept.pk,
    }


def _out_of_the_way(gone: Any, alone: list[set[Any]]) -> dict[str, Any]:
    """Have a record stand for a moment beside what another takes over from it."""
    return {
        field.attname: None if field.null else f"~{gone.pk}"
        for fields in alone
        for field in fields
        if not field.is_relation
    }


def _that_stand_alone(model: type[Model]) -> list[set[Any]]:
    """The columns two records cannot say the same in, each alone or several together."""
    fields = {field.name: field for field in fields_of(model)}
    return [{field} for field in fields.values() if field.unique] + [
        {fields[name] for name in constraint.fields}
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.fields
    ]
