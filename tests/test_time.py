"""Time is passed in: a tick of any moment can be replayed."""

import ast

import pytest

from tests.test_arrows import FORMS, ROOT, imported, level, our_files, tree

pytestmark = pytest.mark.once

# What tells the time of the machine, not of the moment that is looked at.
READS_THE_CLOCK = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
# Verbs that pages call as well, and that may be told no moment; the tick's own always tell one.
MAY_BE_TOLD = {
    "investors/meetings.py",
    "deals/confidentiality.py",
    "deals/confirmations/evidence.py",
    # As with every record saved, its history says by the machine's clock when it was kept.
    "itpo/office/importing/versions.py",
}


def file_of(name: str) -> str:
    """The file of a module, or of the module that has this name; empty when it is not ours."""
    parts = name.split(".")
    for many in (parts, parts[:-1]):
        path = "/".join(many)
        for file in (f"{path}.py", f"{path}/__init__.py"):
            if many and (ROOT / file).is_file():
                return file
    return ""


def what_the_tick_runs() -> set[str]:
    """The reminders, and everything they lead to, apart from pages, forms and tables."""
    known = {str(path): path for path in our_files()}
    found: set[str] = set()
    waiting = [name for name in known if name.startswith("itpo/reminders/")]
    waiting += [name for name in known if name.startswith("itpo/portal/mails_")]
    while waiting:
        name = waiting.pop()
        parts = known[name].parts
        inside = parts[2:] if parts[0] == "itpo" and len(parts) > 2 else parts[1:]
        if name in found or "models" in parts or level(inside) >= FORMS:
            continue
        found.add(name)
        waiting += [file for one in imported(known[name]) if (file := file_of(one)) in known]
    return found


def readings(name: str) -> list[str]:
    """Where a file asks the machine what time it is."""
    return [
        f"{name}:{node.lineno}"
        for node in ast.walk(tree(ROOT / name))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in READS_THE_CLOCK
        and not (node.args and node.func.attr.startswith("local"))
    ]


def test_the_walk_finds_what_a_tick_runs():
    found = what_the_tick_runs()

    assert {
        *("itpo/reminders/tick.py", "itpo/office/post.py", "investors/schedule_runs.py"),
        *("delegates/seats.py", "itpo/office/working_days.py", "itpo/portal/mails_links.py"),
    } <= found


def test_nothing_a_tick_runs_reads_the_clock():
    found = [line for name in sorted(what_the_tick_runs() - MAY_BE_TOLD) for line in readings(name)]

    assert found == []
