"""The technology transfers of the sample say what was published, and no more."""

from deals.models import Claim, Institution


def test_units_and_training_are_counted_institution_by_institution(loaded):
    rows = Claim.objects.exclude(institution=None).order_by("institution__name", "metric")

    said = [(one.institution.city, one.metric, one.value, one.phase) for one in rows]

    assert said == [
        ("Dakar", "trained", 3, "actual"),
        ("Dakar", "training_days", 4, "actual"),
        ("Dakar", "units", 1, "actual"),
        ("Antananarivo", "trained", 6, "actual"),
        ("Antananarivo", "training_days", 2, "actual"),
        ("Antananarivo", "units", 1, "actual"),
    ]
    assert {(one.recorded_by, one.verified_by) for one in rows} == {(None, None)}
    assert [one for one in rows if "stepp-demo" not in one.source_url] == []


def test_what_the_source_does_not_count_has_no_figure(loaded):
    village = Institution.objects.get(deal__ref="HI-MA")

    assert list(village.claims.all()) == []
