"""Whatever points to one row points to another afterwards."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, OneToOneField

from itpo.office.merging.journal import Journal
from itpo.office.merging.relations import pointing, rivals
from itpo.office.merging.rules import further, no_rivals
from itpo.office.models import PersonalLink


def hand_over(gone: Any, kept: Any, journal: Journal) -> None:
    """Have all that points to `gone` point to `kept`; of what can stand once, one row stays."""
    for field in pointing(type(kept)):
        rows = list(
            field.model._base_manager.select_for_update()
            .filter(**{field.attname: gone.pk})
            .order_by("pk")
        )
        if not rows:
            continue
        too_many = rivals(field, kept, rows)
        for row in rows:
            if type(row) is type(kept) and row.pk == kept.pk:
                journal.change(row, **{field.attname: _above(gone, field, kept)})
            elif other := _pointing_to_the_same(row, field, kept):
                _of_one_with_itself(row, field, other, kept, journal)
            elif row.pk in too_many:
                absorb(row, too_many[row.pk], field, journal)
            else:
                journal.change(row, **{field.attname: kept.pk})


def absorb(gone: Any, kept: Any, by: Any, journal: Journal) -> None:
    """Take away one of two rows that say the same, after the other has what it adds.

    `by` is the column by which each of them points to one of the two that are merged.
    """
    if type(gone) in no_rivals:
        no_rivals[type(gone)](kept, gone)
    hand_over(gone, kept, journal)
    link = getattr(gone, "link", None) if _has_link(gone) else None
    journal.drop(gone)
    if link is not None and kept.link is not None:
        # Whoever was sent the address goes on with the row that stays.
        journal.change(link, opens_as_id=kept.link_id)
    journal.change(kept, **_what_both_say(gone, kept, by))


def _above(gone: Any, field: Any, kept: Any) -> Any:
    """What is above `gone`, for the row that stood below it; nothing is above itself."""
    above = getattr(gone, field.attname)
    return None if above == kept.pk else above


def _pointing_to_the_same(row: Any, field: Any, kept: Any) -> Any:
    """The other column by which a row points to `kept` already; None where there is none."""
    if type(row) is type(kept):
        return None
    others = (other for other in row._meta.concrete_fields if other.is_relation)
    return next(
        (
            other
            for other in others
            if other.related_model is type(kept)
            and other is not field
            and getattr(row, other.attname) == kept.pk
        ),
        None,
    )


def _of_one_with_itself(row: Any, field: Any, other: Any, kept: Any, journal: Journal) -> None:
    """Have a row tell nothing of one with itself.

    What can do without the second goes on without: a post keeps its dates, and nobody came after
    themselves. A wish of a company to meet itself goes.
    """
    if field.null:
        journal.change(row, **{field.attname: None})
    elif other.null:
        journal.change(row, **{field.attname: kept.pk, other.attname: None})
    else:
        journal.drop(row)


def _has_link(row: Any) -> bool:
    return any(
        isinstance(field, OneToOneField) and field.related_model is PersonalLink
        for field in row._meta.concrete_fields
        if field.name == "link"
    )


def _what_both_say(gone: Any, kept: Any, by: Any) -> dict[str, Any]:
    """What the row that stays is to say: all of the one that is further, blanks by the other."""
    fields = [
        field
        for field in kept._meta.concrete_fields
        if not field.primary_key and field.related_model is not by.related_model
    ]
    goes_on = _is_further(gone, kept)
    pointed = {field for field in fields if field.is_relation and field.unique}
    taken = {
        field.attname: getattr(gone, field.attname)
        for field in fields
        if field not in pointed and goes_on and field.editable
    }
    filled = taken | {
        field.attname: getattr(gone, field.attname)
        for field in fields
        if getattr(kept, field.attname) in (None, "")
        and getattr(gone, field.attname) not in (None, "")
    }
    return filled if _holds(kept, filled) else taken


def _is_further(gone: Any, kept: Any) -> bool:
    rule = further.get(type(kept))
    if rule is None:
        return False
    order = list(rule.order)
    ours, theirs = getattr(kept, rule.field), getattr(gone, rule.field)
    return theirs in order and (ours not in order or order.index(ours) < order.index(theirs))


def _holds(kept: Any, values: dict[str, Any]) -> bool:
    """Whether a row may say these things together, as far as one can tell from the row alone."""
    if not values:
        return True
    tried: Model = type(kept)(
        **{field.attname: getattr(kept, field.attname) for field in kept._meta.concrete_fields}
        | values
    )
    tried._state.adding = False
    try:
        tried.validate_constraints()
    except ValidationError:
        return False
    return True
