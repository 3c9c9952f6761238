"""Adding, changing and removing: every record that has a form, in the same way."""

from datetime import UTC, date, datetime
from html import escape
from itertools import product

import pytest
import time_machine
from django import forms
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deals import pipeline
from deals.models import Stage
from itpo.office.editing import address_of, page_of
from itpo.office.picking import PickField, PickSeveralField
from itpo.office.record_forms import editables
from itpo.office.sameness.keys import known
from itpo.office.visibility import SharedQuerySet
from tests.conftest import logged_in
from tests.factories import (
    BookingFactory,
    CompanyFactory,
    ContactFactory,
    MeetingFactory,
    ProgrammeFactory,
    UserFactory,
    VerifiedClaimFactory,
    VisitFactory,
)
from tests.tables import all_rows
from tests.typed import (
    ADDED,
    EXAMPLES,
    REMOVED,
    add_url,
    another,
    as_typed,
    change_url,
    form_of,
    kind_of,
    remove_url,
    sent,
    typed_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

MOST_QUERIES = 12
TODAY = date(2026, 11, 21)
SENTENCES = ["Choose one from the list that opens.", "Choose from the list that opens."]


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def seen(browser, row):
    """What somebody's browser would send who opened the form and touched nothing."""
    form = browser.get(change_url(row)).context["form"]
    return sent(form)


def written(before):
    """The tables whose rows differ from before."""
    return {table for table, rows in all_rows().items() if rows != before[table]}


def tables_of(model):
    """A record's own table, its history, and what links it to several others."""
    links = [field.remote_field.through for field in model._meta.many_to_many]
    own = [model, model.history.model, *links]
    names = {one._meta.label for one in own}
    return names | {
        one._meta.label
        for one in apps.get_models(include_auto_created=True)
        if one.__name__.startswith(f"Historical{model.__name__}_")
    }


def stands_at(row):
    """The address of the page a record stands on."""
    return address_of(kind_of(row), page_of(kind_of(row), row))


# What a verb writes along with a new record.
ALONG = {
    "deals.deal": {"deals.StageChange"},
    "delegates.programme": {
        f"delegates.{kind}{asked}"
        for asked in ("Question", "RequiredDocument", "Criterion")
        for kind in ("", "Historical")
    },
}


def newest(label):
    return editables[label].model._default_manager.order_by("-pk").first()


def test_every_record_that_has_a_form_has_an_example():
    assert set(EXAMPLES) == set(editables)


# --- adding ---


@pytest.mark.parametrize("label", ADDED)
def test_what_is_typed_is_what_is_added_and_its_history_says_by_whom(desk, officer, label):
    typed = EXAMPLES[label].typed(officer)
    before = all_rows()

    response = desk.post(add_url(label), typed)

    added = newest(label)
    assert response.url == stands_at(added)
    assert sent(form_of(added, officer), "seen") == typed_of(typed)
    assert {one.history_user for one in added.history.all()} == {officer}
    keys = {"office.RecordKey"} if label in known else set()
    assert written(before) <= tables_of(type(added)) | ALONG.get(label, set()) | keys
    if hasattr(added, "office"):
        assert added.office == officer.office


@pytest.mark.parametrize("label", [one for one in ADDED if editables[one].of])
def test_what_is_part_of_something_is_added_from_its_page(desk, officer, label):
    kind, typed = editables[label], EXAMPLES[label].typed(officer)
    whole = typed.pop(kind.of)

    page = desk.get(add_url(label), {kind.of: whole})
    response = desk.post(f"{add_url(label)}?{kind.of}={whole}", typed)

    added = newest(label)
    assert kind.of not in page.context["form"].fields
    assert getattr(added, f"{kind.of}_id") == whole
    assert response.url == stands_at(added)


# People are shared by all offices, and so is what is added to them.
OF_PEOPLE = {"delegates.posting", "investors.handover"}
OWNED_WHOLES = [one for one in ADDED if editables[one].of and one not in OF_PEOPLE]


@pytest.mark.parametrize("label", OWNED_WHOLES)
@pytest.mark.once
def test_nothing_is_added_to_what_another_office_owns(stranger, officer, label):
    kind, typed = editables[label], EXAMPLES[label].typed(officer)
    theirs = logged_in(stranger)
    before = all_rows()

    direct = theirs.post(f"{add_url(label)}?{kind.of}={typed[kind.of]}", typed)
    picked = theirs.post(add_url(label), typed)

    assert direct.status_code == 404
    assert picked.context["form"].errors[kind.of] == ["Choose one from the list that opens."]
    assert written(before) == set()


@pytest.mark.parametrize("label", [*sorted(set(editables) - set(ADDED)), "office.user", "x", "a.b"])
@pytest.mark.once
def test_what_is_logged_or_unknown_is_not_added_here(desk, label):
    assert desk.get(add_url(label)).status_code == 404


def test_the_address_says_what_is_known_already(desk, officer):
    known = {"name": "Sakura <b>", "owner": officer.pk, "seen": 5, "nonsense": 1}

    form = desk.get(add_url("investors.company"), known).context["form"]

    assert sent(form) == {"name": "Sakura <b>", "owner": str(officer.pk)}


@pytest.mark.parametrize("typed", ["abc", "9" * 5000, "a\x00b", "-1"], ids=lambda one: one[:6])
def test_an_address_that_says_nonsense_shows_the_form_all_the_same(desk, typed):
    nonsense = {"name": typed, "owner": typed, "sectors": typed, "parent": typed}

    response = desk.get(add_url("investors.company"), nonsense)

    assert response.status_code == 200
    assert response.context["form"]["name"].value() == typed[:200].replace("\x00", "")


# --- what it costs ---


@pytest.mark.parametrize("label", EXAMPLES)
@pytest.mark.once
def test_a_form_costs_the_same_however_many_records_there_are(desk, officer, label):
    example = EXAMPLES[label]
    row = example.make(officer)
    url = change_url(row)
    if label in ADDED:
        desk.post(add_url(label), example.typed(officer))
        row = newest(label)
        url = change_url(row)
    counted = []

    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(url)
        counted.append(len(queries))
        for _more in range(2):
            example.make(officer)
            example.typed(officer)

    assert page.context["form"].instance == row
    assert counted[0] == counted[1]
    assert counted[0] <= MOST_QUERIES


@pytest.mark.parametrize("label", ADDED)
@pytest.mark.once
def test_an_empty_form_asks_for_nobody(desk, django_assert_num_queries, label):
    # Session, user, navigation; a deal and a programme are somebody's, who is named.
    is_somebodys = label in {"deals.deal", "delegates.programme"}
    with django_assert_num_queries(4 if is_somebodys else 3):
        response = desk.get(add_url(label))

    assert response.status_code == 200


# --- changing ---


@pytest.mark.parametrize("label", EXAMPLES)
def test_what_is_typed_is_what_stands_afterwards(desk, officer, label):
    example, kind = EXAMPLES[label], editables[label]
    row, typed = example.make(officer), example.typed(officer)
    typed.pop(kind.of, None)
    if label == "investors.meetingparty":
        typed = {"delegate": EXAMPLES["delegates.delegate"].make(officer).pk}
    if label == "deals.contribution":
        typed = {**typed, "visit": ""}
    version = seen(desk, row)["seen"]

    response = desk.post(change_url(row), {**typed, "seen": version})

    assert response.url == stands_at(row)
    assert sent(form_of(row, officer), "seen", kind.of) == {
        name: value for name, value in typed_of(typed).items() if value
    }
    assert row.history.first().history_user == officer


@pytest.mark.parametrize("label", EXAMPLES)
def test_nothing_changed_writes_nothing(desk, officer, label):
    row = EXAMPLES[label].make(officer)
    if label in ADDED:
        desk.post(add_url(label), EXAMPLES[label].typed(officer))
        row = newest(label)
    typed = seen(desk, row)
    before = all_rows()

    response = desk.post(change_url(row), typed)

    assert response.url == stands_at(row)
    assert written(before) == set()


# --- bad input ---


def required(form):
    return {
        name: ""
        for name, one in form.fields.items()
        if one.required and not isinstance(one, forms.ChoiceField)
    }


def too_long(form):
    limits = {
        name: one.max_length
        for name, one in form.fields.items()
        if isinstance(one, forms.CharField) and one.max_length
    }
    return {name: "x" * (limit + 1) for name, limit in limits.items()}


def with_null(form):
    texts = (forms.CharField,)
    return {name: "a\x00b" for name, one in form.fields.items() if isinstance(one, texts)}


def forged(form):
    return {
        name: "999999"
        for name, one in form.fields.items()
        if isinstance(one, PickField | PickSeveralField)
    }


def no_number(form):
    return dict.fromkeys(forged(form), "' OR 1=1")


def unreadable(form):
    kinds = (
        forms.DateField,
        forms.TimeField,
        forms.DecimalField,
        forms.EmailField,
        forms.URLField,
        forms.ChoiceField,
    )
    return {
        name: "soon"
        for name, one in form.fields.items()
        if (isinstance(one, kinds) or name in {"begins", "ends", "as_of", "seats"})
        and not isinstance(one, PickField | PickSeveralField)
    }


WAYS = [required, too_long, with_null, forged, no_number, unreadable]
SAID = {
    required: ("This field is required.",),
    too_long: ("Ensure this value has at most", "Enter a valid", "“x"),
    with_null: ("Null characters are not allowed.",),
    forged: tuple(SENTENCES),
    no_number: tuple(SENTENCES),
    unreadable: (
        "Choose a day, or write it as",
        "Write the time as 14:30.",
        "Enter a",
        "Write it in digits",
        "Select a valid choice.",
        "“soon” cannot be read as a date",
    ),
}


@pytest.mark.parametrize("label", EXAMPLES)
@pytest.mark.once
def test_bad_input_is_answered_beside_the_field_keeps_all_and_writes_nothing(desk, officer, label):
    kind, typed = editables[label], typed_of(EXAMPLES[label].typed(officer))
    row = EXAMPLES[label].make(officer)
    urls = [change_url(row), *([add_url(label)] if label in ADDED else [])]
    shown = {url: desk.get(url).context["form"] for url in urls}
    before = all_rows()

    for url, way in product(urls, WAYS):
        if not (bad := way(shown[url])):
            continue
        response = desk.post(url, {**typed, **bad})

        case, form, page = (url, way), response.context["form"], response.content.decode()
        assert set(form.errors) - {"__all__"} >= set(bad), case
        for name in bad:
            assert [one for one in form.errors[name] if one.startswith(SAID[way])] != [], case
            assert escape(form.errors[name][0]) in page, case
        kept = {name: value for name, value in typed.items() if name in form.fields}
        for name, value in kept.items():
            if name not in bad and value != "on":
                values = value if isinstance(value, list) else [value]
                assert [one for one in values if escape(one) not in page] == [], case
    assert written(before) == set()
    assert kind.model._default_manager.filter(pk=row.pk).exists()


# --- two people at the same record ---


def conflict(label, officer, colleague, *, theirs, mine):
    """The colleague saves one field while the officer, who has the form open, writes another."""
    row = EXAMPLES[label].make(officer)
    desk, other_desk = logged_in(officer), logged_in(colleague)
    shown, shown_to_them = seen(desk, row), seen(other_desk, row)
    they_typed = {theirs: another(row, theirs, colleague)}
    i_typed = {mine: another(row, mine, officer)} if mine != theirs else {}
    other_desk.post(change_url(row), {**shown_to_them, **they_typed})
    return row, desk, shown, they_typed, i_typed


BOTH_WAYS = [
    (label, *order)
    for label, example in EXAMPLES.items()
    for order in (example.others, example.others[::-1])
]


@pytest.mark.parametrize(("label", "theirs", "mine"), BOTH_WAYS)
def test_the_second_is_told_what_the_first_wrote_and_saves_at_the_second_press(
    officer, colleague, label, theirs, mine
):
    row, desk, shown, they_typed, i_typed = conflict(
        label, officer, colleague, theirs=theirs, mine=mine
    )
    between = all_rows()

    first = desk.post(change_url(row), {**shown, **i_typed})
    form = first.context["form"]
    told = " ".join(form.non_field_errors())
    offered = sent(form)
    written_at_first = written(between)
    second = desk.post(change_url(row), offered)

    both = {**shown, **typed_of({**they_typed, **i_typed})}
    stands = {name: value for name, value in both.items() if value not in ("", [])}
    assert set(form.errors) == {"__all__"}
    assert told.startswith("MORI Mika changed this at 12:00, while you wrote. ")
    assert told.endswith("Nothing of yours is saved yet: look, then save again.")
    assert written_at_first == set()
    assert second.url == stands_at(row)
    assert sent(form_of(row, officer), "seen", kind_of(row).of) == {
        name: value for name, value in stands.items() if name != "seen"
    }
    assert row.history.first().history_user == officer


SAME_FIELD = [
    ("investors.company", "owner"),
    ("investors.company", "sectors"),
    ("investors.company", "name"),
    ("investors.mission", "begins"),
    ("investors.event", "kind"),
    ("investors.meeting", "starts"),
    ("deals.deal", "expected_on"),
    ("deals.claim", "value"),
]


@pytest.mark.parametrize(("label", "name"), SAME_FIELD)
def test_who_wrote_the_same_field_reads_what_the_other_wrote_and_decides(
    officer, colleague, label, name
):
    row, desk, shown, they_typed, _mine = conflict(
        label, officer, colleague, theirs=name, mine=name
    )
    theirs = sent(form_of(row, officer), "seen", kind_of(row).of)
    mine = OWN.get(name) or another(row, name, officer)
    between = all_rows()

    first = desk.post(change_url(row), {**shown, name: mine})
    form = first.context["form"]
    untouched = written(between)
    desk.post(change_url(row), sent(form))

    assert as_typed(they_typed[name]) == theirs[name]
    (sentence,) = form.errors[name]
    assert sentence.startswith("MORI Mika wrote “")
    assert sentence.endswith("” here at 12:00. Save again to keep yours.")
    assert untouched == set()
    assert sent(form_of(row, officer))[name] == as_typed(mine)


OWN = {
    "name": "My words",
    "kind": "fair",
    "begins": "2014",
    "expected_on": "2027-06-06",
    "value": "8.00",
    "starts": "17:15",
}


@pytest.mark.parametrize(("ticked", "first"), [("is_ours", "on"), ("is_ours", "")])
def test_a_box_both_have_left_alike_is_no_matter(officer, colleague, ticked, first):
    row = EXAMPLES["investors.mission"].make(officer)
    desk, other_desk = logged_in(officer), logged_in(colleague)
    shown = seen(desk, row)
    other_desk.post(change_url(row), {**shown, ticked: "", "notes": "Theirs"})

    form = desk.post(change_url(row), {**shown, ticked: first, "place": ""}).context["form"]
    desk.post(change_url(row), sent(form))

    row.refresh_from_db()
    # Whoever took the tick away meant it; whoever left it as it was did not mean to put it back.
    assert (row.is_ours, row.notes) == (False, "Theirs")


def test_what_others_changed_that_has_no_field_here_is_told_too(desk, officer, colleague):
    deal = EXAMPLES["deals.deal"].make(officer)
    shown = seen(desk, deal)
    pipeline.move(deal=deal, to=Stage.PROMOTED, by=colleague, at=timezone.now())

    form = desk.post(change_url(deal), {**shown, "notes": "Mine"}).context["form"]
    desk.post(change_url(deal), sent(form))

    deal.refresh_from_db()
    assert "Stage: Promoted" in form.non_field_errors()[0]
    assert (deal.stage, deal.notes) == ("promoted", "Mine")


def test_what_is_saved_once_more_without_any_change_tells_nobody_anything(desk, officer):
    company = EXAMPLES["investors.company"].make(officer)
    shown = seen(desk, company)
    company.save()

    response = desk.post(change_url(company), {**shown, "notes": "Mine"})

    company.refresh_from_db()
    assert (response.status_code, company.notes) == (302, "Mine")


@pytest.mark.parametrize("version", ["", "0"])
def test_without_a_version_what_was_typed_is_saved(desk, officer, version):
    company = EXAMPLES["investors.company"].make(officer)
    typed = {"name": "Sakura", "seen": version}

    response = desk.post(change_url(company), typed)

    company.refresh_from_db()
    assert (response.status_code, company.name) == (302, "Sakura")


@pytest.mark.parametrize(
    "version",
    ["999999", "-1", "9" * 30, "abc", "a\x00b", "9" * 5000],
    ids=["unknown", "negative", "long", "abc", "null", "9s"],
)
def test_a_version_nobody_was_shown_is_looked_at_once_more(desk, officer, version):
    company = EXAMPLES["investors.company"].make(officer)
    before = all_rows()
    response = desk.post(change_url(company), {"name": "Sakura", "seen": version})
    form = response.context["form"]
    assert (form.errors["__all__"], written(before)) == (
        ["This page was out of date. Look once more, then save again."],
        set(),
    )

    typed = {name: form[name].value() for name in ("name", "seen")}
    again = desk.post(change_url(company), typed)

    company.refresh_from_db()
    assert (again.status_code, company.name) == (302, "Sakura")


def test_the_version_of_another_record_says_nothing_of_it(desk, officer, stranger):
    company = EXAMPLES["investors.company"].make(officer)
    other = EXAMPLES["investors.company"].make(officer)
    other.address = "Secret street"
    other.save()

    version = other.history.last().pk
    response = desk.post(change_url(company), {"name": "Sakura", "seen": version}, follow=True)

    assert "Secret street" not in response.content.decode()


def test_what_was_removed_meanwhile_is_not_found(desk, officer):
    member = EXAMPLES["investors.missionmember"].make(officer)
    shown = seen(desk, member)
    desk.post(remove_url(member))

    answers = [desk.post(change_url(member), shown), desk.post(remove_url(member))]

    assert [answer.status_code for answer in answers] == [404, 404]


# --- what its reader cannot pick ---


def test_what_the_reader_cannot_pick_stays_unless_they_take_it_away(desk, officer, stranger):
    company = CompanyFactory(owner=stranger)
    shown = seen(desk, company)
    page = desk.get(change_url(company)).content.decode()

    desk.post(change_url(company), {**shown, "address": "1-1 Chiyoda"})
    company.refresh_from_db()
    kept = company.owner
    desk.post(change_url(company), {**seen(desk, company), "owner": ""})

    company.refresh_from_db()
    assert f'value="{stranger.pk}"><span>restricted</span>' in page
    assert stranger.family_name.upper() not in page
    assert (kept, company.address, company.owner) == (stranger, "1-1 Chiyoda", None)


def test_what_is_no_longer_offered_is_named_and_stays(desk, officer):
    theirs = ProgrammeFactory(office=officer.office, name="Another house's", is_ours=False)
    visit = VisitFactory(officer=officer, programme=theirs)

    page = desk.get(change_url(visit)).content.decode()
    desk.post(change_url(visit), {**seen(desk, visit), "notes": "Vegetarian"})

    visit.refresh_from_db()
    assert f'value="{theirs.pk}"><span>Another house&#x27;s</span>' in page
    assert (visit.programme, visit.notes) == (theirs, "Vegetarian")


def test_somebody_elses_number_is_not_taken_for_what_stands_there(desk, officer, stranger):
    other = UserFactory(office=stranger.office)
    company = CompanyFactory(owner=stranger)

    response = desk.post(change_url(company), {**seen(desk, company), "owner": other.pk})

    assert response.context["form"].errors["owner"] == ["Choose one from the list that opens."]


def test_who_keeps_a_deal_from_themselves_is_led_to_my_day(desk, officer, colleague):
    typed = EXAMPLES["deals.deal"].typed(officer) | {"owner": colleague.pk}

    response = desk.post(add_url("deals.deal"), typed, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert "Added: Plant in Tangier" in response.content.decode()
    assert newest("deals.deal").owner == colleague


# --- who may ---


@pytest.mark.parametrize("label", EXAMPLES)
@pytest.mark.once
def test_an_auditor_only_reads(auditor, officer, label):
    row = EXAMPLES[label].make(officer)
    browser = logged_in(auditor)
    before = all_rows()

    answers = [
        browser.get(add_url(label)),
        browser.post(add_url(label)),
        browser.get(change_url(row)),
        browser.post(change_url(row)),
        browser.post(remove_url(row)),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert written(before) == set()


OWNED = [
    label
    for label, kind in editables.items()
    if not isinstance(kind.model._default_manager.all(), SharedQuerySet)
]


@pytest.mark.parametrize("label", OWNED)
@pytest.mark.once
def test_a_record_of_another_office_is_not_there(stranger, officer, label):
    row = EXAMPLES[label].make(officer)
    browser = logged_in(stranger)
    before = all_rows()

    answers = [
        browser.get(change_url(row)),
        browser.post(change_url(row), {"notes": "Mine"}),
        browser.post(remove_url(row)),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert written(before) == set()


@pytest.mark.parametrize("label", REMOVED)
def test_what_links_two_records_is_removed_and_its_history_stays(desk, officer, label):
    row = EXAMPLES[label].make(officer)
    where, model, pk = stands_at(row), type(row), row.pk

    response = desk.post(remove_url(row))

    assert response.url == where
    assert not model._default_manager.filter(pk=pk).exists()
    last = model.history.filter(id=pk).latest()
    assert (last.history_type, last.history_user) == ("-", officer)


@pytest.mark.parametrize("label", sorted(set(editables) - set(REMOVED)))
@pytest.mark.once
def test_what_stands_for_itself_is_not_removed(desk, officer, label):
    row = EXAMPLES[label].make(officer)

    answers = [desk.post(remove_url(row)), desk.get(remove_url(row))]

    assert [answer.status_code for answer in answers] == [404, 405]
    assert type(row)._default_manager.filter(pk=row.pk).exists()


# --- what only the whole row can say ---

WHOLE_ROW = [
    ("delegates.programme", {"begins": "2027-03", "ends": "2027-01"}, "__all__",
     "The end is before the beginning."),
    ("delegates.programme", {"call_opens_on": "2026-10-02"}, "__all__",
     "The call closes before it opens."),
    ("delegates.programme", {"seats": "0"}, "__all__",
     "Leave the seats blank if they are not known."),
    ("delegates.projectprofile", {"currency": ""}, "__all__",
     "An amount needs its currency, and only an amount does."),
    ("delegates.projectprofile", {"currency": "yen"}, "currency",
     "Write the currency as three capital letters, for example MAD."),
    ("delegates.projectprofile", {"capital_sought": "-1"}, "capital_sought",
     "Ensure this value is greater than or equal to 0."),
    ("delegates.hostcountry", {"code": "ci"}, "code",
     "Write the country as two capital letters, for example MA."),
    ("investors.company", {"corporate_number": "7000012050003"}, "corporate_number",
     "“7000012050003” is not a corporate number: 13 digits of which the first is a check."),
    ("investors.mission", {"begins": "2027-02-01"}, "__all__", "The end is before the beginning."),
    ("investors.missionleg", {"country": "", "region_typed": ""}, "__all__",
     "Say which country or region the leg goes to."),
    ("investors.meeting", {"day": ""}, "day", "Say on which day, too."),
    ("investors.meeting", {"day": "2025-01-01"}, "day",
     "The visit lasts from 16 Nov 2026 – 27 Nov 2026; this is outside it."),
    ("deals.deal", {"parent_relation": ""}, "__all__",
     "Say whether it is a part of the larger deal or expands it."),
    ("deals.deal", {"anonymous_description": ""}, "__all__",
     "Say how others may call a confidential deal."),
    ("deals.claim", {"currency": ""}, "currency",
     "Say in which currency, such as JPY, EUR or MAD."),
    ("deals.claim", {"currency": "yen dollars"}, "currency",
     "Write the currency as three capital letters, for example MAD."),
    ("deals.claim", {"metric": "jobs"}, "currency",
     "Only money has a currency: leave this blank."),
    ("deals.claim", {"value": ""}, "value", "Give the figure, or say that it is not disclosed."),
    ("deals.claim", {"is_not_disclosed": "on"}, "value",
     "Leave the figure out, or take back “not disclosed”."),
    ("deals.claim", {"value": "-1"}, "value", "A figure is not below zero."),
    ("deals.claim", {"value": "1,5"}, "value",
     "Write it in digits, such as 1000, 1,000 or 1000.50."),
    ("deals.claim", {"value": "9" * 19}, "value",
     "This figure is too large. Is a currency or a unit mixed in?"),
    ("deals.claim", {"deal": ""}, "__all__",
     "A figure is about one deal, mission, event, programme or visit."),
]  # fmt: skip


@pytest.mark.parametrize(("label", "bad", "field", "sentence"), WHOLE_ROW)
@pytest.mark.once
def test_what_does_not_go_together_is_refused_in_a_sentence_and_writes_nothing(
    desk, officer, label, bad, field, sentence
):
    typed = typed_of(EXAMPLES[label].typed(officer))
    row = EXAMPLES[label].make(officer)
    urls = [change_url(row), *([add_url(label)] if label in ADDED else [])]
    before = all_rows()

    answers = [desk.post(url, {**typed, **bad}) for url in urls]

    for answer in answers:
        assert answer.context["form"].errors == {field: [sentence]}
        assert escape(sentence) in answer.content.decode()
    assert written(before) == set()


def test_the_same_twice_is_refused_beside_what_is_the_same(desk, officer):
    role = EXAMPLES["deals.dealcompany"].make(officer)
    typed = {"deal": role.deal.pk, "company": role.company.pk, "role": "partner"}
    before = all_rows()

    direct = desk.post(add_url("deals.dealcompany"), typed)
    from_its_page = desk.post(f"{add_url('deals.dealcompany')}?deal={role.deal.pk}", typed)

    said = {"__all__": ["This company is in the deal already."]}
    assert direct.context["form"].errors == said
    assert from_its_page.context["form"].errors == said
    assert written(before) == set()


def test_a_row_that_would_lead_back_to_itself_is_refused(desk, officer):
    parent = CompanyFactory()
    child = CompanyFactory(parent=parent)

    response = desk.post(change_url(parent), {**seen(desk, parent), "parent": child.pk})

    assert response.context["form"].errors == {
        "parent": ["That company is itself a subsidiary of this one."]
    }


def test_a_deal_is_started_with_its_companies_and_its_first_day(desk, officer):
    typed = EXAMPLES["deals.deal"].typed(officer)
    companies = [CompanyFactory(), CompanyFactory()]

    desk.post(add_url("deals.deal"), {**typed, "with_companies": [one.pk for one in companies]})

    deal = newest("deals.deal")
    change = deal.stage_changes.get()
    assert list(deal.companies.order_by("pk")) == companies
    assert (deal.stage, deal.status, deal.stage_since) == ("identified", "ongoing", TODAY)
    assert (change.from_stage, change.to_stage, change.changed_by) == ("", "identified", officer)


def test_a_deal_of_nobodys_office_is_refused_and_nothing_is_written(db):
    homeless = UserFactory(office=None, is_superuser=True)
    browser = logged_in(homeless)
    before = all_rows()

    response = browser.post(add_url("deals.deal"), {"title": "Plant", "kind": "other"})

    assert "you belong to none" in str(response.context["form"].errors)
    assert written(before) == set()


@pytest.mark.parametrize("label", ["delegates.programme", "investors.mission", "investors.event"])
def test_who_belongs_to_no_office_adds_nothing_an_office_owns(db, label):
    browser = logged_in(UserFactory(office=None, is_superuser=True))
    before = all_rows()

    response = browser.post(add_url(label), {"name": "Somebody's", "kind": "seminar"})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert written(before) == set()


def test_a_figure_is_recorded_by_who_types_it_and_stays_as_it_is_once_verified(desk, officer):
    desk.post(add_url("deals.claim"), EXAMPLES["deals.claim"].typed(officer))
    claim = newest("deals.claim")
    verified = VerifiedClaimFactory(deal=claim.deal)
    before = all_rows()

    response = desk.post(change_url(verified), {**seen(desk, verified), "value": "9"})

    assert claim.recorded_by == officer
    assert response.context["form"].errors == {
        "__all__": ["It is verified or withdrawn: record another figure beside it."]
    }
    assert written(before) == set()


def test_who_writes_down_what_helped_has_thereby_accepted_it(desk, officer):
    desk.post(add_url("deals.contribution"), EXAMPLES["deals.contribution"].typed(officer))

    added = newest("deals.contribution")
    assert (added.accepted_by, added.accepted_at) == (officer, timezone.now())


def test_who_names_a_person_need_not_name_their_company(desk, officer):
    meeting, somebody = MeetingFactory(officer=officer), ContactFactory()

    desk.post(f"{add_url('investors.meetingparty')}?meeting={meeting.pk}", {"contact": somebody.pk})

    assert list(meeting.parties.values_list("company", "contact")) == [
        (somebody.company.pk, somebody.pk)
    ]


def test_a_meeting_that_moves_keeps_its_length_and_what_is_booked(desk, officer):
    meeting = MeetingFactory(
        officer=officer,
        day="2026-11-24",
        starts_at="2026-11-24T05:00Z",
        ends_at="2026-11-24T05:25Z",
        state="planned",
    )
    room = BookingFactory(meeting=meeting).resource

    desk.post(change_url(meeting), {**seen(desk, meeting), "starts": "15:00"})

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.ends_at) == (
        datetime(2026, 11, 24, 6, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 6, 25, tzinfo=UTC),
    )
    assert list(meeting.bookings.values_list("resource", "starts_at")) == [
        (room.pk, meeting.starts_at)
    ]
