"""The technology transfers of the imported list, institution by institution, as published.

Source: the rows CH-MG, CH-SN and HI-MA of deals.csv (ITPO Tokyo, STePP demonstration projects).
Nobody has verified them, and what a source does not count has no figure here.
"""

from decimal import Decimal
from typing import NamedTuple

from deals.models import Claim, Deal, Institution
from itpo.sample.book import Book

Metric = Claim.Metric


class Transfer(NamedTuple):
    """Where the technology of an imported deal is, and what was counted there."""

    ref: str
    name: str
    city: str
    figures: dict[str, int]


TRANSFERS = [
    Transfer(
        "CH-MG",
        "University Hospital Joseph Raseta Befelatanana",
        "Antananarivo",
        {Metric.UNITS: 1, Metric.TRAINED: 6, Metric.TRAINING_DAYS: 2},
    ),
    Transfer(
        "CH-SN",
        "University Hospital Fann",
        "Dakar",
        {Metric.UNITS: 1, Metric.TRAINED: 3, Metric.TRAINING_DAYS: 4},
    ),
    Transfer("HI-MA", "Boughanim village, Tazart commune", "", {}),
]


def add(book: Book) -> None:
    """Add each institution to its deal, and its figures as the source says them."""
    for one in TRANSFERS:
        deal = Deal.objects.get(office=book.office, ref=one.ref)
        institution, _is_new = Institution.objects.get_or_create(
            deal=deal, name=one.name, defaults={"city": one.city}
        )
        for metric, value in one.figures.items():
            Claim.objects.get_or_create(
                deal=deal,
                institution=institution,
                metric=metric,
                phase=Claim.Phase.ACTUAL,
                defaults={
                    "value": Decimal(value),
                    "source": "ITPO Tokyo, STePP demonstration projects",
                    "source_url": deal.source_url,
                },
            )
