"""An activist without an account, a cookie or JavaScript records what they know."""

import pytest

from cases import models as m
from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.moderation import form_tokens
from tests.full import full_state
from tests.make import make, make_deployment, make_place, make_term, make_vendor
from tests.page_forms import controls

pytestmark = pytest.mark.django_db
URL = "/contribute/deployment/"


@pytest.fixture
def orleans():
    return make_place("Orléans", insee="45234", postcodes="45000 45100")


def report(client, url=URL, /, action="send", **fields):
    """Fill in the form that the page gives, and send it."""
    typed = controls(client.get(url))
    return client.post(url, typed | {"action": action} | fields)


def test_a_place_and_a_description_are_enough(client, orleans):
    response = report(client, places="45000", description="Boîtier noir avec un micro.")
    assert response.status_code == 200
    change = Submission.objects.waiting().get().changes.get()
    assert change.data["places"] == [orleans.entry.slug]
    assert change.data["title"] == "Dispositif de surveillance, Orléans"


@pytest.mark.parametrize(
    "typed", ["Orléans", "orleans", "ORLEANS", "45100", "45234", "orleans (45)"]
)
def test_a_town_is_found_by_name_postcode_or_code(client, orleans, typed):
    response = report(client, places=typed, description="Une caméra.")
    assert response.context["submission"].changes.get().data["places"] == [orleans.entry.slug]


def test_towns_of_the_same_name_are_offered_to_choose_from(client):
    make_place("Saint-Denis", slug="saint-denis-93066", insee="93066", postcodes="93200")
    make_place("Saint-Denis", slug="saint-denis-97411", insee="97411", postcodes="97400")
    response = report(client, places="Saint-Denis", description="Une caméra.")
    assert response.status_code == 422
    assert b'value="place/saint-denis-93066"' in response.content
    response = report(
        client, places=["Saint-Denis", "place/saint-denis-93066"], description="Une caméra."
    )
    assert response.context["submission"].changes.get().data["places"] == ["saint-denis-93066"]


def test_nothing_is_kept_before_sending(client, orleans):
    response = report(client, action="preview", places="Orléans", description="Vu rue Bannier.")
    assert "Vu rue Bannier." in response.content.decode()
    assert "ODbL" in response.content.decode()
    assert not Submission.objects.waiting().exists()


def test_the_preview_carries_everything_to_the_sending(client, orleans):
    preview = report(client, action="preview", places="Orléans", description="Vu rue Bannier.")
    sent = client.post(URL, controls(preview) | {"action": "send"})
    assert sent.context["submission"].changes.get().data["description"] == "Vu rue Bannier."


def test_going_back_from_the_preview_keeps_what_was_typed(client, orleans):
    preview = report(client, action="preview", places="Orléans", description="Vu rue Bannier.")
    form = client.post(URL, controls(preview) | {"action": "edit"})
    assert controls(form)["description"] == ["Vu rue Bannier."]


def test_a_new_vendor_its_source_money_and_cameras_come_in_one_contribution(client, orleans, mona):
    make_term("technology", "audio", name="audiosurveillance")
    response = report(
        client, **{
            "places": "Orléans", "description": "Microphones.", "technologies": "audio",
            "basis": "document", "tags": "Micro, Rue", "status": "experimental",
            "vendor-0-name": "Sensivic", "source-0-title": "Délibération", "cameras_total": "4",
            "source-0-url": "https://example.org/d.pdf", "funding-0-amount": "12,5 M€",
            "camera-0-location": "rue de Bourgogne", "camera-1-location": "place du Martroi",
            "camera-1-latitude": "47.9", "camera-1-longitude": "1.9",
        },
    )  # fmt: skip
    kinds = [change.kind for change in response.context["submission"].changes.all()]
    assert kinds == ["vendor", "source", "deployment", "funding", "camera", "camera"]


def test_i_saw_it_myself_is_a_source(client, orleans):
    response = report(client, places="Orléans", description="Vue.", basis="on_site")
    [citation] = response.context["submission"].changes.get().data["citations"]
    assert (citation["acquisition"], citation["source"]) == ("on_site", "")


def test_how_the_sender_knows_stays_with_the_moderators(client, orleans):
    response = report(client, places="Orléans", description="Vue.", basis="document",
                      basis_note="mon travail")  # fmt: skip
    submission = response.context["submission"]
    assert submission.basis_note == "mon travail"
    assert "mon travail" not in str([change.data for change in submission.changes.all()])


def test_a_vendor_already_known_is_linked_not_made_again(client, orleans):
    vendor = make_vendor("XXII", aliases=["Vingt-deux"])
    typed = {"role-0-entry": "vingt deux", "role-0-role": "publisher"}
    response = report(client, places="Orléans", description="Logiciel.", **typed)
    [role] = response.context["submission"].changes.get().data["roles"]
    assert role["entry"] == vendor.entry.reference


def test_no_page_of_the_contributor_sets_a_cookie(client, orleans):
    for response in (client.get("/contribute/"), client.get(URL), report(client, places="x"),
                     report(client, places="Orléans", description="Vue."), client.get("/receipt/"),
                     client.post("/receipt/", {"code": "x"})):  # fmt: skip
        assert not response.cookies


def test_the_same_form_sent_twice_shows_the_same_code(client, orleans):
    typed = controls(client.get(URL)) | {
        "places": "Orléans",
        "description": "Vue.",
        "action": "send",
    }
    first, second = client.post(URL, typed), client.post(URL, typed)
    assert first.context["code"] == second.context["code"]
    assert Submission.objects.waiting().count() == 1


def test_a_used_form_with_other_content_comes_back_with_its_text(client, orleans):
    typed = controls(client.get(URL)) | {
        "places": "Orléans",
        "description": "Vue.",
        "action": "send",
    }
    client.post(URL, typed)
    again = client.post(URL, typed | {"description": "Autre chose."})
    assert "Autre chose." in controls(again)["description"]
    sent = client.post(URL, controls(again) | {"action": "send"})
    assert sent.context["submission"].changes.get().data["description"] == "Autre chose."


def test_an_expired_form_comes_back_with_its_text(client, orleans, settings):
    typed = controls(client.get(URL)) | {
        "places": "Orléans",
        "description": "Vue.",
        "action": "send",
    }
    settings.FORM_TOKEN_MAX_AGE = -1
    response = client.post(URL, typed)
    assert controls(response)["description"] == ["Vue."]
    assert not Submission.objects.waiting().exists()


@pytest.mark.parametrize("token", ["", "forged", "a:b:c", "\x00", "é" * 500])
def test_a_forged_token_sends_nothing_and_loses_nothing(client, orleans, token):
    response = report(client, places="Orléans", description="Vue.", token=token)
    assert controls(response)["description"] == ["Vue."]
    assert form_tokens.age_of(controls(response)["token"][0]) is not form_tokens.Age.FORGED
    assert not Submission.objects.waiting().exists()


def test_a_duplicate_is_shown_before_sending(client, orleans):
    known = make_deployment(orleans, title="Capteurs sonores")
    response = report(client, action="preview", places="Orléans", description="Micros.")
    assert [repeat.entry for repeat in response.context["duplicates"]] == [known.entry]
    assert f'formaction="{known.get_absolute_url()}edit/"' in response.content.decode()


def test_an_edit_proposes_only_what_changed(client):
    vendor = make_vendor("XXII", country="FR", aliases=["Vingt-deux"])
    response = report(client, f"{vendor.get_absolute_url()}edit/", country="BE")
    change = response.context["submission"].changes.get()
    assert (change.target, change.data, change.base) == (
        "xxii",
        {"country": "BE"},
        {"country": "FR"},
    )


def test_an_edit_that_changes_nothing_is_told_so(client):
    vendor = make_vendor("XXII")
    assert report(client, f"{vendor.get_absolute_url()}edit/").status_code == 422
    assert not Submission.objects.waiting().exists()


@pytest.mark.parametrize("key", [key for key in KINDS if key != "term"])
def test_the_edit_form_of_a_full_record_changes_nothing_by_itself(client, key):
    record = make(key, **full_state(key))
    response = report(client, f"{record.get_absolute_url()}edit/")
    assert response.status_code == 422, response.context["submission"].changes.get().data
    assert [field for field, _label, _messages in response.context["errors"]] == [""]


def test_a_revert_is_an_edit_that_starts_from_an_old_revision(client, moderating):
    vendor = make_vendor("XXII", country="FR")
    url = f"{vendor.get_absolute_url()}edit/"
    edited = report(client, url, country="BE").context["submission"]
    moderating.post(f"/moderation/{edited.pk}/", {"action": "accept", "version": "1"})
    typed = controls(client.get(f"{url}?from=1"))
    reverted = client.post(url, typed | {"action": "send"}).context["submission"]
    assert reverted.changes.get().data == {"country": "FR"}


@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if kind.contribute])
def test_every_kind_has_a_form_that_proposes_a_record(client, key):
    state = full_state(key)
    name = KINDS[key].label_field
    sent = {field: state[field] for field in KINDS[key].essential} | {name: "Un nom"}
    response = report(client, f"/contribute/{key}/", **sent)
    assert response.status_code == 200, response.context["errors"]
    assert Submission.objects.get(pk=response.context["submission"].pk).changes.exists()
    assert not m.Entry.objects.filter(title="Un nom").exists()


def test_the_receipt_tells_the_state_and_the_reason(client, orleans, moderating):
    sent = report(client, places="Orléans", description="Vue.")
    code, pk = sent.context["code"], sent.context["submission"].pk
    moderating.post(
        f"/moderation/{pk}/", {"action": "refuse", "version": "1", "reason": "Déjà là."}
    )
    page = client.post("/receipt/", {"code": code}).content.decode()
    assert "Déjà là." in page
    assert "mona" not in page


@pytest.mark.parametrize("typed", [str.lower, lambda c: c.replace(" ", ""), lambda c: f"  {c}-",
                                   lambda c: c.replace("0", "O").replace("1", "l")])  # fmt: skip
def test_a_code_is_read_as_people_type_it(client, orleans, typed):
    code = report(client, places="Orléans", description="Vue.").context["code"]
    assert client.post("/receipt/", {"code": typed(code)}).status_code == 200


def test_only_hashes_of_the_code_and_of_the_form_are_stored(client, orleans):
    sent = report(client, places="Orléans", description="Vue.")
    row = str(Submission.objects.waiting().values().get())
    assert sent.context["code"] not in row
    assert sent.context["code"].replace(" ", "") not in row
