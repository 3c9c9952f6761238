"""Sharing interpreters: whoever can only one way makes the others change."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from investors.scheduling.interpreting import share


def test_who_was_first_changes_so_that_everybody_has_one():
    shared = share({"first": {1, 2}, "second": {1}, "third": {2, 3}})

    assert shared == {"first": 2, "second": 1, "third": 3}


@given(st.lists(st.sets(st.integers(1, 4)), max_size=5))
def test_it_finds_a_way_exactly_where_there_is_one(able):
    shared = share(dict(enumerate(able)))

    ways = [
        way
        for way in permutations(range(1, 5), len(able))
        if all(one in of_one for one, of_one in zip(way, able, strict=True))
    ]
    assert (shared is not None) == bool(ways)
    if shared is not None:
        assert tuple(shared[nth] for nth in range(len(able))) in ways
