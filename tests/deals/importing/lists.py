"""Lists as an office keeps them, for the tests of the imports."""

import csv
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deals.importing import activity_rows, deal_rows
from deals.importing.activities import import_activities
from deals.importing.deals import import_deals
from itpo.office.importing.report import Report
from itpo.office.setup import default_office

SAMPLE = Path(__file__).resolve().parents[3] / "itpo" / "sample"
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
SOURCE = "https://example.org/news/1"


def mission(**cells: str) -> dict[str, str]:
    """A row that makes a mission of one leg."""
    return {
        "kind": "business_mission",
        "country": "Kenya",
        "iso2": "KE",
        "start": "2023-05-01",
        "end": "2023-05-03",
        "source_url": SOURCE,
        "itpo_linked": "yes",
        **cells,
    }


def programme(**cells: str) -> dict[str, str]:
    return mission(**{"kind": "delegate_programme", **cells})


def seminar(**cells: str) -> dict[str, str]:
    return mission(**{"kind": "seminar", "end": "2023-05-01", **cells})


def deal(**cells: str) -> dict[str, str]:
    return {
        "ref": "KE-1",
        "title": "Wire-harness plant",
        "company": "Company One Co., Ltd.",
        "country": "Kenya",
        "iso2": "KE",
        "source_url": SOURCE,
        **cells,
    }


class Lists:
    """Writes rows into a file and imports it, as often as a test likes."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "list.csv"

    def activities(self, *rows: dict[str, str], **options: Any) -> Report:
        self.write(activity_rows.COLUMNS, rows)
        return self.take_activities(self.file, **options)

    def deals(self, *rows: dict[str, str], **options: Any) -> Report:
        self.write(deal_rows.COLUMNS, rows)
        return self.take_deals(self.file, **options)

    def write(self, columns: tuple[str, ...], rows: tuple[dict[str, str], ...]) -> Path:
        with self.file.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return self.file

    def take_activities(self, file: Path, at: datetime = NOW, **options: Any) -> Report:
        return import_activities(file, office=default_office(), at=at, **options)

    def take_deals(self, file: Path, at: datetime = NOW, **options: Any) -> Report:
        return import_deals(file, office=default_office(), at=at, **options)

    def shuffled(self, name: str, seed: int) -> Path:
        """A list of the sample with its rows in another order."""
        header, *rows = (SAMPLE / name).read_bytes().splitlines(keepends=True)
        random.Random(seed).shuffle(rows)  # noqa: S311 - an order, not a secret
        self.file.write_bytes(header + b"".join(rows))
        return self.file


def rejected(report: Report) -> list[tuple[int, str]]:
    """Which rows were refused, and in which column."""
    return [(problem.row, problem.column) for problem in report.problems]
