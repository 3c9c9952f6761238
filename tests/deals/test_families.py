"""No deal is, further up, a part of itself: on the page, in the admin, in the database."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from deals import expansions, families
from deals.models import Deal
from itpo.office.states import NotPossible
from tests.factories import (
    DealCompanyFactory,
    DealFactory,
    SectorFactory,
)
from tests.racing import at_once
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

SENTENCE = "That deal is itself a part of this one."


def line_of(officer, number: int = 3) -> list[Deal]:
    """Deals of which each is a part of the one before it."""
    deals = [DealFactory(office=officer.office, owner=officer)]
    for _place in range(number - 1):
        deals.append(
            DealFactory(
                office=officer.office, owner=officer, parent=deals[-1], parent_relation="part"
            )
        )
    return deals


def put_under(client, deal: Deal, parent: Deal):
    """Answer the form of a deal as its page sends it, with another larger deal."""
    url = reverse("desk:change", args=["deals.deal", deal.pk])
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(url, {**shown, "parent": parent.pk, "parent_relation": "part"})


def test_a_circle_is_refused_with_a_sentence_on_the_page(desk, officer):
    deals = line_of(officer)
    before = all_rows()

    response = put_under(desk, deals[0], deals[-1])

    assert response.context["form"].errors == {"parent": [SENTENCE]}
    assert all_rows() == before


def test_a_circle_is_refused_with_a_sentence_in_the_admin(managers_desk, officer):
    deals = line_of(officer)
    url = reverse("admin:deals_deal_change", args=[deals[0].pk])
    form = managers_desk.get(url).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    response = managers_desk.post(url, {**shown, "parent": deals[-1].pk, "parent_relation": "part"})

    assert SENTENCE in response.content.decode()
    assert Deal.objects.get(pk=deals[0].pk).parent is None


def test_a_deal_is_held_with_its_office():
    deal = DealFactory()

    with transaction.atomic():
        assert families.hold(deal.pk) == deal
        assert families.hold(0) is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_put_deals_under_one_another_at_once_exactly_one_does():
    one, other = DealFactory(), DealFactory()
    looked = Barrier(2)

    def put(deal: Deal, parent: Deal) -> None:
        with transaction.atomic():
            held = families.hold(deal.pk)
            held.parent, held.parent_relation = parent, "part"
            held.full_clean()
            with suppress(BrokenBarrierError):  # unless the other is made to wait, both have looked
                looked.wait(0.5)
            held.save()

    refusals = at_once([lambda: put(one, other), lambda: put(other, one)], ValidationError)

    assert sorted(map(str, refusals)) == ["None", "ValidationError"]
    assert Deal.objects.exclude(parent=None).count() == 1


# --- expansions ---


def test_an_expansion_is_a_new_deal_under_the_one_it_expands(desk, officer):
    deal = DealFactory(office=officer.office, owner=officer, stage="operational", title="Plant")
    companies = [DealCompanyFactory(deal=deal).company for _ in range(2)]
    deal.sectors.add(SectorFactory())

    form = desk.get(reverse("deals:expand", args=[deal.pk]), follow=True).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    desk.post(reverse("desk:add", args=["deals.deal"]), shown)

    made = Deal.objects.get(parent=deal)
    assert (made.title, made.stage, made.kind) == ("Plant: expansion", "identified", "expansion")
    assert (made.parent_relation, made.country, made.owner) == ("expansion", deal.country, officer)
    assert list(made.companies.order_by("pk")) == companies
    assert list(made.sectors.all()) == list(deal.sectors.all())
    assert made.stage_changes.get().to_stage == "identified"


def test_what_is_confidential_is_expanded_in_confidence():
    deal = DealFactory(stage="concluded", is_confidential=True, anonymous_description="A plant")

    known = expansions.known_of(deal)

    assert (known["is_confidential"], known["anonymous_description"]) == ("on", "A plant")


@pytest.mark.parametrize(
    "said", [{"stage": "negotiation"}, {"status": "lost", "lost_because": "Too dear"}]
)
def test_only_what_is_concluded_or_runs_is_expanded(desk, officer, said):
    deal = DealFactory(office=officer.office, **{"stage": "operational", **said})

    page = desk.get(reverse("deals:expand", args=[deal.pk]), follow=True)

    assert [str(one) for one in page.context["messages"]] == [
        "Only what is concluded or operational can be expanded."
    ]
    with pytest.raises(NotPossible):
        expansions.known_of(deal)
