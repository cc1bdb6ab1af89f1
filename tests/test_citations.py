"""A citation names one value of the record; the source line says where that value stands."""

import uuid

import pytest

from cases.history import Refused
from cases.intake.models import Submission
from cases.moderation.relink import relink
from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_deployment,
    make_place,
    make_source,
    make_vendor,
    role,
)
from tests.page_forms import controls

pytestmark = pytest.mark.django_db


def test_the_source_line_says_which_value_it_supports_and_where(client):
    source = make_source("Délibération")
    line = make("funding", amount="18000000", citations=[
        cited(source, "amount", locator="p. 12", quotation="18 M€", as_of="2018-06"),
        cited(source, "kind", locator="p. 3"),
    ])  # fmt: skip
    page = client.get(line.get_absolute_url()).content.decode()
    assert "<b>Montant</b>\u00a0: p. 12" in page
    assert "18 M€</q>" in page and "vrai le juin 2018" in page
    assert 'href="#s1"' in page and 'id="s1"' in page


def test_a_date_without_any_source_is_visibly_so(client):
    record = make_deployment(make_place(), dates=[dated("2022")])
    page = client.get(record.get_absolute_url()).content.decode()
    timeline = page[page.index('id="timeline"') :]
    assert "sans source" in timeline[: timeline.index("</table>")]


@pytest.mark.parametrize("path", ["nonsense", f"rows/{uuid.UUID(int=9)}", "rows/", "rows/a/b/c"])
def test_a_value_that_the_record_does_not_have_is_refused(path):
    with pytest.raises(Refused):
        make_deployment(make_place(), citations=[cited(make_source(), path)])


def test_a_row_and_a_field_of_a_row_can_be_named():
    key = str(uuid.uuid4())
    record = make_deployment(
        make_place(), dates=[dated("2022", key=key)],
        citations=[cited(make_source(), f"rows/{key}"), cited(None, f"rows/{key}/value",
                                                              confidence="inferred")],
    )  # fmt: skip
    assert record.entry.citations.count() == 2


def test_a_citation_goes_with_the_row_that_it_is_about():
    key = str(uuid.uuid4())
    record = make_deployment(
        make_place(),
        dates=[dated("2022", key=key)],
        citations=[cited(make_source(), f"rows/{key}"), cited(make_source("Autre"))],
    )
    edited = edit(record, dates=[])
    assert [row.field for row in edited.entry.citations.all()] == [""]


def test_withdrawing_a_vendor_takes_what_was_said_of_its_role_with_it():
    vendor, key = make_vendor(), str(uuid.uuid4())
    record = make_deployment(
        make_place(), roles=[role(vendor, key=key)],
        citations=[cited(make_source(), f"rows/{key}"), cited(make_source("Autre"))],
    )  # fmt: skip
    relink(vendor.entry, None, record.edited_on)
    assert [row.field for row in record.entry.citations.all()] == [""]


def test_the_form_offers_the_values_by_name_and_keeps_what_was_typed(client):
    make_place("Moirans")
    url = "/contribute/deployment/"
    typed = controls(client.get(url))
    sent = typed | {"places": "Moirans", "description": "Une caméra.", "action": "send",
                    "citation-0-field": "autre chose",
                    "citation-0-confidence": "inferred"}  # fmt: skip
    response = client.post(url, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "« autre chose »" in page.replace("\u00a0", " ")
    assert 'value="autre chose" selected' in page
    assert '<option value="technologies">' in page


def test_where_in_a_new_source_is_said_beside_it(client):
    make_place("Moirans")
    url = "/contribute/deployment/"
    typed = controls(client.get(url))
    client.post(url, typed | {
        "places": "Moirans", "description": "Une caméra.", "action": "send",
        "source-0-title": "Délibération du conseil", "source-0-cited-field": "technologies",
        "source-0-cited-locator": "p. 12", "source-0-cited-quotation": "des caméras",
    })  # fmt: skip
    change = Submission.objects.waiting().get().changes.get(kind="deployment")
    [row] = change.data["citations"]
    assert (row["field"], row["locator"], row["source"]) == ("technologies", "p. 12", "@0")
