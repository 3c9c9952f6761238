"""A mail as it goes to the server: text, the same as HTML under the office's head, and files."""

import re
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from functools import lru_cache
from html import escape

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from itpo.office import lookups
from itpo.office.letterhead import facts_of, in_words
from itpo.office.letters import Attachment, Letter
from itpo.office.models import Office, OutgoingMail

# An address in a text ends before the stop of its sentence, and before what is not ASCII.
ADDRESS = re.compile(
    r"(?P<url>https?://[!#-;=?-~]*[a-zA-Z0-9/#=&_%~+-])"
    r"|(?P<mail>[a-zA-Z0-9._%+-]+@[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)"
)
# Nobody types it: a letter's subject and text stand in its place.
SEAM = mark_safe("\0")
ITEM = re.compile(r"[-*•] ")


def message_of(mail: OutgoingMail, letter: Letter) -> EmailMultiAlternatives:
    """The whole message, ready to be handed over."""
    message = EmailMultiAlternatives(
        subject=letter.one_line,
        body=letter.body,
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    language = letter.language or (mail.user.language if mail.user else "en")
    message.attach_alternative(html_of(letter, mail.office, language), "text/html")
    for one in letter.attachments:
        message.attach(_part(one))
    return message


def html_of(letter: Letter, office: Office, language: str) -> str:
    """The letter as a page: no style sheet, no script, no picture, nothing fetched."""
    before, between, after = lookups.once(
        ("letter's page", office.pk, language), lambda: _page(office, language)
    )
    return f"{before}{escape(letter.one_line)}{between}{html_from(letter.body)}{after}"


def _page(office: Office, language: str) -> list[str]:
    """What stands before a letter's subject, between that and its text, and after it."""
    with translation.override(language):
        words = {
            "subject": SEAM,
            "head": in_words(facts_of(office), language),
            "body": SEAM,
            "language": language,
        }
        return render_to_string("mail/letter.html", words).split(SEAM)


def html_from(text: str) -> SafeString:
    """Paragraphs, lists and addresses of a plain text as HTML; everything in it is escaped."""
    blocks = re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text.strip("\n"))
    return mark_safe("\n".join(_block(block) for block in blocks if block.strip()))  # noqa: S308


@lru_cache(maxsize=64)
def _block(text: str) -> str:
    """One paragraph, with the lists in it. Most stand in many mails."""
    parts: list[str] = []
    lines: list[str] = []
    items: list[str] = []
    for line in text.split("\n"):
        if ITEM.match(line):
            items.append(_linked(line[2:].strip()))
        elif items and line.startswith("  "):  # goes on with the item before
            items[-1] += "<br>" + _linked(line.strip())
        else:
            parts += _list(items)
            items = []
            lines.append(_linked(line.strip()))
            continue
        parts += _lines(lines)
        lines = []
    parts += _lines(lines) + _list(items)
    return "\n".join(parts)


def _lines(lines: list[str]) -> list[str]:
    return [f"<p>{'<br>'.join(lines)}</p>"] if lines else []


def _list(items: list[str]) -> list[str]:
    return [f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"] if items else []


def _linked(line: str) -> str:
    """A line, escaped, with what is an address to be clicked."""
    if "@" not in line and "://" not in line:  # most of them
        return escape(line)
    said: list[str] = []
    end = 0
    for found in ADDRESS.finditer(line):
        said.append(escape(line[end : found.start()]))
        target = found[0] if found["url"] else f"mailto:{found[0]}"
        said.append(f'<a href="{escape(target)}">{escape(found[0])}</a>')
        end = found.end()
    said.append(escape(line[end:]))
    return "".join(said)


def _part(attachment: Attachment) -> MIMEBase:
    """One file, in UTF-8, with every parameter of its type: a calendar's `method` is one."""
    header = f"{attachment.content_type}; charset=utf-8"
    part = MIMEBase("application", "octet-stream")
    part.replace_header("Content-Type", header)
    part.set_payload(attachment.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
