"""What hangs on a deal becomes confidential with it, and is opened with it, and nothing else is."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from deals import confidentiality, pipeline
from deals.models import Deal
from investors.models import Meeting
from itpo.office import follow_ups
from itpo.office.models import Document, FollowUp, OutgoingMail
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    ContributionFactory,
    DealFactory,
    DocumentFactory,
    FollowUpFactory,
    MeetingFactory,
    MeetingInviteFactory,
    OutgoingMailFactory,
    VerifiedClaimFactory,
)

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
OTHER_NAME = "A plant in the north"


@pytest.fixture
def deal(officer):
    return DealFactory(office=officer.office, owner=officer, title="Kestrel works")


def make_secret(deal, by, **more):
    Deal.objects.filter(pk=deal.pk).update(
        is_confidential=True, anonymous_description=OTHER_NAME, **more
    )
    deal.refresh_from_db()
    confidentiality.settle(deal=deal, by=by, at=AT)


def make_open(deal, by):
    Deal.objects.filter(pk=deal.pk).update(is_confidential=False, anonymous_description="")
    deal.refresh_from_db()
    confidentiality.settle(deal=deal, by=by, at=AT)


def helped(deal, meeting):
    return ContributionFactory(deal=deal, visit=None, meeting=meeting)


def seen(model, *viewers):
    """What each sees of a table, in its order."""
    return [list(model.objects.visible_to(one).order_by("pk")) for one in viewers]


# --- what is restricted ---


def test_its_follow_ups_open_and_past_are_restricted_with_it(deal, officer, colleague, manager):
    claim = ClaimFactory(deal=deal)
    steps = [
        FollowUpFactory(owner=officer),
        FollowUpFactory(owner=officer, state="done", closed_at=AT),
        FollowUpFactory(owner=officer),
    ]
    deal.follow_ups.add(*steps[:2])
    claim.follow_ups.add(steps[2])
    other = FollowUpFactory(owner=officer)

    make_secret(deal, officer)

    assert seen(FollowUp, officer, manager, colleague) == [
        [*steps, other],
        [*steps, other],
        [other],
    ]
    entry = steps[0].history.latest()
    assert (entry.is_restricted, entry.history_user) == (True, officer)


def test_meetings_that_helped_nothing_else_are_restricted_with_what_was_promised_there(
    deal, officer, colleague
):
    own, shared = (MeetingFactory(officer=officer) for _ in range(2))
    step = FollowUpFactory(owner=officer)
    own.follow_ups.add(step)
    helped(deal, own)
    helped(deal, shared)
    helped(DealFactory(office=officer.office), shared)

    make_secret(deal, officer)

    assert seen(Meeting, officer, colleague) == [[own, shared], [shared]]
    assert seen(FollowUp, officer, colleague) == [[step], []]


def test_a_meeting_that_only_may_have_helped_or_did_not_stays_open(deal, officer, colleague):
    proposed, dismissed = (MeetingFactory(officer=officer) for _ in range(2))
    ContributionFactory(deal=deal, visit=None, meeting=proposed, accepted_by=None, accepted_at=None)
    ContributionFactory(deal=deal, visit=None, meeting=dismissed, strength="none")

    make_secret(deal, officer)

    assert seen(Meeting, colleague) == [[proposed, dismissed]]


def test_the_evidence_of_its_figures_is_restricted_with_it(deal, officer, colleague):
    letter = DocumentFactory(office=officer.office, uploaded_by=officer)
    VerifiedClaimFactory(deal=deal, evidence_file=letter)

    make_secret(deal, officer)

    assert seen(Document, officer, colleague) == [[letter], []]


def test_what_calendars_were_told_of_its_meetings_is_restricted_with_it(deal, officer, auditor):
    meeting = MeetingFactory(officer=officer)
    invite = MeetingInviteFactory(meeting=meeting, contact__company__name="Example Parts")
    told = {
        "office": officer.office,
        "user": None,
        "to": "guest@example.org",
        "is_restricted": False,
    }
    OutgoingMailFactory(
        **told,
        kind="meeting.invite",
        about={"invite": invite.pk},
        order_key=f"meeting.invite:{invite.pk}",
    )
    OutgoingMailFactory(**told, kind="meetings.off", about={"meetings": [meeting.pk], "who": "x"})
    other = OutgoingMailFactory(**told, kind="meetings.off", about={"meetings": [0], "who": "x"})
    helped(deal, meeting)

    make_secret(deal, officer)

    assert seen(OutgoingMail, auditor) == [[other]]


def test_its_owner_sees_what_others_look_after(deal, officer, colleague, auditor):
    meeting = MeetingFactory(officer=colleague)
    step = FollowUpFactory(owner=colleague)
    deal.follow_ups.add(step)
    contribution = helped(deal, meeting)

    make_secret(deal, officer)

    assert seen(Meeting, officer, colleague, auditor) == [[meeting], [meeting], []]
    assert seen(FollowUp, officer, colleague, auditor) == [[step], [step], []]
    assert list(type(contribution).objects.visible_to(officer)) == [contribution]


# --- what it is called ---


def promise(deal, owner, what="Ask for the plan"):
    step = follow_ups.promise(what=what, due_on=date(2026, 12, 1), owner=owner, about=deal)
    deal.follow_ups.add(step)
    return step


def called(step):
    step.refresh_from_db()
    return step.about, step.about_url == step.get_absolute_url()


def test_who_may_not_see_it_keeps_what_they_promised_under_its_other_name(
    deal, officer, colleague, manager
):
    theirs, mine, managers = (promise(deal, one) for one in (colleague, officer, manager))

    make_secret(deal, officer)

    assert called(theirs) == (OTHER_NAME, True)
    assert called(mine) == called(managers) == ("Kestrel works, Identified", False)
    assert set(theirs.history.values_list("about", flat=True)) == {OTHER_NAME}


def test_it_is_called_by_its_name_again_when_it_is_open(deal, officer, colleague):
    theirs = promise(deal, colleague)
    make_secret(deal, officer)

    make_open(deal, officer)

    assert called(theirs) == ("Kestrel works, Identified", False)
    assert theirs.about_url == deal.get_absolute_url()


# --- opening again ---


def test_only_what_was_restricted_with_it_is_opened_with_it(deal, officer, colleague):
    private = FollowUpFactory(owner=officer, is_restricted=True)
    loud = FollowUpFactory(owner=officer)
    quiet, talk = (MeetingFactory(officer=officer, is_restricted=one) for one in (True, False))
    deal.follow_ups.add(private, loud)
    for one in (quiet, talk):
        helped(deal, one)
    make_secret(deal, officer)

    make_open(deal, officer)

    assert seen(FollowUp, colleague) == [[loud]]
    assert seen(Meeting, colleague) == [[talk]]
    assert not deal.hidden_follow_ups.exists()


def test_what_two_confidential_deals_restricted_opens_with_the_second(deal, officer, colleague):
    other = DealFactory(office=officer.office, owner=colleague)
    meeting = MeetingFactory(officer=officer)
    for one in (deal, other):
        helped(one, meeting)
    Deal.objects.update(is_confidential=True, anonymous_description=OTHER_NAME)
    for one in (deal, other):
        confidentiality.settle(deal=one, by=officer, at=AT)

    make_open(deal, officer)
    meeting.refresh_from_db()
    assert (meeting.is_restricted, meeting.confided_to) == (True, colleague)

    make_open(other, officer)
    meeting.refresh_from_db()
    assert (meeting.is_restricted, meeting.confided_to) == (False, None)


def test_settling_twice_changes_nothing(deal, officer):
    deal.follow_ups.add(FollowUpFactory(owner=officer))
    helped(deal, MeetingFactory(officer=officer))
    make_secret(deal, officer)
    before = FollowUp.history.count(), Meeting.history.count()

    confidentiality.settle(deal=deal, by=officer, at=AT)

    assert (FollowUp.history.count(), Meeting.history.count()) == before


# --- what comes later ---


def test_what_is_promised_about_it_shares_its_fate(deal, officer, colleague):
    make_secret(deal, officer)

    step = pipeline.plan(
        deal=deal, what="Call", due_on=date(2026, 12, 1), owner=colleague, by=officer
    )

    assert called(step) == (OTHER_NAME, True)
    assert seen(FollowUp, officer, colleague) == [[step], [step]]
    make_open(deal, officer)
    step.refresh_from_db()
    assert step.is_restricted is False


def test_what_is_promised_on_its_page_shares_its_fate(deal, officer, colleague):
    make_secret(deal, officer)
    url = f"{reverse('office:promise')}?about=deals.deal:{deal.pk}"

    logged_in(officer).post(
        url,
        {"what": "Call", "due_on": "2026-12-01", "promised_by": "us", "owner": colleague.pk},
    )

    step = FollowUp.objects.get()
    assert (called(step), step.is_restricted) == ((OTHER_NAME, True), True)
    assert list(deal.hidden_follow_ups.all()) == [step]


def test_handing_it_over_moves_who_sees(deal, officer, colleague, manager):
    step = promise(deal, officer)
    meeting = MeetingFactory(officer=manager)
    helped(deal, meeting)
    make_secret(deal, officer)

    pipeline.hand_over(deal=deal, to=colleague, by=manager)

    assert seen(Deal, officer, colleague) == [[], [deal]]
    assert seen(Meeting, officer, colleague) == [[], [meeting]]
    assert seen(FollowUp, officer, colleague) == [[step], [step]]  # who promised it keeps it
    assert called(step) == (OTHER_NAME, True)


# --- on the pages ---


def change(client, deal, **said):
    url = reverse("desk:change", args=["deals.deal", deal.pk])
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(url, {**shown, **said})


def test_the_form_restricts_and_opens_what_hangs_on_the_deal(deal, officer, colleague):
    deal.follow_ups.add(FollowUpFactory(owner=officer))
    client = logged_in(officer)

    change(client, deal, is_confidential="on", anonymous_description=OTHER_NAME)
    hidden = seen(FollowUp, colleague)
    change(client, deal, is_confidential="", anonymous_description="")

    assert (hidden, len(seen(FollowUp, colleague)[0])) == ([[]], 1)


def test_the_form_says_beforehand_what_will_be_restricted(deal, officer):
    talk = MeetingFactory(officer=officer, subject="Lunch with the mayor")
    helped(deal, talk)
    deal.follow_ups.add(FollowUpFactory(owner=officer))

    page = logged_in(officer).get(reverse("desk:change", args=["deals.deal", deal.pk]))

    assert "1 follow-up" in page.content.decode()
    assert "Lunch with the mayor" in page.content.decode()


@pytest.mark.parametrize("relation", ["part", "expansion"])
def test_next_to_a_confidential_deal_stands_its_other_name(deal, officer, colleague, relation):
    part = DealFactory(office=officer.office, parent=deal, parent_relation=relation)
    aside = DealFactory(office=officer.office, parent=deal, parent_relation=relation)
    make_secret(deal, officer)
    make_secret(aside, officer)

    page = logged_in(colleague).get(part.get_absolute_url())
    text = page.content.decode()

    family = [(one.words, one.url) for one in page.context["family"]]
    assert family == [(OTHER_NAME, "")]  # of what is not next to it nothing is said
    assert deal.title not in text
    assert deal.get_absolute_url() not in text
