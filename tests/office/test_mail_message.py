"""A mail as text and as HTML."""

import pytest

from itpo.office.mail_message import html_from, html_of, message_of
from itpo.office.post import Attachment, Letter
from tests.factories import OfficeFactory, OutgoingMailFactory


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Dear Ms X,\n\nCome.\nSoon.\n", "<p>Dear Ms X,</p>\n<p>Come.<br>Soon.</p>"),
        (
            "Bring:\n- one\n- two\nThen go.",
            "<p>Bring:</p>\n<ul><li>one</li><li>two</li></ul>\n<p>Then go.</p>",
        ),
        ("* one\n  more of it\n* two", "<ul><li>one<br>more of it</li><li>two</li></ul>"),
        (
            "<script>alert(\"1\")</script> & 'x'",
            "<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#x27;x&#x27;</p>",
        ),
        (
            "See https://desk.test/a/?b=1&c=%20.",
            '<p>See <a href="https://desk.test/a/?b=1&amp;c=%20">https://desk.test/a/?b=1&amp;c=%20</a>.</p>',
        ),
        (
            "（https://desk.test/apply/7/ab/）をご覧ください。",
            '<p>（<a href="https://desk.test/apply/7/ab/">https://desk.test/apply/7/ab/</a>）をご覧ください。</p>',
        ),
        (
            "Write to a.b@example.org, please.",
            '<p>Write to <a href="mailto:a.b@example.org">a.b@example.org</a>, please.</p>',
        ),
        (
            'https://x.test/"onclick=alert(1)',
            '<p><a href="https://x.test/">https://x.test/</a>&quot;onclick=alert(1)</p>',
        ),
        (
            "<b>https://x.test/ </b>",
            '<p>&lt;b&gt;<a href="https://x.test/">https://x.test/</a> &lt;/b&gt;</p>',
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("\n\n  \n", ""),
    ],
)
def test_a_text_becomes_html_with_everything_escaped_and_addresses_to_click(text, html):
    assert html_from(text) == html


@pytest.mark.django_db
def test_the_page_bears_the_offices_head_in_the_readers_language_and_fetches_nothing():
    office = OfficeFactory(
        name="UNIDO <ITPO> Tokyo",
        name_ja="UNIDO東京事務所",
        address="1-2-3 Example\nTokyo",
        email="tokyo@example.org",
        phone="+81 3 0000 0000",
    )
    letter = Letter("A & B", "Hello.")

    english, japanese = (html_of(letter, office, language) for language in ("en", "ja"))

    said = [
        "<title>A &amp; B</title>",
        'lang="en"',
        "<b>UNIDO &lt;ITPO&gt; Tokyo</b>",
        "<br>1-2-3 Example<br>Tokyo<br>+81 3 0000 0000<br>",
        'href="mailto:tokyo@example.org"',
        "<p>Hello.</p>",
    ]
    assert [one for one in said if one not in english] == []
    assert ['lang="ja"' in japanese, "<b>UNIDO東京事務所</b>" in japanese] == [True, True]
    fetched = ("src=", "<img", "<link", "url(", "<script", "style")
    assert [one for one in fetched if one in english] == []


@pytest.mark.django_db
def test_the_files_of_a_letter_stand_beside_both_ways_to_read_it():
    mail = OutgoingMailFactory(user__language="fr")
    file = Attachment("talk.ics", b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST")

    message = message_of(mail, Letter("Talk", "See the file.", attachments=(file,))).message()

    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"),
    ]
    assert 'lang="fr"' in str(message.get_payload()[0].get_payload()[1])


def test_the_book_keeps_no_secret_and_of_what_is_hidden_only_the_subject():
    open_letter = Letter("Key 77 for you", "Open /77/.", secrets=("77",))
    hidden = open_letter._replace(is_hidden=True)

    assert (open_letter.kept_subject, open_letter.kept) == ("Key ••• for you", "Open /•••/.")
    assert (hidden.kept_subject, hidden.kept) == ("Key ••• for you", "")
