"""How long a list of contacts with their companies takes, from its file to its result and back."""

import csv
import io
import time
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from itpo.office.clock import Clock
from itpo.office.importing import carrying_out, runs
from itpo.office.importing.kinds import kinds
from itpo.office.models import User

MOST_CONTACTS = 10_000
AT_A_COMPANY = 4
HEADS = ("会社名", "姓", "名", "フリガナ", "部署", "役職", "電話", "メール")
FAMILIES = ["山田", "佐藤", "鈴木", "高橋", "渡辺", "伊藤", "中村", "小林", "加藤", "吉田"]


class ImportCost(NamedTuple):
    """Seconds to look through a list, to take it in, and to take it back."""

    contacts: int
    companies: int
    look_seconds: float
    seconds: float
    undo_seconds: float


@transaction.atomic
def import_cost(contacts: int, by: User, at: datetime) -> ImportCost:
    """Take in a list nobody knows anybody of. What it writes is taken back."""
    raw, kind = people(contacts), kinds()["contacts"]
    began = time.perf_counter()
    run = runs.begin(raw=raw, name="bench.csv", kind=kind, by=by, at=at)
    runs.choose(run=run, chosen=run.columns, list_wins=False, by=by)
    carrying_out.carry_out(run.pk, Clock(at))
    looked = time.perf_counter()
    runs.take_in(run=run, by=by)
    carrying_out.carry_out(run.pk, Clock(at))
    taken_in = time.perf_counter()
    runs.take_back(run=run, by=by)
    carrying_out.carry_out(run.pk, Clock(at))
    ended = time.perf_counter()
    transaction.set_rollback(True)
    companies = -(-contacts // AT_A_COMPANY)
    return ImportCost(contacts, companies, looked - began, taken_in - looked, ended - taken_in)


def people(contacts: int) -> bytes:
    """A list of business cards as a Japanese office keeps it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADS)
    for n in range(contacts):
        company = f"株式会社測定製作所{n // AT_A_COMPANY}"
        family = FAMILIES[n % len(FAMILIES)]
        where = ("海外事業部", "部長", f"03-1234-{n:05}", f"bench{n}@example.org")
        writer.writerow([company, family, f"春男{n}", "ヤマダ ハルオ", *where])
    return buffer.getvalue().encode("utf-8-sig")
