"""Taking a merge back: every step, the last first, unless somebody built on it since."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from itpo.office.merging import locked
from itpo.office.merging.journal import CHANGED, Journal, has_history, plain
from itpo.office.models import Merge, User
from itpo.office.states import NotPossible

TOLD = 5  # as many of what stands in the way are named
KEPT_FOR = timedelta(days=90)  # what a merge changed: it holds what people's records said


@transaction.atomic
def undo(*, merge: Merge, by: User, at: datetime) -> Merge:
    """Put everything back as it was before a merge. What came since stays with who has it.

    Raises NotPossible with what was changed since in a way that cannot be put back.
    """
    model = apps.get_model(merge.model)
    # The records first, as merging locks them.
    locked(model, merge.winner, merge.loser)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise NotPossible(_("This merge was taken back already."))
    if not merge.steps:
        sentence = _("It was merged more than %(days)d days ago, and what it changed is not kept.")
        raise NotPossible(sentence % {"days": KEPT_FOR.days})
    because = _("merge with No. %(number)s taken back") % {"number": merge.loser}
    journal = Journal(by, at, because)
    stuck: list[str] = []
    try:
        with transaction.atomic():
            for kind, label, pk, said in reversed(merge.steps):
                act = _change_back if kind == CHANGED else _bring_back
                if trouble := act(apps.get_model(label), pk, said, journal):
                    stuck.append(trouble)
    except IntegrityError as error:
        raise NotPossible(
            _("Something new stands where what was merged has to go back to.")
        ) from error
    if stuck:
        raise NotPossible(_changed_since(stuck))
    for record in locked(model, merge.winner, merge.loser):
        journal.note(record)
    merge.undone_at, merge.undone_by, merge.steps = at, by, []
    merge.save(update_fields=["undone_at", "undone_by", "steps"])
    return merge


def forget(*, now: datetime) -> None:
    """Forget what merges of long ago changed. They stand, and are not taken back any more."""
    Merge.objects.with_steps().filter(at__lt=now - KEPT_FOR).update(steps=[])


def _changed_since(stuck: list[str]) -> str:
    told = list(dict.fromkeys(stuck))
    more = "…" if len(told) > TOLD else "."
    return _("Changed since, so that it cannot be put back: %(what)s") % {
        "what": ", ".join(told[:TOLD]) + more
    }


def _change_back(model: Any, pk: Any, said: dict[str, Any], journal: Journal) -> str:
    """Have a row say what it said; what stands in the way in words, or nothing."""
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        return _("%(kind)s deleted") % {"kind": model._meta.verbose_name}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for name, (_before, after) in said.items():
        if plain(row, fields[name]) != after:
            return _named(row, journal.by, str(fields[name].verbose_name))
    journal.change(row, **{name: _value(fields[name], old) for name, (old, _new) in said.items()})
    return ""


def _bring_back(model: Any, pk: Any, said: dict[str, Any], journal: Journal) -> str:
    """Make a row again that had to go, with its number."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    row = model(**{name: _value(fields[name], value) for name, value in said.items()})
    for field in fields.values():
        number = getattr(row, field.attname)
        if not field.is_relation or number is None:
            continue
        if not field.related_model._base_manager.filter(pk=number).exists():
            return _("%(kind)s deleted") % {"kind": field.related_model._meta.verbose_name}
    # As it was, to the letter: raw, or the moment it was made would be now.
    row.save_base(raw=True, force_insert=True)
    if has_history(model):
        model.history.bulk_history_create(
            [row], default_user=journal.by, default_change_reason=journal.because
        )
    return ""


def _value(field: Any, said: Any) -> Any:
    return field.to_python(said) if said is not None else None


def _named(row: Any, by: User, what: str) -> str:
    """What was changed of which row; of what somebody may not see, only what kind it is."""
    kind = str(row._meta.verbose_name)
    rows: Any = type(row)._default_manager
    is_seen = hasattr(rows, "visible_to") and rows.visible_to(by).filter(pk=row.pk).exists()
    return f"{kind} “{row}”: {what}" if is_seen else f"{kind}: {what}"
