"""Triggers by which the database itself refuses to change or remove a line of the audit log."""

TABLE = "intake_auditline"
SQLITE = """
CREATE TRIGGER audit_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
"""
POSTGRES = """
CREATE TRIGGER audit_no_{verb} BEFORE {VERB} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


def install(schema_editor) -> None:
    """Add the triggers."""
    on_postgres = schema_editor.connection.vendor == "postgresql"
    if on_postgres:
        schema_editor.execute(POSTGRES_FUNCTION)
    for verb in _verbs(schema_editor):
        form = POSTGRES if on_postgres else SQLITE
        schema_editor.execute(form.format(verb=verb, VERB=verb.upper(), table=TABLE))


def remove(schema_editor) -> None:
    """Take the triggers away: to undo the migration, and for tests that empty every table."""
    on_table = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for verb in _verbs(schema_editor):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS audit_no_{verb}{on_table}")


def _verbs(schema_editor) -> tuple[str, ...]:
    """What is refused; SQLite has no TRUNCATE."""
    more = ("truncate",) if schema_editor.connection.vendor == "postgresql" else ()
    return ("update", "delete", *more)
