"""What a merge does beyond moving rows, what stands in its way, and when it can be taken back."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from investors.models import Booking, Company, MissionMember, Pairing, Wish
from itpo.office import merging
from itpo.office.merging import late, undoing
from itpo.office.models import Merge
from itpo.office.states import NotPossible
from tests.factories import (
    AgencyFactory,
    BookingFactory,
    CompanyFactory,
    ContactFactory,
    ContactPostingFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    ManagerFactory,
    MeetingFactory,
    MissionMemberFactory,
    PairingFactory,
    ParticipantFactory,
    PostCheckFactory,
    PostingFactory,
    ScheduleFactory,
    TechnologyFactory,
    VisitFactory,
    WishFactory,
)
from tests.portal.links import at
from tests.racing import at_once

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ONE_NUMBER, OTHER_NUMBER = "7010001008844", "5010401067252"


@pytest.fixture
def unite(officer):
    def do(winner, loser, *taken):
        return merging.merge(winner=winner, loser=loser, taken=taken, by=officer, at=NOON)

    return do


def test_of_each_field_the_chosen_value_stays_and_the_sign_keeps_its_own(unite):
    winner = CompanyFactory(name="Yazaki", address="Tokyo", reading="")
    loser = CompanyFactory(name="YAZAKI Corp.", address="Minato", reading="ヤザキ")

    unite(winner, loser, "reading", "address")

    winner.refresh_from_db()
    loser.refresh_from_db()
    assert (winner.name, winner.address, winner.reading) == ("Yazaki", "Minato", "ヤザキ")
    assert (loser.name, loser.address, loser.reading) == ("YAZAKI Corp.", "Minato", "ヤザキ")


@pytest.mark.parametrize("winners", [ONE_NUMBER, None])
def test_a_number_goes_over_and_the_sign_has_the_other(unite, winners):
    winner = CompanyFactory(corporate_number=winners)
    loser = CompanyFactory(corporate_number=OTHER_NUMBER)

    unite(winner, loser, "corporate_number")

    winner.refresh_from_db()
    loser.refresh_from_db()
    assert (winner.corporate_number, loser.corporate_number) == (OTHER_NUMBER, winners)


def test_two_agencies_change_names_and_countries(unite):
    winner, loser = AgencyFactory(name="AMDIE"), AgencyFactory(name="AMDI")
    morocco, elsewhere = loser.country, winner.country

    unite(winner, loser, "name", "country")

    winner.refresh_from_db()
    loser.refresh_from_db()
    assert (winner.country, winner.name) == (morocco, "AMDI")
    assert (loser.country, loser.name) == (elsewhere, "AMDIE")


def test_nobody_is_their_own_parent_and_a_sign_has_none(unite):
    group, loser = CompanyFactory(), CompanyFactory()
    winner = CompanyFactory(parent=loser)
    loser.parent = group
    loser.save()

    unite(winner, loser)

    winner.refresh_from_db()
    loser.refresh_from_db()
    assert (winner.parent, loser.parent) == (group, None)


def test_a_parent_of_a_parent_is_not_merged_into_its_grandchild(unite):
    loser = CompanyFactory()
    between = CompanyFactory(parent=loser)
    winner = CompanyFactory(parent=between)

    with pytest.raises(NotPossible, match="itself a subsidiary"):
        unite(winner, loser)

    assert Company.objects.filter(merged_into=None).count() == 3


def test_a_former_name_does_not_make_the_agency_a_former_one(unite):
    winner = AgencyFactory()
    loser = AgencyFactory(predecessor=winner)

    unite(winner, loser)

    assert winner in type(winner).objects.current()


def test_both_on_a_mission_are_there_once_and_as_far_as_either_was(unite):
    winner, loser = CompanyFactory(), CompanyFactory()
    kept = MissionMemberFactory(company=winner, state=MissionMember.State.INVITED, role="")
    MissionMemberFactory(
        company=loser, mission=kept.mission, state=MissionMember.State.TRAVELLED, role="Observer"
    )

    unite(winner, loser)

    [member] = MissionMember.objects.all()
    assert (member, member.company, member.state, member.role) == (
        kept,
        winner,
        MissionMember.State.TRAVELLED,
        "Observer",
    )


def test_a_technology_of_both_is_one_with_what_either_says(unite):
    winner, loser = CompanyFactory(), CompanyFactory()
    kept = TechnologyFactory(company=winner, name="Incinerator", summary="")
    TechnologyFactory(company=loser, name="Incinerator", summary="Burns what is left")

    unite(winner, loser)

    kept.refresh_from_db()
    assert list(winner.technologies.values_list("pk", "summary")) == [
        (kept.pk, "Burns what is left")
    ]


def test_a_wish_of_one_to_meet_itself_is_none(unite):
    schedule = ScheduleFactory()
    kept, gone = ParticipantFactory(schedule=schedule), ParticipantFactory(schedule=schedule)
    third = ParticipantFactory(schedule=schedule)
    WishFactory(host=kept, counterpart=gone)
    WishFactory(host=gone, counterpart=third)

    unite(kept.company, gone.company)

    assert list(Wish.objects.values_list("host", "counterpart")) == [(kept.pk, third.pk)]


def two_in_one_slot(**given):
    kept = PairingFactory()
    gone = PairingFactory(schedule=kept.schedule, slot=kept.slot, table=2, **given)
    return kept, gone


@pytest.mark.parametrize("stays", ["contact", "successor"])
def test_a_post_keeps_its_dates_and_nobody_came_after_themselves(unite, stays):
    one, other = ContactFactory.create_batch(2)
    post = ContactPostingFactory(contact=one, successor=other, begins="2019", ends="2024")

    kept, gone = (one, other) if stays == "contact" else (other, one)
    unite(kept, gone)

    post.refresh_from_db()
    assert (post.contact, post.successor) == (kept, None)
    assert (post.begins, post.ends) == ("2019", "2024")


def test_published_meetings_in_one_slot_stand_in_the_way(unite):
    kept, gone = two_in_one_slot(meeting=MeetingFactory())

    with pytest.raises(NotPossible, match="same slot"):
        unite(kept.counterpart.company, gone.counterpart.company)

    assert Pairing.objects.count() == 2


def test_of_two_only_planned_in_one_slot_one_is_left(unite):
    kept, gone = two_in_one_slot()

    unite(kept.counterpart.company, gone.counterpart.company)

    assert list(Pairing.objects.all()) == [kept]


def test_the_link_of_what_is_merged_opens_what_stays(unite, client):
    kept = PostCheckFactory()
    gone = PostCheckFactory(office=kept.office)

    unite(kept.delegate, gone.delegate)
    address = at("portal:post", gone.link)

    assert client.get(address).status_code == 200
    client.post(address, {"answer": "same"})
    kept.refresh_from_db()
    assert kept.answer == "same"


@pytest.mark.parametrize("who", [ContactFactory, DelegateFactory])
def test_who_is_booked_twice_at_a_time_is_not_one(unite, who):
    winner, loser = who(), who()
    column = winner._meta.model_name
    for person in (winner, loser):
        BookingFactory(**{column: person}, resource=None)

    with pytest.raises(NotPossible, match="booked at the same time, on 2026-11-24"):
        unite(winner, loser)

    assert type(winner).objects.filter(merged_into=None).count() == 2


@pytest.mark.parametrize("who", [ContactFactory, DelegateFactory])
def test_who_is_booked_twice_for_one_thing_is_booked_once(unite, who):
    winner, loser = who(), who()
    column = winner._meta.model_name
    kept = BookingFactory(**{column: winner}, resource=None)
    BookingFactory(**{column: loser}, resource=None, meeting=kept.meeting)

    unite(winner, loser)

    assert list(Booking.objects.values_list("pk", column)) == [(kept.pk, winner.pk)]


def test_who_is_on_two_visits_at_a_time_is_not_one(unite):
    one, other = VisitFactory(), VisitFactory(begins="2026-11-27", ends="2026-12-01")

    with pytest.raises(NotPossible, match="on a visit on the same days"):
        unite(one.delegate, other.delegate)


def test_the_same_post_held_twice_is_held_once(unite):
    one = PostingFactory(begins="2020")
    other = PostingFactory(agency=one.agency, begins="2020")

    unite(one.delegate, other.delegate)

    assert list(one.delegate.postings.all()) == [one]


def test_a_record_that_was_merged_is_not_merged_again(unite):
    first, second, third = CompanyFactory(), CompanyFactory(), CompanyFactory()
    unite(first, second)

    with pytest.raises(NotPossible, match="was merged into another record"):
        unite(third, second)
    with pytest.raises(NotPossible, match="was merged into another record"):
        unite(second, third)
    with pytest.raises(NotPossible, match="two different"):
        unite(first, first)


def test_a_sign_leads_to_where_its_record_went_and_back(unite, officer):
    first, second, third = CompanyFactory(), CompanyFactory(), CompanyFactory()
    earlier = unite(second, third)
    later = unite(first, second)

    third.refresh_from_db()
    assert third.merged_into == first
    with pytest.raises(NotPossible, match="Changed since"):
        undoing.undo(merge=earlier, by=officer, at=NOON)
    undoing.undo(merge=later, by=officer, at=NOON)
    undoing.undo(merge=earlier, by=officer, at=NOON)
    third.refresh_from_db()
    assert (third.merged_into, third.archived_at) == (None, None)
    with pytest.raises(NotPossible, match="taken back already"):
        undoing.undo(merge=earlier, by=officer, at=NOON)


def test_what_a_merge_changed_is_forgotten_and_then_it_stands(unite, officer):
    loser = CompanyFactory(name="Yasaki")
    ContactFactory(company=loser)
    made = unite(CompanyFactory(name="Yazaki"), loser)

    undoing.forget(now=NOON + undoing.KEPT_FOR)
    assert Merge.objects.with_steps().get() == made
    undoing.forget(now=NOON + undoing.KEPT_FOR + timedelta(minutes=1))

    assert not Merge.objects.with_steps().exists()
    with pytest.raises(NotPossible, match=f"more than {undoing.KEPT_FOR.days} days ago"):
        undoing.undo(merge=made, by=officer, at=NOON)
    loser.refresh_from_db()
    assert loser.merged_into_id == made.winner
    assert Merge.objects.standing().get() == made


def test_what_was_taken_back_keeps_nothing_of_what_it_changed(unite, officer):
    made = unite(CompanyFactory(), CompanyFactory())

    undoing.undo(merge=made, by=officer, at=NOON)

    assert not Merge.objects.with_steps().exists()


def test_what_was_changed_since_is_named_and_nothing_is_put_back(unite, officer):
    winner, loser = CompanyFactory(), CompanyFactory(address="Minato")
    contact = ContactFactory(company=loser, family_name="Abe", given_name="Jun")
    made = unite(winner, loser, "address")
    elsewhere = CompanyFactory()
    contact.refresh_from_db()
    contact.company = elsewhere
    contact.save()
    Company.objects.filter(pk=winner.pk).update(address="Osaka")

    with pytest.raises(NotPossible) as refused:
        undoing.undo(merge=made, by=officer, at=NOON)

    assert str(refused.value) == (
        "Changed since, so that it cannot be put back: "
        f"company “{winner}”: address, contact “ABE Jun”: company."
    )
    assert Company.objects.get(pk=loser.pk).merged_into == winner


def test_what_was_deleted_since_stands_in_the_way(unite, officer):
    winner, loser = CompanyFactory(), CompanyFactory()
    technology = TechnologyFactory(company=loser)
    made = unite(winner, loser)
    technology.delete()

    with pytest.raises(NotPossible, match="put back: technology deleted"):
        undoing.undo(merge=made, by=officer, at=NOON)


def test_what_came_since_stays_with_who_has_it(unite, officer):
    winner, loser = CompanyFactory(), CompanyFactory()
    made = unite(winner, loser)
    new = ContactFactory(company=winner)

    undoing.undo(merge=made, by=officer, at=NOON)

    assert (list(winner.contacts.all()), list(loser.contacts.all())) == ([new], [])


def test_what_an_officer_may_not_see_moves_and_is_not_named(unite, officer):
    winner, loser = CompanyFactory(), CompanyFactory()
    manager = ManagerFactory(office=officer.office)
    deal = DealFactory(
        office=officer.office,
        owner=manager,
        is_confidential=True,
        anonymous_description="A plant in the north",
    )
    part = DealCompanyFactory(deal=deal, company=loser)
    made = unite(winner, loser)
    part.refresh_from_db()
    assert part.company == winner
    part.company = CompanyFactory()
    part.save()

    with pytest.raises(NotPossible) as refused:
        undoing.undo(merge=made, by=officer, at=NOON)

    assert str(refused.value).endswith(": company of a deal: company.")


def test_what_was_linked_while_they_were_merged_goes_over_later(unite, officer):
    winner, loser = CompanyFactory(), CompanyFactory()
    made = unite(winner, loser)
    contact = ContactFactory(company=loser)

    late.take_along(now=NOON + timedelta(minutes=1))

    contact.refresh_from_db()
    assert contact.company == winner
    undoing.undo(merge=Merge.objects.get(pk=made.pk), by=officer, at=NOON)
    contact.refresh_from_db()
    assert contact.company == loser


def test_what_is_linked_with_a_sign_long_after_stays(unite):
    winner, loser = CompanyFactory(), CompanyFactory()
    unite(winner, loser)
    contact = ContactFactory(company=loser)

    late.take_along(now=NOON + timedelta(hours=2))

    contact.refresh_from_db()
    assert contact.company == loser


def test_history_says_who_merged_and_who_took_it_back(unite, officer):
    winner, loser = CompanyFactory(), CompanyFactory()
    contact = ContactFactory(company=loser)

    undoing.undo(merge=unite(winner, loser), by=officer, at=NOON)

    said = [(one.history_user, one.history_change_reason) for one in contact.history.all()[:2]]
    assert said == [
        (officer, f"merge with No. {loser.pk} taken back"),
        (officer, f"merged with No. {loser.pk}"),
    ]
    for one in (winner, loser):
        assert one.history.first().history_change_reason == said[0][1]


def test_a_merge_asks_no_more_for_three_contacts_than_it_writes(
    unite, django_assert_max_num_queries
):
    winner, loser = CompanyFactory(), CompanyFactory()
    ContactFactory.create_batch(3, company=loser)

    with django_assert_max_num_queries(60):
        unite(winner, loser)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_a_pair_at_once_one_does(officer):
    winner, loser = CompanyFactory(), CompanyFactory()
    ContactFactory(company=loser)
    act = partial(merging.merge, taken=[], by=officer, at=NOON)

    said = at_once(
        [
            lambda: act(winner=winner, loser=loser),
            lambda: act(winner=loser, loser=winner),
        ]
    )

    assert sorted(map(str, said)) == ["None", "NotPossible"]
    assert Merge.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_one_into_another_while_that_goes_into_a_third(officer, turn):
    first, second, third = CompanyFactory(), CompanyFactory(), CompanyFactory()
    contact = ContactFactory(company=first)
    act = partial(merging.merge, taken=[], by=officer, at=NOON + timedelta(days=turn))

    at_once(
        [
            lambda: act(winner=second, loser=first),
            lambda: act(winner=third, loser=second),
        ]
    )

    signs = dict(Company.objects.values_list("pk", "merged_into"))
    contact.refresh_from_db()
    assert signs[third.pk] is None
    assert signs[second.pk] == third.pk
    assert signs[first.pk] in {None, third.pk}
    assert contact.company_id == (third.pk if signs[first.pk] else first.pk)
