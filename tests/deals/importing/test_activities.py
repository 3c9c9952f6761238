"""Rows of the list of activities that can be taken, and rows that cannot."""

import pytest

from deals.models import Claim
from delegates.models import HostCountry, Programme
from investors.models import Event, Mission, MissionLeg
from itpo.office.csv_files import FileNotReadable
from tests.deals.importing.lists import SOURCE, mission, programme, rejected, seminar
from tests.factories import MissionFactory, PartnerFactory, SectorFactory

GOOD = mission(ref="GOOD", country="Ghana", iso2="GH")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "picnic"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"country": "Atlantis", "iso2": ""}, "country"),
        ({"country": "Atlantis", "iso2": "ZZ"}, "iso2"),
        ({"country": "Kenya", "iso2": "UG"}, "iso2"),
        ({"country": "Congo", "iso2": ""}, "country"),
        ({"start": "last spring"}, "start"),
        ({"start": "2023-02-30"}, "start"),
        ({"end": "soon"}, "end"),
        ({"start": "2023-05-04", "end": "2023-05-03"}, "end"),
        ({"start": "2024", "end": "2023-12"}, "end"),
        ({"participants": "about 60"}, "participants"),
        ({"participants": "-5"}, "participants"),
        ({"participants": "2.5"}, "participants"),
        ({"companies_met": "many"}, "companies_met"),
        ({"companies_on_mission": "1.600"}, "companies_on_mission"),
        ({"itpo_linked": "perhaps"}, "itpo_linked"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"source_url": "https://example.org/" + "a" * 500}, "source_url"),
        ({"ref": "R" * 201}, "ref"),
        ({"direction": "d" * 61}, "direction"),
        ({"notes": "a \x00 byte"}, "notes"),
        ({"notes": "a letter lost before: \ufffd"}, "notes"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_kept(lists, cells, column):
    report = lists.activities(mission(**cells), GOOD)

    assert rejected(report) == [(2, column)]
    assert (report.read, report.created) == (2, 1)
    assert list(Mission.objects.values_list("ref", flat=True)) == ["GOOD"]
    assert list(HostCountry.objects.values_list("code", flat=True)) == ["GH"]


def test_a_reason_says_what_was_found(lists):
    report = lists.activities(
        mission(participants="about 60"), mission(country="Atlantis", iso2="")
    )

    assert [problem.reason for problem in report.problems] == [
        "“about 60” is not a number.",
        "Unknown country “Atlantis”.",
    ]


def test_a_row_with_several_faults_is_named_once(lists):
    report = lists.activities(mission(start="soon", end="later", participants="some"))

    assert rejected(report) == [(2, "start")]
    assert report.read == 1


def test_when_one_leg_is_bad_the_others_are_kept(lists):
    report = lists.activities(
        mission(ref="M", country="Kenya", iso2="KE"),
        mission(ref="M", country="Uganda", iso2="UG", end="2022-01-01"),
        mission(ref="M", country="Rwanda", iso2="RW"),
    )

    assert rejected(report) == [(3, "end")]
    assert sorted(MissionLeg.objects.values_list("mission__ref", "country__code")) == [
        ("M", "KE"),
        ("M", "RW"),
    ]


def test_a_corrected_row_comes_in_beside_what_is_there(lists):
    lists.activities(mission(ref="M"), mission(ref="M", country="Uganda", iso2="XX"))

    report = lists.activities(
        mission(ref="M"), mission(ref="M", country="Uganda", iso2="UG", end="2023-05-06")
    )

    assert (report.created, report.updated, report.rejected) == (1, 1, 0)
    whole = Mission.objects.get()
    assert whole.name == "Business mission to Kenya and Uganda, 2023"
    assert (whole.ends, whole.ends_latest.isoformat()) == ("2023-05-06", "2023-05-06")


def test_a_row_whose_ref_is_of_another_kind_is_refused(lists):
    report = lists.activities(mission(ref="X"), seminar(ref="X"), programme(ref="X"))

    assert rejected(report) == [(3, "kind"), (4, "kind")]
    assert (Mission.objects.count(), Event.objects.count(), Programme.objects.count()) == (1, 0, 0)


def test_a_row_whose_ref_the_office_has_for_another_kind_is_refused(lists, office):
    MissionFactory(office=office, ref="X")

    assert rejected(lists.activities(seminar(ref="X"))) == [(2, "kind")]


def test_another_offices_mission_of_the_same_ref_is_left_alone(lists, office, stranger):
    theirs = MissionFactory(office=stranger.office, ref="M", name="Theirs")

    report = lists.activities(mission(ref="M"))

    theirs.refresh_from_db()
    assert (report.created, theirs.name) == (1, "Theirs")


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("Africa (regional)", "Africa (regional)"),
        ("Multi-country", "Multi-country"),
        ("Sub-Saharan Africa", "Sub-Saharan Africa"),
        ("", "(not given)"),
    ],
)
def test_a_row_without_a_country_keeps_its_words(lists, country, region):
    report = lists.activities(mission(country=country, iso2=""))

    assert report.created == 1
    assert list(MissionLeg.objects.values_list("country", "region_typed")) == [(None, region)]
    assert lists.activities(mission(country=country, iso2="")).unchanged == 1


def test_a_name_nobody_knows_is_kept_beside_a_code(lists):
    lists.activities(mission(country="Le Kenya", iso2="ke"))

    assert list(MissionLeg.objects.values_list("country__code", "region_typed")) == [
        ("KE", "Le Kenya")
    ]


def test_dates_may_be_partial_or_blank(lists):
    lists.activities(
        mission(ref="A", start="2016-06", end=""),
        mission(ref="B", start="1990s", end="about 2000"),
        mission(ref="C", start="", end=""),
    )

    assert list(Mission.objects.order_by("ref").values_list("begins", "ends", "state")) == [
        ("2016-06", "", "completed"),
        ("1990s", "about 2000", "completed"),
        ("", "", "proposed"),
    ]


def test_a_mission_lasts_from_its_first_leg_to_its_last(lists):
    lists.activities(
        mission(ref="M", start="2023-05-04", end="2023-05-06"),
        mission(ref="M", country="Uganda", iso2="UG", start="2023-05-01", end="2023-05-04"),
    )

    whole = Mission.objects.get()
    assert (whole.begins, whole.ends) == ("2023-05-01", "2023-05-06")
    assert whole.name == "Business mission to Uganda and Kenya, 2023"


def test_where_a_leg_does_not_say_when_it_ends_neither_does_the_mission(lists):
    lists.activities(
        mission(ref="M", start="2023-05-01", end="2023-05-03"),
        mission(ref="M", country="Uganda", iso2="UG", start="2023-05-10", end=""),
    )

    assert list(Mission.objects.values_list("begins", "ends")) == [("2023-05-01", "")]


@pytest.mark.parametrize(
    ("start", "end", "states"),
    [
        ("2026-11-10", "2026-11-20", ("completed", "completed", "held")),
        ("2026-11-20", "2026-11-21", ("travelling", "running", "planned")),
        ("2026-11-22", "2026-11-25", ("proposed", "draft", "planned")),
        ("", "", ("proposed", "draft", "planned")),
    ],
)
def test_the_day_at_the_office_decides_what_is_past(lists, start, end, states):
    lists.activities(
        *(row(start=start, end=end, source_url="") for row in (mission, programme, seminar))
    )

    assert (
        Mission.objects.get().state,
        Programme.objects.get().state,
        Event.objects.get().state,
    ) == (states)


def test_a_figure_repeated_by_every_row_is_one_and_another_source_says_another(lists):
    lists.activities(
        mission(ref="M", participants="1,600", companies_on_mission="16"),
        mission(ref="M", country="Uganda", iso2="UG", participants="１６００", companies_met="9"),
        mission(ref="M", country="Rwanda", iso2="RW", participants="77", source_url=f"{SOURCE}0"),
    )

    assert sorted(Claim.objects.values_list("metric", "value", "source_url", "words")) == [
        ("companies", 9, SOURCE, "companies met"),
        ("companies", 16, SOURCE, "companies on the mission"),
        ("people", 77, f"{SOURCE}0", "participants"),
        ("people", 1600, SOURCE, "participants"),
    ]


def test_zero_is_a_figure_and_blank_is_none(lists):
    lists.activities(mission(ref="A", participants="0"), mission(ref="B", participants=""))

    assert list(Claim.objects.values_list("mission__ref", "value")) == [("A", 0)]


def test_rows_without_ref_are_the_same_by_kind_country_start_and_source(lists):
    report = lists.activities(
        mission(), mission(start="2024-01-01", end=""), mission(source_url=f"{SOURCE}0"), mission()
    )

    assert (report.created, Mission.objects.count()) == (4, 3)


def test_sectors_and_partners_are_tags_only_where_the_words_match(lists, office):
    food = SectorFactory(code="10", name="Food products", words="food machinery\nfood")
    jetro = PartnerFactory(name="Japan External Trade Organization", short_name="JETRO")
    chamber = PartnerFactory(name="Chamber of Commerce", short_name="CCM")

    report = lists.activities(
        seminar(
            sectors="Food Machinery; space elevators",
            host_org="JETRO; Nobody we know",
            counterpart_org="Chamber of Commerce of Mozambique (CCM)",
        )
    )

    event = Event.objects.get()
    assert report.created == 1
    assert event.sectors_typed == "Food Machinery; space elevators"
    assert list(event.sectors.all()) == [food]
    assert sorted(event.partner_roles.values_list("partner", "role")) == [
        (jetro.pk, "organiser"),
        (chamber.pk, "counterpart"),
    ]


def test_a_missions_partners_come_from_its_rows_and_its_legs(lists, office):
    moci = PartnerFactory(name="Ministry of Commerce")

    lists.activities(mission(counterpart_org="Ministry of Commerce"))

    taken = Mission.objects.get().partner_roles
    assert list(taken.values_list("partner", "role")) == [(moci.pk, "counterpart")]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"direction": "tokyo"}, "seminar"),
        ({"direction": "online"}, "webinar"),
        ({"kind": "webinar"}, "webinar"),
        ({"kind": "Technology tour"}, "tour"),
        ({"notes": "Embassy technology tour: 29 diplomats."}, "tour"),
        ({"notes": "Embassy tour of EcoPro 2019."}, "tour"),
        ({"notes": "Talks on tourism."}, "seminar"),
    ],
)
def test_the_kind_of_an_event_is_taken_from_its_words(lists, cells, kind):
    lists.activities(seminar(**cells))

    assert Event.objects.get().kind == kind


def test_programme_rows_that_differ_keep_each_word_once(lists):
    lists.activities(
        programme(ref="P", counterpart_org="Ministry B", notes="Fair", itpo_linked="no"),
        programme(ref="P", country="Uganda", iso2="UG", counterpart_org="Ministry A", notes="Fair"),
    )

    made = Programme.objects.get()
    assert (made.counterparts_typed, made.notes) == ("Ministry A\nMinistry B", "Fair")
    assert made.is_ours
    assert made.name == "Delegates programme, Kenya and Uganda, 2023"


def test_a_name_given_to_another_code_does_not_stop_an_import(lists, db):
    HostCountry.objects.create(code="KY", name="Kenya")

    lists.activities(mission())

    assert HostCountry.objects.get(code="KE").name == "Kenya (KE)"


def test_a_file_with_a_missing_column_writes_nothing(lists):
    lists.file.write_text("ref,kind,country\n,business_mission,Kenya\n", encoding="utf-8")

    with pytest.raises(FileNotReadable, match="Missing columns: iso2, start, end"):
        lists.take_activities(lists.file)

    assert Mission.objects.count() == 0
