"""What a mail is about changes just before it is sent."""

from datetime import UTC, date, datetime, timedelta

import pytest

from deals import pipeline
from deals.models import Status
from delegates import visits
from delegates.invitations.sending import APPLICATION_INVITED
from delegates.models import Application
from itpo.office.models import FollowUp, MailText, OutgoingMail, Rule
from itpo.reminders import digest, rules
from tests.factories import (
    DealFactory,
    FollowUpFactory,
    RuleFactory,
    StoppedAddressFactory,
    UserFactory,
    VisitFactory,
)
from tests.proof.world import World, size

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # ten o'clock on a Wednesday in Tokyo
TODAY = date(2026, 11, 25)


def states() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))


def test_a_deal_is_closed_just_before_its_owner_is_reminded(world: World):
    officer = UserFactory(digest_hour=9)
    deal = DealFactory(office=officer.office, owner=officer)
    pipeline.plan(deal=deal, what="Send the terms", due_on=TODAY, owner=officer, by=officer)
    other = FollowUpFactory(owner__digest_hour=9, due_on=TODAY)
    assert digest.queue_due(now=NOW).made == 2

    pipeline.end(deal=deal, as_=Status.LOST, by=officer, at=NOW, because="Too dear")
    for minutes in range(3):
        world.tick(NOW + timedelta(minutes=minutes))

    assert states() == ["cancelled", "sent"]
    assert [mail["To"] for mail in world.box.received] == [other.owner.email]
    world.judge(list(OutgoingMail.objects.filter(state="sent")))


def test_a_visit_moves_just_before_its_officer_is_reminded(world: World):
    officer = UserFactory(digest_hour=9)
    RuleFactory(
        office=officer.office, offset=-2, unit=Rule.Unit.DAYS, anchor="begins", what="Brief"
    )
    visit = VisitFactory(officer=officer, begins="2026-11-27", ends="2026-11-28")
    rules.apply(now=NOW)
    assert digest.queue_due(now=NOW).made == 1

    visit.begins, visit.ends = "2026-12-16", "2026-12-17"
    visits.change(visit=visit, by=officer)
    for minutes in range(3):
        world.tick(NOW + timedelta(minutes=minutes))
    assert (states(), world.box.received) == (["cancelled"], [])
    assert [one.due_on for one in FollowUp.objects.open()] == [date(2026, 12, 14)]
    for day in (12, 13, 14):
        world.tick(datetime(2026, 12, day, 1, tzinfo=UTC))

    (mail,) = OutgoingMail.objects.filter(state="sent")
    assert mail.about["day"] == "2026-12-14"
    world.judge([mail])


def test_a_recipient_is_gone_just_before_the_mail_is_sent(world: World):
    left = FollowUpFactory(owner__digest_hour=9, due_on=TODAY).owner
    assert digest.queue_due(now=NOW).made == 1
    kept, erased, readdressed = world.invitations(3, NOW)

    left.is_active = False
    left.save(update_fields=["is_active"])
    gone = Application.objects.select_related("link").get(link=erased.about["link"])
    gone.delete()
    gone.link.delete()
    moved = Application.objects.select_related("link").get(link=readdressed.about["link"]).link
    moved.email = "successor@example.org"
    moved.save(update_fields=["email"])
    for minutes in range(3):
        world.tick(NOW + timedelta(minutes=minutes))

    assert states() == ["cancelled", "sent", "cancelled", "cancelled"]
    world.judge([kept])


def test_a_reader_has_another_address_just_before_the_mail_is_sent(world: World):
    """Their old one is stopped, too: nothing more is to go there."""
    reader = FollowUpFactory(owner__digest_hour=9, due_on=TODAY).owner
    StoppedAddressFactory(address=reader.email.lower())
    assert digest.queue_due(now=NOW).made == 1
    world.tick(NOW)
    assert (states()[-1], world.box.received) == ("queued", [])

    reader.email = "moved@example.org"
    reader.save(update_fields=["email"])
    for minutes in range(1, 3):
        world.tick(NOW + timedelta(minutes=minutes))

    assert [mail["To"] for mail in world.box.received] == ["moved@example.org"]
    world.judge(list(OutgoingMail.objects.filter(state="sent")))


def test_a_text_is_broken_by_its_editor(world: World):
    """The office's words cannot be filled: the shipped ones go."""
    mails = world.invitations(size(20, 200), NOW)
    office = mails[0].office
    broken = MailText(
        office=office,
        kind=APPLICATION_INVITED,
        language="en",
        subject="Welcome {nobody.knows}",
        body="Dear {guest, here is your { link }.",
    )
    MailText.objects.bulk_create([broken])  # past every check, as after an upgrade

    for minutes in range(3):
        world.tick(NOW + timedelta(minutes=minutes))

    assert [mail for mail in world.box.received if "{" in str(mail["Subject"])] == []
    world.judge(mails)
