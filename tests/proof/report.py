"""A pytest plugin: the table of `python -m tests.proof`."""

from typing import Any

import pytest

HEADS = ("mails", "seconds", "lost", "doubled", "may_double")
_rows: list[tuple[str, str, dict[str, Any]]] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when != "call" and not report.failed:
        return
    name = report.nodeid.rpartition("::test_")[2].replace("_", " ")
    _rows.append((name, report.outcome, dict(report.user_properties)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    write = terminalreporter.write_line
    wide = max((len(name) for name, _outcome, _told in _rows), default=0)
    write(" ".join([f"{'scenario':<{wide}}", *(f"{head:>10}" for head in HEADS)]))
    for name, outcome, told in _rows:
        cells = [f"{told.pop(head, ''):>10}" for head in HEADS]
        more = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in told.items())
        failed = "" if outcome == "passed" else outcome.upper()
        write(" ".join([f"{name:<{wide}}", *cells, failed, more]).rstrip())
