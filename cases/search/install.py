"""The database's own indexes of words, kept in step by the database itself.

SQLite: an FTS5 table over each table, with triggers. A migration that makes a table anew drops
its triggers, so they are looked at after every migration. PostgreSQL: a generated column.
"""

from dataclasses import dataclass

from django.db import connections


@dataclass(frozen=True)
class Words:
    """The words of some columns of a table, and the name of their FTS5 table.

    Each column has the weight that PostgreSQL keeps beside its words.
    """

    table: str
    fts: str
    columns: dict[str, str]

    @property
    def sqlite_table(self) -> str:
        """The statement that makes the FTS5 table."""
        return (
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.fts} USING fts5({', '.join(self.columns)}, "
            f"content='{self.table}', content_rowid='id', tokenize='unicode61')"
        )

    @property
    def sqlite_triggers(self) -> dict[str, str]:
        """{name: the rest of the statement that makes the trigger}."""
        names = ", ".join(self.columns)
        new = ", ".join(f"new.{column}" for column in self.columns)
        old = ", ".join(f"old.{column}" for column in self.columns)
        into = f"INSERT INTO {self.fts}"
        add = f"{into}(rowid, {names}) VALUES (new.id, {new})"
        take = f"{into}({self.fts}, rowid, {names}) VALUES ('delete', old.id, {old})"
        return {
            f"{self.fts}_insert": f"AFTER INSERT ON {self.table} BEGIN {add}; END",
            f"{self.fts}_delete": f"AFTER DELETE ON {self.table} BEGIN {take}; END",
            f"{self.fts}_update": f"AFTER UPDATE OF id, {names} ON {self.table} "
            f"BEGIN {take}; {add}; END",
        }

    @property
    def sqlite_rebuild(self) -> str:
        """The statement that fills the FTS5 table anew."""
        return f"INSERT INTO {self.fts}({self.fts}) VALUES ('rebuild')"  # noqa: S608  (our own names)

    @property
    def postgres(self) -> tuple[str, str]:
        """The statements that make the generated column and its index."""
        words = " || ".join(
            f"setweight(to_tsvector('simple', {column}), '{weight}')"
            for column, weight in self.columns.items()
        )
        return (
            f"ALTER TABLE {self.table} ADD COLUMN IF NOT EXISTS search tsvector "
            f"GENERATED ALWAYS AS ({words}) STORED",
            f"CREATE INDEX IF NOT EXISTS {self.table}_search ON {self.table} USING gin (search)",
        )


ENTRIES = Words("cases_entry", "cases_search", {"search_names": "A", "search_text": "D"})
PAGES = Words("cases_documentpage", "cases_page_search", {"folded": "D"})


def after_migrate(using: str, **rest) -> None:
    """Make what is missing, and fill it; nothing when all is there. A receiver of post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        known = connection.introspection.table_names(cursor)
        for words in (ENTRIES, PAGES):
            if words.table not in known or not _has_columns(connection, cursor, words):
                continue  # migrated back to before there was a search
            if connection.vendor == "postgresql":
                for statement in words.postgres:
                    cursor.execute(statement)
            else:
                _on_sqlite(cursor, words)


def forget_removed_words(connection, words: Words) -> None:
    """Leave no word in an index that no row of its table has any more, for an erasure.

    FTS5 only marks what it removes, until its pieces are merged; PostgreSQL needs a VACUUM, which
    cannot run here (docs/operating.md).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(words.sqlite_rebuild)


def _has_columns(connection, cursor, words: Words) -> bool:
    described = connection.introspection.get_table_description(cursor, words.table)
    return words.columns.keys() <= {column.name for column in described}


def _on_sqlite(cursor, words: Words) -> None:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    triggers = words.sqlite_triggers
    missing = triggers.keys() - {name for (name,) in cursor.fetchall()}
    if missing:
        cursor.execute(words.sqlite_table)
        for name in sorted(missing):
            cursor.execute(f"CREATE TRIGGER {name} {triggers[name]}")
        cursor.execute(words.sqlite_rebuild)
