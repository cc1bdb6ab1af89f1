"""What a copy of the database holds, in figures: written into the manifest, compared on return."""

from collections.abc import Callable

# Asks the copy, by whichever driver holds it: SQL in, rows out.
Ask = Callable[[str], list[tuple]]


def facts(ask: Ask, tables: list[str]) -> dict:
    """Migrations, data version, head of the chain, and how many rows each table has."""
    return {
        "migrations": _migrations(ask),
        "data_version": _one(ask, "SELECT value FROM cases_dataversion WHERE id = 1") or 0,
        "revisions": _one(ask, "SELECT count(*) FROM cases_revision"),
        "head": _one(ask, "SELECT digest FROM cases_revision ORDER BY sequence DESC LIMIT 1") or "",
        "tables": {
            table: _one(ask, f'SELECT count(*) FROM "{table}"')  # noqa: S608  (our own names)
            for table in sorted(tables)
        },
    }


def difference(stated: dict, found: dict) -> str:
    """The first figure that is not the one stated; empty when all are."""
    for name in ("data_version", "revisions", "head", "migrations", "tables"):
        if stated[name] != found[name]:
            return f"{name}: {found[name]} where the manifest says {stated[name]}"
    return ""


def addresses(ask: Ask) -> set[str]:
    """`kind/slug` of every record that there is or was."""
    return {f"{kind}/{slug}" for kind, slug in ask("SELECT kind, slug FROM cases_entry")}


def _migrations(ask: Ask) -> list[str]:
    found = ask("SELECT app, name FROM django_migrations")
    return sorted(f"{app}.{name}" for app, name in found)


def _one(ask: Ask, sql: str):
    rows = ask(sql)
    return rows[0][0] if rows else None
