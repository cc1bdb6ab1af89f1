"""What arrives is flagged with its reason, so that a moderator sees where to look."""

import pytest

from cases.kinds import KINDS
from cases.moderation.flags import flags_of
from cases.moderation.submit import Proposal
from cases.snapshots import empty_snapshot
from tests.make import cited, dated, make_deployment, make_place, make_row, make_source
from tests.test_contribute import report

pytestmark = pytest.mark.django_db


def proposal(key, **fields):
    return Proposal(key, empty_snapshot(KINDS[key].form) | fields)


def flags(*proposals, basis="document"):
    return {found["flag"]: found["why"] for found in flags_of(list(proposals), basis)}


@pytest.mark.parametrize(("text", "flag"), [
    ("Écrire à jean.dupont@example.org", "email"),
    ("Appeler le 06 12 34 56 78", "phone"),
    ("Appeler le +33 6 12 34 56 78", "phone"),
    ("Garée là : AB-123-CD", "plate"),
    ("Mme Durand, 12 rue de la Paix", "person"),
    (" ".join(["https://example.org/"] * 6), "links"),
    ("ENCORE DES CAMÉRAS PARTOUT DANS LA VILLE, C’EST UNE HONTE", "shouting"),
])  # fmt: skip
def test_a_text_is_flagged_with_what_was_found(text, flag):
    assert flag in flags(proposal("page", title="Titre", description=text))


@pytest.mark.parametrize("text", [
    "Une caméra dôme à l’angle de la rue de la Paix.", "Marché 2022-0612 de 345 678 euros.",
    "La délibération du 12 juin 2022, page 45, voir https://example.org/d.pdf",
    "VSA, LAPI et CNIL dans un même texte.", "Mme la maire l’a annoncé.",
])  # fmt: skip
def test_ordinary_sentences_are_not_flagged(text):
    found = flags(proposal("page", title="Titre", description=text))
    assert set(found) <= {"no_source"}


def test_a_record_that_exists_is_named():
    place = make_place("Nice")
    known = make_deployment(place, title="Caméras")
    found = flags(proposal("deployment", title="Vu", places=[place.entry.slug]))
    assert found["duplicate"] == known.entry.reference


def test_a_source_with_the_same_address_is_a_duplicate():
    make_source("Une", url="https://example.org/a")
    assert "duplicate" in flags(proposal("source", title="Autre", url="https://example.org/a"))


@pytest.mark.parametrize(("value", "flagged"), [("2050", True), ("1900", True), ("2022", False)])
def test_a_date_out_of_reach_is_flagged(value, flagged):
    row = make_row("event", "dates", **dated(value))
    assert ("date" in flags(proposal("event", title="Vote", dates=[row]))) is flagged


def test_a_thousand_millions_for_a_village_is_flagged():
    village = make_place("Moirans", population=8000)
    money = {"payer": village.entry.reference, "amount": "1000000000"}
    assert flags(proposal("funding", title="Marché", **money))["amount"] == "1000000000"
    assert "amount" not in flags(proposal("funding", title="Marché", **money | {"amount": "80000"}))


def test_what_says_neither_source_nor_basis_is_flagged():
    assert {"no_source", "no_basis"} <= set(flags(proposal("page", title="Titre"), basis=""))
    row = make_row("page", "citations", **cited(None), acquisition="on_site")
    assert "no_source" not in flags(proposal("page", title="Titre", citations=[row]))


def test_a_vendor_that_is_not_in_the_register_is_named():
    assert flags(proposal("vendor", name="Nouvelle SA"))["new_vendor"] == "Nouvelle SA"


def test_the_review_links_to_the_record_that_may_be_repeated(client, moderating):
    place = make_place("Nice")
    known = make_deployment(place, title="Caméras")
    sent = report(client, places="Nice", description="Vue.").context["submission"]
    page = moderating.get(f"/moderation/{sent.pk}/").content.decode()
    assert f'href="{known.get_absolute_url()}"' in page
