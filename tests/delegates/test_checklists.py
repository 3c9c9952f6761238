"""The checklist before a visit: laid out, counted back from arrival, ticked off."""

from datetime import UTC, date, datetime

import pytest

from delegates import checklists
from delegates.models import ByWhom, ChecklistItem, ChecklistStep, Paper, Visit
from itpo.office import checklists as office_checklists
from tests.factories import (
    ChecklistItemFactory,
    ChecklistStepFactory,
    HostCountryFactory,
    OfficeFactory,
    ProgrammeFactory,
    VisitFactory,
)

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def texts(rows):
    return [row.text for row in rows]


def test_the_usual_steps_begin_with_the_inviters_papers(office):
    made = checklists.the_usual(office=office)

    steps = list(ChecklistStep.objects.filter(office=office).in_order())
    assert len(made) == len(steps) == 13
    by_whom = [step.by_whom for step in steps]
    first_of_theirs = by_whom.index(ByWhom.DELEGATE)
    papers_of_ours = [step.paper for step in steps[:first_of_theirs] if step.paper]
    assert papers_of_ours == [Paper.Kind.REASON, Paper.Kind.APPLICANTS, Paper.Kind.SCHEDULE]
    assert min(step.days_before for step in steps[:first_of_theirs]) >= 42  # six weeks
    assert [step for step in steps if not (step.text_fr and step.text_ja)] == []


def test_the_usual_steps_are_given_once(office):
    checklists.usual_for_new_offices(at=AT)
    ChecklistStep.objects.all().delete()

    assert checklists.usual_for_new_offices(at=AT) == 0
    assert ChecklistStep.objects.count() == 0

    OfficeFactory(name="UNIDO ITPO Elsewhere")
    assert checklists.usual_for_new_offices(at=AT) == 1


def test_the_usual_steps_take_the_place_of_none(office):
    own = ChecklistStepFactory(office=office)

    assert checklists.the_usual(office=office) == []
    assert list(ChecklistStep.objects.all()) == [own]


def test_laying_out_copies_the_steps_once(officer):
    visit = VisitFactory(officer=officer, programme=ProgrammeFactory(office=officer.office))
    step = ChecklistStepFactory(office=officer.office, text_ja="旅券", by_whom="delegate")
    ChecklistStepFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))

    made = checklists.lay_out(visit=visit, by=officer)
    again = checklists.lay_out(visit=visit, by=officer)

    item = ChecklistItem.objects.get()
    assert (made, again) == ([item], [])
    assert (item.visit, item.text, item.text_ja) == (visit, step.text, "旅券")
    assert (item.by_whom, item.days_before) == ("delegate", 42)
    assert item.history.get().history_user == officer


def test_a_step_that_is_new_is_added_and_the_others_stay_as_they_are(officer):
    visit = VisitFactory(officer=officer)
    ChecklistStepFactory(office=officer.office, text="Letter")
    checklists.lay_out(visit=visit, by=officer)
    office_checklists.tick(item=visit.checklist.get(), by=officer, at=AT)
    ChecklistStepFactory(office=officer.office, text="Photo")

    assert texts(checklists.lay_out(visit=visit, by=officer)) == ["Photo"]
    assert visit.checklist.get(text="Letter").done_at == AT


def test_a_country_with_steps_of_its_own_uses_only_those(officer):
    china = HostCountryFactory(code="CN", name="China")
    ChecklistStepFactory(office=officer.office, text="General")
    ChecklistStepFactory(office=officer.office, text="China's own", country=china)
    ChecklistStepFactory(
        office=OfficeFactory(name="UNIDO ITPO Elsewhere"), text="Theirs", country=china
    )

    from_china = VisitFactory(officer=officer, delegate__country=china)

    assert texts(checklists.steps_for(from_china)) == ["China's own"]
    assert texts(checklists.steps_for(VisitFactory(officer=officer))) == ["General"]


def test_who_comes_alone_needs_no_list_of_applicants(officer):
    ChecklistStepFactory(office=officer.office, text="List", paper=Paper.Kind.APPLICANTS)
    alone = VisitFactory(officer=officer)
    one_of_several = VisitFactory(
        officer=officer, programme=ProgrammeFactory(office=officer.office)
    )

    assert texts(checklists.steps_for(alone)) == []
    assert texts(checklists.steps_for(one_of_several)) == ["List"]


@pytest.mark.parametrize(
    ("begins", "days", "due"),
    [
        ("2027-01-12", 42, date(2026, 12, 1)),  # over the end of a year
        ("2028-03-14", 14, date(2028, 2, 29)),  # onto a leap day
        ("2027-03-14", 14, date(2027, 2, 28)),
        ("2028-02-29", 365, date(2027, 3, 1)),
        ("2027-01-12", 0, date(2027, 1, 12)),
        ("2027-01", 42, None),
        ("", 42, None),
    ],
)
def test_due_days_are_counted_back_from_arrival(officer, begins, days, due):
    visit = VisitFactory(officer=officer, begins=begins, ends="")
    item = ChecklistItemFactory(visit=visit, days_before=days)

    assert item.due_on(visit.begins_on) == due


def test_due_days_move_with_the_arrival(officer):
    visit = VisitFactory(officer=officer, begins="2027-01-12", ends="2027-01-23")
    item = ChecklistItemFactory(visit=visit, days_before=42)

    visit.begins, visit.ends = "2027-02-12", "2027-02-20"
    visit.save()

    assert item.due_on(Visit.objects.get(pk=visit.pk).begins_on) == date(2027, 1, 1)


def test_how_each_item_stands(officer):
    visit = VisitFactory(officer=officer, begins="2026-12-01", ends="2026-12-12")
    for days, extra in (
        (20, {"done_at": AT, "done_by": officer}),
        (15, {"is_needed": False}),
        (11, {}),
        (10, {}),
        (3, {}),
        (2, {}),
    ):
        ChecklistItemFactory(visit=visit, days_before=days, **extra)

    lines = checklists.lines(visit, TODAY)

    assert [(line.due_on, line.standing) for line in lines] == [
        (date(2026, 11, 11), "done"),
        (date(2026, 11, 16), "spared"),
        (date(2026, 11, 20), "late"),
        (date(2026, 11, 21), "soon"),
        (date(2026, 11, 28), "soon"),
        (date(2026, 11, 29), "open"),
    ]


def test_nothing_is_late_while_the_arrival_is_not_known(officer):
    visit = VisitFactory(officer=officer, begins="2026", ends="")
    ChecklistItemFactory(visit=visit, days_before=365)

    assert [(line.due_on, line.standing) for line in checklists.lines(visit, TODAY)] == [
        (None, "open")
    ]


def test_on_one_day_the_inviters_papers_come_first(officer):
    visit = VisitFactory(officer=officer)
    for by_whom in (ByWhom.DELEGATE, ByWhom.AGENCY, ByWhom.US):
        ChecklistItemFactory(visit=visit, by_whom=by_whom)
    ChecklistItemFactory(visit=visit, by_whom=ByWhom.DELEGATE, days_before=50)

    assert [item.by_whom for item in visit.checklist.in_order()] == [
        "delegate",
        "us",
        "delegate",
        "agency",
    ]
