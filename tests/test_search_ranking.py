"""What is found and what stands first, against every record read and compared in Python."""

import pytest

from cases.kinds import KINDS
from cases.models import Entry, Name
from cases.search import ranking
from cases.search.finding import find
from cases.search.query import Question, read
from cases.text import fold
from tests.make import edit, make, make_deployment, make_place, make_term, make_vendor

pytestmark = pytest.mark.django_db
TYPED = (
    "nice", "Niče", "NICE caméras", "cœur", "COEUR", "caméra", "caméras drone", "cam", "le cœur",
    '"caméras de nice"', "caméras -drone", '-"de nice" caméras', "vsa", "06000", "rien de tel",
    "caméras de Nice", "saint",
)  # fmt: skip


@pytest.fixture
def register(db):
    vsa = make_term("technology", "vsa", name="Vidéosurveillance algorithmique", aliases=["VSA"])
    nice = make_place("Nice", postcodes="06000 06100", population=350_000)
    for name, population in (
        ("Saint-Denis", 110_000),
        ("Saint-Étienne", 170_000),
        ("Niceville", 9),
    ):
        make_place(name, population=population)
    make_place("Saint-Cœur")
    make_vendor("Caméras de Nice")
    for number in range(12):
        make_deployment(nice, title=f"Drones, lot {number}", technologies=[vsa])
    make_deployment(title="Caméras de Nice", description="Au cœur de ville.")
    make_deployment(title="Caméras de Nice, suite", description="Un drone.")
    make_deployment(title="Autres caméras de Nice", description="Cam.")
    make_deployment(title="Zone cam", description="Sans.")
    make_deployment(title="Camera", description="La vidéosurveillance algorithmique, en coeur.")
    make("legal", title="Recours contre les drones", description="Des caméras de Nice.")
    make("event", title="Saint Nicolas", description="Saint-Denis, puis Saint-Étienne.")


@pytest.mark.parametrize("most", [ranking.MOST_COMPARED, 0])
def test_it_is_what_reading_every_record_finds(register, monkeypatch, most):
    monkeypatch.setattr(ranking, "MOST_COMPARED", most)
    for typed in TYPED:
        found = find(typed)
        expected = _obvious(typed)
        assert {group.kind.key: group.total for group in found.groups} == {
            kind: len(entries) for kind, entries in expected.items()
        }, typed
        if most:
            shown = {g.kind.key: [hit.entry for hit in g.hits] for g in found.groups}
            first = {kind: entries[:10] for kind, entries in expected.items()}
            assert list(shown.items()) == list(first.items()), typed


def test_of_many_equally_good_ones_the_last_edited_and_the_largest_places_are_shown(
    register, monkeypatch
):
    monkeypatch.setattr(ranking, "MOST_COMPARED", 5)
    monkeypatch.setattr(ranking, "MOST_OF_A_KIND", 2)
    edit(Entry.objects.get(slug="drones-lot-3").deployment, description="Douze drones.")
    [drones] = [group for group in find("lot").groups if group.kind.key == "deployment"]
    assert drones.total == 12
    assert [str(hit.entry) for hit in drones.hits] == ["Drones, lot 11", "Drones, lot 3"]
    monkeypatch.setattr(ranking, "MOST_COMPARED", 1)
    [places] = [group for group in find("saint").groups if group.kind.key == "place"]
    assert [str(hit.entry) for hit in places.hits] == ["Saint-Étienne", "Saint-Denis"]


def test_accents_case_and_ligatures_change_nothing_of_what_is_found(register):
    for typed, otherwise in (
        ("cœur", "COEUR"), ("Saint-Étienne", "SAINT ETIENNE"), ("niçe", "NICE"),
        ("Ca\u0301meras", "cameras"),
    ):  # fmt: skip
        found, other = find(typed), find(otherwise)
        assert found.groups
        assert [(g.kind, g.total, [hit.entry for hit in g.hits]) for g in found.groups] == [
            (g.kind, g.total, [hit.entry for hit in g.hits]) for g in other.groups
        ]


def _obvious(typed: str) -> dict[str, list[Entry]]:
    """What answers, by kind: the kind of the best first, the best of each first."""
    question, folded = read(typed), fold(typed)
    entries = Entry.objects.live().order_by("title", "pk").select_related("place")
    ranks = {}
    for entry in entries:
        if _holds(question, [entry.search_names, entry.search_text]):
            ranks[entry] = _rank(entry, question, folded)
    ordered = sorted(ranks, key=lambda entry: (ranks[entry], -_population(entry)))
    grouped: dict[str, list[Entry]] = {}
    for entry in sorted(ordered, key=lambda entry: (ranks[entry], ranking.ORDER.index(entry.kind))):
        grouped.setdefault(entry.kind, []).append(entry)
    return grouped


def _rank(entry: Entry, question: Question, folded: str) -> int:
    names = list(Name.objects.filter(entry=entry).values_list("folded", flat=True))
    if folded in names:
        return ranking.EXACT
    if any(name.startswith(f"{folded} ") for name in names):
        return ranking.BEGINS
    if _holds(question.exactly, [entry.search_names]):
        return ranking.NAMED
    return ranking.PART if _holds(question, [entry.search_names]) else ranking.WITHIN


def _population(entry: Entry) -> int:
    return (entry.place.population or 0) if entry.kind == "place" else 0


def _holds(question: Question, texts: list[str]) -> bool:
    """True when the words of the texts, each read from its start, answer the question."""
    has = []
    for part in question.every:
        first, *others = part.phrases
        has.append(_has(texts, first, part.begins) or any(_has(texts, one) for one in others))
    wanted = bool(has) and all(has) or any(_has(texts, phrase) for phrase in question.instead)
    return wanted and not any(_has(texts, phrase) for phrase in question.without)


def _has(texts: list[str], phrase: tuple[str, ...], begins: bool = False) -> bool:
    wanted = f" {' '.join(phrase)}" + ("" if begins else " ")
    return any(wanted in f" {text} " for text in texts)


@pytest.mark.once
def test_every_kind_has_its_place_among_equals():
    assert set(ranking.ORDER) == set(KINDS)
