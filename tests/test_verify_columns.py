"""Any value changed by hand in a public table is named by `manage.py verify`."""

import datetime
import uuid

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from cases import integrity
from cases.exchange import kept_lines, reference
from cases.integrity import records
from cases.integrity import reference as reference_proof
from cases.kinds import KINDS
from cases.models import Capture, DocumentPage, Entry, LinkCheck
from cases.moderation import merge, operations, withdraw
from cases.moderation.erase import erase
from tests.editions import write_edition
from tests.full import full_state
from tests.make import edit, make, make_moderator, make_source, make_vendor

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HEX = "0f" * 32
MACHINE = "a machine saw it: no revision states it, and it breaks no rule"
LOG = "the log of decisions has no digest, and it breaks no rule"
INDEX = "read off the file again by removing the page and rebuilding"

# What `verify` cannot see, and why.
UNSEEN = {
    "cases_dataversion.value": "a number that pages depend on; it states nothing",
    "cases_changedentry.version": "which facets to read again, kept for a while; it states nothing",
    "cases_changedentry.entry_id": "which facets to read again, kept for a while",
    "cases_csvline.edition": "a line of another edition is never given",
    "cases_erasure.uid": "the name of the line in the journal, which lies outside",
    "cases_capture.status": MACHINE, "cases_capture.content_type": MACHINE,
    "cases_capture.size": MACHINE, "cases_capture.excerpt": MACHINE,
    "cases_capture.masked": MACHINE, "cases_capture.published_text": MACHINE,
    "cases_capture.warc": "the command compares it with the disk, after integrity",
    "cases_capture.text_file": "the command compares it with the disk, after integrity",
    "cases_linkcheck.status": MACHINE, "cases_linkcheck.final_url": MACHINE,
    "cases_linkcheck.entry_id": MACHINE,
    "cases_decision.is_appeal": LOG, "cases_decision.days_waited": LOG,
    "cases_decision.contributions": LOG, "cases_decision.records": LOG,
    "cases_decision.reason": LOG, "cases_decision.reason_en": LOG, "cases_decision.waiting": LOG,
    "cases_decision.oldest_on": LOG,
    "cases_term.position": "the order of a list of choices; it states nothing",
    "cases_documentpage.name": INDEX, "cases_documentpage.words": INDEX,
}  # fmt: skip


@pytest.fixture
def register(made, settings):
    """The register of this module, with the files that it stored."""
    settings.MEDIA_ROOT = made


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """Every kind in full, a merged, a withdrawn and an erased record, a few places, copies.

    Made once, in a transaction that the last test rolls back.
    """
    folder = tmp_path_factory.mktemp("register")
    patching = pytest.MonkeyPatch.context()
    with django_db_blocker.unblock(), patching as patch, transaction.atomic():
        patch.setattr("django.conf.settings.DATA_DIR", folder)
        patch.setattr("django.conf.settings.MEDIA_ROOT", folder)
        patch.setattr(reference_proof, "FOLDER", _places(folder))
        _records()
        _observed()
        yield folder
        transaction.set_rollback(True)


def _places(folder):
    edition = write_edition(folder / "edition", {"38185", "13055"}, "test", whole=False)
    points = folder / "points.csv"
    points.write_text("insee,latitude,longitude\n13055,43.7,7.25\n")
    reference.load(edition, points)
    return edition


def _records():
    mona = make_moderator("mona")
    for key in KINDS.keys() - {"term"}:  # the others make theirs
        make(key, **full_state(key))
    twins = make_vendor("Une"), make_vendor("Autre")
    merge.merge_records(twins[0].entry, twins[1].entry, mona, "la même")
    withdraw.withdraw(make_vendor("Retirée").entry, mona, "Erreur.", "error")
    named = make_vendor("Nommée", description="Quelqu’un")
    erase(named.entry, "description", mona, "Une personne.", "personal")
    edit(make_vendor("Liée", description="[[Une]], [[Personne encore]]"), country="FR")


def _observed():
    entry, today = (
        make_source("Délibération", url="https://example.org/d").entry,
        timezone.localdate(),
    )
    Capture.objects.create(
        entry=entry, number=1, day=today, url="https://example.org/d", sha256=HEX, size=9,
        final_url="https://example.org/d", status=200, content_type="text/html",
        warc=f"{HEX}.warc.gz", excerpt="Le conseil", legal_basis="official", opened_on=today,
        published_text="Le conseil vote.",
    )  # fmt: skip
    LinkCheck.objects.create(
        entry=entry, since=today, day=today, outcome="same", status=200, reason="status",
        url="https://example.org/d", sha256=HEX,
    )  # fmt: skip
    kept_lines.fill()
    DocumentPage.objects.create(name=f"{HEX}.pdf", number=1, text="Le conseil", folded="le conseil")


def everything(near: str = ""):
    """What `verify` says of the database; the kind `near` a change is read before the others."""
    yield from records.problems([near] if near else [])
    for proof in integrity.PROOFS:
        if proof is not records:
            yield from proof.problems()
    yield from integrity.clock.remarks()
    yield from operations.problems()
    yield from records.problems(KINDS)


def columns():
    """(model, field) of every public table, its number aside."""
    for model in apps.get_app_config("cases").get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if not (field.primary_key and not field.is_relation):
                yield model, field


def other(field, value):
    """Another value of the type of this column, as the database takes it."""
    if field.is_relation:
        others = field.related_model._base_manager.exclude(pk=value).order_by("pk")
        return others.values_list("pk", flat=True).last()
    for kind, changed in OTHERS:
        if isinstance(field, kind):
            return changed(value)
    return "zy" if value != "zy" else "zz"


def _identifier(value):
    changed = uuid.UUID(int=1)
    return changed.hex if connection.vendor == "sqlite" else changed


OTHERS = (
    (models.JSONField, lambda v: '["changed"]' if isinstance(v, list) else '{"changed": "x"}'),
    (models.BooleanField, lambda v: not v),
    (models.UUIDField, _identifier),
    (models.DateField, lambda v: datetime.date(1999, 9, 9)),
    (models.FloatField, lambda v: 1.25),
    (models.DecimalField, lambda v: "1.25"),
    (models.IntegerField, lambda v: 7 if v != 7 else 8),
)


def test_nothing_is_wrong_with_a_full_register(register):
    assert list(everything()) == []


def test_any_value_changed_in_any_column_is_named(register):
    silent, empty = [], set()
    for model, field in columns():
        table, column = model._meta.db_table, field.column
        if f"{table}.{column}" in UNSEEN:
            continue
        rows = model._base_manager.order_by("-pk").values_list("pk", field.attname)
        row = rows.exclude(**{field.attname: None}).first() or rows.first()
        if row is None:
            empty.add(table)
        elif not _is_named(model, column, row[0], other(field, row[1]), _kind_of(model, row[0])):
            silent.append(f"{table}.{column}")
    assert silent == []
    assert empty == set()


def test_what_cannot_be_seen_is_still_so():
    named = {f"{m._meta.db_table}.{field.column}" for m, field in columns()}
    assert set(UNSEEN) <= named


def _kind_of(model, number) -> str:
    """The kind of the record that a row belongs to."""
    row = model._base_manager.get(pk=number)
    for kind in KINDS.values():
        if any(field.related_model is kind.model for field in model._meta.concrete_fields):
            return kind.key
    if isinstance(row, Entry):
        return row.kind if row.is_live else ""
    return row.entry.kind if hasattr(row, "entry") else ""


def _is_named(model, column, number, value, near) -> bool:
    """True when `verify` complains once the column of this row has the value, or it cannot be."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    statement = f"UPDATE {table} SET {quote(column)} = %s WHERE {key} = %s"  # noqa: S608
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement, [value, number])
            told = next(everything(near), None)
            raise _Undo(told)
    except _Undo as undo:
        return undo.args[0] is not None
    except DatabaseError:  # the database itself refuses it
        return True


class _Undo(Exception):
    """Rolls the change back."""
