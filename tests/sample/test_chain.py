"""The chain around every record of the sample, as everybody in it sees it."""

import pytest

from deals.models import Claim, Deal
from delegates.models import Agency, Delegate, HostCountry, Programme, Visit
from investors.models import Company, Event, Meeting, Mission
from itpo.office import chain
from itpo.office.models import User

pytestmark = pytest.mark.django_db


def built_anew(thing, viewer):
    """The chain's rows as Django finds them when it builds the query for this very record."""
    here = next((step for step, one in chain.places.items() if isinstance(thing, one.model)), None)
    rows = {}
    for step in chain.Step:
        found = chain.neighbours_at(thing, step, viewer)
        if step != here and found is not None:
            rows[step] = sorted(found.values_list("pk", flat=True))
    return {step: numbers for step, numbers in rows.items() if numbers}


def asked(thing, viewer):
    here = next((step for step, one in chain.places.items() if isinstance(thing, one.model)), None)
    rows = chain._rows(thing, viewer, [step for step in chain.Step if step != here])
    return {step: sorted(pk for pk, _called in found) for step, found in rows.items()}


MODELS = [
    *(Delegate, Visit, HostCountry, Agency, Programme),
    *(Company, Meeting, Mission, Event),
    *(Deal, Claim),
]


def test_every_origin_of_a_chain_is_compared_here():
    assert set(chain.origins().values()) == set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.once
def test_the_chain_is_the_same_built_once_or_each_time(model, loaded):
    viewers = User.objects.order_by("pk")

    things = list(model.objects.order_by("pk"))
    said = {(one.pk, viewer.pk): asked(one, viewer) for one in things for viewer in viewers}

    assert things
    assert said == {
        (one.pk, viewer.pk): built_anew(one, viewer) for one in things for viewer in viewers
    }
