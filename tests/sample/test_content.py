import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Count, F
from django.urls import reverse

from deals.models import Claim, Confirmation, Contribution, Deal, Stage, Status
from delegates.models import Agency, Application, Delegate, HostCountry, Programme, Visit
from investors import attendance, mission_tasks, registrations
from investors.models import (
    AgendaItem,
    Booking,
    Company,
    Contact,
    Event,
    EventRegistration,
    EventSeries,
    Meeting,
    Mission,
    Pairing,
    TravelTime,
    Wish,
)
from itpo.office.models import FollowUp, Promiser, Rule, SampleRecord, SavedView, User
from itpo.sample import morocco
from itpo.sample.people import LOGINS
from itpo.sample.tables import tables
from tests.conftest import logged_in
from tests.sample.conftest import AT
from tests.sample.everything import contents, counts

TODAY = AT.date()


def test_the_public_lists_came_in_whole(loaded):
    missions = Mission.objects.exclude(source_url="").exclude(name=morocco.MISSION)

    assert missions.count() == 13
    assert Programme.objects.exclude(source_url="").count() == 6
    assert Event.objects.exclude(source_url="").count() == 15
    assert Deal.objects.exclude(source_url="").count() == 12


def test_every_row_that_was_made_is_in_the_book(loaded):
    made = sum(counts().values()) - SampleRecord.objects.count()

    assert SampleRecord.objects.count() == made


def test_every_row_is_one_its_own_model_accepts(loaded):
    refused = {}
    for table in tables():
        if not hasattr(table, "instance_type"):
            for row in table._base_manager.all():
                try:
                    row.full_clean()
                except ValidationError as error:
                    refused[table._meta.label, str(row)] = error.messages

    assert refused == {}


def test_the_logins_are_two_officers_a_manager_and_an_auditor(loaded, client):
    assert [role for role, _email, _password in LOGINS] == [
        "officer",
        "officer",
        "manager",
        "auditor",
    ]
    assert all(client.login(username=email, password=word) for _role, email, word in LOGINS)
    assert set(User.objects.values_list("email", "is_sample", "office__name")) == {
        (email, True, "UNIDO ITPO Tokyo") for _role, email, _password in LOGINS
    }


@pytest.mark.parametrize("email", ["officer@example.org", "officer2@example.org"])
def test_each_officers_day_is_full(loaded, email):
    officer = User.objects.get(email=email)
    mine = FollowUp.objects.filter(owner=officer)
    todo = mine.open()

    full = {
        "overdue": todo.filter(due_on__lt=TODAY).count() >= 2,
        "today": todo.filter(due_on=TODAY).count() >= 2,
        "this week": todo.filter(due_on__gt=TODAY, due_on__lte=TODAY + timedelta(7)).count() >= 3,
        "done": mine.filter(state="done").exists(),
        "dropped": mine.filter(state="dropped").exists(),
        "moved": todo.exclude(reason="").exists(),
        "by a company": todo.filter(promised_by=Promiser.COMPANY).exists(),
        "by an agency": todo.filter(promised_by=Promiser.AGENCY).exists(),
        "visits under way": Visit.objects.under_way(TODAY).filter(officer=officer).exists(),
        "visits coming": Visit.objects.coming(TODAY).filter(officer=officer).exists(),
        "visits just over": Visit.objects.filter(
            officer=officer, state="completed", ends_latest__gte=TODAY - timedelta(days=21)
        ).exists(),
        "walk-ins": Visit.objects.filter(officer=officer, is_walk_in=True).exists(),
        "missions under way": Mission.objects.under_way(TODAY).filter(owner=officer).exists(),
        "missions coming": Mission.objects.coming(TODAY).filter(owner=officer).exists(),
        "meetings today": Meeting.objects.filter(officer=officer, day=TODAY).exists(),
        "meetings planned": Meeting.objects.filter(officer=officer, state="planned").exists(),
        "nothing planned": Deal.objects.filter(owner=officer).with_nothing_planned().exists(),
    }

    assert [what for what, is_so in full.items() if not is_so] == []


def test_promises_name_their_deal_in_the_stage_it_stands_in(loaded):
    deal = Deal.objects.get(title__startswith="Solar roofs")

    assert deal.stage == Stage.NEGOTIATION
    assert not FollowUp.objects.filter(deals=deal, about__contains="Identified").exists()


def test_every_follow_up_leads_to_what_it_is_about(loaded):
    about = FollowUp.objects.exclude(about="")

    kinds = ("visits", "meetings", "missions", "companies", "deals", "delegates", "programmes")
    for kind in kinds:
        attached = about.filter(**{f"{kind}__isnull": False})
        assert attached.filter(about_url__contains=f"/{kind}/").exists(), kind
    assert not about.filter(about_url="").exists()


def test_no_kind_of_thing_is_missing(loaded):
    assert set(Deal.objects.exclude(owner=None).values_list("stage", flat=True)) == set(Stage)
    assert {Status.DELAYED, Status.DORMANT, Status.LOST} <= set(
        Deal.objects.values_list("status", flat=True)
    )
    assert Deal.objects.get(is_confidential=True).anonymous_description
    assert set(Meeting.objects.values_list("kind", flat=True)) == set(Meeting.Kind)
    assert {"planned", "open", "held"} == set(
        Event.objects.filter(notes="Invented for the sample.").values_list("state", flat=True)
    )
    assert Claim.objects.to_verify().filter(recorded_by__isnull=False).count() >= 2
    assert {"running", "call_open", "completed"} <= set(
        Programme.objects.ours().values_list("state", flat=True)
    )
    assert set(Application.objects.values_list("state", flat=True)) == set(Application.State)
    assert set(AgendaItem.objects.values_list("kind", flat=True)) == set(AgendaItem.Kind) - {
        "other"
    }
    assert Booking.objects.filter(meeting=None).exists()
    assert TravelTime.objects.exists()
    assert Pairing.objects.exists()
    assert set(Wish.objects.values_list("why_not", flat=True)) >= {"", "nobody_interprets"}
    assert Rule.objects.exists()


def test_an_event_is_full_and_somebody_waits(loaded, client):
    event = Event.objects.get(state=Event.State.OPEN)

    states = dict(event.registrations.values_list("state").annotate(Count("pk")))

    assert registrations.free(event) == 0
    assert states == {"registered": event.seats, "waiting_list": 2, "cancelled": 1}
    assert event.sessions.count() == 3
    assert client.get(reverse("portal:register", args=[event.pk])).status_code == 200


def test_a_week_of_webinars_counts_each_person_once(loaded):
    series = EventSeries.objects.get()

    together, each = attendance.numbers_of(series.events.all())

    assert len(each) == 3
    assert (together.counted, together.attendances, together.people) == (3, 38, 23)


def test_a_verified_result_can_be_walked_to(loaded):
    claim = Claim.objects.verified().get(deal__title__startswith="Tomato paste", metric="jobs")

    assert (claim.recorded_by.role, claim.verified_by.role) == ("officer", "manager")
    assert claim.deal.title == "Tomato paste plant near Dakar (sample)"
    assert list(
        Contribution.objects.accepted()
        .filter(deal=claim.deal)
        .order_by("pk")
        .values_list("visit__purpose", "meeting__subject", "mission__name")
    ) == [
        ("Tomato paste: find an investor", None, None),
        (None, "Tomato paste: first talk", None),
        (None, None, "Food mission to Senegal (sample)"),
        (None, "Site and contract", None),
    ]


def test_nobody_who_was_invented_can_be_taken_for_real(loaded):
    addresses = [
        *User.objects.values_list("email", flat=True),
        *Delegate.objects.values_list("email", flat=True),
        *Contact.objects.values_list("email", flat=True),
        *Application.objects.values_list("email", flat=True),
        *EventRegistration.objects.values_list("email", flat=True),
    ]
    fictitious = re.compile(
        r"Fict|Sample|Exampl|Exempl|Specimen|Placeholder|Imaginary|Mock|Mihon|Kaku"
    )
    names = [
        *User.objects.values_list("family_name", flat=True),
        *Delegate.objects.values_list("family_name", flat=True),
        *Contact.objects.values_list("family_name", flat=True),
        *Company.objects.exclude(notes="").values_list("name", flat=True),
        *Agency.objects.filter(notes="Invented for the sample.").values_list("name", flat=True),
    ]

    assert [one for one in addresses if not one.endswith(("@example.org", "@example.com"))] == []
    assert [one for one in names if not fictitious.search(one)] == []


def test_restricted_work_says_so_itself(loaded):
    deal = Deal.objects.get(is_confidential=True)

    assert set(deal.follow_ups.values_list("is_restricted", flat=True)) == {True}
    assert list(Meeting.objects.filter(is_restricted=True).values_list("officer")) == [
        (deal.owner_id,)
    ]


def test_deals_stand_in_the_stage_their_last_change_says(loaded):
    moved = Deal.objects.exclude(owner=None).filter(stage_changes__isnull=False).distinct()

    assert moved.count() >= 8
    assert not moved.exclude(stage_changes__to_stage=F("stage")).exists()


def test_the_morocco_delegate_is_not_called_by_his_name(loaded):
    texts = [str(row) for rows in contents().values() for row in rows]

    assert [text for text in texts if "Hassani" in text] == []
    assert Delegate.objects.filter(family_name=morocco.DELEGATE[0], country__code="MA").exists()


def test_one_mission_that_is_coming_has_a_roster_hosts_partners_tasks_and_a_budget(loaded):
    mission = Mission.objects.get(name="Automotive mission to Viet Nam and Cambodia (sample)")

    states = set(mission.members.values_list("state", flat=True))
    standing = {line.standing for line in mission_tasks.lines(mission, TODAY)}
    assert states == {"invited", "interested", "confirmed", "withdrawn"}
    assert {"late", "done"} <= standing
    assert all(
        leg.hosts.exclude(agency=None).exists() and leg.hosts.exclude(delegate=None).exists()
        for leg in mission.legs.all()
    )
    assert set(mission.partner_roles.values_list("role", flat=True)) == {
        "organiser",
        "funder",
        "speaker",
    }
    assert {line.currency for line in mission.budget_lines.all()} == {"USD", "JPY"}


def test_what_helped_knows_its_day_and_that_of_the_decision(loaded):
    rows = Contribution.objects.with_day().select_related("deal")

    copies = [(one.pk, one.helped_on, one.decided_on) for one in rows]
    assert copies == [(one.pk, one.day, one.deal.decided_latest) for one in rows]
    assert list(rows.out_of_order()) == []


def test_one_company_has_said_what_our_help_did_and_one_is_asked(loaded):
    rows = Confirmation.objects.order_by("pk").values_list(
        "deal__title", "link__language", "needed"
    )

    assert list(rows) == [
        ("Tomato paste plant near Dakar (sample)", "ja", "prerequisite"),
        ("Pilot for clean tannery water (sample)", "ja", ""),
    ]
    assert {one.answer for one in Confirmation.objects.earliest("pk").figures.all()} == {"right"}


def test_views_are_kept_for_oneself_and_for_the_office(loaded):
    hanako = User.objects.get(email="officer@example.org")
    jiro = User.objects.get(email="officer2@example.org")
    morocco = HostCountry.objects.get(code="MA")

    shown = [
        [
            (view.name, view.get_absolute_url())
            for view in SavedView.objects.visible_to(who).order_by("name")
        ]
        for who in (hanako, jiro)
    ]

    mine = ("Mine without a next step", "/deals/?mine=yes&next=none")
    shared = ("Morocco", f"/deals/board/?country={morocco.pk}")
    assert shown == [[mine, shared], [shared]]
    lists = [logged_in(hanako).get(url).context["list"] for _name, url in (mine, shared)]
    chips = [[one.label for one in found.chosen] for found in lists]
    assert chips == [["Next step", "Whose"], ["Country"]]
    assert len(lists[0].rows) > 0
