"""Lines of tables made ahead: the same file as without them, whatever happens to the register."""

from random import Random

import pytest
from django.core.management import call_command

from cases.exchange import kept_lines
from cases.integrity import csv_lines
from cases.kinds import KINDS
from cases.models import CsvLine
from cases.moderation.erase import erase
from cases.moderation.merge import merge_records, undo_merge
from cases.moderation.withdraw import undo_withdrawal, withdraw
from tests.export_by_hand import table_by_hand
from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_deployment,
    make_moderator,
    make_place,
    make_source,
    make_term,
    make_vendor,
    role,
)

pytestmark = pytest.mark.django_db
DEPLOYMENT = KINDS["deployment"]


@pytest.fixture
def known(db):
    """What deployments link to."""
    return {
        "place": [make_place(f"Ville {n}") for n in range(3)],
        "vendor": [make_vendor(f"Fournisseur {n}") for n in range(3)],
        "term": [make_term("technology", f"t{n}") for n in range(2)],
        "tag": [make("tag", name=f"mot {n}") for n in range(2)],
        "source": [make_source(f"Article {n}", url=f"https://a.example/{n}") for n in range(2)],
        "page": [make("page", title="Une page")],
        "mona": make_moderator("mona"),
    }


def fields_of(random: Random, known: dict) -> dict:
    """What a deployment may state of them."""

    def some(name: str) -> list:
        return random.sample(known[name], random.randint(0, 2))

    return {
        "places": some("place"), "technologies": some("term"),
        "roles": [role(who) for who in some("vendor")],
        "tags": [tag.entry.slug for tag in some("tag")],
        "citations": [cited(source) for source in some("source")],
        "dates": [dated(random.choice(("2021", "2022-21")))],
        "description": random.choice(("", "[[Une page]] ; [[Ville 1|ici]].", "=A1")),
    }  # fmt: skip


def again(record):
    return type(record).objects.get(pk=record.pk)


def act(random: Random, known: dict) -> None:
    """One accepted change of the register."""
    systems = list(DEPLOYMENT.model.objects.select_related("entry").order_by("pk"))
    one, other = random.sample(systems, 2)
    what = random.choice(("edit", "revert", "hide", "merge", "rename", "move", "publisher", "link"))
    if what == "edit":
        edit(one, **fields_of(random, known))
    elif what == "revert":
        edit(one, **one.entry.revisions.order_by("number").first().snapshot)
    elif what == "hide":
        operation = withdraw(one.entry, known["mona"], "essai")
        undo_withdrawal(operation, known["mona"])
    elif what == "merge":
        operation = merge_records(one.entry, other.entry, known["mona"], "essai")
        undo_merge(operation, known["mona"])
    elif what == "rename":
        named = again(
            random.choice([*known["place"], *known["vendor"], *known["tag"], *known["term"]])
        )
        edit(named, name=f"{named.name} !")
    elif what == "move":
        edit(again(random.choice(known["source"])), url=f"https://b.example/{random.random()}")
    elif what == "publisher":
        edit(again(random.choice(known["source"])), publisher=random.choice(("Un", "Deux", "")))
    elif what == "link":  # a text that names it leads elsewhere
        edit(again(known["page"][0]), title=random.choice(("Une page", "Une autre page")))


@pytest.mark.parametrize("seed", range(2))
def test_the_table_is_that_of_its_records_after_any_change(client, known, seed):
    random = Random(seed)
    for number in range(5):
        make_deployment(title=f"Dispositif {number}", **fields_of(random, known))
    for step in range(10):
        if step % 2 == 0:
            kept_lines.fill()
        act(random, known)
        assert not list(csv_lines.problems())
        text = b"".join(client.get("/deployments.csv").streaming_content).decode()
        assert text == table_by_hand(DEPLOYMENT, "fr")
    operation = merge_records(known["vendor"][0].entry, known["vendor"][1].entry, known["mona"], "")
    kept_lines.fill()
    undo_merge(operation, known["mona"])
    assert not list(csv_lines.problems())


def test_a_line_is_kept_until_something_that_it_says_changes(client, known):
    source, vendor, tag = known["source"][0], known["vendor"][0], known["tag"][0]
    shows = make_deployment(title="Un", roles=[role(vendor)], citations=[cited(source)])
    make_deployment(title="Deux", tags=[tag.entry.slug])
    assert kept_lines.fill() == 2
    assert kept_lines.fill() == 0

    def kept_after(record, **fields) -> int:
        edit(again(record), **fields)
        kept = CsvLine.objects.count()
        kept_lines.fill()
        return kept

    assert kept_after(vendor, description="Elle vend.") == 2
    assert kept_after(vendor, name="Autrement") == 1
    assert kept_after(tag, name="autre mot") == 1
    assert kept_after(source, publisher="Le Monde") == 1
    assert kept_after(shows, title="Un autre") == 1
    withdraw(shows.entry, known["mona"], "essai")
    assert not CsvLine.objects.filter(pk=shows.pk).exists()


@pytest.mark.once
def test_lines_are_given_as_kept_unless_another_program_made_them(client, known, monkeypatch):
    make_deployment(title="Un")
    call_command("expire")
    CsvLine.objects.update(cells='"faux"')
    assert '"faux"' in b"".join(client.get("/deployments.csv").streaming_content).decode()
    assert "faux" not in b"".join(client.get("/en/deployments.csv").streaming_content).decode()
    assert list(csv_lines.problems()) == ["un: its line in the table of its list is stale"]
    monkeypatch.setattr(kept_lines, "edition", lambda: "the next one")
    assert "faux" not in b"".join(client.get("/deployments.csv").streaming_content).decode()
    assert kept_lines.fill() == 1
    assert not CsvLine.objects.filter(cells='"faux"').exists()


@pytest.mark.once
def test_what_is_erased_is_in_no_line(known, settings, tmp_path):
    settings.DATA_DIR = tmp_path  # the journal of erasures
    vendor = make_vendor("Quelqu’un", description="x")
    make_deployment(title="Un", roles=[role(vendor)])
    kept_lines.fill()
    assert CsvLine.objects.filter(cells__contains="Quelqu’un").exists()
    erase(vendor.entry, "name", known["mona"], "Une personne.", "personal", neutral="Société A")
    assert not CsvLine.objects.filter(cells__contains="Quelqu’un").exists()


@pytest.mark.once
def test_a_line_made_while_something_is_published_is_not_kept(known, monkeypatch):
    system, make_lines = make_deployment(title="Un"), kept_lines.made

    def made(*asked):
        lines = make_lines(*asked)
        edit(again(system), title="Deux")
        return lines

    monkeypatch.setattr(kept_lines, "made", made)
    assert kept_lines.fill() == 0
    assert not CsvLine.objects.exists()
