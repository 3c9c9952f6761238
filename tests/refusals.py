"""What the database refuses: at least one case for every constraint, and the sentence for it."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.functional import Promise

from itpo.office.constraints import KnownValues
from tests.registry import our_models


class Spoiled(NamedTuple):
    """A valid row, and the changes that would break a constraint."""

    row: models.Model
    changes: dict[str, Any]


@dataclass(frozen=True)
class Case:
    """How to break one constraint."""

    constraint: str
    make: Callable[[], Spoiled]
    says: str | Promise | None = None  # where something else than the constraint speaks first
    only_the_database: bool = False  # full_clean() repairs what is spoiled


def change(factory: Any, *, given: dict[str, Any] | None = None, **changes: Any) -> Any:
    """Make a valid row, and change something about it. Functions are called in the test."""

    def make() -> Spoiled:
        return Spoiled(factory(**_called(given or {})), _called(changes))

    return make


def twin(factory: Any, *names: str, **given: Any) -> Any:
    """Make two valid rows, and make the second like the first."""

    def make() -> Spoiled:
        first, second = factory(**_called(given)), factory(**_called(given))
        return Spoiled(second, {name: getattr(first, name) for name in names})

    return make


def its_own(factory: Any, name: str, **changes: Any) -> Any:
    """Make a valid row, and have one of its foreign keys point at the row itself."""

    def make() -> Spoiled:
        row = factory()
        return Spoiled(row, {name: row.pk, **changes})

    return make


_numbers = itertools.count(1)


def another(words: str) -> Callable[[], str]:
    """Words that are different every time a row is made: a number takes the place of {}."""
    return lambda: words.format(next(_numbers))


def _called(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in values.items()}


def assert_refused(case: Case) -> None:
    """The database refuses the change whoever makes it, and full_clean() says why."""
    row, changes = case.make()
    constraint = constraints_of(type(row)._meta.app_label)[case.constraint]

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**changes)

    # SQLite names the columns instead of a constraint that only says they are unique.
    if isinstance(constraint, models.CheckConstraint) or connection.vendor == "postgresql":
        assert case.constraint in str(refusal.value)
    for name, value in changes.items():
        setattr(row, name, value)
    if case.only_the_database:
        row.full_clean()
        return
    with pytest.raises(ValidationError) as said:
        row.full_clean()
    assert str(case.says or constraint.violation_error_message) in said.value.messages


def constraints_of(app_label: str) -> dict[str, models.BaseConstraint]:
    """Every constraint of an app but those that only hold a column to its choices."""
    return {
        constraint.name: constraint
        for model in our_models(app_label)
        for constraint in model._meta.constraints
        if not isinstance(constraint, KnownValues)
    }


def period_cases(name: str, factory: Any) -> Iterator[Case]:
    """The cases of everything that begins and ends; `name` is app and model."""
    given = {"begins": "2016-06", "ends": "2016-07"}
    before = {"ends": "2015", "ends_earliest": "2015-01-01", "ends_latest": "2015-12-31"}
    yield Case(f"{name}_ends_after_it_begins", change(factory, given=given, **before))
    for end in ("begins", "ends"):
        for broken in (
            {end: ""},
            {f"{end}_latest": "2000-01-01"},
            {f"{end}_latest": None},
            {f"{end}_earliest": None},
            {f"{end}_earliest": None, f"{end}_latest": None},
        ):
            yield Case(
                f"{name}_{end}_as_read",
                change(factory, given={"begins": "", "ends": "", end: given[end]}, **broken),
                only_the_database=True,
            )


def ids(cases: list[Case]) -> list[str]:
    """Names for pytest: the constraint, numbered where it has several cases."""
    names = [case.constraint for case in cases]
    return [f"{name}-{names[:at].count(name) + 1}" for at, name in enumerate(names)]
