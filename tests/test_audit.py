"""The log of privileged actions: it grows, and the database refuses everything else."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases.intake import append_only
from cases.intake.models import AuditLine
from cases.moderation import audit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def append_only_log(db):
    """The triggers of a real instance, for the time of one test."""
    with connection.schema_editor() as editor:
        append_only.install(editor)
    yield
    with connection.schema_editor() as editor:
        append_only.remove(editor)


@pytest.mark.parametrize("verb", ["change", "remove"])
def test_the_database_refuses_to_change_or_remove_a_line(append_only_log, mona, verb):
    line = audit.write(mona, "merge", "vendor/xxii")
    one = AuditLine.objects.filter(pk=line.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        one.update(who="max") if verb == "change" else one.delete()
    assert one.get().who == "mona"


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_the_log_at_once(append_only_log, mona):
    audit.write(mona, "merge", "vendor/xxii")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE intake_auditline")
    assert AuditLine.objects.filter(action="merge").count() == 1


def test_a_line_names_the_role_and_never_an_hour(mona):
    line = audit.write(mona, "decide", "contribution/1", "accepted")
    assert (line.role, line.target) == ("moderator", "contribution/1")
    assert {field.get_internal_type() for field in AuditLine._meta.fields} <= {
        "BigAutoField", "CharField", "DateField",
    }  # fmt: skip
