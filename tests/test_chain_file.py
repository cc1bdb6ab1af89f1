"""The chain as a file: what anyone may keep, and what it proves."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from cases.integrity import old_copy
from cases.models import Revision
from cases.moderation import withdraw
from cases.moderation.erase import erase
from tests.make import edit, make_vendor

pytestmark = pytest.mark.django_db
CHAIN = "/transparency/chain.csv"


@pytest.fixture
def vendor():
    """A record with two revisions."""
    return edit(make_vendor("Surveil SA", description="zyxtexte"), country="FR")


@pytest.fixture
def kept(client, vendor, tmp_path, settings):
    """A copy of the chain that somebody kept."""
    settings.DATA_DIR = tmp_path
    path = tmp_path / "kept.csv"
    path.write_bytes(b"".join(client.get(CHAIN).streaming_content))
    return path


def test_the_file_holds_every_revision_and_no_value(kept):
    lines = list(csv.DictReader(io.StringIO(kept.read_text("utf-8-sig"))))
    revisions = Revision.objects.order_by("sequence")
    assert [line["digest"] for line in lines] == [one.digest for one in revisions]
    assert lines[-1]["entry"] == "vendor/surveil-sa"
    assert "zyxtexte" not in kept.read_text()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_shows_the_head_and_leads_to_the_file(client, vendor, prefix):
    page = client.get(f"{prefix}/transparency/").content.decode()
    assert Revision.objects.order_by("sequence").last().digest in page
    assert f'href="{prefix}{CHAIN}"' in page


def test_a_chain_that_only_goes_on_differs_in_nothing(vendor, kept):
    edit(vendor, country="BE")
    assert old_copy.first_difference(kept) == []


def test_erasing_and_withdrawing_leave_the_old_copy_true(vendor, kept, mona):
    erase(vendor.entry, "description", mona, "Une personne.", "personal")
    withdraw.withdraw(vendor.entry, mona, "Une personne.", "personal")
    assert old_copy.first_difference(kept) == []
    call_command("verify", against=kept)


def test_the_address_of_a_withdrawn_record_is_not_in_the_file(client, vendor, mona):
    withdraw.withdraw(vendor.entry, mona, "Une personne.", "personal")
    text = b"".join(client.get(CHAIN).streaming_content).decode()
    assert "surveil-sa" not in text
    assert '"vendor/"' in text


@pytest.mark.parametrize(
    ("column", "value"),
    [("day", "1999-09-09"), ("digest", "0" * 64), ("commitments", {"name": "x"})],
)
def test_a_silent_change_is_named_by_the_old_copy(vendor, kept, column, value):
    first = Revision.objects.filter(entry=vendor.entry).order_by("sequence").first()
    Revision.objects.filter(pk=first.pk).update(**{column: value})
    (told,) = old_copy.first_difference(kept)
    assert f"sequence {first.sequence}, vendor/surveil-sa: {column}" in told


def test_a_chain_cut_short_is_named(vendor, kept, capsys):
    Revision.objects.order_by("sequence").last().delete()
    with pytest.raises(SystemExit):
        call_command("verify", against=kept)
    assert "is in the old copy, and no longer in the chain" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"sequence,entry\n"])
def test_a_file_that_is_no_chain_is_told_so(vendor, tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("verify", against=path)


def test_a_register_made_before_addresses_were_committed_to_still_verifies(vendor):
    """As revisions were before: the address in clear in the digest, and no commitment to it."""
    import hashlib

    from cases import history, integrity

    previous = ""
    for one in Revision.objects.order_by("sequence"):
        one.commitments.pop(history.ADDRESS)
        one.salts.pop(history.ADDRESS)
        lines = history.committed_lines(one.commitments)
        text = "\n".join([previous, str(one.sequence), one.entry.reference, *lines])
        previous = one.digest = hashlib.sha256(text.encode()).hexdigest()
        one.save()
    edit(vendor, country="BE")
    assert list(integrity.problems()) == []
