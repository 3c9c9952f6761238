"""What is taken out of a list is taken in again unchanged, in every kind of file."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itpo.office.exporting.formulas import as_typed, defused
from tests.deals.importing.lists import SAMPLE
from tests.importing import differences, fates, looked_at, problems, taken_in
from tests.round_trips import TRIPS, round_trip, taken_out

# What a file can hold is the same on any database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
TEXTS = [
    "=1+1",
    "'=1+1",
    "＝ＳＵＭ（Ａ１）",
    "+81 3 1234",
    "-",
    "@home",
    "0012",
    "2026-01-05",
    "1-2",
    "①髙﨑㈱",
    "塚ＡＢＣ　株式会社",
    'The "Plant", Ltd.',
    '"All of it"',
    "Fuji; Sons",
    "Fuji / Sons",
    "A/S; B/S",
    "One\nTwo",
    "; A/S; ; B/S",
    "One\r\nTwo",
    "é ã ü e\u0301",
    "_x0041_",
    "<b>&amp;</b>",
    ":\n:",
    "長い名前 " * 400,
]


@pytest.mark.parametrize(("file", "language"), [("xlsx", "en"), ("csv", "ja"), ("xlsx", "fr")])
@pytest.mark.parametrize("name", TRIPS)
def test_a_list_that_was_taken_out_changes_nothing(name, file, language, officer):
    trip = TRIPS[name]
    officer.language = language
    officer.save(update_fields=["language"])
    trip.make(officer, TEXTS)

    run = round_trip(officer, trip, file)

    assert (problems(run), differences(run), set(fates(run))) == ([], [], {"unchanged"})
    assert len(run.plans) >= len(TEXTS)


@pytest.mark.parametrize("name", TRIPS)
def test_a_list_that_was_taken_out_in_cp932_changes_nothing(name, officer):
    texts = [text for text in TEXTS if text.encode("cp932", "ignore").decode("cp932") == text]
    TRIPS[name].make(officer, texts)

    run = round_trip(officer, TRIPS[name], "cp932")

    assert (problems(run), differences(run), set(fates(run))) == ([], [], {"unchanged"})
    assert len(run.plans) >= len(texts) > len(TEXTS) / 2


@pytest.mark.parametrize("file", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("kind", "pages"),
    [
        ("deals", ["deals:deals"]),
        ("activities", ["delegates:programmes", "investors:missions", "investors:events"]),
    ],
)
def test_what_the_samples_made_is_known_again(kind, pages, file, officer):
    run = taken_in(officer, kind, (SAMPLE / f"{kind}.csv").read_bytes())
    assert run.state == run.State.DONE

    for page in pages:
        run = looked_at(officer, kind, taken_out(officer, page, file), list_wins=True)

        assert (problems(run), differences(run), set(fates(run))) == ([], [], {"unchanged"})


# Separators, formulas, quotes, kanji that Unicode would write otherwise, accents apart.
SIGNS = st.sampled_from(
    "ab01 ;；/／\"'=+-@＝＋－＠,.:_#&<\n\t\ufa10\ufa1b\ufa26塚髙﨑がé①㈱e\u0301\u3099ア"
)
WORDS = st.text(SIGNS, min_size=1, max_size=60).map(str.strip).filter(bool)


@pytest.mark.parametrize("name", TRIPS)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(WORDS, min_size=1, max_size=4, unique=True),
    file=st.sampled_from(["xlsx", "csv"]),
)
def test_whatever_is_written_comes_back_as_it_was(name, officer, texts, file):
    with transaction.atomic():
        TRIPS[name].make(officer, texts)

        run = round_trip(officer, TRIPS[name], file)

        transaction.set_rollback(True)
    assert (problems(run), differences(run), set(fates(run))) == ([], [], {"unchanged"})


@given(st.text())
def test_what_is_defused_is_read_as_it_was(text):
    assert as_typed(defused(text)) == text
