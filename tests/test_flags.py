"""What arrives is flagged with its reason, so that a moderator sees where to look."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.moderation.duplicates import flagged_duplicates
from cases.moderation.flags import flags_of
from cases.moderation.manner import Manner
from cases.moderation.personal import traces_of_people
from cases.moderation.submit import Proposal
from cases.moderation.texts import MOST_TEXT, free_texts
from cases.snapshots import empty_snapshot
from tests.make import (
    cited,
    dated,
    make,
    make_deployment,
    make_place,
    make_row,
    make_term,
    make_vendor,
)
from tests.test_contribute import report

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def proposal(key, **fields):
    return Proposal(key, empty_snapshot(KINDS[key].form) | fields)


def flags_in_english(submission):
    """{flag: why} of a contribution that was sent."""
    with override("en"):
        words = [why for _what, why in submission.flags_in_words()]
    return dict(zip([found["flag"] for found in submission.flags], words, strict=True))


def flags(*proposals, basis="document", **manner):
    """{flag: why, in English} of a contribution."""
    return flags_in_english(Submission(flags=flags_of(list(proposals), basis, Manner(**manner))))


@pytest.mark.parametrize(("text", "flag"), [
    ("Écrire à jean.dupont@example.org", "email"),
    ("Appeler le 06 12 34 56 78", "phone"),
    ("Appeler le +33 6 12 34 56 78", "phone"),
    ("Appeler le +33 (0)6.12.34.56.78", "phone"),
    ("Garée là : AB-123-CD", "plate"),
    ("Garée là : 1234 AB 38", "plate"),
    ("Garée là : 12 ABC 2A", "plate"),
    ("Virer sur FR14 2004 1010 0505 0001 3M02 606", "number"),
    ("Son numéro est le 2 69 05 49 588 157 80", "number"),
    ("Mme Durand, 12 rue de la Paix", "person"),
    ("Jean DUPONT vit au 12 bis avenue Foch", "person"),
    ("Il habite 3 chemin des Vignes", "person"),
    (" ".join(["https://example.org/"] * 6), "links"),
    ("ENCORE DES CAMÉRAS PARTOUT DANS LA VILLE, C’EST UNE HONTE", "shouting"),
])  # fmt: skip
def test_a_text_is_flagged_with_what_was_found(text, flag):
    assert flag in flags(proposal("page", title="Titre", description=text))


@pytest.mark.parametrize("text", [
    "Une caméra dôme à l’angle de la rue de la Paix.", "Marché 2022-0612 de 345 678 euros.",
    "La délibération du 12 juin 2022, page 45, voir https://example.org/d.pdf",
    "VSA, LAPI et CNIL dans un même texte.", "Mme la maire l’a annoncé.",
    "FR14 2004 1010 0505 0001 3M02 607 n’est pas un compte.", "SIRET 552 059 024 00013.",
    "2 69 05 49 588 157 81 n’est pas un numéro de sécurité sociale.",
    "Le 12 rue de la Paix abrite la police municipale.",
    "En 2022 la CNIL a mis en demeure 06 villes.",
])  # fmt: skip
def test_ordinary_sentences_are_not_flagged(text):
    found = flags(proposal("page", title="Titre", description=text))
    assert set(found) <= {"no_source"}


def test_references_and_codes_are_not_searched_for_people():
    assert "phone" not in flags(proposal("funding", amount="0612345678"))
    assert "plate" not in flags(proposal("deployment", places=["ab-123-cd"]))


HOSTILE = st.text(st.sampled_from("0123456789 .-@ABZabé,\n+()"), max_size=2000) | st.builds(
    lambda part, times: part * times,
    st.text(st.sampled_from("01 .-@Aaé+rue"), min_size=1, max_size=8), st.integers(1, 20_000),
)  # fmt: skip


@given(HOSTILE)
def test_no_hostile_text_is_too_much(text):
    words = [text[:MOST_TEXT]]
    assert all(found.about for found in traces_of_people(words))


def test_only_a_bounded_part_of_a_text_is_looked_at():
    long = "a " * MOST_TEXT + "Appeler le 06 12 34 56 78"
    one = proposal("page", title="Titre", description=long, note=long)
    assert sum(map(len, free_texts(one))) <= MOST_TEXT


def test_a_record_that_exists_is_named():
    place = make_place("Nice")
    known = make_deployment(place, title="Caméras")
    one = proposal("deployment", title="Vu", places=[place.entry.slug])
    assert "“Caméras”" in flags(one)["duplicate"]
    submission = Submission(flags=flags_of([one], "document"))
    assert flagged_duplicates(submission) == [known.entry]


def test_why_is_told_in_the_language_of_whoever_reads():
    one = proposal("page", title="Titre", description="Appeler le 06 12 34 56 78")
    submission = Submission(flags=flags_of([one], "document"))
    told = {}
    for language in ("fr", "en"):
        with override(language):
            told[language] = [why for _what, why in submission.flags_in_words()][0]
    assert "06 12 34 56 78" in told["fr"] and "06 12 34 56 78" in told["en"]
    assert told["fr"] != told["en"]


@pytest.mark.parametrize(("value", "flagged"), [("2050", True), ("1900", True), ("2022", False)])
def test_a_date_out_of_reach_is_flagged(value, flagged):
    row = make_row("event", "dates", **dated(value))
    assert ("date" in flags(proposal("event", title="Vote", dates=[row]))) is flagged


@pytest.mark.parametrize(("field", "kind"), [("observed_on", "camera"),
                                             ("cameras_counted_on", "deployment")])  # fmt: skip
def test_nobody_saw_what_is_to_come(field, kind):
    assert "date" in flags(proposal(kind, **{field: "2050-01"}))
    assert "date" not in flags(proposal(kind, **{field: "2022-01"}))


def test_an_old_law_is_no_error():
    row = make_row("law", "dates", **dated("1881-07-29"))
    assert "date" not in flags(proposal("law", title="Loi sur la presse", dates=[row]))


def test_a_thousand_millions_for_a_village_is_flagged():
    village = make_place("Moirans", population=8000)
    money = {"payer": village.entry.reference, "amount": "1000000000"}
    assert "8000" in flags(proposal("funding", title="Marché", **money))["amount"]
    assert "amount" not in flags(proposal("funding", title="Marché", **money | {"amount": "80000"}))


def test_money_without_a_payer_is_measured_by_the_place_it_is_spent_in():
    village = make_place("Moirans", population=8000)
    system = proposal("deployment", title="Caméras", places=[village.entry.slug])
    assert "amount" in flags(system, proposal("funding", amount="1000000000"))


@pytest.mark.parametrize(("cameras", "flagged"), [(7000, True), (25, False), (300, False)])
def test_cameras_out_of_proportion_are_flagged(cameras, flagged):
    village = make_place("Moirans", population=8000)
    one = proposal("deployment", places=[village.entry.slug], cameras_total=cameras)
    assert ("amount" in flags(one)) is flagged


def test_more_cameras_analysed_than_there_are():
    assert "amount" in flags(proposal("deployment", cameras_total=4, cameras_analysed=9))


def test_a_vendor_not_known_for_a_technology_is_named():
    audio = make_term("technology", "audio", name="audiosurveillance")
    vsa = make_term("technology", "vsa")
    vendor = make_vendor("Sensivic")
    make_deployment(make_place("Orléans"), vendor, technologies=[audio])
    roles = [make_row("deployment", "roles", entry=vendor, role="vendor")]
    known = proposal("deployment", technologies=["audio"], roles=roles)
    other = proposal("deployment", technologies=["vsa"], roles=roles)
    assert "technology" not in flags(known)
    assert "Sensivic" in flags(other)["technology"]
    make("product", name="Regard", vendor=vendor, technologies=[vsa])
    assert "technology" not in flags(other)


def test_the_same_words_sent_before_are_told(client):
    text = "Des caméras noires et rondes ont été posées cette nuit sur tous les mâts de la place."
    for town in ("Nice", "Lyon"):
        make_place(town)
    first = report(client, places="Nice", description=text).context["submission"]
    second = report(client, places="Lyon", description=text.upper()).context["submission"]
    assert f"contribution {first.pk}" in flags_in_english(second)["repeated"]
    assert "repeated" not in flags_in_english(first)


def test_a_short_sentence_about_two_towns_is_not_the_same_text(client):
    for town in ("Nice", "Lyon"):
        make_place(town)
        sent = report(client, places=town, description="Une caméra dôme.").context["submission"]
        assert "repeated" not in flags_in_english(sent)


def test_how_it_was_sent_is_told():
    found = flags(proposal("page", title="T"), hasty=True, trapped=True, unanswered=True)
    assert {"hasty", "trap", "question"} <= set(found)
    assert all(found.values())


def test_what_says_neither_source_nor_basis_is_flagged():
    assert {"no_source", "no_basis"} <= set(flags(proposal("page", title="Titre"), basis=""))
    row = make_row("page", "citations", **cited(None), acquisition="on_site")
    assert "no_source" not in flags(proposal("page", title="Titre", citations=[row]))


def test_a_vendor_that_is_not_in_the_register_is_named():
    assert "Nouvelle SA" in flags(proposal("vendor", name="Nouvelle SA"))["new_vendor"]


def test_the_review_links_to_the_record_that_may_be_repeated(client, moderating):
    place = make_place("Nice")
    known = make_deployment(place, title="Caméras")
    sent = report(client, places="Nice", description="Vue.").context["submission"]
    page = moderating.get(f"/moderation/{sent.pk}/").content.decode()
    assert f'href="{known.get_absolute_url()}"' in page


def test_the_keys_of_rows_are_no_words_of_the_sender():
    key = "06123456-7800-4000-8000-0612345678ab"
    row = make_row("vendor", "dates", value="2024", key=key)
    sent = proposal("vendor", name="XXII", dates=[row])
    assert key not in free_texts(sent)
    assert "phone" not in flags(sent)
