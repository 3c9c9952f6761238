"""Merging records, whatever points to them: nothing can be forgotten, and all can be put back."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.apps import apps
from django.core import serializers

from itpo.office import merging
from itpo.office.merging import undoing
from itpo.office.merging.relations import one_each, pointing
from itpo.office.merging.rules import mergeables
from itpo.office.models import Merge, RecordKey, SuspectedPair
from tests.factories import UserFactory
from tests.registry import FACTORIES, name

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOURS = (NOON + timedelta(days=day) for day in count())
RELATIONS = [
    pytest.param(model, field, id=f"{model._meta.label}<{name(field)}")
    for model in mergeables.values()
    for field in pointing(model)
]
# What a row needs beside the record it points to.
BESIDE = {
    "investors.MeetingParty.contact": lambda one: {"company": one.company},
    "investors.MeetingParty.delegate": lambda one: {"company": None},
    "investors.MissionMember.contact": lambda one: {"company": one.company},
    "investors.MissionHost.delegate": lambda one: {"agency": None},
    "investors.MeetingInvite.delegate": lambda one: {"contact": None},
    "investors.Booking.delegate": lambda one: {"resource": None, "starts_at": next(HOURS)},
    "investors.Booking.contact": lambda one: {"resource": None, "starts_at": next(HOURS)},
    "investors.Participant.delegate": lambda one: {"company": None},
    "investors.Participant.agency": lambda one: {"company": None},
    "delegates.Visit.delegate": lambda one: dict.fromkeys(
        ("begins", "ends"), next(HOURS).date().isoformat()
    ),
    "investors.Company.merged_into": lambda one: {"archived_at": NOON},
    "investors.Contact.merged_into": lambda one: {"archived_at": NOON},
    "delegates.Agency.merged_into": lambda one: {"archived_at": NOON},
    "delegates.Delegate.merged_into": lambda one: {"archived_at": NOON},
}


ONCE = [
    pytest.param(model, field, names, id=f"{model._meta.label}<{name(field)}+{','.join(names)}")
    for model in mergeables.values()
    for field in pointing(model)
    for names, _condition, _with_blanks in one_each(field)
]


def row_of(field, one, **given):
    """A row that points to a record by a foreign key."""
    if field.model._meta.auto_created:
        other = next(
            each
            for each in field.model._meta.concrete_fields
            if each.is_relation and each is not field
        )
        return field.model._base_manager.create(
            **{field.name: one, other.name: FACTORIES[other.related_model](), **given}
        )
    beside = BESIDE.get(name(field), lambda one: {})(one)
    return FACTORIES[field.model](**{field.name: one, **beside, **given})


def everything():
    """Every row of every table, but for what tells of what was done."""
    kept = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__name__.startswith("Historical") or model in {Merge, RecordKey, SuspectedPair}:
            continue
        for row in model._base_manager.all():
            kept[model._meta.label, row.pk] = serializers.serialize("json", [row])
    return kept


def still_pointing(model, loser):
    return [
        name(field)
        for field in pointing(model)
        if field.model._base_manager.filter(**{field.attname: loser.pk}).exists()
    ]


@pytest.mark.parametrize("model", mergeables.values(), ids=mergeables)
def test_no_foreign_key_to_a_record_is_forgotten(model):
    every = {
        name(field)
        for table in apps.get_models(include_auto_created=True)
        for field in table._meta.concrete_fields
        if field.related_model is model and not table.__name__.startswith("Historical")
    }

    assert {name(field) for field in pointing(model)} == every


@pytest.mark.parametrize(("model", "field"), RELATIONS)
def test_whatever_pointed_to_the_loser_points_to_the_winner(model, field):
    winner, loser = FACTORIES[model](), FACTORIES[model]()
    row = row_of(field, loser)

    merging.merge(winner=winner, loser=loser, taken=[], by=UserFactory(), at=NOON)

    row.refresh_from_db()
    loser.refresh_from_db()
    assert getattr(row, field.attname) == winner.pk
    assert still_pointing(model, loser) == []
    assert (loser.merged_into, loser.archived_at) == (winner, NOON)


@pytest.mark.parametrize(("model", "field"), RELATIONS)
def test_taking_a_merge_back_leaves_every_row_as_it_was(model, field):
    winner, loser, by = FACTORIES[model](), FACTORIES[model](), UserFactory()
    row_of(field, loser)
    row_of(field, winner)
    before = everything()
    taken = [one.name for one in merging.fields_of(model)]
    made = merging.merge(winner=winner, loser=loser, taken=taken, by=by, at=NOON)
    between = everything()

    undoing.undo(merge=made, by=by, at=NOON)

    assert between != before
    assert everything() == before


@pytest.mark.parametrize(("model", "field", "names"), ONCE)
def test_what_both_have_is_had_once_and_twice_again_when_taken_back(model, field, names):
    winner, loser, by = FACTORIES[model](), FACTORIES[model](), UserFactory()
    others = row_of(field, winner)
    row_of(field, loser, **{one: getattr(others, one) for one in names})
    before = everything()

    made = merging.merge(winner=winner, loser=loser, taken=[], by=by, at=NOON)

    assert list(field.model._base_manager.filter(**{field.attname: winner.pk})) == [others]
    assert still_pointing(model, loser) == []
    undoing.undo(merge=made, by=by, at=NOON)
    assert everything() == before
