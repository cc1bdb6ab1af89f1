"""Erasing a value for good: it leaves the record, its history, the queue and the disk."""

import json
import subprocess

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cases import history, integrity
from cases.evidence import storage
from cases.intake.models import AuditLine, Change, Operation
from cases.integrity import journal as erase_journal
from cases.models import Decision, Erasure, Revision, Vendor
from cases.moderation import withdraw
from cases.moderation.erase import erase
from cases.moderation.erase_places import places
from cases.moderation.to_erase import CannotErase
from tests.make import cited, edit, make_source, make_vendor, propose, store_picture

pytestmark = pytest.mark.django_db
SECRET = "Zyxgerard Quelquun"


@pytest.fixture(autouse=True)
def journal(tmp_path, settings):
    """A folder of its own for the journal."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "erasures.jsonl"


@pytest.fixture
def vendor():
    """A record whose description named somebody in two revisions."""
    vendor = make_vendor("Surveil SA", description=f"Dirigée par {SECRET}.")
    return edit(vendor, country="FR")


def everything() -> str:
    """Every row of every table of the program, as text."""
    with connection.cursor() as cursor:
        texts = []
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("cases_", "intake_")):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                texts.append(str(cursor.fetchall()))
    return "\n".join(texts)


def test_an_erased_text_is_in_no_table_any_more(vendor, mona):
    assert SECRET in everything()
    erase(vendor.entry, "description", mona, "Une personne privée.", "personal")
    assert SECRET not in everything()
    assert "zyxgerard" not in everything()


def test_the_record_and_the_chain_hold_and_the_decision_is_named(vendor, mona, capsys):
    erasure = erase(vendor.entry, "description", mona, "Une personne privée.", "personal")
    assert Vendor.objects.get().description == ""
    assert list(integrity.problems()) == []
    call_command("verify")
    assert f"erased by decision {erasure.decision_id}" in capsys.readouterr().out


def test_the_public_line_says_the_ground_and_nobody(vendor, mona):
    erase(vendor.entry, "description", mona, "Une personne privée.", "personal")
    line = Decision.objects.first()
    assert (line.kind, line.ground, line.reason) == ("erased", "personal", "Une personne privée.")
    assert "mona" not in str(Erasure.objects.values().get())
    assert AuditLine.objects.first().who == "mona"


def test_a_title_takes_the_neutral_one_that_the_moderator_gives(mona):
    vendor = make_vendor(SECRET)
    with pytest.raises(history.Refused):
        erase(vendor.entry, "name", mona, "Nom d’une personne.", "personal")
    assert SECRET in everything()
    erase(vendor.entry, "name", mona, "Nom d’une personne.", "personal", neutral="Société A")
    vendor.entry.refresh_from_db()
    assert vendor.entry.title == "Société A"
    assert SECRET not in everything()


def test_one_row_goes_and_the_others_stay(mona):
    source = make_source()
    vendor = make_vendor(citations=[cited(source, quotation=SECRET), cited(source, locator="p. 2")])
    key = history.current_state(vendor.entry)["citations"][0]["key"]
    erase(vendor.entry, f"rows/{key}", mona, "Citation privée.", "personal")
    assert [row["locator"] for row in history.current_state(vendor.entry)["citations"]] == ["p. 2"]
    assert SECRET not in everything()
    assert list(integrity.problems()) == []


def test_one_field_of_a_row_goes_and_the_row_stays(mona):
    vendor = make_vendor(citations=[cited(make_source(), quotation=SECRET, locator="p. 2")])
    key = history.current_state(vendor.entry)["citations"][0]["key"]
    erase(vendor.entry, f"rows/{key}/quotation", mona, "Citation privée.", "personal")
    row = history.current_state(vendor.entry)["citations"][0]
    assert (row["quotation"], row["locator"]) == ("", "p. 2")
    assert SECRET not in everything()


def test_only_the_chosen_revisions_are_emptied_where_the_value_changed(mona):
    vendor = edit(make_vendor(description=SECRET), description="Tout autre chose")
    erase(vendor.entry, "description", mona, "Avant.", "personal", until=1)
    first, second = Revision.objects.filter(entry=vendor.entry)
    assert "description" not in first.snapshot
    assert second.snapshot["description"] == "Tout autre chose"
    assert Vendor.objects.get().description == "Tout autre chose"


def test_what_was_withdrawn_is_erased_too_and_restored_without_it(vendor, mona):
    operation = withdraw.withdraw(vendor.entry, mona, "Une personne.", "personal")
    erase(vendor.entry, "description", mona, "Une personne privée.", "personal")
    assert SECRET not in everything()
    withdraw.undo_withdrawal(Operation.objects.get(pk=operation.pk), mona)
    assert Vendor.objects.get().description == ""
    assert list(integrity.problems()) == []


def test_a_pending_edit_of_something_else_can_still_be_accepted(vendor, mona):
    pending = propose("vendor", name="Autre", description=SECRET)
    erase(vendor.entry, "description", mona, "Une personne privée.", "personal")
    assert Change.objects.get(submission=pending).data["description"] == SECRET


@pytest.mark.django_db(transaction=True)
def test_a_file_leaves_the_disk(mona):
    name = store_picture("purple")
    source = make_source(files=[{"name": name, "caption": "Place"}])
    key = history.current_state(source.entry)["files"][0]["key"]
    erase(source.entry, f"rows/{key}", mona, "Visage.", "personal")
    assert not storage.exists(name)


def test_what_is_nowhere_cannot_be_erased(vendor, mona):
    for path in ("country_of_nobody", "rows/none", "aliases", "rows/", ""):
        with pytest.raises(CannotErase):
            erase(vendor.entry, path, mona, "Pourquoi.", "personal")
    erase(vendor.entry, "description", mona, "Une personne.", "personal")
    with pytest.raises(CannotErase):
        erase(vendor.entry, "description", mona, "Une personne.", "personal")


def test_the_places_are_named_before(vendor):
    other = make_vendor("Autre", description=f"Associée : {SECRET}")
    edit(vendor, description=SECRET)
    found = places(vendor.entry, "description", 1, None)
    assert found.revisions == [1, 2, 3]
    assert len(found.contributions) == 2
    assert other.entry.reference in found.quoted_by


def test_the_journal_says_where_and_never_what(vendor, mona, journal):
    erasure = erase(vendor.entry, "description", mona, "Une personne privée.", "personal")
    line = json.loads(journal.read_text())
    assert (line["record"], line["path"]) == ("vendor/surveil-sa", "description")
    assert (line["revisions"], line["decision"]) == (erasure.revisions, erasure.decision_id)
    assert SECRET not in journal.read_text()


def test_a_restored_backup_is_told_and_erases_again(client, vendor, mona, journal, capsys):
    erase_journal.append(_as_if_erased(vendor), "", [])
    assert client.get("/readyz").json()["erasures"] is False
    with pytest.raises(SystemExit):
        call_command("verify")
    assert "run replay_erasures" in capsys.readouterr().out
    call_command("replay_erasures")
    assert SECRET not in everything()
    assert client.get("/readyz").json()["erasures"] is True
    call_command("verify")
    call_command("replay_erasures")
    assert Erasure.objects.count() == 1


def _as_if_erased(vendor) -> Erasure:
    """The erasure that an instance made after its backup."""
    decision = Decision(pk=99, reason="Une personne privée.")
    return Erasure(
        entry=vendor.entry, path="description", field="description",
        revisions=list(vendor.entry.revisions.values_list("sequence", flat=True)),
        decision=decision, day=vendor.edited_on, ground="personal",
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_the_bytes_leave_the_file_of_the_database(vendor, mona):
    def in_files() -> bool:
        # By another process: whoever closes the file of a database loses all locks that SQLite
        # holds on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
        path = connection.settings_dict["NAME"]
        read = subprocess.run(["cat", path, f"{path}-wal"], capture_output=True, check=True).stdout
        return SECRET.encode() in read or b"zyxgerard" in read

    assert in_files()
    erase(vendor.entry, "description", mona, "Une personne privée.", "personal")
    assert not in_files()
    assert settings.DATABASES["default"]["OPTIONS"]["init_command"].count("secure_delete=ON") == 1
