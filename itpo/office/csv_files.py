"""What the bytes of a CSV file say: UTF-8, or CP932 as Excel writes it in Japan."""

import re

from django.utils.translation import gettext as _

# Kana, or kanji in a row: a single one is what a Western accent becomes by mistake.
JAPANESE = re.compile(r"[ぁ-ヿ]|[一-鿿]{2}")
# Bytes that are no UTF-8 (decoded as lone surrogates), and what a broken program left behind.
BROKEN = re.compile(r"[\ud800-\udfff\ufffd]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NOT_CSV = (b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04")  # UTF-16, and an Excel workbook


class FileNotReadable(Exception):
    """The file as a whole cannot be read; nothing was written. The message says why."""


def text_of(raw: bytes) -> str:
    """The text of a file in UTF-8, or in CP932 as Excel writes it in Japan.

    It is CP932 when nothing speaks for UTF-8 (no line with other than ASCII is valid UTF-8), when
    all of it decodes so, and when it holds kana or several kanji in a row: a single Western accent
    would decode as well, to a wrong kanji. What is no UTF-8 becomes lone surrogates. Raises
    FileNotReadable.
    """
    if raw.startswith(NOT_CSV):
        raise FileNotReadable(_("It is not a CSV file. Save it as “CSV UTF-8”."))
    if any(_is_utf8(line) for line in raw.splitlines() if not line.isascii()):
        return raw.decode("utf-8-sig", "surrogateescape")
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError:
        text = ""
    return text if JAPANESE.search(text) else raw.decode("utf-8-sig", "surrogateescape")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
