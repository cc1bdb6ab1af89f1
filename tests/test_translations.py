"""The words of the interface: complete in French, sound, and in the language of the page."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from django.conf import settings
from django.utils import translation

from cases.exchange.messages import catalogue, messages, missing, unused
from cases.management.commands.compile_translations import read_catalog
from tests.make import make_deployment, make_place

LANGUAGE = "fr"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
# Between tags and placeholders, what French typography does not write so.
FAULTS = {
    "a straight apostrophe": re.compile(r"\w'\w"),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "no narrow space before ; ? !": re.compile(r"[^\u202f;?!][;?!]"),
    "no no-break space before a colon": re.compile(r"(?<!\u00a0):(?!\d)"),
    "no narrow space inside guillemets": re.compile(r"«[^\u202f]|[^\u202f]»"),
    "English quotation marks": re.compile("[“”]"),
    "an accent left out": re.compile(r"\b(?:A|Etat|Etape|Evenement|Ecrire)\b"),
    "two spaces in a row": re.compile(r"[ \u00a0\u202f]{2}"),
}
# What the header and the foot of every page say, in each language.
NAV = {
    "Cities": "Villes",
    "Deployments": "Déploiements",
    "Vendors": "Fournisseurs",
    "Public money": "Argent public",
    "Changes": "Changements",
    "Report": "Signaler",
    "Follow my report": "Suivre mon signalement",
    "Correct, reply, report": "Corriger, répondre, signaler",
    "How we decide": "Comment nous décidons",
    "Accessibility": "Accessibilité",
    "Moderators": "Modération",
}


def entries() -> list[Message]:
    """Every translated message of the catalogue."""
    return [message for message in catalogue(LANGUAGE) if message.id]


def texts(value) -> tuple[str, ...]:
    """The text, or the singular and the plural."""
    return (value,) if isinstance(value, str) else tuple(value)


def bare(text: str) -> str:
    """The text as a reader sees it: without tags, a word in the place of each placeholder."""
    return PLACEHOLDER.sub("x", re.sub(r"<[^>]*>", "", text))


class Reader(HTMLParser):
    """What is read on a page: the language it says it is in, and its links and texts."""

    def __init__(self, html: str):
        super().__init__()
        self.language, self.texts = "", []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """The language of the page; what screen readers and forms say is read as well."""
        given = dict(attrs)
        if tag == "html":
            self.language = given["lang"]
        self.texts += [
            given[name] for name in ("aria-label", "placeholder", "title") if given.get(name)
        ]

    def handle_data(self, data):
        """One text."""
        if data.strip():
            self.texts.append(data.strip())


def test_what_is_compiled_is_what_is_written():
    compiled = Path(settings.LOCALE_PATHS[0]) / LANGUAGE / "LC_MESSAGES" / "django.mo"
    written = BytesIO()
    write_mo(written, read_catalog(compiled.with_suffix(".po")))
    assert compiled.read_bytes() == written.getvalue(), "run manage.py compile_translations"


def test_every_message_has_its_french():
    assert missing(LANGUAGE) == []
    assert [message.id for message in entries() if message.fuzzy] == []


def test_nothing_is_left_that_no_page_asks_for():
    assert unused(LANGUAGE) == []


def test_messages_of_each_sort_are_found():
    found = messages()
    assert (None, "Deployments") in found  # gettext_lazy, in code
    assert ("unit", "cameras") in found  # pgettext
    assert ("button", "Search") in found  # translate … context
    assert (None, ("%(n)s record", "%(n)s records")) in found  # blocktranslate count
    assert (None, ("%(n)d record published.", "%(n)d records published.")) in found  # ngettext


def test_placeholders_and_tags_are_those_of_the_message():
    for message in entries():
        wanted = {tuple(sorted(PLACEHOLDER.findall(text))) for text in texts(message.id)}
        tags = {tuple(re.findall(r"<[^>]*>", text)) for text in texts(message.id)}
        for text in texts(message.string):
            assert tuple(sorted(PLACEHOLDER.findall(text))) in wanted, message.id
            assert tuple(re.findall(r"<[^>]*>", text)) in tags, message.id


@pytest.mark.parametrize("fault", FAULTS)
def test_french_typography(fault):
    faulty = [
        text
        for message in entries()
        for text in texts(message.string)
        if FAULTS[fault].search(bare(text))
    ]
    assert faulty == []


def test_a_sentence_stays_a_sentence():
    for message in entries():
        for english, french in zip(texts(message.id), texts(message.string), strict=True):
            last = english[-1] if english[-1] in ".?;" else ""
            assert last == (french[-1] if french[-1] in ".?;" else ""), english


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/deployments/", "/contribute/", "/about/privacy/", "/no-such-page/"]
)
def test_a_page_says_its_language(client, address):
    assert Reader(client.get(address).content.decode()).language == "fr"
    assert Reader(client.get(f"/en{address}").content.decode()).language == "en"


@pytest.mark.django_db
def test_the_home_page_speaks_one_language(client):
    french = Reader(client.get("/").content.decode()).texts
    english = Reader(client.get("/en/").content.decode()).texts
    assert set(NAV) & set(french) == set()
    assert set(NAV.values()) & set(english) == set()
    assert set(NAV.values()) <= set(french)
    assert set(NAV) <= set(english)


@pytest.mark.django_db
def test_no_message_left_in_english_on_a_french_page(client):
    with translation.override("fr"):
        english = {
            text
            for message in entries()
            if message.context is None
            for text in texts(message.id)
            if translation.gettext(text) != text
        }
    record = make_deployment(make_place()).get_absolute_url()
    for address in (
        "/", "/search/?q=x", "/changes/", "/deployments/", "/funding/?contested=yes",
        "/contribute/", "/contribute/deployment/", "/contribute/legal/", "/receipt/",
        "/transparency/", "/about/legal/", "/account/login/",
        record, f"{record}edit/", f"{record}history/1/",
    ):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 200, address
        assert english & set(Reader(response.content.decode()).texts) == set(), address
