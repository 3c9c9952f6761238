"""Mails in one hand are about things that are found together, and each is sent for itself."""

import pytest

from delegates.invitations.sending import AGENCY_INVITED, APPLICATION_INVITED
from itpo.office import mail_words, post
from itpo.office.models import OutgoingMail
from itpo.portal.letters import write_to_many
from tests.factories import AgencyFactory, OutgoingMailFactory
from tests.portal.links import NOW, applicant, calling, invited

pytestmark = pytest.mark.django_db


def mail_about(link, kind=APPLICATION_INVITED):
    about = {"link": link.pk}
    return OutgoingMailFactory(
        key=f"{kind}:{link.pk}", kind=kind, office=link.office, to=link.email, about=about
    )


@pytest.mark.parametrize("number", [1, 3])
def test_calling_costs_one_query_a_mail_and_the_rest_once(number, django_assert_num_queries):
    programme = calling()
    for _ in range(number):
        mail_about(applicant(programme=programme).link)

    # Claim in a savepoint: 6, and 3 to see that no more is ready. The links and their office; the
    # applications, their programme, its office; its themes and papers, the office's own words.
    with django_assert_num_queries(6 + 3 + 2 + 3 + 3 + number):
        assert post.hand_out(now=NOW).sent == number


@pytest.mark.parametrize("number", [1, 3])
def test_calling_agencies_costs_one_query_a_mail_and_the_rest_once(
    number, django_assert_num_queries
):
    programme = calling()
    for _ in range(number):
        mail_about(invited(programme=programme, agency=AgencyFactory()).link, AGENCY_INVITED)

    with django_assert_num_queries(6 + 3 + 2 + 4 + 3 + number):
        assert post.hand_out(now=NOW).sent == number


def test_of_mails_in_one_hand_each_is_sent_or_not_for_itself(mailoutbox):
    first, second, third = [applicant(programme=calling()) for _ in range(3)]
    for one in (first, second, third):
        mail_about(one.link)
    second.link.revoked_at = NOW
    second.link.save()

    assert (post.hand_out(now=NOW).sent, len(mailoutbox)) == (2, 2)

    states = OutgoingMail.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["sent", "cancelled", "sent"]
    for one, mail in zip((first, third), mailoutbox, strict=True):
        assert one.link.token() in mail.body


def test_each_is_told_what_it_would_be_told_alone(mailoutbox):
    programme = calling()
    named = [{"family_name": "Benali", "given_name": "Amina"}, {"family_name": "O'Brien"}, {}]
    for about in [*named, {**named[0], "agency": AgencyFactory(name="Invest & Trade")}]:
        mail_about(applicant(programme=programme, **about).link)
    for name in ("Ms Diallo", ""):
        mail_about(
            invited(programme=programme, agency=AgencyFactory(), contact_name=name).link,
            AGENCY_INVITED,
        )
    mails = list(OutgoingMail.objects.order_by("pk"))
    alone = [post.compose(mail, NOW) for mail in mails]

    assert post.hand_out(now=NOW).sent == len(mails)

    assert [(one.subject, one.body) for one in mailoutbox] == [
        (letter.subject, letter.body) for letter in alone
    ]
    assert len({one.body for one in mailoutbox}) == len(mails)
    kept = OutgoingMail.objects.order_by("pk").values_list("body", flat=True)
    for letter, body in zip(alone, kept, strict=True):
        (secret,) = letter.secrets
        assert body == letter.body.replace(secret, "•••")


@pytest.mark.parametrize("sign", ["\0nobody\0", "\0", "\0address"])
def test_signs_in_what_they_say_that_look_like_ours_break_nothing(sign):
    link = applicant(programme=calling(), family_name="Benali").link
    link.office.name = f"ITPO {sign}"

    letter = write_to_many("link_again", link, personal={})

    assert letter.subject.startswith("Your link: ITPO")
    assert letter.body.count(link.token()) == 1


@pytest.mark.parametrize("number", [2, 5])
def test_what_they_say_alike_is_written_once(number, monkeypatch):
    programme = calling()
    for n in range(number):
        mail_about(applicant(programme=programme, family_name=f"Person {n}").link)
    written = []
    letter = mail_words.letter
    monkeypatch.setattr(mail_words, "letter", lambda *given: written.append(1) or letter(*given))

    assert post.hand_out(now=NOW).sent == number

    assert len(written) == 1
