"""Which rows of the sample real records have come to depend on.

A row of the sample is kept when a row that is not the sample's points to it by a foreign key,
which includes many-to-many links and the history a real person wrote; when it has come to name a
real user, who took it over or checked it; and when a row that is kept needs it: whatever that one
points to, and the parts it would not be whole without.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from deals.models import ConfirmedFigure
from delegates.models import (
    ChecklistItem,
    ChecklistStep,
    Criterion,
    Posting,
    Question,
    RequiredDocument,
)
from investors.models import EventSession, MissionLeg, MissionStep, MissionTask
from itpo.office.models import FollowUp, Rule, RuleText, User
from itpo.sample.tables import (
    Row,
    Rows,
    Table,
    histories,
    histories_of_links,
    links,
    pointers,
    tables,
)

# What is kept with the row this column names. Links and history are added below.
PARTS: dict[Table, str] = {
    Rule: "office_id",
    RuleText: "rule_id",
    Posting: "delegate_id",
    Question: "programme_id",
    RequiredDocument: "programme_id",
    Criterion: "programme_id",
    ChecklistStep: "office_id",
    ChecklistItem: "visit_id",
    MissionLeg: "mission_id",
    MissionStep: "office_id",
    MissionTask: "mission_id",
    EventSession: "event_id",
    ConfirmedFigure: "confirmation_id",
}


def kept_rows(sample: Rows) -> dict[Row, Row]:
    """Each row that has to stay, with the row because of which it stays."""
    needs: dict[Row, list[Row]] = defaultdict(list)
    because: dict[Row, Row] = {}
    whole_of = wholes()
    # History last: a record is the better reason.
    for table in sorted(tables(), key=lambda table: hasattr(table, "instance_type")):
        for pk, named in _named_by(table, sample):
            row: Row = (table, pk)
            ours = {column: one for column, one in named.items() if one[1] in sample[one[0]]}
            if pk not in sample[table]:
                for one in ours.values():
                    because.setdefault(one, row)
                continue
            for one in named.values():
                if one[0] is User and one not in ours.values():
                    because.setdefault(row, one)
            needs[row] += ours.values()
            if (column := whole_of.get(table)) in ours:
                needs[ours[column]].append(row)
    waiting = deque(because)
    while waiting:
        row = waiting.popleft()
        for needed in needs[row]:
            if needed not in because:
                because[needed] = row
                waiting.append(needed)
    return because


def wholes() -> dict[Table, str]:
    """For each table of parts, its column that names what they are a part of.

    A record is kept with its many-to-many links. Follow-ups are the exception: one that is
    kept needs what it is about, but a record does not need the invented things to be done.
    """
    found = dict(PARTS)
    for table, field in links():
        is_to_do = field.related_model is FollowUp
        name = field.m2m_reverse_field_name() if is_to_do else field.m2m_field_name()
        found[table] = f"{name}_id"
    for history, tracked in histories().items():
        found[history] = tracked._meta.pk.attname
    return found | dict.fromkeys(histories_of_links(), "history_id")


def _named_by(table: Table, sample: Rows) -> Iterator[tuple[Any, dict[str, Row]]]:
    """The sample's rows of a table and those that point to some, column by column to which row."""
    columns = {column: one for column, one in pointers(table).items() if one in sample}
    theirs = Q(pk__in=sample[table])
    for column, target in columns.items():
        theirs |= Q(**{f"{column}__in": sample[target]})
    for pk, *values in table._base_manager.filter(theirs).values_list("pk", *columns):
        named = zip(columns.items(), values, strict=True)
        yield pk, {column: (one, value) for (column, one), value in named if value is not None}
