"""Where everything is there, a skipped test is a failure."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

TESTS = {
    "runs": "def test_it(): pass",
    "is_skipped": "import pytest\n@pytest.mark.skip\ndef test_it(): pass",
    "skips_itself": "import pytest\ndef test_it(): pytest.skip('no service')",
    "expected_to_fail": "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False",
    "passes_unexpectedly": "import pytest\n@pytest.mark.xfail\ndef test_it(): pass",
    "skipped_as_a_whole": "import pytest\npytest.importorskip('no_such_module')",
}


def test_a_skipped_test_is_a_failure(tmp_path):
    for name, text in TESTS.items():
        (tmp_path / f"test_{name}.py").write_text(text)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider")
    options = ["-p", "tests.strict", "--continue-on-collection-errors", "-rA", "--no-header"]

    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", tmp_path / "pytest.ini", tmp_path],
        cwd=ROOT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    outcomes = re.findall(r"^(PASSED|FAILED|ERROR) (?:\S*/)?(\S+)", ended.stdout, re.MULTILINE)
    assert sorted(" ".join(outcome) for outcome in outcomes) == [
        "ERROR test_is_skipped.py::test_it",
        "ERROR test_skipped_as_a_whole.py",
        "FAILED test_expected_to_fail.py::test_it",
        "FAILED test_passes_unexpectedly.py::test_it",
        "FAILED test_skips_itself.py::test_it",
        "PASSED test_runs.py::test_it",
    ]
    assert ended.returncode == 1


def test_what_needs_a_browser_stands_where_it_is_looked_for():
    mark = ".".join(["pytest", "mark", "browser"])
    tests = (ROOT / "tests").rglob("test_*.py")

    assert {path.parent.name for path in tests if mark in path.read_text()} == {"browser"}
    assert "-m browser tests/browser\n" in (ROOT / ".ci/run").read_text()
