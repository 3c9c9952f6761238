"""What an import did, said twice: for scripts, and for whoever reads it on a page."""

import pytest

from itpo.office.importing.report import Outcome, Report, RowRefused


def report(created=0, updated=0, unchanged=0, rejected=0):
    made = Report(created=created, updated=updated, unchanged=unchanged)
    for row in range(rejected):
        made.refuse(row + 2, RowRefused("day", "It is no day."))
    return made


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (report(), "The list has no rows."),
        (report(created=1), "1 row: 1 is new."),
        (report(unchanged=3), "3 rows: 3 were there already."),
        (
            report(created=5, updated=1, unchanged=1, rejected=2),
            "9 rows: 5 are new, 1 has changed, 1 was there already, 2 are not taken.",
        ),
        (
            report(created=1, updated=2, unchanged=2, rejected=1),
            "6 rows: 1 is new, 2 have changed, 2 were there already, 1 is not taken.",
        ),
    ],
)
def test_a_page_says_it_in_a_sentence(taken, said):
    assert taken.in_words() == said


def test_scripts_read_the_same_line_in_every_language():
    taken = report(created=5, rejected=2)
    taken.count(Outcome.UNCHANGED)

    assert taken.summary() == "read 8, created 5, updated 0, unchanged 1, rejected 2"
