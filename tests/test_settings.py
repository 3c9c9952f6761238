"""The settings, as the environment makes them."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests import production

ROOT = Path(__file__).resolve().parent.parent
OURS = set(
    re.findall(
        r'(?:env\.\w+\(|required\(\s*env\.\w+,)\s*"([A-Z_]+)"',
        (ROOT / "itpo" / "settings.py").read_text(),
    )
)
REQUIRED = sorted(production.environment().keys() - {"ITPO_ENV"})


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Reads the settings of a machine that has set these variables and no others."""

    def run(**variables: str):
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"DATA_DIR": str(tmp_path), **variables}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "itpo" / "settings.py"))

    return run


@pytest.mark.parametrize("name", REQUIRED)
def test_production_without_a_required_variable_stops_with_its_name(name, read):
    variables = production.environment()
    del variables[name]

    with pytest.raises(ImproperlyConfigured, match=rf"\b{name}\b"):
        read(**variables)


def test_development_needs_no_variable(read, tmp_path):
    settings = read()

    assert settings["PRODUCTION"] is False
    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "itpo.sqlite3")
    assert settings["BASE_URL"] == "http://127.0.0.1:8000"


def test_an_unknown_kind_of_machine_is_refused(read):
    with pytest.raises(ImproperlyConfigured, match="ITPO_ENV is 'prod'; it must be dev or"):
        read(ITPO_ENV="prod")


def test_what_the_database_address_asks_for_is_kept(read):
    settings = read(DATABASE_URL="postgres://desk@db.example.org/desk?sslmode=require")

    options = settings["DATABASES"]["default"]["OPTIONS"]
    assert options["sslmode"] == "require"
    assert options["pool"]["max_size"] == 10
    assert options["options"] == "-c jit=off"


def test_every_variable_is_explained():
    explained = re.findall(
        r"^\| (`[^|]+`) \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE
    )

    assert {name for cell in explained for name in re.findall(r"\w+", cell)} == OURS


def test_every_command_stops_with_the_name_of_a_missing_variable():
    variables = production.environment()
    del variables["SECRET_KEY"]

    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable"
    )


def test_production_passes_djangos_own_check_without_a_warning(tmp_path):
    ended = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **production.environment()},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.stderr == ""
    assert ended.stdout == "System check identified no issues (0 silenced).\n"
