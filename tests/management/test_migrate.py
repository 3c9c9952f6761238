"""How an empty database is made; that the tables are the models' own, .ci/run tests on them."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

from itpo.management.commands.migrate import Command, each_table_drawn_once


def table(name: str, **of: Any) -> ModelState:
    return ModelState("house", name, [("id", models.AutoField(primary_key=True)), *of.items()])


def room() -> ModelState:
    return table("Room", house=models.ForeignKey("house.House", models.CASCADE, "rooms"))


def drawn() -> ProjectState:
    """One table, with another beside it that is related to it."""
    state = ProjectState()
    state.add_model(table("House"))
    state.add_model(table("Door", house=models.ForeignKey("house.House", models.CASCADE)))
    assert state.apps.get_model("house", "Door")  # what is asked for is drawn from now on
    return state


def test_a_new_table_is_drawn_beside_the_others_with_its_relations():
    state = drawn()
    house, door = (state.apps.get_model("house", name) for name in ("House", "Door"))

    with each_table_drawn_once():
        state.add_model(room())

    new = state.apps.get_model("house", "Room")
    assert [state.apps.get_model("house", name) for name in ("House", "Door")] == [house, door]
    assert new._meta.get_field("house").related_model is house
    assert {one.name for one in house._meta.related_objects} == {"door", "rooms"}
    assert ("house", "room") in state.relations["house", "house"]


def test_afterwards_django_draws_as_it_always_does():
    state = drawn()
    house = state.apps.get_model("house", "House")

    with pytest.raises(ZeroDivisionError), each_table_drawn_once():
        raise ZeroDivisionError
    state.add_model(room())

    assert state.apps.get_model("house", "House") is not house


@pytest.mark.django_db
@pytest.mark.parametrize("migrated", [[], [("office", "0001_initial")]])
def test_a_database_with_tables_is_left_to_django(migrated, monkeypatch):
    recorder: Any = MigrationRecorder
    monkeypatch.setattr(recorder, "applied_migrations", lambda self: dict.fromkeys(migrated))
    adding, before = [], ProjectState.add_model

    def handle(self: Any, *args: Any, **options: Any) -> None:
        adding.append(ProjectState.add_model is before)

    monkeypatch.setattr(Command.__base__, "handle", handle)

    call_command("migrate", verbosity=0)

    assert adding == [bool(migrated)]
