"""The corpus: loaded through the door, and everything in it can be read back.

What is expected comes from the file, read here without the loader.
"""

import io
from decimal import Decimal

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import transaction

from benchmarks import relevance
from cases import dates
from cases.exchange import reference, vocabularies
from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.models import DataVersion, Entry, Place, Revision, Term
from cases.moderation import imports
from tests.editions import FIXTURES, write_edition

pytestmark = pytest.mark.django_db
FILE = FIXTURES / "corpus.yaml"
CORPUS = yaml.safe_load(FILE.read_text("utf-8"))
META = CORPUS.pop("meta")
KIND_OF = {
    "sources": "source", "places": "place", "organisations": "organisation", "vendors": "vendor",
    "products": "product", "deployments": "deployment", "fundings": "funding",
    "legal_challenges": "legal", "statistics": "statistic", "laws": "law", "events": "event",
    "tags": "tag",
}  # fmt: skip
ALL = [(type_, record) for type_, records in CORPUS.items() for record in records]
# Vocabularies that the code branches on, so that they are choices and not terms.
CHOICES = {"date_precision", "date_qualifier", "deployment_status", "party_role", "place_kind",
           "value_qualifier", "unit"}  # fmt: skip


def load(file=FILE):
    """Load a corpus without showing progress."""
    return imports.load_corpus(file, io.StringIO())


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker, tmp_path_factory):
    """The towns of the corpus, the vocabularies and the corpus, for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        prepare(tmp_path_factory.mktemp("edition"))
        yield load()
        transaction.set_rollback(True)


def prepare(folder):
    """Load what the corpus attaches to: its towns and the words of the closed lists."""
    towns = {record["insee"] for record in CORPUS["places"] if record["insee"]}
    reference.load(write_edition(folder, towns), None, io.StringIO())
    imports.load_vocabularies(vocabularies.read(FIXTURES / "vocabularies.yaml"))


def stored(type_, record):
    """The stored record of a record of the file."""
    model = KINDS[KIND_OF[type_]].model
    if type_ == "places" and record["insee"]:
        return model.objects.get(kind="commune", insee=record["insee"])
    if type_ == "places" and record.get("department_code"):
        return model.objects.get(kind="department", insee=record["department_code"])
    return model.objects.get(entry__slug=record["slug"])


def find(slug, type_="deployments"):
    """The stored record of this slug."""
    [record] = [record for record in CORPUS[type_] if record["slug"] == slug]
    return stored(type_, record)


def entry_of(type_, slug):
    """The entry of a record of the file."""
    return find(slug, type_).entry


def entry_at(address):
    """The entry at `type/slug`, or None."""
    return entry_of(*address.split("/")) if address else None


def entries_of(type_, slugs):
    """Entries of records of one type."""
    return {entry_of(type_, slug) for slug in slugs or []}


def test_the_table_counts_what_the_file_announces(corpus):
    announced = META["counts"]
    assert {line.type: line.read for line in corpus} == announced
    assert {line.type: line.stored for line in corpus} == announced
    assert len(ALL) == sum(announced.values())


def test_the_vocabularies_hold_every_word_of_the_corpus(corpus):
    for scheme in set(META["vocabularies"]) - CHOICES:
        known = set(Term.objects.filter(scheme=scheme).values_list("key", flat=True))
        assert set(META["vocabularies"][scheme]) <= known, scheme


def test_every_record_came_through_the_door_with_its_sources(corpus):
    for type_, record in ALL:
        entry = stored(type_, record).entry
        assert entry.revisions.count() == 1
        assert entry.citations.exclude(source=None).exists()
        if not (type_ == "places" and entry.place.is_reference):
            assert entry.slug == record["slug"]


def test_names_texts_and_doubts_are_as_written(corpus):
    for type_, record in ALL:
        found = stored(type_, record)
        [name] = [record[key] for key in ("title", "name", "label") if key in record]
        assert found.label == name
        texts = [record.get(key) for key in ("description", "statement", "summary")]
        texts += [record["subject"]] if type_ == "legal_challenges" else []
        assert found.description == next(filter(None, texts), "")
        assert found.note == record.get("note", "")
        assert found.aliases == record.get("aliases", [])
        assert found.contested == record.get("contested", False)
        assert found.contested_note == record.get("contested_note", "")
        assert bool(found.contested_by) == found.contested
        assert set(found.tags.slugs()) == set(record.get("tags", []))


def test_every_source_locator_and_inference_is_a_citation(corpus):
    for type_, record in ALL:
        citations = stored(type_, record).entry.citations.all()
        locators = [record["locator"], *record.get("other_locators", [])]
        expected = [tuple(text.split(" ", 1)) for text in locators]
        located = {slug for slug, _text in expected}
        expected += [(slug, "") for slug in record["sources"] if slug not in located]
        whole = [(c.source.slug, c.locator) for c in citations if not c.field]
        assert sorted(whole) == sorted(expected)
        assert {c.confidence for c in citations if not c.field} == {record["confidence"]}
        inferred = [c for c in citations if c.field]
        assert {c.confidence for c in inferred} <= {"inferred"}
        assert {c.source.slug for c in inferred} <= {record["locator"].split()[0]}
        names = {"operators": "roles", "vendors": "roles", "funder": "payer", "recipient": "payee",
                 "summary": "description", "department_code": "insee"}  # fmt: skip
        fields = {names.get(name, name) for name in record.get("inferred_fields", [])}
        assert {c.field for c in inferred} == fields


def test_every_date_keeps_its_precision(corpus):
    for type_, record in ALL:
        expected = [
            (
                date["role"],
                dates.from_corpus(
                    date["value"], date["precision"], date["qualifier"], date.get("season")
                ),
                date["confidence"],
                date.get("note", ""),
                date.get("duration_days"),
            )
            for date in record.get("dates", record.get("published", []))
        ]
        found = stored(type_, record).entry.dates.select_related("role__term")
        assert expected == [
            (date.role.term.key, date.value, date.confidence, date.note, date.duration_days)
            for date in found
        ]


def test_terms_and_plain_values_are_those_of_the_file(corpus):
    terms = {"kind", "role", "scope", "stage", "outcome", "category"}
    plain = {"publisher", "url", "agency", "author", "language", "country", "currency",
             "amount_text", "unit", "value_qualifier", "value_text", "anonymous", "purposes",
             "components"}  # fmt: skip
    for type_, record in ALL:
        found = stored(type_, record)
        is_term = terms | ({"status"} if type_ == "laws" else set())
        for key, value in record.items():
            if key in is_term and type_ != "places":
                assert getattr(found, key).term.key == value
            elif key in plain or key in ("kind", "status"):
                assert getattr(found, key) == ("" if value is None else value)
        if "technologies" in record:
            keys = {entry.term.key for entry in found.technologies.all()}
            assert keys == set(record["technologies"])


def test_amounts_values_and_derivations_are_exact(corpus):
    for record in CORPUS["fundings"]:
        found = find(record["slug"], "fundings")
        for key in ("amount", "amount_min", "amount_max"):
            assert getattr(found, key) == (Decimal(record[key]) if record[key] else None)
        assert found.payer == entry_at(record["funder"])
        assert found.payee == entry_at(record["recipient"])
    for record in CORPUS["statistics"]:
        found = find(record["slug"], "statistics")
        assert found.value == record["value"]
        assert found.subject == entry_at(record["subject"])
    for record in CORPUS["fundings"] + CORPUS["statistics"]:
        type_ = "fundings" if record in CORPUS["fundings"] else "statistics"
        found, derivation = find(record["slug"], type_), record.get("derivation", {})
        assert found.formula == derivation.get("formula", "")
        assert set(found.inputs.all()) == {entry_at(a) for a in derivation.get("inputs", [])}


def test_every_link_is_there(corpus):
    several = {"places": "places", "products": "products", "deployments": "deployments",
               "laws": "laws", "institutions": "organisations", "co_vendors": "vendors",
               "spans": "places"}  # fmt: skip
    single = {"vendor": "vendors", "jurisdiction": "places", "place": "places"}
    for type_, record in ALL:
        found = stored(type_, record)
        for key, target in several.items():
            if key in record:
                assert set(getattr(found, key).all()) == entries_of(target, record[key])
        for key, target in single.items():
            if record.get(key):
                field = "seat" if key == "place" else key
                assert getattr(found, field) == entry_of(target, record[key])
        if "forum" in record:
            assert found.forum == entry_at(record["forum"])
        if "actors" in record:
            assert set(found.actors.all()) == {entry_at(address) for address in record["actors"]}
        if type_ == "sources":
            relays = set(record["sources"]) - {record["slug"]}
            assert set(found.relayed_by.all()) == entries_of("sources", relays)


def test_every_place_lies_where_the_file_says(corpus):
    for record in CORPUS["places"]:
        found = stored("places", record)
        assert (found.kind, found.country) == (record["kind"], record["country"] or "")
        if record["parent"]:
            assert entry_of("places", record["parent"]).pk in found.ancestor_ids()


def test_every_role_and_party_keeps_its_side_and_confidence(corpus):
    for record in CORPUS["deployments"]:
        inferred = record.get("inferred_fields", [])
        expected = {
            (entry_of("vendors", slug), True, "vendors" in inferred) for slug in record["vendors"]
        } | {(entry_at(who), False, "operators" in inferred) for who in record["operators"]}
        found = find(record["slug"])
        assert found.place_note == record.get("place_precision", "")
        assert expected == {
            (role.entry, role.role != "operator", role.confidence == "inferred")
            for role in found.roles.all()
        }
    for record in CORPUS["legal_challenges"]:
        parties = find(record["slug"], "legal_challenges").parties.all()
        assert [(p.side, p.entry, p.confidence) for p in parties] == [
            (p["role"], entry_at(p["ref"]), p["confidence"]) for p in record["parties"]
        ]


def test_xxii_is_found_with_its_money_and_its_deployment(corpus):
    xxii = find("xxii", "vendors")
    assert xxii.entry.citations.filter(locator__startswith="L274 groupe français").exists()
    assert [role.deployment.title for role in xxii.entry.roles_played.all()] == [
        "Analyse vidéo XXII à Suresnes"
    ]
    assert find("xxii-levee-22m", "fundings").amount == 22_000_000


def test_nice_has_three_deployments_and_stays_the_reference_place(corpus):
    nice = find("nice", "places")
    slugs = set(nice.entry.deployments_here.values_list("entry__slug", flat=True))
    assert slugs == {
        "cameras-ia-nice", "reconnaissance-faciale-carnaval-nice", "safe-city-nice-la-defense",
    }  # fmt: skip
    assert (nice.insee, nice.is_reference, nice.version) == ("06088", True, 1)
    assert Place.objects.filter(name="Nice").count() == 1


def test_the_thales_line_covers_two_places_without_a_split(corpus):
    line = find("thales-safe-city-18m", "fundings")
    assert (line.amount, line.amount_min, line.payer) == (Decimal("18000000.00"), None, None)
    assert {entry.title for entry in line.places.all()} == {"Nice", "La Défense"}
    assert line.entry.dates.get().value == "2018"


def test_testwe_has_a_deduced_bound_and_an_inferred_month(corpus):
    case = find("testwe-ta-montreuil", "legal_challenges")
    found = {
        (d.value, d.confidence) for d in case.entry.dates.filter(role__slug="date_role-decision")
    }
    assert found == {("[..2023-04-05]", "derived"), ("2022-12~", "inferred")}


def test_two_figures_that_contradict_each_other_both_stand(corpus):
    taj, prum = (find(s, "statistics") for s in ("taj-photos-2018", "photos-policieres-france"))
    assert (taj.value, prum.value) == (8_000_000, 6_000_000)
    assert {taj.contested_by, prum.contested_by} == {"between_sources"}
    billions = find("rtb-europe-annuel", "statistics")
    assert (billions.value, billions.contested_by) == (71_000_000_000, "arithmetic")
    assert find("mission-evenements-critiques", "statistics").value == 0


def test_the_line_of_2021_is_calculated_from_two_records(corpus):
    line = find("fipd-2021", "fundings")
    assert (line.amount, line.formula) == (70_000_000, "fipd-2022 - fipd-hausse-2022")
    assert {entry.reference for entry in line.inputs.all()} == {
        "funding/fipd-2022", "statistic/fipd-hausse-2022",
    }  # fmt: skip


def test_dates_are_never_made_more_precise(corpus):
    def value(slug, type_="deployments"):
        return [date.value for date in find(slug, type_).entry.dates.all()]

    assert value("reconnaissance-faciale-lycees") == ["2019-23~"]
    assert value("figaro-san-francisco-robots", "sources") == ["2022-12-02T11:07"]
    assert value("mission-jours-deplacement", "statistics") == ["2022-02/2022-04"]
    assert value("orleans-capteurs-sonores-ta", "legal_challenges")[1] == "2022-22~"


def test_possible_suppliers_are_candidates(corpus):
    wallet = find("portefeuille-identite-numerique-eidas")
    roles = {(role.entry.slug, role.role) for role in wallet.roles.all()}
    assert {("google", "candidate"), ("commission-europeenne", "operator")} <= roles
    assert not any(role == "vendor" for _who, role in roles)


def test_a_line_without_currency_has_none(corpus):
    assert find("eff-soutien-lqdn", "fundings").currency == ""


def test_a_source_may_cite_itself(corpus):
    page = find("ricochets-2022-ville-connectee", "sources")
    assert page.entry.citations.get(field="").source == page.entry
    assert not page.relayed_by.exists()


def test_a_second_load_changes_nothing(corpus):
    def state():
        counted = (Entry, Revision, Submission)
        return DataVersion.current(), [model.objects.count() for model in counted]

    before = state()
    assert load() == corpus
    assert state() == before


def test_the_command_prints_the_table(corpus, capsys):
    call_command("load_corpus", FILE, skip_checks=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["corpus", "read", "stored"]
    total = sum(META["counts"].values())
    assert lines[-1].split() == ["total", str(total), str(total)]


def test_the_command_fails_when_a_record_is_not_stored(corpus):
    gone = find("xxii", "vendors").entry
    gone.revisions.all().delete()
    with pytest.raises(CommandError, match="Not every record"):
        call_command("load_corpus", FILE, skip_checks=True, stdout=io.StringIO())


def test_the_judged_questions_are_answered_well(corpus):
    scores = relevance.scores()
    assert len(scores) >= 60
    assert relevance.mean(scores) >= 0.88
