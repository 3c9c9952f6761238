"""What the two import commands have in common: arguments, output, exit codes."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deals import gates
from itpo.office.csv_files import FileNotReadable
from itpo.office.importing.report import Report
from itpo.office.models import Office
from itpo.office.setup import default_office

SOME_ROWS_REJECTED = 1
FILE_NOT_READABLE = 2


class Import(Protocol):
    """A verb that takes a list into an office."""

    def __call__(
        self, path: Path, *, office: Office, at: datetime, dry_run: bool = False
    ) -> Report: ...


class ImportCommand(BaseCommand):
    """Take a list into the first office, and say row by row what could not be taken."""

    take: Import

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=_("a CSV file or an Excel workbook (.xlsx)"))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("say what would be done and write nothing")
        )
        parser.add_argument(
            "--json", action="store_true", help=_("print one JSON object instead of lines")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file, dry_run = options["file"], options["dry_run"]
        try:
            report = self._take(Path(file), dry_run=dry_run)
        except FileNotReadable as error:
            raise CommandError(f"{file}: {error}", returncode=FILE_NOT_READABLE) from error
        if options["json"]:
            data = {"file": file, "dry_run": dry_run, **report.as_dict()}
            self.stdout.write(json.dumps(data, ensure_ascii=False))
        else:
            for problem in report.problems:
                self.stdout.write(f"{file}:{problem.row}: {problem.column}: {problem.reason}")
            self.stdout.write(report.summary())
        if report.rejected:
            sys.exit(SOME_ROWS_REJECTED)

    @transaction.atomic
    def _take(self, path: Path, *, dry_run: bool) -> Report:
        """The office too is made only if the file can be read, and not by a dry run."""
        gates.defaults()
        report = self.take(path, office=default_office(), at=timezone.now(), dry_run=dry_run)
        if dry_run:
            transaction.set_rollback(True)
        return report
