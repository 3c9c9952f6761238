"""Importing a list again: after it has changed, and after somebody changed things in the CRM."""

from deals.models import Claim, Deal, DealCompany, StageChange
from delegates.models import Programme
from investors.models import Event, Mission, MissionLeg
from tests.deals.importing.lists import deal, mission, programme, seminar
from tests.factories import CompanyFactory, DealFactory, HostCountryFactory, MissionFactory


def correct(record, **fields):
    """Change a record as a form of the CRM does."""
    again = type(record).objects.get(pk=record.pk)
    for name, value in fields.items():
        setattr(again, name, value)
    again.save()


def test_what_the_list_changes_is_written(lists):
    lists.activities(seminar(ref="S", notes="Two hours."))

    report = lists.activities(seminar(ref="S", notes="Three hours.", start="2023-04-30"))

    event = Event.objects.get()
    assert report.summary() == "read 1, created 0, updated 1, unchanged 0, rejected 0"
    assert (event.notes, event.begins, event.begins_edtf) == (
        "Three hours.",
        "2023-04-30",
        "2023-04-30",
    )


def test_a_blank_cell_takes_nothing_away(lists):
    lists.activities(seminar(ref="S", notes="Two hours.", participants="20"))

    report = lists.activities(seminar(ref="S"))

    assert report.unchanged == 1
    assert Event.objects.get().notes == "Two hours."
    assert Claim.objects.count() == 1


def test_what_somebody_corrected_in_the_crm_stays(lists):
    lists.activities(seminar(ref="S", notes="Two hours.", host_org="JETRO"))
    correct(Event.objects.get(), notes="Two hours and a half.")

    report = lists.activities(seminar(ref="S", notes="TWO hours.", host_org="JETRO Nairobi"))

    event = Event.objects.get()
    assert report.updated == 1
    assert (event.notes, event.organisers_typed) == ("Two hours and a half.", "JETRO Nairobi")


def test_what_somebody_emptied_in_the_crm_stays_empty(lists):
    lists.activities(seminar(ref="S", notes="Wrong."))
    correct(Event.objects.get(), notes="")

    assert lists.activities(seminar(ref="S", notes="Wrong.")).unchanged == 1
    assert Event.objects.get().notes == ""


def test_what_was_made_by_hand_is_completed_and_not_overwritten(lists, office):
    MissionFactory(office=office, ref="M", name="The 13th mission")

    report = lists.activities(mission(ref="M", host_org="MOFA"))

    whole = Mission.objects.get()
    assert report.created == 1  # its leg
    assert (whole.name, whole.organisers_typed, whole.begins) == (
        "The 13th mission",
        "MOFA",
        "2023-05-01",
    )


def test_a_row_without_ref_finds_its_record_after_the_date_was_corrected(lists):
    rows = [mission(), programme(), seminar()]
    lists.activities(*rows)
    correct(MissionLeg.objects.get(), begins="2023-05-02")
    correct(Mission.objects.get(), begins="2023-05-02")
    correct(Programme.objects.get(), begins="2023-05-02")
    correct(Event.objects.get(), begins="2023-04-30", source_url="https://example.org/other")

    report = lists.activities(*rows)

    assert report.summary() == "read 3, created 0, updated 0, unchanged 3, rejected 0"
    assert MissionLeg.objects.get().begins == "2023-05-02"


def test_a_leg_whose_dates_change_in_the_list_is_the_same_leg(lists):
    lists.activities(mission(ref="M"))

    report = lists.activities(mission(ref="M", start="2023-05-02", end="2023-05-04"))

    assert (report.updated, MissionLeg.objects.count()) == (1, 1)
    assert MissionLeg.objects.get().begins == "2023-05-02"
    assert Mission.objects.get().begins == "2023-05-02"


def test_a_second_visit_to_the_same_country_is_a_second_leg(lists):
    later = mission(ref="M", start="2023-05-07", end="2023-05-08")
    lists.activities(mission(ref="M"))

    report = lists.activities(mission(ref="M"), later)

    assert (report.created, MissionLeg.objects.count()) == (1, 2)
    assert lists.activities(later, mission(ref="M")).unchanged == 2


def test_dates_that_somebody_changed_stay_together(lists):
    """Half of each would end before it begins."""
    lists.activities(seminar(ref="S"))
    correct(Event.objects.get(), ends="2023-05-02")

    lists.activities(seminar(ref="S", start="2024-01-01", end=""))

    assert list(Event.objects.values_list("begins", "ends")) == [("2023-05-01", "2023-05-02")]


def test_a_country_added_to_a_programme_is_an_update_and_a_removed_one_stays_away(lists):
    kenya, uganda = programme(ref="P"), programme(ref="P", country="Uganda", iso2="UG")
    lists.activities(kenya)
    HostCountryFactory(code="RW", name="Rwanda")

    assert lists.activities(kenya, uganda).updated == 2
    Programme.objects.get().countries.remove(HostCountryFactory(code="KE"))
    assert lists.activities(kenya, uganda).created == 0

    codes = Programme.objects.get().countries.values_list("code", flat=True)
    assert list(codes) == ["UG"]


def test_another_figure_stands_beside_the_first_and_a_corrected_one_does_not_come_back(lists):
    lists.activities(mission(ref="M", participants="54"))
    correct(Claim.objects.get(), value=55)

    assert lists.activities(mission(ref="M", participants="54")).unchanged == 1
    assert lists.activities(mission(ref="M", participants="60")).updated == 1

    assert sorted(Claim.objects.values_list("value", flat=True)) == [55, 60]


def test_a_deal_moves_when_the_words_of_the_list_do(lists):
    lists.deals(deal(status="agreement signed", year="2021"))

    report = lists.deals(deal(status="operational", year="2021"))

    made = Deal.objects.get()
    assert report.updated == 1
    assert (made.stage, made.stage_since, made.status_typed) == ("operational", None, "operational")
    log = StageChange.objects.order_by("pk")
    assert list(log.values_list("from_stage", "to_stage", "happened", "changed_by")) == [
        ("", "concluded", "2021", None),
        ("concluded", "operational", "", None),
    ]


def test_a_deal_that_a_person_moved_is_not_moved_by_the_list(lists):
    lists.deals(deal(status="agreement signed"))
    correct(Deal.objects.get(), stage="negotiation")

    report = lists.deals(deal(status="operational"))

    made = Deal.objects.get()
    assert report.updated == 1
    assert (made.stage, made.status_typed) == ("negotiation", "operational")
    assert StageChange.objects.count() == 1


def test_a_year_that_becomes_known_dates_the_first_stage(lists):
    lists.deals(deal(status="operational"))

    report = lists.deals(deal(status="operational", year="2014"))

    assert report.updated == 1
    assert StageChange.objects.get().happened == "2014"
    assert Deal.objects.get().stage_since is None
    assert lists.deals(deal(status="operational", year="2014")).unchanged == 1


def test_a_company_that_somebody_took_out_of_a_deal_stays_out(lists):
    lists.deals(deal(company="Yazaki; Denso"))
    DealCompany.objects.get(company__name="Denso").delete()

    assert lists.deals(deal(company="Yazaki; Denso")).unchanged == 1
    assert Deal.objects.get().companies.count() == 1


def test_a_company_renamed_in_the_crm_is_not_made_again(lists):
    lists.deals(deal(company="Yazaki"))
    correct(Deal.objects.get().companies.get(), name="Yazaki Corporation")

    assert lists.deals(deal(company="Yazaki")).unchanged == 1
    assert CompanyFactory._meta.model.objects.count() == 1


def test_a_parent_that_somebody_chose_stays(lists, office):
    lists.deals(deal(ref="A"), deal(ref="B", part_of="A"))
    other = DealFactory(office=office, ref="OTHER")
    correct(Deal.objects.get(ref="B"), parent=other, parent_relation="expansion")

    assert lists.deals(deal(ref="A"), deal(ref="B", part_of="A")).unchanged == 2
    kept = Deal.objects.get(ref="B")
    assert (kept.parent, kept.parent_relation) == (other, "expansion")


def test_a_deal_without_ref_is_found_by_kind_country_year_and_source(lists):
    row = deal(ref="", year="2020", outcome_type="joint venture", status="signed")
    lists.deals(row)

    assert lists.deals(row).unchanged == 1
    assert lists.deals({**row, "title": "A better title"}).updated == 1
    assert lists.deals({**row, "year": "2021"}).created == 1
    assert sorted(Deal.objects.values_list("title", flat=True)) == [
        "A better title",
        "Wire-harness plant",
    ]
