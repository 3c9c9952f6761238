"""Which column of a webinar tool's list says what: known by its heading, or chosen."""

import re
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from investors.attendance.identity import folded


class Column(models.TextChoices):
    """What a list can tell of somebody."""

    EMAIL = "email", _("E-mail")
    NAME = "name", _("Name")
    GIVEN = "given", _("Given name, where it has a column of its own")
    ORGANISATION = "organisation", _("Organisation")
    JOINED = "joined", _("When they came")
    MINUTES = "minutes", _("How long they stayed")
    ATTENDED = "attended", _("Whether they came")


# As the usual tools head them in English, Japanese and French; what stands first is preferred.
HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.EMAIL: (
        *("email", "e-mail", "email address", "e-mail address", "user email", "mail"),
        *("メールアドレス", "メール", "eメール", "電子メール", "adresse e-mail", "courriel"),
        *("adresse électronique", "participant id (upn)"),
    ),
    Column.NAME: (
        *("name", "full name", "user name", "user name (original name)", "display name"),
        *("name (original name)", "participant", "participant name", "attendee", "attendee name"),
        *("名前", "氏名", "お名前", "ユーザー名", "参加者名", "参加者", "表示名"),
        *("名前(元の名前)", "ユーザー名(元の名前)", "nom complet", "nom"),
        *("family name", "last name", "surname", "姓", "nom de famille"),
    ),
    Column.GIVEN: ("given name", "first name", "名", "prénom"),
    Column.ORGANISATION: (
        *("organisation", "organization", "company", "company name", "affiliation"),
        *(
            "会社名",
            "会社",
            "所属",
            "組織",
            "団体名",
            "勤務先",
            "société",
            "organisme",
            "entreprise",
        ),
    ),
    Column.JOINED: (
        *("join time", "joined", "first join", "join date", "joined at", "entry time"),
        *("参加時刻", "参加時間", "参加日時", "入室時刻", "入室日時", "heure d'arrivée"),
        *("heure d’arrivée", "heure de connexion"),
    ),
    Column.MINUTES: (
        *("time in session (minutes)", "duration (minutes)", "duration", "total duration"),
        *("in-meeting duration", "attendance duration", "minutes", "time in session"),
        *(
            "参加時間(分)",
            "参加時間（分）",
            "期間(分)",
            "滞在時間",
            "視聴時間",
            "セッション時間(分)",
        ),
        *("durée", "durée (minutes)"),
    ),
    Column.ATTENDED: ("attended", "attendance", "出席", "参加", "présent", "a participé"),
}
PLACES = {
    folded(heading): (column, place)
    for column, headings in HEADINGS.items()
    for place, heading in enumerate(headings)
}
WHO = {Column.EMAIL, Column.NAME}
NO = re.compile(r"^(no|n|false|0|いいえ|欠席|不参加|non)$")


class Head(NamedTuple):
    """The headings of a list, and which of them were understood."""

    headings: list[str]
    columns: dict[str, int]


def recognised(cells: list[str]) -> dict[str, int]:
    """By what it tells, the number of each column whose heading is known."""
    found: dict[str, tuple[int, int]] = {}
    for number, cell in enumerate(cells):
        column, place = PLACES.get(folded(cell), (None, 0))
        if column is not None and (column not in found or place < found[column][0]):
            found[column.value] = (place, number)
    if Column.GIVEN in found and _is_whole(cells, found):
        del found[Column.GIVEN]
    return {column: number for column, (_place, number) in found.items()}


def is_header(cells: list[str]) -> bool:
    """Whether a line heads columns, one of which says who."""
    return len(found := recognised(cells)) >= 2 and not WHO.isdisjoint(found)


def said_no(cell: str) -> bool:
    """Whether a cell says that somebody did not come."""
    return bool(NO.match(folded(cell)))


def _is_whole(cells: list[str], found: dict[str, tuple[int, int]]) -> bool:
    """Whether the column of names has the given ones in it already."""
    if Column.NAME not in found:
        return False
    return folded(cells[found[Column.NAME][1]]) not in FAMILY_NAMES


FAMILY_NAMES = {"family name", "last name", "surname", "姓", "nom de famille", "nom"}
