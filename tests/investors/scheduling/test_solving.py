"""The solver as a process of its own."""

import subprocess
import sys

import pytest

from investors.scheduling import solving
from investors.scheduling.greedy import fill
from investors.scheduling.instances import afternoon, programme
from investors.scheduling.problem import Problem, Wish
from investors.scheduling.scoring import score
from tests.investors.scheduling.problems import one_day, somebody

LOADED = """
import sys, django
from django.conf import settings
django.setup()
import itpo.urls, itpo.tasks
# numpy comes with openpyxl, which takes it where it is there.
print(sorted({"ortools", "pandas"} & set(sys.modules)))
"""


def test_it_answers_with_better_and_better_schedules_and_says_what_is_proven():
    problem = afternoon(hosts=6, companies=8)
    hint = fill(problem)

    answers = [one for one in solving.ask(problem, hint, seconds=4) if one is not None]

    scores = [score(problem, one.seats) for one in answers]
    assert scores[-1] == max(scores)
    assert scores[-1] >= score(problem, hint)
    assert "worth" in answers[-1].proven


def test_whoever_stops_listening_ends_the_process(monkeypatch):
    started = []

    class Watched(subprocess.Popen):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            started.append(self)

    monkeypatch.setattr(solving.subprocess, "Popen", Watched)
    answers = solving.ask(programme(), (), seconds=60)
    next(answers)

    answers.close()

    assert [one.poll() for one in started] == [-9]


def test_a_solver_that_cannot_run_says_its_last_words(monkeypatch):
    monkeypatch.setattr(
        solving, "COMMAND", (sys.executable, "-c", "raise SystemExit('no solver here')")
    )
    problem = Problem(one_day(1), 1, somebody(1, 11), (Wish(1, 11),))

    with pytest.raises(solving.SolverFailed, match="no solver here"):
        list(solving.ask(problem, (), seconds=1))


def test_a_solver_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(solving, "COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(solving, "GRACE", 0.2)
    monkeypatch.setattr(solving, "BREATH", 0.1)
    problem = Problem(one_day(1), 1, somebody(1, 11), (Wish(1, 11),))

    with pytest.raises(solving.SolverFailed, match="did not end in time"):
        list(solving.ask(problem, (), seconds=0.1))


def test_neither_the_web_nor_a_worker_loads_the_solver(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "itpo.settings")

    said = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=solving.ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "[]"
