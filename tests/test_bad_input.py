"""Bad input gets a clear answer beside the field, keeps what was typed, and never a 500."""

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.models import Entry
from technopolice.wsgi import application
from tests.make import make_any, make_place, make_term, make_vendor
from tests.page_forms import controls

pytestmark = pytest.mark.django_db
URL = "/contribute/deployment/"
GOOD = {"places": "Orléans", "description": "Une caméra."}


@pytest.fixture
def orleans():
    return make_place("Orléans", insee="45234", postcodes="45000")


def send(client, url=URL, /, **fields):
    return client.post(url, controls(client.get(url)) | {"action": "send"} | fields)


def error_of(response, control):
    """The messages of the error on one control."""
    return next((m for at, _label, m in response.context["errors"] if at == f"id_{control}"), None)


WRONG = {
    "a wrong date": ({"date-0-value": "31/02/2023", "date-0-role": ""}, "date-0-value"),
    "a date that is no date": ({"date-0-value": "hier matin"}, "date-0-value"),
    "a postcode that does not exist": ({"places": "99999"}, "places"),
    "a town that does not exist": ({"places": "Atlantide"}, "places"),
    "no town": ({"places": ""}, "places"),
    "no description": ({"description": "  "}, "description"),
    "a paragraph of ten megabytes": ({"description": "a" * 10_000_000}, "description"),
    "a script for an address": ({"source-0-url": "javascript:alert(1)"}, "source-0-url"),
    "a data address": ({"source-0-url": "data:text/html,x"}, "source-0-url"),
    "a NUL byte in a text": ({"description": "a\x00b"}, "description"),
    "a NUL byte in a town": ({"places": "Orl\x00éans"}, "places"),
    "a NUL byte in a tag": ({"tags": "a\x00b"}, "tags"),
    "an amount that is no amount": ({"funding-0-amount": "beaucoup"}, "funding-0-amount"),
    "a number that is no number": ({"cameras_total": "douze"}, "cameras_total"),
    "a number beyond the database": ({"cameras_total": "9" * 30}, "cameras_total"),
    "a latitude beyond the pole": (
        {"camera-0-latitude": "91", "camera-0-longitude": "2"}, "camera-0-latitude"),
    "half a point": ({"camera-0-latitude": "47"}, "camera-0-longitude"),
    "a choice that does not exist": ({"status": "nonsense"}, "status"),
    "a reference to nothing": ({"role-0-entry": "@7"}, "role-0-entry"),
    "a reference in odd figures": ({"role-0-entry": "@²"}, "role-0-entry"),
    "an invisible name": ({"vendor-0-name": "\u200b"}, "vendor-0-name"),
    "letters that run backwards": ({"title": "a\u202eb"}, "title"),
    "an address of another scheme": ({"source-0-url": "ftp://example.org/"}, "source-0-url"),
    "an address with a user name": (
        {"source-0-url": "https://www.cnil.fr@evil.example/"}, "source-0-url"),
    "a tag without letters": ({"tags": "!!!"}, "tags"),
    "forty tags": ({"tags": ",".join(f"t{n}" for n in range(40))}, "tags"),
    "two hundred towns": ({"places": "\n".join(f"ville {n}" for n in range(200))}, "places"),
    "a tag of a hundred letters": ({"tags": "a" * 100}, "tags"),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "control"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_error_stands_beside_its_field_and_nothing_typed_is_lost(
    client, orleans, typed, control, prefix
):
    response = send(client, f"{prefix}{URL}", **{**GOOD, **typed})
    assert response.status_code == 422
    assert error_of(response, control)
    kept = controls(response)
    for name, value in {**GOOD, **typed}.items():
        if name not in ("status", "date-0-role"):  # a select cannot show a choice it has not
            assert kept[name] == [value.replace("\r", "")], name
    assert not Submission.objects.waiting().exists()


@pytest.mark.parametrize("typed", [
    {f"vendor-{n}-name": f"Société {n}" for n in range(25)},
    {f"role-{n}-entry": "place/orleans" for n in range(201)},
    {"role-9999-entry": "place/orleans"},
    {f"date-{n}-value": "2022" for n in range(160)},
])  # fmt: skip
def test_more_than_a_contribution_may_hold_is_told_and_not_cut(client, orleans, typed):
    make_term("date_role", "active")
    roles = {name.replace("-value", "-role"): "active" for name in typed if "date" in name}
    response = send(client, **GOOD, **typed, **roles)
    assert response.status_code == 422
    assert not Submission.objects.waiting().exists()


@pytest.mark.parametrize("path", [
    "/contribute/deployment/?cameras_counted_on=x&cameras_counted_on=y",
    "/contribute/camera/?observed_on=x&observed_on=y", "/contribute/deployment/?places=a&places=b",
])  # fmt: skip
def test_a_link_that_fills_a_field_twice_is_a_form(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("charset", ["hex", "idna", "rot13", "unicode_escape", "utf-7", "nonsense"])
def test_a_charset_that_is_no_text_changes_nothing(charset):
    request = RequestFactory().get("/search/?q=a", headers={"host": "localhost"})
    claimed = {"CONTENT_TYPE": f"text/plain; charset={charset}"}
    statuses = []
    body = application(request.environ | claimed, lambda status, headers: statuses.append(status))
    assert statuses == ["200 OK"]
    assert b"</html>" in b"".join(body)


def test_a_stale_session_cookie_changes_nothing_for_a_reader(client):
    client.cookies["sessionid"] = "stale"
    response = client.get("/deployments/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_too_many_fields_get_an_answer_in_the_language_of_the_page(client):
    page = client.post(URL, {f"x{n}": "1" for n in range(4500)})
    assert page.status_code == 400
    assert 'lang="fr"' in page.content.decode()


@pytest.mark.parametrize(("at", "status"), [("2999-01-01", 400), ("1999-01-01", 404), ("zzz", 400)])
def test_a_day_in_the_address_gives_what_was_stated_then(client, at, status):
    url = make_vendor("XXII").get_absolute_url()
    response = client.get(f"{url}?at={at}")
    assert response.status_code == status


def test_errors_are_in_the_language_of_the_page(client, orleans):
    french = error_of(send(client, URL, **{**GOOD, "places": "99999"}), "places")
    english = error_of(send(client, f"/en{URL}", **{**GOOD, "places": "99999"}), "places")
    assert english == [
        "No town has the postcode 99999: check its five figures, or type the name of the town."
    ]
    assert french != english


@pytest.mark.parametrize("typed", ["12,5 M€", "12.5 M€", "12 500 000", "12 500 000,00 €"])
def test_amounts_are_read_as_people_write_them(client, orleans, typed):
    response = send(client, **GOOD, **{"funding-0-amount": typed})
    funding = response.context["submission"].changes.get(kind="funding")
    assert funding.data["amount"] == "12500000"


def test_an_edit_of_a_record_merged_meanwhile_goes_to_the_one_it_became(client):
    gone, kept = make_vendor("Ancien"), make_vendor("Gardé")
    url = f"{gone.get_absolute_url()}edit/"
    typed = controls(client.get(url)) | {"action": "send", "country": "BE"}
    Entry.objects.filter(pk=gone.pk).update(merged_into=kept.entry)
    response = client.post(url, typed)
    assert response.status_code == 409
    assert controls(response)["country"] == ["BE"]
    assert "Gardé" in response.content.decode()


def test_an_edit_of_a_record_withdrawn_meanwhile_keeps_the_text(client):
    gone = make_vendor("Retiré")
    url = f"{gone.get_absolute_url()}edit/"
    typed = controls(client.get(url)) | {"action": "send", "description": "Mon texte."}
    Entry.objects.filter(pk=gone.pk).update(withdrawn_on="2026-01-01")
    response = client.post(url, typed)
    assert response.status_code == 409
    assert controls(response)["description"] == ["Mon texte."]


@pytest.mark.parametrize("code", ["", "x", "\x00", "é" * 1000, "K7QM 2F9T XW4H 8RDN", "'; --"])
def test_a_code_of_nothing_is_told_so(client, code):
    response = client.post("/receipt/", {"code": code})
    assert response.status_code == 404
    assert "id_code_error" in response.content.decode()


NONSENSE = st.dictionaries(
    st.sampled_from(["q", "tag", "tag_any", "tag_not", "place", "technology", "year", "page",
                     "sort", "status", "vendor", "contested", "kind", "zzz", "from", "at"]),
    st.text(max_size=40), max_size=5,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=NONSENSE, kind=st.sampled_from(sorted(KINDS)))
def test_nonsense_in_the_query_is_a_page_or_not_found(client, query, kind):
    for url in (f"/{KINDS[kind].word}/", "/search/", "/changes/", "/transparency/", "/"):
        assert client.get(url, query).status_code in (200, 301, 302, 404), (url, query)


@pytest.mark.parametrize("path", ["", "history/", "history/99999/", "compare/1/99999/", "edit/",
                                  "edit/?from=99", "edit/?from=%00"])  # fmt: skip
def test_nonsense_about_a_record_is_a_page_or_not_found(client, path):
    url = make_vendor("XXII").get_absolute_url()
    assert client.get(f"{url}{path}").status_code in (200, 404)


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40])
def test_a_number_that_no_database_holds_leads_to_nothing(moderating, number):
    url = make_vendor("XXII").get_absolute_url()
    found = [f"{url}history/", f"{url}compare/1/", "/moderation/", "/moderation/complaints/"]
    for path in (f"{start}{number}/" for start in found):
        assert moderating.get(path).status_code == 404, path


SENT = st.dictionaries(
    st.from_regex(r"(c0-|role-|date-|vendor-|source-)?[0-9]?-?[a-z_]{1,12}", fullmatch=True),
    st.text(max_size=30), max_size=8,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=SENT, kind=st.sampled_from([key for key in KINDS if KINDS[key].contribute]))
def test_nonsense_in_a_form_is_an_answer_in_words(client, sent, kind):
    response = client.post(f"/contribute/{kind}/", sent)
    assert response.status_code in (200, 422)


@pytest.mark.parametrize("key", KINDS)
def test_methods_that_make_no_sense_are_refused(client, key):
    record = make_any(key)
    for method in ("put", "delete", "patch", "trace"):
        assert getattr(client, method)(record.get_absolute_url()).status_code == 405
