"""A corpus in which a fact has nowhere to go is refused whole, with the record's name."""

import copy

import pytest
import yaml
from django.db import transaction

from cases.exchange.corpus import CorpusError
from cases.models import Revision
from tests.make import make
from tests.test_corpus import CORPUS, load, prepare

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def small_corpus(tmp_path, change=None):
    """A file with one source, one place and one vendor, after `change` had its way."""
    content = {
        "sources": [copy.deepcopy(CORPUS["sources"][0])],
        "places": [copy.deepcopy(next(r for r in CORPUS["places"] if r["slug"] == "orleans"))],
        "vendors": [copy.deepcopy(next(r for r in CORPUS["vendors"] if r["slug"] == "sensivic"))],
    }
    content["vendors"][0]["sources"] = content["vendors"][0]["sources"][:1]
    content["places"][0]["parent"] = None
    if change:
        change(content)
    counts = {type_: len(records) for type_, records in content.items()}
    file = tmp_path / "corpus.yaml"
    file.write_text(yaml.safe_dump({"meta": {"counts": counts}, **content}), "utf-8")
    return file


@pytest.fixture(scope="module")
def words(django_db_setup, django_db_blocker, tmp_path_factory):
    """What a corpus attaches to, without the corpus."""
    with django_db_blocker.unblock(), transaction.atomic():
        prepare(tmp_path_factory.mktemp("edition"))
        yield
        transaction.set_rollback(True)


def put(type_, **values):
    """A change of the only record of a type."""
    return lambda content: content[type_][0].update(values)


def date(**values):
    """A change that gives the source one date."""
    plain = {"role": "published", "value": "2023", "precision": "year", "qualifier": "exact",
             "confidence": "stated"}  # fmt: skip
    return put("sources", published=[plain | values])


LOSSES = [
    (put("vendors", turnover="7 M€"), "vendors/sensivic: nowhere to put turnover"),
    (put("places", mayor="?"), "places/orleans: nowhere to put mayor"),
    (date(weather="rain"), "nowhere to put weather"),
    (date(precision="day"), "a date that cannot be read"),
    (date(role="invented"), "sources/ricochets-2023-millions-argent-public: .*invented"),
    (put("vendors", kind="invented"), "vendors/sensivic"),
    (put("vendors", inferred_fields=["turnover"]), "nowhere to put the inferred field turnover"),
    (put("vendors", sources=["nowhere"]), "there is no sources/nowhere"),
    (put("vendors", statement="x" * 60_000), "vendors/sensivic"),
    (put("places", name="Orleans"), "name is 'Orleans', the reference says 'Orléans'"),
    (put("places", insee="99999"), "no reference place"),
    (lambda content: content.update(poems=[{"slug": "a"}]), "a type that the register does not"),
    (lambda content: content["vendors"][0].pop("name"), "vendors/sensivic: name is missing"),
    (lambda content: content["vendors"].append(content["vendors"][0]), "there twice"),
]


@pytest.mark.parametrize(("change", "told"), LOSSES, ids=[told[:40] for _c, told in LOSSES])
def test_a_fact_that_has_nowhere_to_go_stops_the_load(words, tmp_path, change, told):
    before = Revision.objects.count()
    with pytest.raises(CorpusError, match=told):
        load(small_corpus(tmp_path, change))
    assert Revision.objects.count() == before


def test_a_small_corpus_loads(words, tmp_path):
    assert [line.stored for line in load(small_corpus(tmp_path)) if line.read] == [1, 1, 1]


def test_an_address_taken_by_another_record_stops_the_load(words, tmp_path):
    make("vendor", "sensivic", name="Autre chose")
    with pytest.raises(CorpusError, match="vendor/sensivic is taken"):
        load(small_corpus(tmp_path))


@pytest.mark.parametrize("text", ["meta: [", "", "sources: []", "meta: {counts: {}}\nsources: [1]"])
def test_a_file_that_is_no_corpus_is_refused(tmp_path, text):
    file = tmp_path / "corpus.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(CorpusError, match="is not a corpus"):
        load(file)
