"""The bench of the schedules, on smaller problems than the documented ones."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from investors.scheduling.instances import afternoon, programme
from itpo.management.commands import bench_schedule


def test_the_documented_problems_are_as_large_as_they_say():
    delegates, rush = programme(), afternoon()

    sizes = [
        (
            len(one.slots),
            len({pair for wish in one.wishes for pair in [wish.host]}),
            len(one.people),
        )
        for one in (delegates, rush)
    ]
    assert sizes == [(50, 10, 50), (6, 22, 62)]
    assert programme() == delegates
    assert afternoon() == rush


def test_it_tells_how_much_better_the_solver_is(monkeypatch):
    monkeypatch.setattr(
        bench_schedule, "INSTANCES", {"small": lambda seed: afternoon(seed, hosts=8, companies=12)}
    )
    out = StringIO()

    call_command("bench_schedule", "--json", "--seconds", "3", stdout=out)

    [small] = json.loads(out.getvalue())
    assert (small["name"], small["well"]) == ("small", True)
    assert small["solved"]["worth"] > small["plain"]["worth"]


@pytest.mark.parametrize("seconds", ["0", "-1", "601"])
def test_a_time_that_is_none_is_refused(seconds):
    with pytest.raises(CommandError, match="more than 0 and at most 600"):
        call_command("bench_schedule", "--seconds", seconds)
