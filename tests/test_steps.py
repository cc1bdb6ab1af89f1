"""A new record asked step by step: each page carries what was typed, and nothing is stored."""

import gzip

import pytest

from cases.forms.contribution import Contribution
from cases.forms.steps import errors_on, steps_of
from cases.intake.models import Submission
from cases.kinds import KINDS
from tests.make import make_place, make_term, make_vendor
from tests.page_forms import controls

pytestmark = pytest.mark.django_db
URL = "/contribute/deployment/"


@pytest.fixture
def orleans():
    return make_place("Orléans", insee="45234", postcodes="45000 45100")


def press(client, page, button=None, url=URL, **typed):
    """Type on the page, then press the button that leads to this step; Enter if none is named."""
    said = {"step": str(button)} if button else {}
    return client.post(url, controls(page) | said | typed)


def shown(page) -> str:
    """The number of the step that the page shows."""
    return controls(page)["shown"][-1]


def test_four_steps_carry_what_was_typed_to_one_contribution_and_store_nothing(client, orleans):
    make_term("technology", "audio", name="audiosurveillance")
    first = client.get(URL)
    assert "Étape 1 sur 4" in first.content.decode()
    second = press(client, first, 2, places="45000", description="Un boîtier.\r\nUn micro.")
    third = press(client, second, 3, basis="document", basis_note="Mairie",
                  **{"source-0-url": "https://example.org/d.pdf"})  # fmt: skip
    last = press(client, third, 4, technologies=["audio"], delay_weeks="4",
                 **{"vendor-0-name": "Sensivic", "role-0-entry": "Orléans",
                    "role-0-role": "operator", "camera-2-location": "rue Royale"})  # fmt: skip
    assert [shown(page) for page in (first, second, third, last)] == list("1234")
    assert not Submission.objects.waiting().exists()
    assert "Un micro." in last.content.decode() and not last.cookies
    sent = client.post(URL, controls(last) | {"action": "send"}).context["submission"]
    assert [c.kind for c in sent.changes.all()] == ["vendor", "source", "deployment", "camera"]
    main = sent.changes.get(kind="deployment").data
    assert main["description"] == "Un boîtier.\nUn micro."
    assert (main["technologies"], sent.basis_note, sent.delay_weeks) == (["audio"], "Mairie", 4)
    assert {row["entry"] for row in main["roles"]} == {"@0", orleans.entry.reference}


def test_back_and_changing_a_line_lose_nothing_of_any_step(client, orleans):
    second = press(client, client.get(URL), 2, places="45000", description="Un mât.")
    third = press(client, second, 3, basis="press")
    back = press(client, third, 1, tags="Essai", cameras_total="beaucoup")
    assert (shown(back), controls(back)["description"]) == ("1", ["Un mât."])
    refused = press(client, back, 4, places="Orléans")
    assert (refused.status_code, shown(refused)) == (422, "3")
    last = press(client, refused, 4, cameras_total="12")
    page = last.content.decode()
    assert "Essai" in page and 'name="step" value="1"' in page and 'name="step" value="3"' in page
    again = press(client, last, 2)
    assert controls(again)["basis"] == ["press"]
    unticked = controls(again) | {"step": "4"}
    del unticked["basis"]
    assert "basis" not in controls(client.post(URL, unticked))


def test_an_error_is_shown_on_the_step_that_holds_it(client, orleans):
    empty = press(client, client.get(URL))
    assert (empty.status_code, shown(empty)) == (422, "1")
    assert {identity for identity, _l, _m in empty.context["errors"]} == {
        "id_places", "id_description"}  # fmt: skip
    second = press(client, empty, places="Orléans", description="Un mât.")
    assert (second.status_code, shown(second)) == (200, "2")
    wrong = press(client, second, **{"source-0-url": "pas une adresse"})
    assert (wrong.status_code, shown(wrong)) == (422, "2")
    assert "id_source-0-url" in [identity for identity, _l, _m in wrong.context["errors"]]
    assert controls(wrong)["description"] == ["Un mât."]
    assert shown(press(client, wrong, 1)) == "1"


def test_a_step_that_does_not_exist_is_a_step_that_does(client, orleans):
    for step in ("", "0", "9", "²", "deux", "-1", "\x00", "1" * 500):
        page = client.post(URL, {"step": step, "places": "Orléans", "description": "Un mât."})
        assert page.status_code == 200 and shown(page) in "14", step
        assert controls(page)["description"] == ["Un mât."]


def test_one_more_row_comes_on_the_same_step_and_on_the_whole_page(client, orleans):
    second = press(client, client.get(URL), 2, places="Orléans", description="Un mât.")
    third = press(client, second, 3, tags="Essai")
    longer = press(client, third, None, more="role", **{"role-0-note": "Premier"})
    assert shown(longer) == "3" and "role-1-entry" in controls(longer)
    assert controls(longer)["role-0-note"] == ["Premier"]
    whole = client.post(URL, controls(longer) | {"action": "edit"})
    assert "shown" not in controls(whole) and "role-1-entry" in controls(whole)
    vendors = client.post(URL, controls(whole) | {"more": "vendor", "tags": "Autre"})
    assert "vendor-1-name" in controls(vendors) and controls(vendors)["tags"] == ["Autre"]
    unknown = client.post(URL, controls(whole) | {"more": "check"})
    assert "check-0-day" not in controls(unknown)
    edit = f"{make_vendor('XXII').get_absolute_url()}edit/"
    edited = client.post(edit, controls(client.get(edit)) | {"more": "date"})
    assert "date-1-value" in controls(edited)


def test_one_more_row_under_the_receipt_keeps_the_correction_that_was_begun(client, orleans):
    third = client.post(URL, {"step": "3", "places": "Orléans", "description": "Un mât."})
    code = client.post(URL, controls(third) | {"action": "send"}).context["code"]
    begun = controls(client.post("/receipt/correct/", {"code": code}))
    begun |= {"description": "Deux mâts.", "more": "role"}
    longer = controls(client.post("/receipt/correct/", begun))
    assert longer["description"] == ["Deux mâts."] and "role-0-entry" in longer


def test_the_steps_of_every_kind_ask_what_its_whole_page_asks(client):
    for key, kind in KINDS.items():
        url = f"/contribute/{key}/"
        whole = controls(client.get(f"{url}?all=1"))
        said = {name: value for name, value in whole.items() if any(value)}
        steps = controls(client.get(url))
        for name in said.keys() - {"token"}:
            assert steps.get(name) == said[name], (key, name)
        asked = [b.html_name for step in steps_of(Contribution(kind)) for b in step.bound_fields()]
        assert len(asked) == len(set(asked)), key
        offered = {name for name in asked if not name.endswith("-DELETE")}
        assert whole.keys() - {"token", "comment", "q"} <= offered, key


def test_what_a_link_says_of_the_new_record_lives_through_the_steps(client, orleans):
    make_vendor("XXII")
    link = f"{URL}?places=orleans&role-0-entry=vendor/xxii&role-0-role=vendor&technologies=none"
    second = press(client, client.get(link), 2, description="Un mât.")
    last = press(client, press(client, second, 3), 4)
    assert "XXII" in last.content.decode() and "Orléans" in last.content.decode()


def test_every_error_of_the_whole_form_stands_on_exactly_one_step(client, orleans):
    wrong = {
        "places": "nulle part", "cameras_total": "x", "contested": "on", "basis": "x",
        "delay_weeks": "x", "date-0-value": "hier peut-être", "source-0-url": "x",
        "source-0-cited-field": "y", "vendor-0-website": "x", "camera-0-latitude": "47",
        "citation-0-source": "z", "role-0-role": "x",
    }  # fmt: skip
    response = client.post(URL, wrong | {"action": "preview"})
    assert response.status_code == 422 and 'name="shown"' not in response.content.decode()
    found = [identity for identity, _label, _messages in response.context["errors"]]
    for name in set(wrong) - {"contested", "basis", "delay_weeks", "camera-0-latitude"}:
        assert any(name in identity for identity in found), name
    assert len([identity for identity in found if identity]) == len(set(found) - {""})
    assert found == [e[0] for e in errors_on(response.context["steps"])]


def test_a_step_is_light_and_the_token_lives_through_all_of_them(client, orleans):
    page = client.get(URL)
    token = controls(page)["token"]
    for number in (2, 3, 4):
        assert len(gzip.compress(page.content)) < 12_000, number
        page = press(client, page, number, places="Orléans", description="Un mât.")
        assert controls(page)["token"] == token
        cached = page.headers["Cache-Control"]
        assert "private" in cached and "no-store" not in cached
    code = client.post(URL, controls(page) | {"action": "send"}).context["code"]
    again = client.post(URL, controls(page) | {"action": "send"})
    assert again.context["code"] == code and Submission.objects.waiting().count() == 1
    assert "no-store" in again.headers["Cache-Control"]
