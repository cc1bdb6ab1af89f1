"""The public register as open files: whole, without a word that is not public, and loadable."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases import history
from cases.exchange import reference
from cases.models import Entry, Revision
from cases.moderation import merge, withdraw
from cases.moderation.erase import erase
from tests.editions import write_edition
from tests.instances import empty, under_test
from tests.make import (
    cited,
    edit,
    make,
    make_moderator,
    make_source,
    make_submission,
    make_vendor,
    store_picture,
)
from tests.test_no_leak import CANARY, full_proposals

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "https://registre.example"


@pytest.fixture(autouse=True)
def live(tmp_path, settings):
    """The instance under test lives in a folder of its own, as a real one does."""
    settings.DATA_DIR = tmp_path / "live"
    settings.MEDIA_ROOT = settings.DATA_DIR / "files"
    settings.DATA_DIR.mkdir()
    return under_test()


@pytest.fixture
def folder(tmp_path) -> Path:
    """Where a dump goes."""
    return tmp_path / "dump"


def files_of(folder: Path) -> dict[str, bytes]:
    """{name: content} of every file of a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def table(folder: Path, name: str) -> list[dict]:
    text = (folder / name).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def everything_that_is_not_public(moderator) -> None:
    """What waits, what was withdrawn, what was erased: the canary is in all of it."""
    for proposal in full_proposals():
        make_submission(proposal)
    hidden = make("vendor", f"{CANARY}-sa", name=f"{CANARY} SA", description=CANARY)
    withdraw.withdraw(hidden.entry, moderator, "Erreur.", "error")
    named = make_vendor("Nommée", description=CANARY)
    erase(named.entry, "description", moderator, "Une personne.", "personal")


def test_a_loaded_dump_is_the_same_register_and_proves_it(live, folder, tmp_path):
    mona = make_moderator("mona")
    reference.load(write_edition(tmp_path / "edition", {"38185"}, "test"))
    edit(make_vendor("Une"), description="Voir [[Une]] et [[Personne]].")
    twins = make_vendor("Deux"), make_vendor("Deux bis")
    merge.merge_records(twins[0].entry, twins[1].entry, mona, "la même")
    everything_that_is_not_public(mona)
    call_command("dump", folder, site=SITE, with_files=True)
    before = files_of(folder)
    assert [name for name, data in before.items() if CANARY.encode() in data] == []
    assert any(name.startswith("files/") for name in before)
    with empty(tmp_path / "new") as other:
        other.manage("migrate", "-v0")
        other.manage("load_dump", folder)
        assert "Everything holds" in other.manage("verify")
        again = tmp_path / "again"
        other.manage("dump", again, "--site", SITE, "--with-files")
        after = files_of(again)
        assert sorted(after) == sorted(before)
        assert [name for name in before if after[name] != before[name]] == []
        assert other.ask("SELECT count(*) FROM intake_submission") == [(0,)]
        assert other.ask("SELECT 1 FROM cases_name WHERE folded = '38185'") == [(1,)]


@pytest.mark.once
def test_a_dump_is_whole_and_its_lists_are_those_of_the_site(client, folder):
    source = make_source("Un article", files=[{"name": store_picture(), "caption": "Place"}])
    vendor = make_vendor("=Formule()", citations=[cited(source, "country", locator="p. 2")])
    call_command("dump", folder, site=SITE)
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, check=True,
                   capture_output=True)  # fmt: skip
    said = json.loads((folder / "manifest.json").read_text())
    head = Revision.objects.last()
    assert said["head"] == {"sequence": head.sequence, "digest": head.digest}
    assert {*said["files"], "manifest.json", "SHA256SUMS"} == set(files_of(folder))
    for kind in ("vendors", "sources"):
        listed = b"".join(client.get(f"/{kind}.csv", HTTP_HOST="localhost")).decode()
        dumped = (folder / f"{kind}.csv").read_bytes().decode()
        assert dumped == listed.replace("http://localhost", SITE)
    [line] = (folder / "vendors.jsonl").read_text().splitlines()
    assert json.loads(line)["states"] == history.current_state(vendor.entry)
    [cites] = table(folder, "citations.csv")
    assert (cites["record"], cites["field"], cites["locator"]) == (
        vendor.entry.reference, "country", "p. 2",
    )  # fmt: skip
    [file] = table(folder, "files.csv")
    assert file["url"] == f"{SITE}/files/{file['name']}"
    readme = (folder / "README.fr.md").read_text()
    assert SITE in readme
    assert "Licence" in readme
    with pytest.raises(CommandError, match="not empty"):
        call_command("dump", folder)


@pytest.mark.once
def test_what_was_altered_or_does_not_hold_together_is_not_loaded(live, folder, tmp_path):
    edit(make_vendor("Une", description="Vrai"), description="Tout aussi vrai")
    call_command("dump", folder, site=SITE)
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_dump", folder)
    vendors = folder / "register" / "vendor.jsonl"
    vendors.write_text(vendors.read_text().replace("Tout aussi vrai", "Tout à fait faux"))
    with pytest.raises(CommandError, match="vendor.jsonl is missing or altered"):
        call_command("load_dump", folder)
    forge(folder, "register/vendor.jsonl")
    with empty(tmp_path / "new") as other:
        other.manage("migrate", "-v0")
        assert "is not what revision 2 states" in other.manage("load_dump", folder, fails=True)
        assert other.ask("SELECT count(*) FROM cases_entry") == [(0,)]


def forge(folder: Path, name: str) -> None:
    """Make the manifest agree with an altered file."""
    from cases.exchange.dumps.manifest import described

    said = json.loads((folder / "manifest.json").read_text())
    said["files"][name] = described(folder / name)
    (folder / "manifest.json").write_text(json.dumps(said))


@pytest.mark.once
def test_the_page_about_data_offers_the_latest_dump(client, mona):
    assert "SHA256SUMS" not in client.get("/data/").content.decode()
    vendor = make_vendor("Une", description="Quelqu’un")
    call_command("dump")
    page = client.get("/data/").content.decode()
    [address] = [part for part in page.split('"') if part.endswith("/vendors.csv")]
    response = client.get(address)
    assert "Une" in b"".join(response.streaming_content).decode()
    assert response["Content-Disposition"].startswith("attachment")
    assert client.get(address, HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304
    assert client.head(address)["Content-Length"] == response["Content-Length"]
    day = address.split("/")[2]
    for wrong in ("secret_key", "../../secret_key", "register", "vendors.csv/"):
        assert client.get(f"/data/{day}/{wrong}").status_code == 404
    assert client.get("/data/2001-01-01/vendors.csv").status_code == 404
    assert client.get("/about/data/").status_code == 301
    withdraw.withdraw(make_vendor("Autre").entry, mona, "Erreur.", "error")
    assert client.get(address).status_code == 404
    call_command("dump")
    assert "vendors.csv" in client.get("/data/").content.decode()
    erase(Entry.objects.get(pk=vendor.pk), "description", mona, "Une personne.", "personal")
    assert "vendors.csv" not in client.get("/data/").content.decode()
    assert not list(Path(under_test().folder / "dumps").iterdir())
