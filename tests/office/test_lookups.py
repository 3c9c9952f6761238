"""What is looked up once for several mails."""

import pytest

from itpo.office import lookups


def test_together_a_thing_is_looked_up_once():
    found = []

    with lookups.together():
        said = [lookups.once("days", lambda: found.append(1) or len(found)) for _ in range(3)]
        other = lookups.once("weeks", lambda: "another")

    assert (said, other, found) == ([1, 1, 1], "another", [1])


def test_nothing_found_is_remembered_too():
    asked = []

    with lookups.together():
        for _ in range(2):
            assert lookups.once("text", lambda: asked.append(1)) is None

    assert asked == [1]


def test_what_others_look_up_next_is_found_anew():
    for round_ in (1, 2):
        with lookups.together():
            assert lookups.once("days", lambda round_=round_: round_) == round_


def test_by_itself_everything_is_looked_up_each_time():
    assert [lookups.once("days", lambda said=said: said) for said in (1, 2)] == [1, 2]


def test_what_breaks_off_is_forgotten():
    def broken() -> None:
        with lookups.together():
            lookups.once("days", lambda: 1)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        broken()

    assert lookups.once("days", lambda: 2) == 2
