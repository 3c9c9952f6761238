"""Every factory makes a row that its own model accepts."""

import pytest
from factory.django import DjangoModelFactory

from tests import factories

ALL = [
    factory
    for factory in vars(factories).values()
    if isinstance(factory, type)
    and issubclass(factory, DjangoModelFactory)
    and factory is not DjangoModelFactory
]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", ALL, ids=lambda factory: factory.__name__)
def test_a_factory_makes_a_valid_row(factory):
    row = factory()

    row.full_clean()

    assert type(row).objects.filter(pk=row.pk).count() == 1
