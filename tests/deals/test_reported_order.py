"""The database and we rank figures alike, whatever they are."""

from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals import claims, transfers
from deals.models import Claim
from tests.factories import ClaimFactory, DealFactory, InstitutionFactory, ManagerFactory

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FIGURES = st.lists(
    st.tuples(
        st.integers(0, 2),  # no institution, the first, the second
        st.sampled_from(["", "2010", "2014-06", "1990s", "2021"]),
        st.integers(0, 3),  # days since it was recorded
        st.booleans(),  # verified
        st.booleans(),  # withdrawn
        st.one_of(st.none(), st.integers(0, 9)),
    ),
    max_size=7,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=FIGURES)
def test_the_reported_figures_are_those_the_database_ranks_first(db, said):
    deal = DealFactory()
    places = [None, *InstitutionFactory.create_batch(2, deal=deal)]
    manager = ManagerFactory()
    made = [record(deal, places, manager, figure) for figure in said]

    reported = claims.reported(Claim.objects.filter(pk__in=made))

    ranked = Claim.objects.filter(pk__in=made).standing().reported_first()
    alike = sorted(ranked, key=lambda one: one.institution_id or 0)
    assert {key: [one.claim, *one.others] for key, one in reported.items()} == {
        ("units", "actual", place or None): list(several)
        for place, several in groupby(alike, key=lambda one: one.institution_id or 0)
    }
    counts(reported, [place.pk for place in places if place])


def counts(reported, places):
    """The whole's own figure, else what its institutions have that is a figure."""
    shown = transfers.counted(reported, "units", "actual")
    whole = reported.get(("units", "actual", None))
    parts = [
        one.claim.value for place in places if (one := reported.get(("units", "actual", place)))
    ]
    known = [value for value in parts if value is not None]
    if whole is not None and whole.claim.value is not None:
        assert shown == whole
    elif parts:
        assert (shown.value, shown.institutions) == (sum(known) if known else None, len(parts))
    else:
        assert shown == whole


def record(deal, places, manager, figure):
    place, as_of, days, is_verified, is_withdrawn, value = figure
    claim = ClaimFactory(
        deal=deal,
        institution=places[place],
        metric="units",
        phase="actual",
        as_of=as_of,
        value=value,
        is_not_disclosed=value is None,
    )
    changes = {"recorded_at": NOON - timedelta(days=days)}
    if is_verified and value is not None:
        checked = {"verified_by": manager, "verified_at": NOON, "evidence": "Letter"}
        changes |= {**checked, "check_again_on": date(2027, 11, 20)}
    if is_withdrawn:
        changes |= {"withdrawn_at": NOON, "withdrawn_because": "Counted twice"}
    Claim.objects.filter(pk=claim.pk).update(**changes)
    return claim.pk
