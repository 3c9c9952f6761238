"""The roster of a mission: several at once, counted once."""

import pytest
from django.urls import reverse

from investors import roster
from investors.models import MissionMember
from itpo.office.states import NotPossible
from tests.conftest import logged_in
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionMemberFactory,
)
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

State = MissionMember.State


@pytest.fixture
def mission(officer):
    return MissionFactory(office=officer.office)


def on(mission, state=State.INVITED, **more) -> MissionMember:
    contact = ContactFactory()
    return MissionMemberFactory(
        mission=mission, company=contact.company, contact=contact, state=state, **more
    )


def places(mission) -> list[tuple]:
    rows = mission.members.order_by("pk")
    return [(one.company, one.contact, one.state, one.role) for one in rows]


def test_several_are_invited_at_once_and_a_company_stands_beside_its_person_once(officer, mission):
    person, alone = ContactFactory(), CompanyFactory()

    roster.add(
        mission=mission,
        companies=[alone, person.company, alone],
        contacts=[person, person],
        role="Observer",
        by=officer,
    )

    assert places(mission) == [
        (person.company, person, State.INVITED, "Observer"),
        (alone, None, State.INVITED, "Observer"),
    ]
    assert mission.members.first().history.get().history_user == officer


def test_a_person_takes_the_place_their_company_has(officer, mission):
    place = MissionMemberFactory(mission=mission, state=State.CONFIRMED, role="Head")
    first, second = (ContactFactory(company=place.company) for _ in range(2))

    roster.add(mission=mission, contacts=[first, second], by=officer)

    assert places(mission) == [
        (place.company, first, State.CONFIRMED, "Head"),
        (place.company, second, State.INVITED, ""),
    ]


def test_who_is_there_already_is_named_and_nobody_is_added(officer, mission):
    there, unnamed = on(mission), MissionMemberFactory(mission=mission)
    gone = on(mission, State.WITHDRAWN)
    before = places(mission)

    with pytest.raises(NotPossible) as refusal:
        roster.add(
            mission=mission,
            contacts=[there.contact, gone.contact, ContactFactory(company=gone.company)],
            companies=[unnamed.company, CompanyFactory()],
            by=officer,
        )

    assert str(refusal.value) == (
        f"{there.contact} is on the mission already. {gone.contact} is on the mission already. "
        f"{gone.company} has withdrawn: say first that it is invited again. "
        f"{unnamed.company} is on the mission already."
    )
    assert places(mission) == before


def test_nobody_is_put_on_a_cancelled_mission(officer):
    mission = MissionFactory(state="cancelled", cancelled_because="Floods")

    with pytest.raises(NotPossible, match="The mission was cancelled"):
        roster.add(mission=mission, companies=[CompanyFactory()], by=officer)


def test_several_are_taken_to_a_state_and_who_is_there_stays(officer, mission):
    chosen = [on(mission), on(mission, State.INTERESTED), on(mission, State.CONFIRMED)]
    left = on(mission)

    changed = roster.change_several(
        mission=mission, members=[one.pk for one in chosen], to="confirmed", by=officer
    )

    assert changed == chosen[:2]
    assert [one[2] for one in places(mission)] == ["confirmed"] * 3 + ["invited"]
    assert left.history.count() == 1
    assert chosen[0].history.first().history_user == officer


def test_who_cannot_go_there_is_named_and_nobody_goes(officer, mission):
    willing, gone = on(mission, State.CONFIRMED), on(mission, State.WITHDRAWN)

    with pytest.raises(NotPossible) as refusal:
        roster.change_several(
            mission=mission, members=[willing.pk, gone.pk], to="travelled", by=officer
        )

    assert str(refusal.value) == (
        f"Nobody was changed. “Travelled” cannot follow for: {gone.contact} (Withdrawn)."
    )
    assert [one[2] for one in places(mission)] == ["confirmed", "withdrawn"]


def test_several_do_not_withdraw_together_from_meetings_that_are_planned(officer, mission):
    busy, free = on(mission, State.CONFIRMED), on(mission, State.CONFIRMED)
    meeting = MeetingFactory(officer=officer, mission=mission, state="planned")
    MeetingPartyFactory(meeting=meeting, company=busy.company, contact=busy.contact)

    with pytest.raises(NotPossible) as refusal:
        roster.change_several(
            mission=mission, members=[busy.pk, free.pk], to="withdrawn", by=officer
        )
    roster.change_several(mission=mission, members=[free.pk], to="withdrawn", by=officer)

    assert str(refusal.value) == (
        f"Nobody was changed. Meetings are planned for: {busy.company}. Have them withdraw one by "
        "one, which shows what falls away."
    )
    assert [one[2] for one in places(mission)] == ["confirmed", "withdrawn"]


def test_another_missions_members_are_left_alone(officer, mission):
    other = on(MissionFactory(office=officer.office))

    assert (
        roster.change_several(mission=mission, members=[other.pk], to="confirmed", by=officer) == []
    )
    other.refresh_from_db()
    assert other.state == State.INVITED


def test_a_company_counts_once_and_a_head_once(mission):
    lead = on(mission, State.CONFIRMED)
    MissionMemberFactory(
        mission=mission, company=lead.company, contact=ContactFactory(company=lead.company)
    )
    MissionMemberFactory(mission=mission, state=State.CONFIRMED)  # nobody named yet
    on(mission, State.WITHDRAWN)

    counts = roster.count(mission.members.all())

    assert [(one.value, one.companies, one.people) for one in counts.by_state] == [
        ("invited", 0, 1),
        ("interested", 0, 0),
        ("confirmed", 2, 1),
        ("travelled", 0, 0),
        ("withdrawn", 1, 1),
    ]
    assert (counts.companies, counts.people, counts.without_a_name) == (2, 2, 1)


def test_who_has_a_meeting_planned_is_not_taken_off(officer, mission):
    member = on(mission)
    meeting = MeetingFactory(officer=officer, mission=mission, state="planned")
    MeetingPartyFactory(meeting=meeting, company=member.company)

    with pytest.raises(NotPossible, match="say that it has withdrawn"):
        roster.remove(member=member, by=officer)

    colleague = ContactFactory(company=member.company)
    MissionMemberFactory(mission=mission, company=member.company, contact=colleague)
    roster.remove(member=member, by=officer)
    assert [one[1] for one in places(mission)] == [colleague]


# --- the page ---


def page_of(mission) -> str:
    return reverse("investors:mission-roster", args=[mission.pk])


def test_the_page_adds_several(desk, mission):
    people = ContactFactory.create_batch(2)

    response = desk.post(
        reverse("investors:roster-add", args=[mission.pk]),
        {"contacts": [one.pk for one in people], "role": "Observer"},
        follow=True,
    )

    assert [one[1] for one in places(mission)] == people
    assert "2 are invited." in response.content.decode()


def test_the_page_says_who_is_there_already_and_keeps_the_choice(desk, mission):
    there, new = on(mission), ContactFactory()

    page = desk.post(
        reverse("investors:roster-add", args=[mission.pk]),
        {"contacts": [there.contact.pk, new.pk]},
    ).content.decode()

    assert f"{there.contact} is on the mission already." in page
    assert f'name="contacts" value="{new.pk}"' in page
    assert mission.members.count() == 1


def test_nobody_chosen_is_said_beside_the_field(desk, mission):
    response = desk.post(reverse("investors:roster-add", args=[mission.pk]), {})

    assert response.context["form"].errors == {
        "contacts": ["Say who is invited: a person or a company."]
    }


def test_the_page_takes_those_that_are_ticked(desk, mission):
    members = [on(mission), on(mission)]

    page = desk.post(
        reverse("investors:roster-states", args=[mission.pk]),
        {"member": [one.pk for one in members], "all_to": "interested"},
        follow=True,
    ).content.decode()

    assert [one[2] for one in places(mission)] == ["interested"] * 2
    assert "2 are changed." in page


@pytest.mark.parametrize(
    "sent",
    [
        {"all_to": "confirmed"},
        {"member": ["1"], "all_to": ""},
        {"member": ["1"], "all_to": "x"},
        {"member": ["a\x00"], "all_to": "confirmed"},
        {"member": ["9" * 30], "all_to": "confirmed"},
    ],
)
def test_nothing_ticked_or_no_state_is_said_and_writes_nothing(desk, mission, sent):
    on(mission)
    before = all_rows()

    page = desk.post(reverse("investors:roster-states", args=[mission.pk]), sent).content.decode()

    assert "Tick whom to change, and choose a state." in page
    assert all_rows() == before


def test_what_is_refused_keeps_the_ticks(desk, mission):
    gone = on(mission, State.WITHDRAWN)

    page = desk.post(
        reverse("investors:roster-states", args=[mission.pk]),
        {"member": [gone.pk], "all_to": "travelled"},
    ).content.decode()

    assert "Nobody was changed." in page
    assert f'value="{gone.pk}" id="member-{gone.pk}"' in page
    assert " checked>" in page
    assert '<option value="travelled" selected>' in page


def test_the_page_shows_one_state(desk, mission):
    confirmed, invited = on(mission, State.CONFIRMED), on(mission)

    page = desk.get(f"{page_of(mission)}?show=confirmed").content.decode()

    assert str(confirmed.contact) in page
    assert str(invited.contact) not in page


def test_another_office_and_an_auditor_change_nothing(stranger, auditor, mission):
    member = on(mission)
    urls = [
        reverse(f"investors:{name}", args=[mission.pk]) for name in ("roster-add", "roster-states")
    ]

    answers = [
        [logged_in(user).post(url, {"member": member.pk, "all_to": "confirmed"}).status_code]
        for user in (stranger, auditor)
        for url in urls
    ]

    assert answers == [[404], [404], [403], [403]]
    assert places(mission)[0][2] == State.INVITED
