"""Whom a rule would concern, shown on its page before anything is written."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from itpo.office import chain, follow_ups
from itpo.office.models import FollowUp, OutgoingMail, Rule
from itpo.reminders import rules
from itpo.reminders.preview import preview
from tests.factories import (
    DealFactory,
    ManagerFactory,
    OfficeFactory,
    OutgoingMailFactory,
    RuleFactory,
    RuleTextFactory,
    UserFactory,
    VisitFactory,
)
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


@pytest.fixture
def manager(office):
    return ManagerFactory(office=office)


def seen(rule, viewer):
    found = preview(rule, viewer=viewer, now=NOW)
    return [(str(one.due), one.happens) for one in (*found.rows, *found.gone)]


def test_each_thing_concerned_is_named_with_its_owner_its_day_and_what_would_happen(manager):
    rule = RuleFactory(offset=2)
    visit = VisitFactory(begins="", ends="2026-11-27")

    (row,) = preview(rule, viewer=manager, now=NOW).rows

    assert (row.url, row.whom, row.due, row.happens) == (
        visit.get_absolute_url(),
        str(visit.officer),
        date(2026, 11, 30),
        "new",
    )
    assert str(visit.delegate) in row.about


def test_what_is_there_later_moved_done_or_gone_is_told_apart(manager):
    rule = RuleFactory(offset=2)
    visits = [VisitFactory(begins="", ends=f"2026-11-2{n}") for n in range(1, 7)]
    rules.apply(now=NOW)
    moved, done, dropped, gone, again = visits[1:]
    moved.ends = "2026-11-30"
    moved.save()
    for verb, one in ((follow_ups.tick_off, done), (follow_ups.drop, dropped)):
        reason = {"reason": "No"} if one is dropped else {}
        verb(follow_up=one.follow_ups.get(), by=manager, at=NOW, **reason)
    follow_ups.drop(follow_up=again.follow_ups.get(), by=None, at=NOW, reason="Gone")
    gone.state, gone.cancelled_because = "cancelled", "No visa"
    gone.save()
    VisitFactory(begins="", ends="2026-12-31")

    assert seen(rule, manager) == [
        ("2026-11-24", "already there"),
        ("2026-11-25", "already there: done"),
        ("2026-11-26", "already there: dropped"),
        ("2026-11-30", "would be taken up again"),
        ("2026-12-02", "already there, due 24 Nov 2026: would be moved"),
        ("2027-01-04", "would be made on 21 Dec 2026"),
        ("2026-11-27", "would be dropped: Cancelled: No visa"),
    ]


def test_nothing_is_written(manager):
    rule = RuleFactory(offset=2)
    VisitFactory(begins="", ends="2026-11-27")
    before = all_rows()

    preview(rule, viewer=manager, now=NOW)

    assert all_rows() == before


def test_a_preview_shows_only_what_its_reader_may_see(manager):
    rule = RuleFactory(
        subject=Rule.Subject.DEAL,
        offset=0,
        anchor=Rule.Anchor.RHYTHM,
        condition=Rule.Condition.UNPLANNED,
    )
    officer = UserFactory(office=manager.office)
    DealFactory(owner=manager, is_confidential=True, anonymous_description="A plant", rhythm_days=1)
    open_to_all = DealFactory(owner=officer, rhythm_days=1)
    others = OfficeFactory(name="UNIDO ITPO Elsewhere")

    named = {
        who: [row.about for row in preview(rule, viewer=who, now=NOW).rows]
        for who in (manager, officer, ManagerFactory(office=others))
    }

    assert [len(one) for one in named.values()] == [2, 1, 0]
    assert named[officer] == [chain.in_words(open_to_all)]


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_costs_the_same_for_any_number(manager, number, django_assert_num_queries):
    rule = RuleFactory(offset=2)
    for _number in range(number):
        VisitFactory(begins="", ends="2026-11-27")
    rules.apply(now=NOW)

    # Those concerned, their follow-ups, days off, and what would be dropped.
    with django_assert_num_queries(4):
        found = preview(rule, viewer=manager, now=NOW)

    assert len(found.rows) == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_finds_who_hosted_each_in_one_go(manager, number, django_assert_num_queries):
    rule = RuleFactory(
        subject=Rule.Subject.DELEGATE, offset=10, unit="months", anchor=Rule.Anchor.LEFT
    )
    for _number in range(number):
        VisitFactory(state="completed", begins="", ends="2026-01-27")

    # Those concerned, their follow-ups, a manager and the visits, days off, and what would be
    # dropped.
    with django_assert_num_queries(6):
        found = preview(rule, viewer=manager, now=NOW)

    assert len(found.rows) == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_rule_that_writes_mails_names_who_gets_one(manager, number, django_assert_num_queries):
    rule = RuleTextFactory(rule__offset=2, rule__tells="delegate").rule
    VisitFactory(begins="", ends="2026-11-26", delegate__email="first@example.org")
    rules.apply(now=NOW)
    for _number in range(number):
        VisitFactory(begins="", ends="2026-11-27", delegate__email="karim@example.org")
    VisitFactory(begins="", ends="2026-11-28")
    VisitFactory(begins="", ends="2027-01-28", delegate__email="karim@example.org")
    VisitFactory(begins="", ends="2026-10-01", delegate__email="karim@example.org")
    before = all_rows()

    # Those concerned, their pages, the words, the mails, days off, and what would be dropped.
    with django_assert_num_queries(6):
        found = preview(rule, viewer=manager, now=NOW)

    assert [one.happens for one in found.rows] == [
        "already there: queued",
        *["new"] * number,
        "a follow-up for whoever looks after it: no address is known",
        "would be entered on 18 Jan 2027",
    ]
    assert found.rows[1].whom.endswith(" karim@example.org")
    assert all_rows() == before


def test_no_mail_is_announced_that_was_to_leave_before_what_has_begun(manager):
    rule = RuleTextFactory(rule__offset=-5, rule__anchor="begins", rule__tells="delegate").rule
    began = {"begins": "2026-11-19", "ends": "2026-12-01"}
    VisitFactory(delegate__email="amina@example.org", **began)

    assert preview(rule, viewer=manager, now=NOW).rows == []

    rules.apply(now=NOW)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("ends", "happens"),
    [("2026-11-27", "already there: failed"), ("2027-01-28", "would be entered on 18 Jan 2027")],
)
def test_what_failed_is_announced_anew_once_its_day_has_moved_ahead(manager, ends, happens):
    rule = RuleTextFactory(rule__offset=2, rule__tells="delegate").rule
    visit = VisitFactory(begins="", ends="2026-11-27", delegate__email="karim@example.org")
    rules.apply(now=NOW)
    OutgoingMail.objects.update(state="failed")
    visit.ends = ends
    visit.save()

    assert [one.happens for one in preview(rule, viewer=manager, now=NOW).rows] == [happens]


def test_what_somebody_sends_again_is_not_announced_anew(manager):
    rule = RuleTextFactory(rule__offset=2, rule__tells="delegate").rule
    visit = VisitFactory(begins="", ends="2026-11-27", delegate__email="karim@example.org")
    rules.apply(now=NOW)
    OutgoingMail.objects.update(state="failed")
    OutgoingMailFactory(kind="rule", resend_of=OutgoingMail.objects.get())
    visit.ends = "2027-01-28"
    visit.save()

    (row,) = preview(rule, viewer=manager, now=NOW).rows

    assert row.happens == "already there: failed"


# --- on the page ---


def page(rule, **params):
    url = (
        reverse("admin:office_rule_change", args=[rule.pk])
        if rule
        else reverse("admin:office_rule_add")
    )
    return f"{url}?{'&'.join(f'{k}={v}' for k, v in params.items())}" if params else url


def typed(rule, **changes):
    names = ("what", "offset", "unit", "anchor", "condition", "working", "tells")
    values = {name: getattr(rule, name) for name in names}
    formset = {"texts-TOTAL_FORMS": 0, "texts-INITIAL_FORMS": 0}
    return {**values, **formset, "is_active": "on", "office": rule.office_id, **changes}


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.usefixtures("_now")
def test_the_page_of_a_rule_shows_whom_it_concerns(desk):
    rule = RuleFactory(offset=2)
    visit = VisitFactory(begins="", ends="2026-11-27")

    response = desk.get(page(rule))

    (row,) = response.context["preview"].rows
    assert row.happens == "new"
    assert f'<a href="{visit.get_absolute_url()}">' in response.content.decode()


@pytest.mark.usefixtures("_now")
def test_a_preview_of_what_is_typed_saves_nothing_and_keeps_it(desk):
    rule = RuleFactory(offset=2)
    VisitFactory(begins="", ends="2026-11-27")
    before = all_rows()

    response = desk.post(page(rule), typed(rule, offset=5, _preview="Preview"))

    (row,) = response.context["preview"].rows
    assert (str(row.due), response.context["is_unsaved"]) == ("2026-12-02", True)
    assert response.context["adminform"].form["offset"].value() == "5"
    assert all_rows() == before
    assert FollowUp.objects.count() == 0


@pytest.mark.usefixtures("_now")
def test_a_new_rule_can_be_looked_at_before_it_is_made(desk, office):
    VisitFactory(begins="", ends="2026-11-27")
    rule = RuleFactory.build(office=office, offset=2)

    response = desk.post(page(None), typed(rule, subject="visit", _preview="Preview"))

    assert [row.happens for row in response.context["preview"].rows] == ["new"]
    assert Rule.objects.count() == 0


def words(body, **more):
    """A text typed into the form of a rule."""
    return {
        "texts-TOTAL_FORMS": 1,
        "texts-0-language": "en",
        "texts-0-subject": "Your visit",
        "texts-0-body": body,
        **more,
    }


@pytest.mark.usefixtures("_now")
@pytest.mark.parametrize(
    ("saved", "body", "happens"),
    [
        (
            "Dear {name}",
            "Look here: {link}",
            "a follow-up for whoever looks after it: there is no page to lead to",
        ),
        ("Look here: {link}", "Dear {name}", "new"),
    ],
)
def test_a_preview_of_mails_goes_by_the_words_that_are_typed(desk, office, saved, body, happens):
    rule = RuleTextFactory(
        body=saved, rule__offset=2, rule__tells="delegate", rule__office=office
    ).rule
    VisitFactory(begins="", ends="2026-11-27", delegate__email="karim@example.org")
    kept = {"texts-INITIAL_FORMS": 1, "texts-0-id": rule.texts.get().pk, "texts-0-rule": rule.pk}
    before = all_rows()

    response = desk.post(page(rule), typed(rule, **words(body, **kept), _preview="Preview"))

    assert [row.happens for row in response.context["preview"].rows] == [happens]
    assert body in response.content.decode()
    assert all_rows() == before


@pytest.mark.usefixtures("_now")
def test_a_preview_of_a_new_rule_goes_by_its_words(desk, office):
    VisitFactory(begins="", ends="2026-11-27", delegate__email="karim@example.org")
    rule = RuleFactory.build(office=office, offset=2, tells="delegate")
    sent = typed(rule, subject="visit", **words("Look here: {link}"), _preview="Preview")

    response = desk.post(page(None), sent)

    assert [row.happens for row in response.context["preview"].rows] == [
        "a follow-up for whoever looks after it: there is no page to lead to"
    ]
    assert Rule.objects.count() == 0


def test_what_is_wrong_with_the_words_is_said_beside_them_and_shows_no_preview(desk, office):
    rule = RuleTextFactory(rule__tells="delegate", rule__office=office).rule
    kept = {"texts-INITIAL_FORMS": 1, "texts-0-id": rule.texts.get().pk, "texts-0-rule": rule.pk}

    response = desk.post(
        page(rule), typed(rule, **words("Dear {Name}", **kept), _preview="Preview")
    )

    (formset,) = response.context["inline_admin_formsets"]
    (errors,) = formset.formset.errors
    assert list(errors) == ["body"]
    assert "this is not one: “Dear {Name}”." in response.content.decode()
    assert "preview" not in response.context


def test_words_that_are_to_be_deleted_are_no_words(desk, office):
    rule = RuleTextFactory(rule__tells="delegate", rule__office=office).rule
    kept = {"texts-INITIAL_FORMS": 1, "texts-0-id": rule.texts.get().pk, "texts-0-rule": rule.pk}
    sent = words("Dear {name}", **kept, **{"texts-0-DELETE": "on"})

    response = desk.post(page(rule), typed(rule, **sent, _preview="Preview"))

    (formset,) = response.context["inline_admin_formsets"]
    assert formset.non_form_errors() == ["Write what the mail says, or take the rule out of use."]


def test_what_does_not_fit_is_said_beside_its_field_and_shows_no_preview(desk, office):
    rule = RuleFactory.build(office=office, anchor="call_closes")

    response = desk.post(page(None), typed(rule, subject="visit", _preview="Preview"))

    assert response.context["adminform"].form.errors == {
        "anchor": ["For “Visit” choose: its first day; its last day."]
    }
    assert "preview" not in response.context


def test_a_form_for_one_subject_offers_only_what_fits(desk):
    response = desk.get(page(None, subject="deal"))

    fields = response.context["adminform"].form.fields
    offered = {name: [value for value, _label in fields[name].choices] for name in ("anchor",)}
    assert offered["anchor"] in (["rhythm"], ["", "rhythm"])
    assert [value for value, _label in fields["condition"].choices] == ["", "unplanned"]
    assert [value for value, _label in fields["tells"].choices] == ["owner"]


def test_a_rule_that_writes_mails_has_words(desk, office):
    rule = RuleFactory.build(office=office, tells="delegate")

    response = desk.post(page(None), typed(rule, subject="visit"))

    (formset,) = response.context["inline_admin_formsets"]
    assert formset.non_form_errors() == ["Write what the mail says, or take the rule out of use."]
    assert Rule.objects.count() == 0


def test_a_placeholder_nothing_fills_is_named(desk, office):
    rule = RuleFactory.build(office=office, tells="delegate")
    words = {
        "texts-TOTAL_FORMS": 1,
        "texts-0-language": "en",
        "texts-0-subject": "Dear {name} of {agency}",
        "texts-0-body": "Here: {link}",
    }

    response = desk.post(page(None), typed(rule, subject="visit", **words))

    (formset,) = response.context["inline_admin_formsets"]
    (errors,) = formset.formset.errors
    assert list(errors) == ["subject"]
    assert errors["subject"][0].startswith("Unknown here: {agency}.")


def test_a_rule_is_saved_with_its_words(desk, office):
    rule = RuleFactory.build(office=office, tells="delegate")
    words = {
        "texts-TOTAL_FORMS": 1,
        "texts-0-language": "en",
        "texts-0-subject": "Your visit",
        "texts-0-body": "Dear {name}",
    }

    desk.post(page(None), typed(rule, subject="visit", **words))

    saved = Rule.objects.get()
    assert (saved.tells, saved.office) == ("delegate", office)
    assert list(saved.texts.values_list("language", "subject", "body")) == [
        ("en", "Your visit", "Dear {name}")
    ]
