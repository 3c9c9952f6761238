"""Days, countries, names and honorifics, as a language writes them on paper."""

import re
from datetime import date

from django.utils import dateformat, translation
from django_countries import countries

# Officially called otherwise in Japanese than in the list the names come from.
OFFICIAL_JA = {"GE": "ジョージア", "CD": "コンゴ民主共和国", "CG": "コンゴ共和国"}
# Countries whose English name takes an article in a sentence.
WITH_THE = frozenset(
    {"AE", "BS", "CD", "CF", "CG", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "SC", "US"}
)
TITLED = re.compile(r"^(mr|mrs|ms|dr|prof|h\.?\s?e|m|mme|mlle|son excellence)\b\.?", re.I)
JAPANESE = re.compile("[ぁ-ヿ㐀-鿿]")
HONOURED_JA = ("様", "殿", "先生", "御中", "閣下", "さん", "氏")


def day(iso: str, language: str) -> str:
    """12 January 2027, 12 janvier 2027, 2027年1月12日; empty for none."""
    if not iso:
        return ""
    on = date.fromisoformat(iso)
    if language == "ja":
        return f"{on.year}年{on.month}月{on.day}日"
    with translation.override(language):
        said = dateformat.format(on, "j F Y")
    return f"1er{said[1:]}" if language == "fr" and on.day == 1 else said


def weekday(iso: str, language: str) -> str:
    with translation.override(language):
        return dateformat.format(date.fromisoformat(iso), "D")


def part(span: list[str], language: str) -> str:
    """A day, a month or a year, as exactly as it is known; empty where it is less."""
    if not span:
        return ""
    first, last = (date.fromisoformat(one) for one in span)
    if first == last:
        return day(span[0], language)
    if (first.year, first.month) == (last.year, last.month):
        with translation.override(language):
            return dateformat.format(first, "Y年n月" if language == "ja" else "F Y")
    if first.year == last.year and (first.month, last.month) == (1, 12):
        return f"{first.year}年" if language == "ja" else str(first.year)
    return ""


def country(code: str, name: str, language: str) -> str:
    """As the language calls it; as the office calls it where that is not known."""
    if language == "en":
        return name
    if language == "ja" and code in OFFICIAL_JA:
        return OFFICIAL_JA[code]
    with translation.override(language):
        return str(countries.name(code)) or name


def in_country(code: str, name: str) -> str:
    """The Philippines take an article in an English sentence; Morocco does not."""
    return f"the {name}" if code in WITH_THE and not name.lower().startswith("the ") else name


def passport_name(family_name: str, given_name: str) -> str:
    """As in the passport: family name first and in capitals."""
    return f"{family_name.upper()} {given_name}".strip()


def post_in(department: str, post: str) -> str:
    """Overseas Department, Manager; 海外事業部 部長 without a comma."""
    separator = " " if JAPANESE.search(department + post) else ", "
    return separator.join(filter(None, (department, post)))


def addressed(name: str, title: str, language: str, honorific: str = "様") -> str:
    """A person as a letter names them: with their title, or else with an honorific; never both."""
    if title:
        return name if name.lower().startswith(title.lower()) else f"{title} {name}"
    if language != "ja" or not name or TITLED.match(name) or name.endswith(HONOURED_JA):
        return name
    return f"{name} {honorific}"
