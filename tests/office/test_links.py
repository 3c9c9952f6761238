"""A personal link opens what it names, for its version only; the table opens nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from itpo.office import links
from itpo.office.links import Standing
from itpo.office.models import PersonalLink
from tests.factories import OfficeFactory, PersonalLinkFactory

pytestmark = pytest.mark.django_db


def test_a_link_opens_with_its_token_and_with_no_other():
    link, other = PersonalLinkFactory.create_batch(2)

    assert link.opens_with(link.token())
    for wrong in (other.token(), link.token().upper(), link.token()[:-1], "", "é"):
        assert not link.opens_with(wrong), wrong


def test_the_token_is_the_same_every_time_and_changes_with_the_version():
    link = PersonalLinkFactory()
    sent = link.token()
    assert PersonalLink.objects.get().token() == sent

    link.version += 1
    link.save()

    revoked = PersonalLink.objects.get()
    assert revoked.token() != sent
    assert not revoked.opens_with(sent)


def test_the_token_depends_on_the_secret_of_the_installation(settings):
    link = PersonalLinkFactory()
    sent = link.token()

    settings.SECRET_KEY = "another installation's secret"

    assert not link.opens_with(sent)


def test_the_token_is_long_and_is_kept_in_no_column():
    link = PersonalLinkFactory()

    kept = PersonalLink.objects.values().get()

    assert len(link.token()) == 64
    assert [name for name, value in kept.items() if link.token() in str(value)] == []
    assert not hasattr(PersonalLink, "history")
    assert link.token() not in str(link)


def test_the_tokens_of_many_links_differ():
    links = PersonalLinkFactory.create_batch(20)

    assert len({link.token() for link in links}) == 20


def test_the_holder_of_a_link_sees_no_records():
    link = PersonalLinkFactory()

    assert (link.sees_records, link.sees_restricted, link.is_superuser) == (False, False, False)


# --- what an address is worth ------------------------------------------------------------------

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def issued(**given) -> PersonalLink:
    return links.issue(
        **{
            "purpose": PersonalLink.Purpose.APPLICATION,
            "office": OfficeFactory(),
            "email": "amina@example.org",
            "language": "fr",
            "at": NOW,
            **given,
        }
    )


def test_a_link_opens_for_ninety_days_or_until_a_moment():
    usual, other = issued(), issued(until=NOW + DAY)

    assert usual.expires_at == NOW + 90 * DAY
    assert links.standing(usual, usual.token(), NOW + 89 * DAY) == Standing.OPEN
    assert links.standing(usual, usual.token(), NOW + 90 * DAY) == Standing.EXPIRED
    assert links.standing(other, other.token(), NOW + DAY) == Standing.EXPIRED


def test_an_address_of_before_is_told_from_one_that_was_never_sent():
    link = issued()
    first = link.token()
    links.renew(link=link, at=NOW)

    assert links.standing(link, first, NOW) == Standing.REPLACED
    assert links.standing(link, link.token(), NOW) == Standing.OPEN
    for forged in ("", "é", "0" * 64, issued().token(), link.token_of(3)):
        assert links.standing(link, forged, NOW) == Standing.UNKNOWN, forged


def test_a_revoked_link_says_so_and_who_did_it(officer):
    link = issued()

    links.revoke(link=link, at=NOW, by=officer)

    assert links.standing(link, link.token(), NOW) == Standing.REVOKED
    assert (link.revoked_at, link.revoked_by) == (NOW, officer)


def test_a_reopened_link_opens_with_none_of_the_addresses_sent(officer):
    link = issued()
    sent = link.token()
    links.revoke(link=link, at=NOW, by=officer)

    links.reopen(link=link)

    assert links.standing(link, sent, NOW) == Standing.REPLACED
    assert (link.revoked_at, link.revoked_by) == (None, None)


# --- renewing ----------------------------------------------------------------------------------


def test_renewing_gives_another_address_and_ninety_days():
    link = issued(until=NOW + DAY)

    done = links.renew(link=link, at=NOW)

    assert (done, link.version, link.expires_at) == (True, 2, NOW + 90 * DAY)


def test_renewing_never_brings_forward_what_a_link_opens_until():
    link = issued(until=NOW + 200 * DAY)

    links.renew(link=link, at=NOW)

    assert link.expires_at == NOW + 200 * DAY


def test_a_link_is_renewed_at_most_every_ten_minutes():
    link = issued()

    done = [links.renew(link=link, at=NOW + after * MINUTE) for after in (0, 9, 10, 11)]

    assert (done, link.version) == ([True, False, True, False], 3)


def test_a_revoked_link_is_never_renewed():
    link = issued()
    links.revoke(link=link, at=NOW)

    done = [links.renew(link=link, at=NOW), links.ask_again(link=link, at=NOW)]

    assert (done, link.version) == ([False, False], 1)


def test_asked_for_again_the_address_stays_while_it_opens():
    """Whoever knows where a link was sent cannot shut it for its holder."""
    link = issued()
    sent = link.token()

    done = [links.ask_again(link=link, at=NOW + after * MINUTE) for after in (0, 5, 10)]

    assert (done, link.token(), link.expires_at) == ([True, False, True], sent, NOW + 90 * DAY)


def test_asked_for_again_once_expired_it_gets_another_address():
    link = issued(until=NOW - DAY)
    sent = link.token()

    done = links.ask_again(link=link, at=NOW)

    assert done
    assert links.standing(link, sent, NOW) == Standing.REPLACED
    assert links.standing(link, link.token(), NOW) == Standing.OPEN


def test_moved_to_another_mailbox_it_opens_for_nobody_who_had_it_before():
    link = issued(until=NOW - DAY)
    sent = link.token()

    links.move(link=link, email="new@example.org", at=NOW)

    assert link.email == "new@example.org"
    assert links.standing(link, sent, NOW) == Standing.REPLACED
    assert links.standing(link, link.token(), NOW) == Standing.OPEN


def test_kept_open_it_is_never_shortened():
    link = issued()
    for until in (NOW + DAY, NOW + 120 * DAY):
        links.keep_open(link=link, until=until)

    assert (link.expires_at, link.version) == (NOW + 120 * DAY, 1)


def test_opening_is_remembered_to_the_hour():
    link = issued()

    for after in (0, 30, 61):
        links.seen(PersonalLink.objects.get(), NOW + after * MINUTE)
        if after < 60:
            assert PersonalLink.objects.get().opened_at == NOW

    link.refresh_from_db()
    assert link.opened_at == NOW + 61 * MINUTE


def test_the_language_its_holder_chose_is_kept():
    link = issued()

    links.speak(link=link, language="ja")

    assert PersonalLink.objects.get().language == "ja"
