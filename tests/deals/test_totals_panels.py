"""From the page of a country, programme or mission to what its deals add up to."""

import pytest
from django.urls import reverse

from tests.deals.rollup.families import part_of, say
from tests.factories import (
    ContributionFactory,
    DealFactory,
    HostCountryFactory,
    MissionFactory,
    ProgrammeFactory,
    VisitFactory,
)


@pytest.mark.parametrize("key", ["country", "mission", "programme"])
def test_a_page_leads_to_its_line_of_the_totals_and_that_is_as_among_all(desk, office, key):
    mission, programme = MissionFactory(office=office), ProgrammeFactory(office=office)
    whole = DealFactory(office=office, country=HostCountryFactory(code="SN", name="Senegal"))
    say(whole, 1000)
    part = part_of(whole, country=HostCountryFactory())
    say(part, 40)
    say(part, 3, metric="women")
    ContributionFactory(deal=part, visit=None, mission=mission)
    ContributionFactory(deal=part, visit=VisitFactory(programme=programme))
    thing = {"country": part.country, "mission": mission, "programme": programme}[key]

    page = desk.get(thing.get_absolute_url()).content.decode()

    address = f"{reverse('deals:totals')}?by={key}&amp;of={thing.pk}#groups"
    assert address in page
    ((group, rows),) = desk.get(address.replace("&amp;", "&").split("#")[0]).context["groups"]
    assert (group.name, group.figures.left_out) == (str(thing), 1)
    assert [[line.words for line in row.cells[0].lines] for row in rows] == [[], [], ["3"]]


def test_where_nothing_belongs_to_it_the_page_says_so(desk, office):
    country = HostCountryFactory()
    say(DealFactory(office=office, country=None), 7)

    page = desk.get(reverse("deals:totals"), {"by": "country", "of": country.pk})

    assert page.context["groups"] == []
    assert "No deal yet that belongs to it" in page.content.decode()
