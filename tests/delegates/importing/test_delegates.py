"""Lists of delegates: who is new, who is known, and where they work."""

import pytest

from delegates.models import Agency, Delegate, HostCountry, Posting
from itpo.office.importing import runs
from itpo.office.models import ImportRun
from tests.factories import AgencyFactory, DelegateFactory, HostCountryFactory, PostingFactory
from tests.importing import (
    as_csv,
    differences,
    done,
    fates,
    looked_at,
    number_of,
    problems,
    taken_back,
    taken_in,
)

pytestmark = pytest.mark.django_db
KARIM = {"Family name": "Alami", "Given name": "Karim", "Country": "Morocco"}


def people():
    columns = ("family_name", "given_name", "country__code")
    return list(Delegate.objects.order_by("pk").values_list(*columns))


def posts():
    columns = ("delegate__family_name", "agency__name", "post", "is_current")
    return list(Posting.objects.order_by("pk").values_list(*columns))


def test_people_are_made_with_their_countries_agencies_and_posts(officer):
    AgencyFactory(name="Agence marocaine", short_name="AMDIE", country__code="MA")
    raw = as_csv(
        {**KARIM, "Agency": "AMDIE", "Post": "Director"},
        {"Family name": "Otieno", "iso2": "KE", "Agency": "KenInvest", "Post": "Head"},
        {"Family name": "Wanjiru", "Country": "Kenya", "Agency": "KENINVEST"},
    )

    run = taken_in(officer, "delegates", raw)

    assert (run.state, fates(run)) == (ImportRun.State.DONE, ["created"] * 3)
    assert people() == [("Alami", "Karim", "MA"), ("Otieno", "", "KE"), ("Wanjiru", "", "KE")]
    assert posts() == [
        ("Alami", "Agence marocaine", "Director", True),
        ("Otieno", "KenInvest", "Head", True),
        ("Wanjiru", "KenInvest", "", True),
    ]


def test_the_same_list_again_changes_nothing(officer):
    raw = as_csv({**KARIM, "Agency": "AMDIE", "Post": "Director", "Email": "k@example.org"})
    taken_in(officer, "delegates", raw)

    run = looked_at(officer, "delegates", raw)

    assert fates(run) == ["unchanged"]


def test_who_moved_by_the_list_ends_one_post_and_begins_the_next(officer):
    taken_in(officer, "delegates", as_csv({**KARIM, "Agency": "AMDIE", "Post": "Director"}))

    run = taken_in(officer, "delegates", as_csv({**KARIM, "Agency": "CRI", "Post": "Head"}))

    assert differences(run) == [("Posting", "Director, AMDIE", "Head, CRI")]
    assert posts() == [("Alami", "AMDIE", "Director", False), ("Alami", "CRI", "Head", True)]


def test_where_somebody_works_by_the_office_stays_unless_the_list_counts(officer):
    karim = DelegateFactory(family_name="Alami", given_name="Karim")
    PostingFactory(delegate=karim, agency__name="AMDIE", post="Director")
    raw = as_csv({**KARIM, "Agency": "CRI", "Post": "Head"})

    kept, wins = (looked_at(officer, "delegates", raw, list_wins=one) for one in (False, True))

    assert (fates(kept), kept.plans[0]["kept"]) == (["unchanged"], ["Agency"])
    assert (fates(wins), differences(wins)) == (
        ["updated"],
        [("Posting", "Director, AMDIE", "Head, CRI")],
    )


def test_an_old_list_does_not_move_somebody_back(officer):
    karim = DelegateFactory(family_name="Alami", given_name="Karim")
    PostingFactory(delegate=karim, agency__name="AMDIE", post="Director", is_current=False)
    PostingFactory(delegate=karim, agency__name="CRI", post="Head")

    run = looked_at(officer, "delegates", as_csv({**KARIM, "Agency": "AMDIE"}), list_wins=True)

    assert fates(run) == ["unchanged"]


def test_a_post_that_was_not_known_is_filled_in(officer):
    karim = DelegateFactory(family_name="Alami", given_name="Karim")
    PostingFactory(delegate=karim, agency__name="AMDIE", post="")

    taken_in(officer, "delegates", as_csv({**KARIM, "Post": "Director"}))

    assert posts() == [("Alami", "AMDIE", "Director", True)]


def test_who_may_be_known_is_to_be_decided_on(officer):
    DelegateFactory(family_name="Alami", given_name="Karim", email="info@example.org")
    HostCountryFactory(code="KE", name="Kenya")
    raw = as_csv(
        {**KARIM, "Country": "Kenya"},
        {**KARIM, "Family name": "Benali", "Email": "info@example.org"},
        {**KARIM, "Family name": "Karim", "Given name": "Alami"},
    )

    run = looked_at(officer, "delegates", raw)

    assert fates(run) == ["undecided"] * 3
    assert [plan["candidates"][0][2] for plan in run.plans] == [
        "same name, Morocco",
        "same e-mail",
        "same name, Morocco",
    ]


def test_rows_that_cannot_be_taken_say_why_and_where(officer):
    raw = as_csv(
        {"Family name": "Alami", "Country": "Marocco"},
        {"Family name": "Alami", "Country": "Africa (regional)"},
        {"Family name": "Alami"},
        {"Given name": "Karim", "Country": "Morocco"},
        {**KARIM, "Email": "nobody"},
        {**KARIM, "Post": "Director"},
        {**KARIM, "id": number_of(Delegate(pk=999))},
    )

    run = looked_at(officer, "delegates", raw)

    assert problems(run) == [
        (2, "Country", "Unknown country “Marocco”."),
        (3, "Country", "“Africa (regional)” is no country."),
        (4, "Country", "Say which country the person is from."),
        (5, "Family name", "Say what the person is called."),
        (6, "E-mail", "“nobody” is no e-mail address."),
        (7, "Agency", "Say at which agency this post is."),
        (8, "Number of the record here", "No delegate has this number."),
    ]
    assert people() == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_for_any_number_of_people(officer, rows, django_assert_num_queries):
    PostingFactory(delegate__family_name="Known0")
    raw = as_csv(
        *(
            {"Family name": f"Known{number}", "Country": "Morocco", "Agency": f"Agency {number}"}
            for number in range(rows)
        )
    )

    # run kept; asked for 6, claimed 2; agencies, countries and their names, delegates twice, who
    # was imported before, posts and their history; run closed
    with django_assert_num_queries(22):
        looked_at(officer, "delegates", raw)


def test_an_import_is_taken_back_with_all_it_made(officer):
    run = taken_in(officer, "delegates", as_csv({**KARIM, "Agency": "AMDIE", "Post": "Director"}))

    assert taken_back(officer, run).state == "undone"

    assert (people(), posts(), list(Agency.objects.all())) == ([], [], [])
    assert list(HostCountry.objects.all()) == []


def test_a_move_is_taken_back_and_then_what_was_before(officer):
    first = taken_in(officer, "delegates", as_csv({**KARIM, "Agency": "AMDIE", "Post": "Director"}))
    run = taken_in(officer, "delegates", as_csv({**KARIM, "Agency": "CRI", "Post": "Head"}))

    assert taken_back(officer, run).state == "undone"

    assert posts() == [("Alami", "AMDIE", "Director", True)]

    assert taken_back(officer, first).state == "undone"

    assert (people(), posts(), list(Agency.objects.all())) == ([], [], [])


def test_a_cell_that_cannot_be_read_refuses_its_row_if_the_column_was_chosen(officer):
    raw = as_csv({**KARIM, "Remark nobody needs": "?", "Notes": "?"})
    broken = raw.replace(b"?,", b"\xe9,").replace(b",?", b",\xe9")

    run = looked_at(officer, "delegates", broken)
    asked = runs.choose(run=run, chosen=[*run.columns[:-1], ""], list_wins=False, by=officer)

    assert problems(run) == [(2, "Notes", "The text is broken: not UTF-8. Save it as “CSV UTF-8”.")]
    assert fates(done(asked)) == ["created"]
