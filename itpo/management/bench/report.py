"""What was measured, for machines and for people."""

from collections.abc import Iterator
from typing import Any

from itpo.management.bench.imports import ImportCost
from itpo.management.bench.mails import Speed
from itpo.management.bench.measuring import Measured
from itpo.management.bench.pages import FINDING
from itpo.management.bench.ticks import TickCost

FINDING_MS = 50.0  # what is found while one types, however it is typed


def as_data(
    deals: int,
    measured: dict[str, Measured],
    worker_mb: float | None,
    assets_bytes: int,
    mails: Speed,
    tick: TickCost,
    imports: ImportCost,
) -> dict[str, Any]:
    """The shape scripts rely on (docs/bench.md)."""
    floor = measured["floor"].p50_ms
    return {
        "deals": deals,
        "floor": {"p50_ms": round(floor, 2)},
        "pages": {
            name: {
                "p50_ms": round(one.p50_ms, 2),
                "p95_ms": round(one.p95_ms, 2),
                "queries": one.queries,
                "db_ms": round(one.db_ms, 2),
                "bytes": one.bytes,
                "gzip_bytes": one.gzip_bytes,
                "floor_ratio": round(one.p50_ms / floor, 2),
            }
            for name, one in measured.items()
            if name != "floor"
        },
        "finding": {
            "aim_ms": FINDING_MS,
            "missed": [
                name
                for name, one in measured.items()
                if name.startswith(FINDING) and one.p50_ms >= FINDING_MS
            ],
        },
        "worker_mb": None if worker_mb is None else round(worker_mb, 1),
        "assets_bytes": assets_bytes,
        "mails": {
            "per_s": round(mails.per_s, 1),
            "smtp_only_per_s": round(mails.smtp_only_per_s, 1),
            "ratio": round(mails.per_s / mails.smtp_only_per_s, 2),
            "smtp_together_per_s": round(mails.smtp_together_per_s, 1),
            "ratio_together": round(mails.per_s / mails.smtp_together_per_s, 2),
        },
        "tick": {**tick._asdict(), "seconds": round(tick.seconds, 3)},
        "import": {
            name: round(value, 2) if isinstance(value, float) else value
            for name, value in imports._asdict().items()
        },
    }


def as_lines(data: dict[str, Any]) -> Iterator[str]:
    """The same as a table."""
    wide = max(len(name) for name in data["pages"])
    yield f"{data['deals']:,} deals; the floor answers in {data['floor']['p50_ms']:.1f} ms"
    heads = ("p50 ms", "p95 ms", "× floor", "queries", "db ms", "kB", "gzip kB")
    yield " ".join([" " * wide, *(f"{head:>8}" for head in heads)])
    for name, page in data["pages"].items():
        cells = (
            f"{page['p50_ms']:.1f}",
            f"{page['p95_ms']:.1f}",
            f"{page['floor_ratio']:.2f}",
            f"{page['queries']}",
            f"{page['db_ms']:.1f}",
            f"{page['bytes'] / 1000:.1f}",
            f"{page['gzip_bytes'] / 1000:.1f}",
        )
        yield " ".join([f"{name:<{wide}}", *(f"{cell:>8}" for cell in cells)])
    finding = data["finding"]
    slow = "; ".join(finding["missed"]) or "nothing"
    yield f"found in {finding['aim_ms']:.0f} ms or more: {slow}"
    memory = data["worker_mb"]
    yield f"memory of the web worker: {'not known' if memory is None else f'{memory:.0f} MB'}"
    yield f"CSS and JavaScript of the workspace, compressed: {data['assets_bytes'] / 1000:.1f} kB"
    mails, tick = data["mails"], data["tick"]
    yield (
        f"mails a second: {mails['per_s']:.0f}, {mails['ratio']:.2f} × a loop that only talks SMTP"
        f" ({mails['smtp_only_per_s']:.0f}), {mails['ratio_together']:.2f} × as many loops as"
        f" workers ({mails['smtp_together_per_s']:.0f})"
    )
    yield (
        f"a tick with {tick['open']:,} follow-ups open and {tick['due']:,} due:"
        f" {tick['seconds']:.2f} s, {tick['queries']} queries, {tick['mails']} mails"
    )
    taken_in = data["import"]
    yield (
        f"a list of {taken_in['contacts']:,} contacts at {taken_in['companies']:,} new companies:"
        f" {taken_in['seconds']:.1f} s to take in,"
        f" {taken_in['look_seconds']:.1f} s to look through,"
        f" {taken_in['undo_seconds']:.1f} s to take back"
    )
