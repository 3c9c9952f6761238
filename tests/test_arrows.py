"""The apps point one way: the desk and the reminders → deals → investors → delegates → office."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent
PACKAGES = ("itpo", "delegates", "investors", "deals")
ORDER = ("office", "delegates", "investors", "deals")

# Inside an app each may import what comes before it. What has no name here is a verb.
TOOLS, MODELS, VERBS, FORMS, VIEWS, URLS, WIRING = range(7)
LEVELS = {
    # What the tables of every app are made with, which knows no table itself.
    **dict.fromkeys(
        [
            *["circles", "constraints", "fields", "joined"],
            *["partial_dates", "periods", "placeholders", "reasons", "visibility"],
            # Words as they are compared and searched for.
            *["entries", "folding", "kana", "phones", "spellings", "trigrams", "words"],
            "mail_kinds",
        ],
        TOOLS,
    ),
    "models": MODELS,
    "forms": FORMS,
    # The forms of an app's records, and what office has for all apps to make forms with.
    **dict.fromkeys(
        ["decision_forms", "mission_forms", "import_forms", "records", "record_forms"], FORMS
    ),
    **dict.fromkeys(["next_steps", "writing_forms"], FORMS),
    "views": VIEWS,
    # What office has for all apps to answer a request with.
    **dict.fromkeys(
        [
            "absence_pages",
            "editing",
            "import_pages",
            "import_shown",
            "listing",
            "lists",
            "pages",
            "saved_view_pages",
            "several_pages",
        ],
        VIEWS,
    ),
    "board": VIEWS,  # what a request asks of the deals, in lanes
    "admin": VIEWS,
    "urls": URLS,
    "apps": WIRING,
}


def our_files() -> list[Path]:
    return sorted(
        path.relative_to(ROOT)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    )


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The full names of what a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def contracts() -> dict[str, list[str]]:
    """What the contracts of import-linter name: by their type, the modules."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers, wiring = settings["tool"]["importlinter"]["contracts"]
    return {
        "layers": [name.strip(" ()") for layer in layers["layers"] for name in layer.split(":")],
        "wiring": wiring["source_modules"],
    }


def test_the_contracts_between_the_apps_are_kept(capsys):
    kept = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert kept == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_contracts_forget_no_module():
    here = {
        f"itpo.{path.stem}"
        for path in (ROOT / "itpo").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    named = contracts()

    assert here - {"itpo.__init__", *named["layers"], *named["wiring"]} == set()
    assert {"deals", "investors", "delegates"} <= set(named["layers"])


def every_model() -> list[type[models.Model]]:
    """Every table of ours, those that keep history and those between two tables included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ORDER
    ]


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model._meta.label)
def test_a_table_points_at_its_own_app_or_upstream(model):
    targets = {
        field.remote_field.model._meta.app_label
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.remote_field
    }

    allowed = {*ORDER[: ORDER.index(model._meta.app_label) + 1], "auth"}
    assert targets - allowed == set()


def test_the_model_graph_that_is_walked_has_history_and_tables_between_tables_in_it():
    labels = {model._meta.label for model in every_model()}

    assert {"deals.HistoricalDeal", "deals.Deal_follow_ups", "deals.DealCompany"} <= labels


def test_no_table_points_at_any_table():
    generic = [
        model._meta.label
        for model in every_model()
        if model._meta.private_fields
        or any(field.related_model is ContentType for field in model._meta.local_fields)
    ]

    assert generic == []


def test_nothing_is_imported_inside_a_function():
    inside = [
        f"{path}:{node.lineno}"
        for path in our_files()
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_nothing_is_imported_for_the_type_checker_only_and_no_module_as_a_whole():
    names = [(path, name) for path in our_files() for name in imported(path)]

    assert [
        (str(path), name)
        for path, name in names
        if name.endswith((".*", ".TYPE_CHECKING", ".import_module", ".import_string"))
    ] == []


def test_there_are_no_signals():
    heard = [
        (str(path), name)
        for path in our_files()
        for name in imported(path)
        if {"signals", "dispatch"} & set(name.split("."))
    ]

    assert heard == []


def level(parts: tuple[str, ...]) -> int:
    """How far down a module of an app stands; `parts` is its name without the app's."""
    return LEVELS.get(parts[0].removesuffix(".py"), VERBS)


@pytest.mark.parametrize("app", ["itpo.office", "delegates", "investors", "deals"])
def test_inside_an_app_urls_point_at_views_at_forms_at_verbs_at_models(app):
    folder = Path(*app.split("."))
    upward = [
        (str(path), name)
        for path in our_files()
        if path.is_relative_to(folder) and path != folder / "__init__.py"
        for name in imported(path)
        if name.startswith(f"{app}.")
        and level(path.relative_to(folder).parts)
        < level(tuple(name.removeprefix(f"{app}.").split(".")))
    ]

    assert upward == []
