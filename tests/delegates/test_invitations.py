"""Inviting, naming, taking back, naming nobody; links sent again, moved, revoked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from delegates import invitations
from delegates.models import Application, Invitation, Programme
from itpo.office import links
from itpo.office.models import FollowUp, OutgoingMail, PersonalLink, User
from itpo.office.states import NotPossible
from tests.factories import (
    AgencyFactory,
    ApplicationFactory,
    InvitationFactory,
    LinkedApplicationFactory,
    OfficeFactory,
    PersonalLinkFactory,
    ProgrammeFactory,
    UserFactory,
)
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TODAY, TOMORROW, YESTERDAY = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 20)
LATER = timedelta(minutes=11)
State, Its = Application.State, Programme.State


def calling(officer=None, **given) -> Programme:
    known = {"office": officer.office, "officer": officer} if officer else {}
    return ProgrammeFactory(
        **{"state": Its.CALL_OPEN, "call_closes_on": date(2026, 12, 20), **known, **given}
    )


def invite(programme, by, **given) -> Application:
    return invitations.invite_delegate(
        programme=programme,
        **{"email": "amina@example.org", "language": "fr", "by": by, "at": NOW, **given},
    )


def invite_agency(programme, by, **given) -> Invitation:
    return invitations.invite_agency(
        programme=programme,
        **{
            "agency": given.pop("agency", None) or AgencyFactory(name="Agence fictive"),
            "email": "agence@example.org",
            "contact_name": "Mme la Directrice",
            "language": "fr",
            "by": by,
            "at": NOW,
            **given,
        },
    )


def invited(**given) -> Invitation:
    """An agency that holds a link, invited to a programme whose call is open."""
    programme = given.pop("programme", None) or calling()
    link = PersonalLinkFactory(
        office=programme.office,
        purpose=PersonalLink.Purpose.NOMINATION,
        email="agence@example.org",
        expires_at=NOW + timedelta(days=90),
    )
    return InvitationFactory(programme=programme, link=link, email=link.email, **given)


def name(invitation, **given) -> Application:
    return invitations.nominate(
        invitation=invitation,
        **{
            "family_name": "Exemple",
            "given_name": "Amina",
            "email": "amina@example.org",
            "language": "fr",
            "at": NOW,
            **given,
        },
    )


def queued() -> list[tuple]:
    rows = OutgoingMail.objects.order_by("pk")
    return [(mail.kind, mail.to, mail.key) for mail in rows]


def refused(verb, *args, **given) -> tuple[str, str | None]:
    """What a verb says to a refusal, and of which field; nothing was written."""
    before = all_rows()
    with pytest.raises(NotPossible) as refusal:
        verb(*args, **given)
    assert all_rows() == before
    return str(refusal.value), refusal.value.field


# --- delegates ---------------------------------------------------------------------------------


def test_whoever_is_invited_gets_an_application_and_a_mail_with_its_link(officer):
    programme, agency = calling(officer), AgencyFactory()

    application = invite(
        programme, officer, family_name=" Exemple ", given_name="Amina", agency=agency
    )

    link = application.link
    assert (application.state, application.full_name) == (State.INVITED, "EXEMPLE Amina")
    assert (application.programme, application.agency) == (programme, agency)
    assert (link.purpose, link.office) == (PersonalLink.Purpose.APPLICATION, officer.office)
    assert (link.email, link.language) == ("amina@example.org", "fr")
    assert queued() == [
        ("application.invited", "amina@example.org", f"link:{link.pk}:1:application.invited")
    ]
    assert OutgoingMail.objects.get().about == {"link": link.pk}
    assert application.history.get().history_user == officer


@pytest.mark.parametrize(
    ("closes", "until"),
    [
        (None, NOW + timedelta(days=90)),
        (date(2026, 11, 30), NOW + timedelta(days=90)),
        # To the end of the day in Tokyo, and 30 days more.
        (date(2027, 3, 1), datetime(2027, 3, 31, 14, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_a_link_opens_for_ninety_days_or_thirty_after_the_call(officer, closes, until):
    application = invite(calling(officer, call_closes_on=closes), officer)

    assert application.link.expires_at == until


@pytest.mark.parametrize(
    ("state", "closes", "own_day", "answer"),
    [
        (Its.DRAFT, None, None, ("Open the call first.", None)),
        (
            Its.CALL_OPEN,
            YESTERDAY,
            None,
            ("The call closed on 20 Nov 2026. Say until when this one may answer.", "own"),
        ),
        (Its.CALL_OPEN, None, YESTERDAY, ("This day is over. Choose one to come.", "own")),
        (
            Its.CALL_CLOSED,
            YESTERDAY,
            None,
            ("The call is closed. Say until when this one may answer.", "own"),
        ),
        (
            Its.SELECTION,
            None,
            None,
            ("The call is closed. Say until when this one may answer.", "own"),
        ),
        (
            Its.RUNNING,
            None,
            TOMORROW,
            ("The programme is “Running”: nobody is invited any more.", None),
        ),
        (
            Its.COMPLETED,
            None,
            None,
            ("The programme is “Completed”: nobody is invited any more.", None),
        ),
        (
            Its.CANCELLED,
            None,
            None,
            ("The programme is “Cancelled”: nobody is invited any more.", None),
        ),
    ],
)
def test_nobody_is_invited_who_could_do_nothing(officer, state, closes, own_day, answer):
    programme = calling(officer, state=state, call_closes_on=closes)
    agency = AgencyFactory()
    sentence, field = answer

    a_delegate = refused(invite, programme, officer, open_until=own_day)
    an_agency = refused(invite_agency, programme, officer, agency=agency, answer_by=own_day)

    assert a_delegate == (sentence, field and "open_until")
    assert an_agency == (sentence, field and "answer_by")


@pytest.mark.parametrize("state", [Its.CALL_OPEN, Its.CALL_CLOSED, Its.SELECTION])
def test_a_late_one_is_invited_until_a_day_of_their_own(officer, state):
    programme = calling(officer, state=state, call_closes_on=YESTERDAY)

    application = invite(programme, officer, open_until=TODAY)
    invitation = invite_agency(programme, officer, answer_by=TOMORROW)

    assert application.fill_in_by(programme) == TODAY
    assert invitations.why_shut(invitation, programme, NOW) == ""


def test_an_address_is_invited_to_a_programme_once(officer):
    programme = calling(officer)
    invite(programme, officer)

    answer = refused(invite, programme, officer, email=" AMINA@example.org ")

    assert answer == ("This address has an application here already.", "email")
    assert invite(calling(officer), officer).email == "amina@example.org"


@pytest.mark.parametrize(
    ("email", "sentence"),
    [(" ", "Write the address the link is sent to."), ("amina", "Enter a valid email address.")],
)
def test_a_delegate_is_invited_by_an_address_only(officer, email, sentence):
    programme = calling(officer)
    before = all_rows()

    with pytest.raises((NotPossible, ValidationError)) as refusal:
        invite(programme, officer, email=email)

    assert sentence in str(refusal.value)
    assert all_rows() == before


# --- agencies ----------------------------------------------------------------------------------


def test_an_invited_agency_gets_a_link_to_name_delegates(officer):
    invitation = invite_agency(calling(officer), officer, most=2, answer_by=TOMORROW)

    link = invitation.link
    assert (invitation.contact_name, invitation.most) == ("Mme la Directrice", 2)
    assert (link.purpose, link.email) == (PersonalLink.Purpose.NOMINATION, "agence@example.org")
    assert queued() == [
        ("agency.invited", "agence@example.org", f"link:{link.pk}:1:agency.invited")
    ]
    assert invitation.history.get().history_user == officer


def test_an_agency_is_invited_to_a_programme_once(officer):
    programme = calling(officer)
    agency = invite_agency(programme, officer).agency

    answer = refused(invite_agency, programme, officer, agency=agency)

    assert answer == ("Agence fictive is invited already.", "agency")


# --- naming ------------------------------------------------------------------------------------


def test_whoever_is_named_gets_a_link_of_their_own(officer):
    invitation = invited(programme=calling(officer))

    application = name(invitation)

    assert (application.agency, application.invitation) == (invitation.agency, invitation)
    assert (application.full_name, application.state) == ("EXEMPLE Amina", State.INVITED)
    assert (application.link.email, application.link.language) == ("amina@example.org", "fr")
    assert [mail[:2] for mail in queued()] == [("application.invited", "amina@example.org")]


def test_for_somebody_without_an_address_the_agency_fills_in():
    application = name(invited(), email=" ")

    assert (application.link, application.email) == (None, "")
    assert queued() == []


def test_an_agency_names_as_many_as_it_may():
    invitation = invited(most=2)
    name(invitation)
    name(invitation, family_name="Fictif", email="")

    answer = refused(name, invitation, family_name="Third", email="")

    assert answer == ("You can name 2 people, and have.", None)


def test_whoever_was_taken_back_leaves_their_place_to_another():
    invitation = invited(most=1)
    invitations.take_back(application=name(invitation), at=NOW)

    other = name(invitation, family_name="Fictif", email="fictif@example.org")

    assert other.state == State.INVITED


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"family_name": " "}, ("Write the family name.", "family_name")),
        (
            {"family_name": "EXEMPLE", "email": ""},
            ("You have named EXEMPLE Amina already.", "family_name"),
        ),
        (
            {"family_name": "Fictif", "email": "Amina@example.org"},
            ("This address has an application here already.", "email"),
        ),
    ],
)
def test_nobody_is_named_twice_or_without_a_name(typed, answer):
    invitation = invited()
    name(invitation)

    assert refused(name, invitation, **typed) == answer


def test_an_address_that_was_invited_otherwise_is_not_named(officer):
    invitation = invited(programme=calling(officer))
    invite(invitation.programme, officer)

    answer = refused(name, invitation)

    assert answer == ("This address has an application here already.", "email")


SHUT = [
    (Its.DRAFT, None, None, "The call is not open yet."),
    (Its.CANCELLED, None, None, "The programme is cancelled."),
    (Its.RUNNING, None, TOMORROW, "The selection is over."),
    (Its.COMPLETED, None, None, "The selection is over."),
    (
        Its.CALL_OPEN,
        YESTERDAY,
        None,
        "Names were taken until 20 Nov 2026. If you still want to name somebody, write to us.",
    ),
    (
        Its.CALL_OPEN,
        TOMORROW,
        YESTERDAY,
        "Names were taken until 20 Nov 2026. If you still want to name somebody, write to us.",
    ),
    (
        Its.CALL_CLOSED,
        TOMORROW,
        None,
        "The call is closed. If you still want to name somebody, write to us.",
    ),
]


@pytest.mark.parametrize(("state", "closes", "answer_by", "sentence"), SHUT)
def test_too_late_or_too_early_an_agency_is_told_why(state, closes, answer_by, sentence):
    programme = calling(state=state, call_closes_on=closes)
    invitation = invited(programme=programme, answer_by=answer_by)

    assert invitations.why_shut(invitation, programme, NOW) == sentence
    assert refused(name, invitation) == (sentence, None)
    assert refused(invitations.decline, invitation=invitation, because="Busy", at=NOW) == (
        sentence,
        None,
    )


@pytest.mark.parametrize(
    ("state", "closes", "answer_by"),
    [
        (Its.CALL_OPEN, None, None),
        (Its.CALL_OPEN, TODAY, None),
        (Its.CALL_OPEN, YESTERDAY, TODAY),
        (Its.CALL_CLOSED, YESTERDAY, TODAY),
        (Its.SELECTION, YESTERDAY, TOMORROW),
    ],
)
def test_an_agency_names_until_the_end_of_the_day_it_was_given(state, closes, answer_by):
    programme = calling(state=state, call_closes_on=closes)

    application = name(invited(programme=programme, answer_by=answer_by))

    assert application.open_until == (None if closes in (None, TODAY) else answer_by)


# --- taking back -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.INVITED, State.STARTED])
def test_taken_back_somebody_is_withdrawn_and_their_link_closed(state):
    application = name(invited())
    Application.objects.update(state=state)

    taken = invitations.take_back(application=application, at=NOW)

    assert taken.state == State.WITHDRAWN
    assert PersonalLink.objects.get(application=taken).revoked_at == NOW


@pytest.mark.parametrize("state", [State.SUBMITTED, State.WITHDRAWN])
def test_what_was_handed_in_is_not_taken_back(state):
    application = name(invited())
    Application.objects.update(state=state)

    answer = refused(invitations.take_back, application=application, at=NOW)

    assert answer == ("The form is handed in already. Write to us to take it back.", None)


def test_an_agency_takes_back_only_whom_it_named():
    answer = refused(invitations.take_back, application=LinkedApplicationFactory(), at=NOW)

    assert answer == ("You have not named this person.", None)


def test_named_again_after_being_taken_back_somebody_goes_on_where_they_were():
    invitation = invited()
    application = name(invitation)
    Application.objects.update(state=State.STARTED, answers={"person": {"title": "Dr."}})
    invitations.take_back(application=application, at=NOW)
    closed = application.link.token()

    again = name(invitation, family_name="Exemplé", at=NOW + LATER)

    assert (again.pk, again.state, again.family_name) == (
        application.pk,
        State.STARTED,
        "Exemplé",
    )
    link = PersonalLink.objects.get(application=again)
    assert links.standing(link, closed, NOW + LATER) == links.Standing.REPLACED
    assert links.standing(link, link.token(), NOW + LATER) == links.Standing.OPEN
    assert [mail[2] for mail in queued()] == [
        f"link:{link.pk}:1:application.invited",
        f"link:{link.pk}:{link.version}:application.invited",
    ]


# --- naming nobody -----------------------------------------------------------------------------


def test_an_agency_that_names_nobody_says_why_and_the_officer_reads_it_today(officer):
    invitation = invited(programme=calling(officer), agency=AgencyFactory(name="Agence fictive"))

    invitations.decline(invitation=invitation, because=" Ramadan ", at=NOW)

    invitation.refresh_from_db()
    assert (invitation.declined_at, invitation.declined_because) == (NOW, "Ramadan")
    promise = FollowUp.objects.get()
    assert (promise.what, promise.owner, promise.due_on) == (
        "Agence fictive names nobody: Ramadan",
        officer,
        TODAY,
    )
    assert list(promise.programmes.all()) == [invitation.programme]
    assert list(promise.agencies.all()) == [invitation.agency]


def test_a_manager_reads_it_where_the_officer_works_elsewhere_now(officer, manager):
    invitation = invited(programme=calling(officer))
    User.objects.filter(pk=officer.pk).update(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))

    invitations.decline(invitation=invitation, because="Ramadan", at=NOW)

    promise = FollowUp.objects.get()
    assert (promise.owner, promise.office) == (manager, invitation.programme.office)


def test_saying_it_twice_tells_the_officer_once(officer):
    invitation = invited(programme=calling(officer))

    for because in ("", "Ramadan"):
        invitations.decline(invitation=invitation, because=because, at=NOW)

    invitation.refresh_from_db()
    assert invitation.declined_because == "Ramadan"
    assert [one.what for one in FollowUp.objects.all()] == [
        f"{invitation.agency} names nobody: no reason given"
    ]


def test_naming_somebody_takes_back_that_nobody_is_named():
    invitation = invited()
    invitations.decline(invitation=invitation, because="Ramadan", at=NOW)

    name(invitation)

    invitation.refresh_from_db()
    assert (invitation.declined_at, invitation.declined_because) == (None, "")


def test_who_has_named_somebody_cannot_say_they_name_nobody():
    invitation = invited()
    name(invitation)

    answer = refused(invitations.decline, invitation=invitation, because="", at=NOW)

    assert answer == ("You have named somebody. Take them back first.", None)


def test_a_reason_is_no_essay():
    answer = refused(invitations.decline, invitation=invited(), because="x" * 301, at=NOW)

    assert answer == ("Say it in at most 300 characters.", "because")


# --- links of invitations and applications -----------------------------------------------------


def test_sent_again_a_link_has_another_address(officer):
    link = invite(calling(officer), officer).link
    sent = link.token()

    invitations.send_again(link=link, by=officer, at=NOW)

    assert links.standing(link, sent, NOW) == links.Standing.REPLACED
    assert [mail[0] for mail in queued()] == ["application.invited", "link.renewed"]
    assert queued()[1][1:] == ("amina@example.org", f"link:{link.pk}:2:link.renewed")
    history = Application.history.order_by("-history_id")
    assert history.first().history_user == officer


def test_a_button_pressed_twice_sends_one_mail(officer):
    link = invite(calling(officer), officer).link
    invitations.send_again(link=link, by=officer, at=NOW)

    answer = refused(invitations.send_again, link=link, by=officer, at=NOW + timedelta(minutes=1))

    assert answer == ("It was sent less than ten minutes ago. Wait a little.", None)


def test_a_revoked_link_opens_again_once_an_officer_sends_it(officer):
    link = invite(calling(officer), officer).link
    invitations.revoke(link=link, by=officer, at=NOW)
    assert refused(invitations.revoke, link=link, by=officer, at=NOW) == (
        "The link was revoked already.",
        None,
    )

    invitations.send_again(link=link, by=officer, at=NOW)

    assert links.standing(link, link.token(), NOW) == links.Standing.OPEN
    assert len(queued()) == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"state": State.WITHDRAWN}, "The application is over: withdrawn."),
        ({"programme__state": Its.CANCELLED}, "The programme is cancelled."),
    ],
)
def test_a_link_to_what_is_over_is_not_sent_again(officer, given, sentence):
    application = LinkedApplicationFactory(**given)

    answer = refused(invitations.send_again, link=application.link, by=officer, at=NOW)

    assert answer == (sentence, None)


def test_a_link_to_nothing_is_not_sent_again(officer):
    answer = refused(invitations.send_again, link=PersonalLinkFactory(), by=officer, at=NOW)

    assert answer == ("This link leads nowhere any more.", None)


@pytest.mark.parametrize("make", [LinkedApplicationFactory, invited])
def test_another_address_gets_the_link_and_the_one_before_is_shut(officer, make):
    thing = make()
    sent = thing.link.token()
    invitations.revoke(link=thing.link, by=officer, at=NOW)

    link = invitations.change_address(thing=thing, email=" new@example.org ", by=officer, at=NOW)

    thing.refresh_from_db()
    assert (thing.email, link.email) == ("new@example.org", "new@example.org")
    assert links.standing(link, sent, NOW) == links.Standing.REPLACED
    assert links.standing(link, link.token(), NOW) == links.Standing.OPEN
    assert queued() == [
        ("link.renewed", "new@example.org", f"link:{link.pk}:{link.version}:link.renewed")
    ]


def test_whoever_had_no_address_gets_a_link_with_their_first(officer):
    application = name(invited(), email="")

    link = invitations.change_address(
        thing=application, email="amina@example.org", language="ja", by=officer, at=NOW
    )

    application.refresh_from_db()
    assert (application.link, link.email, link.language) == (link, "amina@example.org", "ja")
    assert [mail[:2] for mail in queued()] == [("link.renewed", "amina@example.org")]


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("taken@example.org", "This address has an application here already."),
        ("amina@example.org", "Write the other address."),
        (" ", "Write the other address."),
    ],
)
def test_an_address_is_changed_to_another_that_is_free(officer, email, sentence):
    application = invite(calling(officer), officer)
    ApplicationFactory(programme=application.programme, email="taken@example.org")

    answer = refused(invitations.change_address, thing=application, email=email, by=officer, at=NOW)

    assert answer == (sentence, "email")


# --- two at once -------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_name_the_last_one_at_once_exactly_one_does():
    invitation = invited(most=1)
    together = Barrier(2)

    def try_to_name(who):
        together.wait()
        try:
            return name(invitation, family_name=who, email=f"{who}@example.org").family_name
        except NotPossible as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(try_to_name, ["first", "second"]))

    named = list(Application.objects.values_list("family_name", flat=True))
    assert sorted(answers) == sorted([*named, "You can name 1 person, and have."])
    assert len(named) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_invite_the_same_address_at_once_exactly_one_does():
    programme, people = calling(), [UserFactory(), UserFactory()]
    together = Barrier(2)

    def try_to_invite(by):
        together.wait()
        try:
            return invite(programme, by).email
        except NotPossible as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(try_to_invite, people))

    assert sorted(answers) == [
        "This address has an application here already.",
        "amina@example.org",
    ]
    assert len(queued()) == 1
