"""What the bytes of a CSV file say: UTF-8, CP932 as Excel writes it in Japan, or marked UTF-16."""

import codecs
import re

from django.utils.translation import gettext as _

# Kana, or kanji in a row: a single one is what a Western accent becomes by mistake.
JAPANESE = re.compile(r"[ぁ-ヿ]|[一-鿿\ufa0e-\ufa2d]{2}")
# Bytes that are no UTF-8 (decoded as lone surrogates), and what a broken program left behind.
BROKEN = re.compile(r"[\ud800-\udfff\ufffd]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # “Unicode text” of Excel, lists of Teams
WORKBOOK = (b"PK\x03\x04", b"PK\x05\x06")  # a zip, and one with nothing in it


class FileNotReadable(Exception):
    """The file as a whole cannot be read; nothing was written. The message says why."""


def text_of(raw: bytes) -> str:
    """The text of a file, by `decoded`."""
    return decoded(raw)[0]


def decoded(raw: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8, CP932 as of Excel in Japan, UTF-16 with a mark.

    It is CP932 when nothing speaks for UTF-8 (no line with other than ASCII is valid UTF-8), when
    all of it decodes so, and when it holds kana or several kanji in a row: a single Western accent
    would decode as well, to a wrong kanji. What cannot be decoded becomes lone surrogates, or the
    replacement character. Raises FileNotReadable.
    """
    if raw.startswith(WORKBOOK):
        raise FileNotReadable(_("It is not a CSV file. Save it as “CSV UTF-8”."))
    if raw.startswith(UTF_16):
        return raw.decode("utf-16", "replace"), "UTF-16"
    if not any(_is_utf8(line) for line in raw.splitlines() if not line.isascii()):
        try:
            text = raw.decode("cp932")
        except UnicodeDecodeError:
            text = ""
        if JAPANESE.search(text):
            return text, "CP932"
    return raw.decode("utf-8-sig", "surrogateescape"), "UTF-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
