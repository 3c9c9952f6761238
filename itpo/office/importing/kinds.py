"""What can be taken in from a list: each app registers the kinds of rows it understands.

An app says in a module named `imports` which kinds it has:

    importable(Kind(
        name="contacts",                      # steady: in addresses, files and the database
        label=_("Contacts"),
        fields=[Field("family_name", _("family name"), aliases=["姓", "氏"], is_required=True), …],
        plan=contacts.plan,
        write=contacts.write,
    ))

What happens to a file:

1. The table of the file is kept, and its heads are recognised (`columns.py`): by a field's steady
   name, its label in any of the interface's languages, or an alias, all of them folded.
2. Each row becomes a `Row`: the field's `read` turns a cell into a value, or raises CellRefused.
   A blank cell is not among the values: it says nothing, and changes nothing.
3. `plan` looks in the database, in a number of queries that does not depend on the rows, and says
   of each row what would become of it: a `Plan`, in the order of the rows. It leaves nothing
   written. It is asked for the preview, and again in the transaction that carries the import out;
   what it finds there counts. `asked.decisions` has what an officer decided of a row.
4. `write` carries the plans of that transaction out, in bulk, and says what it wrote. Refused,
   undecided and left-out rows it passes over. History rows carry a reason of `remembering.py`,
   so that `keeping.py` knows later what an import wrote and what somebody changed since.

A kind of which one row is one record makes its two functions with `records.py`. One whose rows
tell together of something (deals, activities) writes its own; it may plan by carrying out what it
does and taking it back (`transaction.set_rollback` in a savepoint).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from itpo.office.importing.report import Problem
from itpo.office.models import Office, User

M = TypeVar("M", bound=Model)


class CellRefused(ValueError):
    """A cell cannot be taken. The message, a whole sentence, says why."""


class Fate(Enum):
    """What becomes of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    UNDECIDED = "undecided"  # it may be a record that exists: an officer says which, or none
    LEFT_OUT = "left out"
    REFUSED = "refused"


class Decision(NamedTuple):
    """What an officer says of a row that may be a record that exists: new, left out, or that."""

    is_new: bool = False
    record: int | None = None  # the number of the one it is; neither: the row is left out


@dataclass(frozen=True)
class Field:
    """One thing a row can say. The name is steady, the label is the interface's."""

    name: str
    label: str | Promise
    read: Callable[[Any], Any]
    aliases: Sequence[str] = ()
    is_required: bool = False
    tables: tuple[str, ...] = ()  # of one of which it says a record's number, see numbers.py


@dataclass
class Row:
    """One row of the file: its number as a spreadsheet shows it, and what its cells say."""

    number: int
    values: dict[str, Any]  # by the fields' names, without what is blank
    problems: list[Problem] = field(default_factory=list)  # `column` is a field's name

    def refuse(self, name: str, reason: str) -> None:
        self.problems.append(Problem(self.number, name, " ".join(reason.split())))


@dataclass(frozen=True)
class Candidate:
    """A record a row may stand for, and why: a whole phrase, as “same reading”."""

    record: int
    name: str
    because: str


@dataclass(frozen=True)
class Difference:
    """One field of a record that exists: as it is, and as it would be, in words."""

    label: str
    before: str
    after: str


@dataclass
class Plan:
    """What would become of one row."""

    row: Row
    fate: Fate
    name: str = ""  # what the row stands for, as people call it
    record: Any = None  # that record; new ones are not saved yet
    differences: list[Difference] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # labels of what somebody changed here: it stays
    candidates: list[Candidate] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # what else is made: “Company: Yazaki”
    work: Any = None  # whatever a kind's `plan` hands its `write`


@dataclass(frozen=True)
class Asked:
    """One import: for which office, by whom, when, and what was decided of which row."""

    office: Office
    by: User | None
    at: datetime
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    # Whether the list is right also where somebody changed something here by hand.
    list_wins: bool = False
    # Whether what is planned is carried out at once, so that what is read is locked.
    locks: bool = False
    # Told, now and then while writing, how many rows are done.
    progress: Callable[[int], None] = lambda done: None

    def locked(self, records: QuerySet[M]) -> QuerySet[M]:
        """The records that rows may change, locked if they will be."""
        return records.select_for_update(of=("self",)) if self.locks else records


@dataclass(frozen=True)
class Written:
    """A record that was made, or changed, because of a row."""

    row: int
    record: Model
    is_new: bool


@dataclass(frozen=True)
class Kind:
    """One kind of list that can be taken in."""

    name: str
    label: str | Promise
    fields: Sequence[Field]
    plan: Callable[[Sequence[Row], Asked], Sequence[Plan]]
    write: Callable[[Sequence[Plan], Asked], Sequence[Written]]
    # Whether its rows may name what is restricted, so that only the sender and managers see them.
    is_restricted: bool = False
    hint: str | Promise = ""  # what the officer reads who chooses the file

    @property
    def by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}


_kinds: dict[str, Kind] = {}


def importable(kind: Kind) -> None:
    """Say that lists of this kind can be taken in."""
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    """All kinds, by their steady names."""
    return _kinds
