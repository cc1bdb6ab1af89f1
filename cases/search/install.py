"""The database's own index of the words of entries, kept in step by the database itself.

SQLite: an FTS5 table over `cases_entry`, with triggers. A migration that makes the table anew drops
its triggers, so they are looked at after every migration. PostgreSQL: a generated column.
"""

from django.db import connections

SQLITE_TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS cases_search USING fts5(
    search_names, search_text, content='cases_entry', content_rowid='id', tokenize='unicode61'
)"""
ADD = (
    "INSERT INTO cases_search(rowid, search_names, search_text) "
    "VALUES (new.id, new.search_names, new.search_text)"
)
TAKE = (
    "INSERT INTO cases_search(cases_search, rowid, search_names, search_text) "
    "VALUES ('delete', old.id, old.search_names, old.search_text)"
)
SQLITE_TRIGGERS = {
    "cases_search_insert": f"AFTER INSERT ON cases_entry BEGIN {ADD}; END",
    "cases_search_delete": f"AFTER DELETE ON cases_entry BEGIN {TAKE}; END",
    "cases_search_update": "AFTER UPDATE OF id, search_names, search_text ON cases_entry "
    f"BEGIN {TAKE}; {ADD}; END",
}
POSTGRES = (
    """
ALTER TABLE cases_entry ADD COLUMN IF NOT EXISTS search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', search_names), 'A')
    || setweight(to_tsvector('simple', search_text), 'D')
) STORED""",
    "CREATE INDEX IF NOT EXISTS cases_entry_search ON cases_entry USING gin (search)",
)


def after_migrate(using: str, **rest) -> None:
    """Make what is missing, and fill it; nothing when all is there. A receiver of post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = connection.introspection.get_table_description
        if "cases_entry" not in connection.introspection.table_names(cursor):
            return
        if "search_names" not in {column.name for column in tables(cursor, "cases_entry")}:
            return  # migrated back to before there was a search
        if connection.vendor == "postgresql":
            for statement in POSTGRES:
                cursor.execute(statement)
        else:
            _on_sqlite(cursor)


def forget_removed_words(connection) -> None:
    """Leave no word in the index that no entry has any more, for an erasure.

    FTS5 only marks what it removes, until its pieces are merged; PostgreSQL needs a VACUUM, which
    cannot run here (docs/operating.md).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO cases_search(cases_search) VALUES ('rebuild')")


def _on_sqlite(cursor) -> None:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    missing = set(SQLITE_TRIGGERS) - {name for (name,) in cursor.fetchall()}
    if missing:
        cursor.execute(SQLITE_TABLE)
        for name in sorted(missing):
            cursor.execute(f"CREATE TRIGGER {name} {SQLITE_TRIGGERS[name]}")
        cursor.execute("INSERT INTO cases_search(cases_search) VALUES ('rebuild')")
