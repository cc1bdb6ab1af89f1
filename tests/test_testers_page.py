"""What tests from outside are told is what the code does."""

import pytest
from django.conf import settings as project_settings
from django.core.management import call_command

from cases.exchange.testers import CAPTURE, DUMP_FILE, NOT_FOR_READERS, description
from cases.kinds import KINDS
from cases.management.commands.testing_from_outside import document, routes
from tests.make import make_any

pytestmark = pytest.mark.django_db
PRINTED = "run: python manage.py testing_from_outside > docs/testing-from-outside.md"


def committed() -> str:
    """The document as it is in the repository."""
    return (project_settings.BASE_DIR / "docs" / "testing-from-outside.md").read_text("utf-8")


def test_the_document_is_the_one_that_the_code_prints(capsys, first_reasons):
    call_command("testing_from_outside")
    assert committed() == capsys.readouterr().out, PRINTED


def test_the_document_does_not_depend_on_the_data_or_the_machine():
    before = document()
    make_any("deployment")
    assert document() == before
    assert str(project_settings.DATA_DIR) not in before
    assert str(project_settings.BASE_DIR) not in before


def test_every_address_of_the_register_is_in_the_document():
    lines = committed().splitlines()
    assert [route for route in routes() if f"- `{route}`" not in lines] == []


@pytest.mark.parametrize("key", list(KINDS))
def test_every_field_of_every_kind_is_in_the_document(key):
    text = committed()
    part = text.split(f"\n## {key}\n")[1].split("\n## ")[0]
    shared = text.split("\n## Fields of every kind\n")[1].split("\n## ")[0]
    for name in KINDS[key].form.base_fields:
        assert f"| `{name}` |" in part + shared, name


def test_every_example_of_an_address_answers(client):
    for key in KINDS:
        make_any(key)
    told = client.get("/about/testers.json").json()
    silent = [a["pattern"] for a in told["addresses"] if not a["example"]]
    # There is neither a copy of a source nor a dump to be shown.
    assert silent == [*NOT_FOR_READERS, CAPTURE, DUMP_FILE]
    for address in (a for a in told["addresses"] if a["example"]):
        answer = client.get(address["example"], follow=True)
        assert answer.status_code == 200, address


def test_an_empty_register_still_describes_itself(client):
    assert client.get("/about/testers.json").status_code == 200
    assert set(description()["kinds"]) == set(KINDS)


def test_the_page_is_closed_unless_it_is_wanted(client, settings):
    settings.TESTERS_PAGE = False
    assert client.get("/about/testers.json").status_code == 404
