"""The plainest of mails, written by ourselves: it says what Django's own would say."""

import re
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives

from itpo.office import wire

LONG_JAPANESE = f"{'国際連合工業開発機関東京投資・技術移転促進事務所' * 3} <tokyo@example.org>"
LONG_FRENCH = f"{'Bureau de promotion des investissements à Tokyo, équipe dédiée à l’été. ' * 3}"
LONG_FRENCH = f'"{LONG_FRENCH.strip()}" <tokyo@example.org>'
HEADS = ("Subject", "From", "To", "Message-ID", "Auto-Submitted", "MIME-Version")


def plain(subject="Due today", body="Call.\n", html="<p>Call.</p>", **fields):
    fields = {"to": ["sato@example.org"], "from_email": "ITPO desk <desk@example.org>", **fields}
    headers = {"Message-ID": "<outgoing-7@itpo.invalid>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(subject, body, headers=headers, **fields)
    message.attach_alternative(html, "text/html")
    return message


def read(content: bytes):
    """What a reader sees: the head, and each part with its kind."""
    found = message_from_bytes(content, policy=policy.default)
    assert found.defects == []
    parts = [
        (part.get_content_type(), part.get_content().replace("\r\n", "\n").rstrip("\n"))
        for part in found.iter_parts()
    ]
    heads = [" ".join(str(found[name]).split()) for name in HEADS]  # wherever they are folded
    return heads, found.get_content_type(), parts


@pytest.mark.parametrize(
    "message",
    [
        plain(),
        plain("Réunion à Tokyo", "Chère Mme Ito,\n\nÀ bientôt.\n", "<p>Chère Mme Ito</p>"),
        plain("面談の予定 " * 20, "佐藤様\n\n「はじめまして」\n" * 40, "<p>佐藤様</p>" * 400),
        plain("A long subject in plain letters " * 9, "x" * 3000, "<p>y</p>\n" * 2000),
        plain("", "Call.", ""),
        plain(body=".\n..\n.a dot begins it\n\n.\n", html="<p>\n.\n</p>"),
        plain(body="one\r\ntwo\rthree\nfour", html="<p>a\r\nb</p>"),
        plain(body="From here on\n>From there\n--=="),
        plain(from_email="東京事務所 <tokyo@example.org>"),
        plain(from_email=LONG_JAPANESE),
        plain(from_email=LONG_FRENCH),
        plain(from_email='"Desk, the" <desk@example.org>'),
        plain(from_email="desk@example.org"),
        plain(to=["o'brien+x=1@mail.example.org"]),
    ],
)
def test_it_says_the_same_as_djangos_own(message):
    assert wire.is_plain(message)

    assert read(wire.written(message)) == read(message.message().as_bytes(linesep="\r\n"))


@pytest.mark.parametrize("body", ["Call.\n", "あ" * 2000, "x" * 998, "x" * 999, "a\rb\nc"])
def test_no_line_is_longer_than_servers_take_and_each_ends_as_it_should(body):
    lines = wire.written(plain("Subject " * 30, body)).split(b"\r\n")

    assert max(map(len, lines)) <= 998
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []


@pytest.mark.parametrize("name", [LONG_JAPANESE, LONG_FRENCH], ids=["ja", "fr"])
def test_a_long_name_of_the_sender_is_folded_as_a_head_is(name, settings):
    settings.DEFAULT_FROM_EMAIL = name
    message = plain(from_email=None)
    head = wire.written(message).partition(b"\r\n\r\n")[0]

    assert re.findall(rb"(?<!\r)\n|\r(?!\n)", head) == []
    assert b"\r\n =?utf-8?" in head
    assert read(wire.written(message)) == read(message.message().as_bytes(linesep="\r\n"))


def other(**changes):
    message = plain()
    for name, value in changes.items():
        setattr(message, name, value)
    return message


@pytest.mark.parametrize(
    "message",
    [
        other(to=[]),
        other(to=["a@example.org", "b@example.org"]),
        other(to=["Sato <sato@example.org>"]),
        other(to=["tarō@example.org"]),
        other(to=["sato@example.org\nBcc: all@example.org"]),
        other(cc=["a@example.org"]),
        other(bcc=["a@example.org"]),
        other(reply_to=["a@example.org"]),
        other(attachments=["a file"]),
        other(alternatives=[]),
        other(body=""),
    ],
)
def test_whatever_is_not_plain_is_left_to_django(message):
    assert not wire.is_plain(message)


@pytest.mark.parametrize("subject", ["Due\nBcc: all@example.org", "Due\rtoday"])
def test_nothing_is_smuggled_into_the_head(subject):
    with pytest.raises(ValueError, match="more than one line"):
        wire.written(plain(subject))
