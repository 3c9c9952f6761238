"""What the database holds about deals, their figures and what helped them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import cycle

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from deals.models import Claim, Contribution, Deal, Fact, Stage, StageChange
from tests.factories import (
    AnsweredFactory,
    ClaimFactory,
    CompanyFactory,
    ConfirmationFactory,
    ConfirmedFigureFactory,
    ContributionFactory,
    DealCompanyFactory,
    DealFactory,
    EventFactory,
    FollowUpFactory,
    GateFactory,
    InstitutionFactory,
    MeetingFactory,
    MissionFactory,
    OfficeFactory,
    ProgrammeFactory,
    SiteChangeFactory,
    StageChangeFactory,
    UndisclosedFactory,
    UserFactory,
    VerificationFactory,
    VerifiedClaimFactory,
    VisitFactory,
)
from tests.refusals import (
    Case,
    Spoiled,
    another,
    assert_refused,
    change,
    constraints_of,
    ids,
    its_own,
    twin,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SUBJECTS = {
    "mission": MissionFactory,
    "event": EventFactory,
    "programme": ProgrammeFactory,
    "visit": VisitFactory,
}
HELPERS = {
    "visit": VisitFactory,
    "mission": MissionFactory,
    "meeting": MeetingFactory,
    "event": EventFactory,
}


# A visit after what the investor decided, and one before it.
AFTERWARDS = {"visit__begins": "2016-07-01", "visit__ends": "", "deal__decided": "2016-06"}
BEFORE = {**AFTERWARDS, "visit__begins": "2016"}


def verified_by_its_recorder() -> Spoiled:
    claim = VerifiedClaimFactory()
    return Spoiled(claim, {"verified_by": claim.recorded_by})


def figure_of_an_institution() -> Claim:
    where = InstitutionFactory()
    return ClaimFactory(deal=where.deal, institution=where, metric="units")


def contribution_of(what):
    def make() -> Contribution:
        return ContributionFactory(**{"visit": None, what: HELPERS[what]()})

    return make


def part_of_another_deal() -> Deal:
    return DealFactory(parent=DealFactory(), parent_relation=Deal.ParentRelation.PART)


CASES = [
    Case("deal_ref_once_an_office", twin(DealFactory, "ref", ref=another("YZ-{}"))),
    Case(
        "deal_is_not_its_own_parent",
        its_own(DealFactory, "parent_id", parent_relation="part"),
        says="That deal is itself a part of this one.",
    ),
    Case("deal_with_a_parent_says_how", change(DealFactory, parent=DealFactory)),
    Case("deal_with_a_parent_says_how", change(DealFactory, parent_relation="part")),
    Case("deal_with_a_parent_says_how", change(part_of_another_deal, parent=None)),
    Case("deal_lost_says_why", change(DealFactory, status="lost")),
    Case("deal_lost_says_why", change(DealFactory, status="abandoned")),
    Case("deal_confidential_has_another_name", change(DealFactory, is_confidential=True)),
    Case("deal_went_elsewhere_only_when_lost", change(DealFactory, lost_to="VN")),
    Case(
        "deal_rhythm_is_at_least_a_day",
        change(DealFactory, rhythm_days=0),
        says="Ensure this value is greater than or equal to 1.",
    ),
    Case(
        "deal_decided_as_read",
        change(DealFactory, given={"decided": "2016"}, decided_latest="2015-12-31"),
        only_the_database=True,
    ),
    Case("stage_change_past_a_gate_says_why", change(StageChangeFactory, missing="jobs")),
    Case(
        "stage_change_past_a_gate_says_why",
        change(StageChangeFactory, missing="jobs", passed_because="They sign first"),
    ),
    Case("gate_once_for_all_offices", twin(GateFactory, "fact", fact=cycle(Fact).__next__)),
    Case(
        "gate_once_an_office",
        twin(GateFactory, "fact", fact=cycle(Fact).__next__, office=OfficeFactory),
    ),
    Case("undisclosed_once_a_fact", twin(UndisclosedFactory, "deal", "fact")),
    Case("site_change_goes_somewhere_only_when_moved", change(SiteChangeFactory, moved_to="VN")),
    Case(
        "site_change_names_its_source",
        change(SiteChangeFactory, source=""),
        says="This field cannot be blank.",
    ),
    Case(
        "site_change_bounds_in_order",
        change(SiteChangeFactory, happened_latest="2015-12-31"),
        only_the_database=True,
    ),
    Case("deal_company_once", twin(DealCompanyFactory, "deal", "company")),
    Case(
        "stage_change_bounds_in_order",
        change(StageChangeFactory, given={"happened": "2016"}, happened_latest="2015-12-31"),
        only_the_database=True,
    ),
    Case(
        "stage_change_bounds_in_order",
        change(StageChangeFactory, happened="2016"),
        only_the_database=True,
    ),
    Case("claim_is_about_one_thing", change(ClaimFactory, deal=None)),
    *(
        Case("claim_is_about_one_thing", change(ClaimFactory, **{subject: factory}))
        for subject, factory in SUBJECTS.items()
    ),
    Case(
        "claim_is_about_one_thing",
        change(ClaimFactory, given={"deal": None, "visit": VisitFactory}, mission=MissionFactory),
    ),
    # Neither a figure nor a reason why there is none: SQL alone would take NULL for a yes.
    Case("claim_has_a_figure_or_is_not_disclosed", change(ClaimFactory, value=None)),
    Case("claim_has_a_figure_or_is_not_disclosed", change(ClaimFactory, is_not_disclosed=True)),
    Case(
        "claim_has_a_figure_or_is_not_disclosed",
        change(ClaimFactory, value=Decimal(-1)),
        says="Ensure this value is greater than or equal to 0.",
    ),
    Case("claim_of_money_has_a_currency", change(ClaimFactory, metric="capital")),
    Case("claim_of_money_has_a_currency", change(ClaimFactory, metric="exports")),
    Case("claim_of_money_has_a_currency", change(ClaimFactory, currency="JPY")),
    Case(
        "claim_verified_says_by_whom_on_what_evidence",
        change(ClaimFactory, given={"phase": "actual"}, verified_at=NOON, evidence="A letter"),
    ),
    Case(
        "claim_verified_says_by_whom_on_what_evidence",
        change(
            ClaimFactory, given={"phase": "actual"}, verified_by=UserFactory, evidence="A letter"
        ),
    ),
    Case("claim_verified_says_by_whom_on_what_evidence", change(VerifiedClaimFactory, evidence="")),
    Case("claim_verified_is_a_real_figure", change(VerifiedClaimFactory, phase="planned")),
    Case("claim_verified_is_a_real_figure", change(VerifiedClaimFactory, phase="announced")),
    Case(
        "claim_verified_is_a_real_figure",
        change(VerifiedClaimFactory, value=None, is_not_disclosed=True),
    ),
    Case("claim_verified_by_somebody_else", verified_by_its_recorder),
    Case(
        "claim_of_an_institution_is_of_a_deal",
        change(
            ClaimFactory,
            given={"deal": None, "visit": VisitFactory, "metric": "units"},
            institution=InstitutionFactory,
        ),
    ),
    Case(
        "claim_of_an_institution_counts_a_transfer",
        change(figure_of_an_institution, metric="jobs"),
    ),
    Case(
        "claim_checked_again_was_verified",
        change(ClaimFactory, given={"phase": "actual"}, check_again_on=date(2027, 11, 20)),
    ),
    Case(
        "verification_says_on_what_evidence",
        change(VerificationFactory, evidence=""),
        says="This field cannot be blank.",
    ),
    Case("institution_once_a_deal", twin(InstitutionFactory, "deal", "name")),
    Case("claim_withdrawn_says_why", change(ClaimFactory, withdrawn_at=NOON)),
    Case(
        "claim_bounds_in_order",
        change(ClaimFactory, given={"as_of": "2016"}, as_of_latest="2015-12-31"),
        only_the_database=True,
    ),
    Case(
        "claim_bounds_in_order",
        change(ClaimFactory, given={"as_of": "2016"}, as_of_earliest=None),
        only_the_database=True,
    ),
    Case("confirmation_asked_once_at_a_time", twin(ConfirmationFactory, "deal", "contact")),
    Case(
        "confirmation_calls_the_deal_something",
        change(ConfirmationFactory, called=""),
        says="This field cannot be blank.",
    ),
    Case("confirmation_called_back_says_by_whom", change(ConfirmationFactory, called_back_at=NOON)),
    Case(
        "confirmation_called_back_says_by_whom",
        change(ConfirmationFactory, called_back_by=UserFactory),
    ),
    Case("confirmation_used_was_answered", change(ConfirmationFactory, used_at=NOON)),
    Case("confirmation_answered_is_whole", change(ConfirmationFactory, answered_at=NOON)),
    *(
        Case("confirmation_answered_is_whole", change(AnsweredFactory, **{name: ""}))
        for name in ("needed", "sooner", "without", "answered_by")
    ),
    Case("confirmed_figure_once", twin(ConfirmedFigureFactory, "confirmation", "claim")),
    Case("confirmed_figure_corrects_what_is_wrong", change(ConfirmedFigureFactory, value=7)),
    Case(
        "confirmed_figure_corrects_what_is_wrong",
        change(ConfirmedFigureFactory, given={"answer": "right"}, value=7),
    ),
    Case(
        "confirmed_figure_corrects_what_is_wrong",
        change(ConfirmedFigureFactory, given={"answer": "wrong"}, value=-1),
        says="Ensure this value is greater than or equal to 0.",
    ),
    Case("contribution_is_of_one_thing", change(ContributionFactory, visit=None)),
    *(
        Case("contribution_is_of_one_thing", change(ContributionFactory, **{what: factory}))
        for what, factory in HELPERS.items()
        if what != "visit"
    ),
    Case("contribution_accepted_says_by_whom", change(ContributionFactory, accepted_by=None)),
    Case("contribution_accepted_says_by_whom", change(ContributionFactory, accepted_at=None)),
    Case(
        "contribution_accepted_says_by_whom",
        change(ContributionFactory, evidence=""),
        says="This field cannot be blank.",
    ),
    *(
        Case(
            "contribution_before_the_decision",
            change(ContributionFactory, given={**AFTERWARDS, name: exempt}, **{name: bound}),
        )
        for name, exempt, bound in (
            ("role", "implementation", "promotion"),
            ("role", "implementation", "facilitation"),
            ("role", "implementation", "negotiation"),
            ("strength", "none", "informed"),
            ("strength", "none", "decisive"),
        )
    ),
    *(
        Case(
            "contribution_before_the_decision",
            change(ContributionFactory, given=BEFORE, **{name: day}),
            only_the_database=True,
        )
        for name, day in (("helped_on", date(2016, 7, 1)), ("decided_on", date(2015, 12, 31)))
    ),
    *(
        Case(f"contribution_{what}_once_a_deal", twin(contribution_of(what), "deal", what))
        for what in HELPERS
    ),
]


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_the_database_refuses_what_cannot_be(case):
    assert_refused(case)


def test_every_constraint_has_a_case():
    assert {case.constraint for case in CASES} == set(constraints_of("deals"))


# --- larger deals -----------------------------------------------------------------------------


def test_a_deal_is_no_part_of_its_own_part():
    framework = DealFactory()
    plant = DealFactory(parent=framework, parent_relation="part")
    line = DealFactory(parent=plant, parent_relation="expansion")
    framework.parent, framework.parent_relation = line, "part"

    with pytest.raises(ValidationError) as refusal:
        framework.full_clean()

    assert refusal.value.message_dict == {"parent": ["That deal is itself a part of this one."]}


def test_two_plants_are_parts_of_one_framework():
    framework = DealFactory()
    plants = DealFactory.create_batch(2, parent=framework, parent_relation="part")

    for plant in plants:
        plant.full_clean()

    assert list(framework.children.order_by("pk")) == plants


def test_a_larger_deal_that_does_not_exist_is_refused_with_a_sentence():
    plant = DealFactory()
    plant.parent_id, plant.parent_relation = 999_999, "part"

    with pytest.raises(ValidationError) as refusal:
        plant.full_clean()

    assert list(refusal.value.message_dict) == ["parent"]


# --- what must not vanish ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "factory", [ClaimFactory, StageChangeFactory, ContributionFactory], ids=lambda f: f.__name__
)
def test_a_deal_with_a_past_is_not_deleted(factory):
    row = factory()

    with pytest.raises(ProtectedError):
        row.deal.delete()

    assert list(type(row).objects.all()) == [row]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_a_figure_is_about_is_not_deleted(subject):
    claim = ClaimFactory(deal=None, **{subject: SUBJECTS[subject]()})

    with pytest.raises(ProtectedError):
        getattr(claim, subject).delete()

    assert list(Claim.objects.all()) == [claim]


@pytest.mark.parametrize("what", HELPERS)
def test_what_helped_a_deal_is_not_deleted(what):
    contribution = contribution_of(what)()

    with pytest.raises(ProtectedError):
        getattr(contribution, what).delete()

    assert list(Contribution.objects.all()) == [contribution]


# --- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        (Claim(value=Decimal("1600")), "1,600"),
        (Claim(value=Decimal("1600.50"), currency="MAD"), "1,600.50 MAD"),
        (Claim(value=Decimal("0")), "0"),
        (Claim(value=Decimal("100.00")), "100"),
        (Claim(value=None, is_not_disclosed=True), "not disclosed"),
    ],
)
def test_a_figure_is_shown_as_said_and_what_nobody_said_is_no_zero(claim, shown):
    assert claim.value_shown == shown


def test_an_imported_figure_may_be_verified_by_anybody_else():
    claim = VerifiedClaimFactory(recorded_by=None)

    claim.full_clean()

    assert claim.is_verified


def test_money_not_disclosed_needs_no_currency():
    claim = ClaimFactory(metric="capital", value=None, is_not_disclosed=True)

    claim.full_clean()

    assert str(Claim.objects.get()) == "Capital: not disclosed"


def test_the_verified_figure_comes_first_then_the_latest_as_of_then_the_latest_recorded():
    deal = DealFactory()
    first, second = ClaimFactory.create_batch(2, deal=deal)
    old = ClaimFactory(deal=deal, as_of="2010")
    new = ClaimFactory(deal=deal, as_of="2016-06")
    verified = VerifiedClaimFactory(deal=deal, as_of="1990s")

    assert list(deal.claims.reported_first()) == [verified, new, old, second, first]


def test_what_is_to_be_verified_is_said_to_be_real_standing_and_unchecked():
    waiting = ClaimFactory(phase="actual")
    ClaimFactory(phase="planned")
    ClaimFactory(phase="announced")
    ClaimFactory(phase="actual", value=None, is_not_disclosed=True)
    ClaimFactory(phase="actual", withdrawn_at=NOON, withdrawn_because="Counted twice")
    verified = VerifiedClaimFactory()
    VerifiedClaimFactory(withdrawn_at=NOON, withdrawn_because="Counted twice")

    assert list(Claim.objects.to_verify()) == [waiting]
    assert list(Claim.objects.verified()) == [verified]


# --- reading deals ----------------------------------------------------------------------------


def test_a_deals_next_step_is_its_earliest_open_follow_up_that_the_reader_may_see(
    officer, manager, django_assert_num_queries
):
    deal, bare = DealFactory.create_batch(2, office=officer.office)
    on = date(2026, 12, 1)
    later = FollowUpFactory(owner=officer, due_on=date(2026, 12, 10), what="Ask again")
    sooner = FollowUpFactory(owner=officer, due_on=on, what="Send the profile")
    secret = FollowUpFactory(owner=manager, due_on=NOON.date(), what="Call", is_restricted=True)
    done = FollowUpFactory(owner=officer, due_on=date(2026, 1, 1), state="done", closed_at=NOON)
    deal.follow_ups.add(later, sooner, secret, done)
    bare.follow_ups.add(done)

    with django_assert_num_queries(2):
        shown = [
            [
                (found.next_due_on, found.next_what)
                for found in Deal.objects.with_next_step(viewer).order_by("pk")
            ]
            for viewer in (officer, manager)
        ]

    assert shown == [
        [(on, "Send the profile"), (None, None)],
        [(NOON.date(), "Call"), (None, None)],
    ]


def test_a_deal_with_nothing_planned_is_open_and_has_no_open_follow_up():
    bare, done = DealFactory(), DealFactory()
    done.follow_ups.add(FollowUpFactory(state="done", closed_at=NOON))
    planned = DealFactory()
    planned.follow_ups.add(FollowUpFactory())
    DealFactory(stage=Stage.OPERATIONAL)
    DealFactory(status="lost", lost_because="Another country")

    assert list(Deal.objects.with_nothing_planned().order_by("pk")) == [bare, done]


def test_a_deal_is_found_by_title_country_and_company_in_either_script():
    deal = DealFactory(title="Wire-harness plant")
    company = CompanyFactory(name="Yamato Wire", name_ja="大和電線")
    DealCompanyFactory(deal=deal, company=company)
    DealFactory(title="Wire-harness plant")

    for words in ("harness yamato", "大和", "morocco yamato"):
        assert list(Deal.objects.matching(words)) == [deal], words


def test_a_stage_change_says_what_changed():
    change_ = StageChange(from_stage=Stage.IDENTIFIED, to_stage=Stage.PROMOTED)

    assert str(change_) == "Identified → Promoted"
