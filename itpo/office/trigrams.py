"""On PostgreSQL folded words are looked for by their trigrams, and similar ones found."""

from typing import Any

from django.db.migrations import RunPython


def indexes(*tables: str) -> list[RunPython]:
    """What a migration does to have the folded words of some tables found without reading all.

    Serves every search: the box on each page, the pickers and the lists. SQLite has no such
    index, and reads them all.
    """

    def add(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for table in tables:
            schema_editor.execute(
                f"CREATE INDEX {table}_folded ON {table} USING gin (folded gin_trgm_ops)"
            )

    def remove(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for table in tables:
            schema_editor.execute(f"DROP INDEX {table}_folded")

    return [RunPython(add, remove)]
