"""A third language by setting and catalogue alone: its pages and its links."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from cases.exchange.testers import description
from cases.management.commands.compile_translations import compile_file
from technopolice.environment import languages
from tests.make import make_deployment, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Skip to the content"
msgstr "Ir al contenido"

msgid "%(total)s record"
msgid_plural "%(total)s records"
msgstr[0] "%(total)s ficha"
msgstr[1] "%(total)s fichas"
"""
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([a-z]+)" href="([^"]*)"')
OTHER = re.compile(r'<a href="([^"]*)" lang="(\w+)" hreflang="(\w+)">(\w+)</a>')


@pytest.fixture
def spanish(settings, tmp_path, monkeypatch):
    """An instance that also speaks a little Spanish."""
    written = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    written.parent.mkdir(parents=True)
    written.write_text(CATALOGUE, "utf-8")
    compile_file(written)
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    monkeypatch.setenv("LANGUAGES", "fr:Français, en:English, es:Español")
    settings.LANGUAGES = languages("LANGUAGES")


def test_its_pages_answer_and_every_page_leads_to_the_same_one_in_each_language(spanish, client):
    make_deployment(make_place("Moirans"), title="Boîtiers")
    for prefix, others in (
        ("", ["en", "es"]), ("/en", ["fr", "es"]), ("/es", ["fr", "en"]),
    ):  # fmt: skip
        response = client.get(f"{prefix}/deployments/?q=boîtiers")
        text, query = response.content.decode(), "?q=bo%C3%AEtiers"
        language = prefix[1:] or "fr"
        assert response.headers["Content-Language"] == language
        assert f'<html lang="{language}">' in text
        path = f"/deployments/{query}"
        assert dict(ALTERNATE.findall(text)) == {
            "fr": path, "en": f"/en{path}", "es": f"/es{path}",
        }  # fmt: skip
        links = OTHER.findall(text)
        assert [code for _url, _lang, code, _name in links] == others * 2  # head and foot
        assert all(lang == code for _url, lang, code, _name in links)
    assert ("Ir al contenido" in text) and "1 ficha" in text
    assert "Déploiements" in text and 'href="/es/vendors/"' in text  # no word yet: in French
    assert 'href="/es/deployments/' in text and 'href="/deployments/"' not in text


def test_a_contribution_in_it_and_what_tests_are_told(spanish, client):
    assert client.get("/es/contribute/deployment/").status_code == 200
    assert client.get("/es/nada/").status_code == 404
    assert description()["languages"]["es"] == "/es/"


def test_without_the_setting_there_is_no_such_language(client):
    assert client.get("/es/").status_code == 404
    assert "Español" not in client.get("/").content.decode()


def test_a_setting_that_makes_no_sense_is_refused(monkeypatch):
    for given in (",", "en:English, fr:Français", "fr:Français, es", "fr:Français, fr:French"):
        monkeypatch.setenv("LANGUAGES", given)
        with pytest.raises(ImproperlyConfigured):
            languages("LANGUAGES")
