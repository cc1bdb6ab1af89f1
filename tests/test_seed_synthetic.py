"""A made-up register: whole, the same at every run, and never mixed with real records."""

import io

import pytest
from django.db import transaction

from cases import integrity
from cases.exchange import reference, synthetic, vocabularies
from cases.kinds import KINDS
from cases.models import (
    Camera,
    ChangedEntry,
    Citation,
    DataVersion,
    Deployment,
    Entry,
    Funding,
    LegalChallenge,
    Name,
    Revision,
)
from cases.moderation import imports
from cases.rebuild import rebuild
from cases.snapshots import form_data
from tests.editions import FIXTURES, write_edition
from tests.make import make, make_vendor

pytestmark = pytest.mark.django_db

SIZE = 60
SCHEMES = (
    "technology", "function", "date_role", "deployment_scope", "funding_kind", "legal_kind",
    "legal_stage", "legal_outcome", "organisation_kind", "vendor_kind", "source_kind",
    "source_role", "camera_kind", "camera_mount", "tag_category",
)  # fmt: skip


@pytest.fixture
def empty(tmp_path, settings, monkeypatch):
    """A register with the places and words that are loaded first, and nothing else."""
    settings.DATA_DIR = tmp_path
    folder = write_edition(tmp_path / "edition", {"38185", "13055", "06088"}, whole=False)
    monkeypatch.setattr("cases.integrity.reference.FOLDER", folder)
    reference.load(folder, stream=io.StringIO())
    words = vocabularies.read(FIXTURES / "vocabularies.yaml")
    imports.load_vocabularies({scheme: words[scheme] for scheme in SCHEMES})


def seed():
    return synthetic.seed(SIZE, io.StringIO())


def derived() -> list:
    """Everything that `rebuild` makes again."""
    entries = ("pk", "title", "search_names", "search_text", "verification", "completeness")
    records = ("pk", "description_html", "verified_on")
    names = Name.objects.order_by("entry", "folded").values_list("entry", "folded", "source")
    return [
        list(Entry.objects.order_by("pk").values_list(*entries)),
        list(names),
        *(list(k.model.objects.order_by("pk").values_list(*records)) for k in KINDS.values()),
    ]


def test_what_is_made_up_is_whole_and_would_be_made_again_alike(empty):
    before = DataVersion.current()
    seed()
    assert list(integrity.problems()) == []
    assert Deployment.objects.count() == Camera.objects.count() == SIZE
    assert (Funding.objects.count(), LegalChallenge.objects.count()) == (36, 3)
    assert Citation.objects.exists()
    assert DataVersion.current() == before + 1
    assert ChangedEntry.objects.filter(version=before + 1, entry=None).exists()
    stored = derived()
    list(rebuild())
    assert derived() == stored
    make_vendor("Après coup")  # numbers and chain go on
    assert list(integrity.problems()) == []


def test_it_is_the_same_at_every_run(empty):
    def stated():
        with transaction.atomic():
            seed()
            made = Revision.objects.exclude(entry__kind="term").order_by("sequence")
            found = list(made.values_list("entry__slug", "snapshot", "salts"))
            transaction.set_rollback(True)
        return found

    assert stated() == stated()


def test_each_made_up_record_is_one_that_its_form_accepts(empty):
    seed()
    for revision in Revision.objects.exclude(entry__kind__in=("term", "place")):
        kind = KINDS[revision.entry.kind]
        record = kind.model.objects.get(pk=revision.entry_id)
        form = kind.form(form_data(revision.snapshot, kind.form), instance=record)
        assert form.is_valid(), (revision.entry.reference, form.all_errors())
        assert form.snapshot() == revision.snapshot


def test_a_register_that_holds_records_or_no_places_is_refused(empty):
    make("vendor", name="Une vraie")
    with pytest.raises(synthetic.NotEmpty, match="never mixed"):
        seed()
    assert not Deployment.objects.exists()
    Revision.objects.all().delete()
    Entry.objects.filter(kind="vendor").update(kind="gone")
    Entry.objects.filter(kind="place").update(kind="gone")
    with pytest.raises(synthetic.NotEmpty, match="load_reference"):
        seed()
