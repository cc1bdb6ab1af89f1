"""The first wiki pages: loaded through the door, kept once people edit them, and well written."""

import io
import re

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from cases import guide_shelves, integrity
from cases.exchange import guides, vocabularies
from cases.models import Entry, Page, Revision, WikiLink
from cases.moderation import imports
from cases.moderation.import_pages import load_pages
from cases.moderation.withdraw import withdraw
from cases.wikilinks import key_of
from cases.wikimarkup import targets_in
from tests.make import edit, make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIXTURES = settings.BASE_DIR / "fixtures"
FOLDER = FIXTURES / "pages"
TYPES = ("organisations", "deployments", "legal_challenges", "fundings", "statistics", "events",
         "vendors")  # fmt: skip
GUIDES = guides.read(FOLDER)


def guide(text="Un texte.", slug="guide", tags=()):
    return guides.Guide(slug, "Un guide", tuple(tags), text)


def load(*given):
    done = load_pages(list(given))
    return done.made, done.edited, done.kept


def page(slug="guide"):
    return Page.objects.get(entry__slug=slug)


def test_loading_twice_changes_nothing():
    out = io.StringIO()
    call_command("load_pages", stdout=out)
    assert f"{len(GUIDES)} made" in out.getvalue()
    before = list(Revision.objects.values_list("digest", flat=True))
    call_command("load_pages", stdout=out)
    assert f"{len(GUIDES)} read, 0 made, 0 edited, 0 kept" in out.getvalue()
    assert list(Revision.objects.values_list("digest", flat=True)) == before
    assert list(integrity.problems()) == []


def test_a_page_follows_its_file_until_people_edit_it():
    assert load(guide("Un.")) == (1, 0, 0)
    assert load(guide("Deux.")) == (0, 1, 0)
    assert load(guide("Un.")) == (0, 1, 0)
    assert page().description == "Un."
    edit(page(), description="Mieux dit.")
    assert load(guide("Trois.")) == (0, 0, 1)
    assert page().description == "Mieux dit."


def test_an_edit_that_gives_back_the_text_of_the_file_still_belongs_to_people():
    load(guide("Un."))
    edit(page(), description="Mieux dit.")
    edit(page(), description="Un.")
    assert load(guide("Deux.")) == (0, 0, 1)


def test_a_page_that_people_wrote_first_is_kept():
    written = make("page", "guide", title="À nous", description="Notre texte.")
    edit(written, description="Notre texte, relu.")
    assert load(guide()) == (0, 0, 1)
    assert page().title == "À nous"


def test_a_withdrawn_page_does_not_come_back(mona):
    load(guide())
    withdraw(page().entry, mona, "erreur")
    assert load(guide("Deux.")) == (0, 0, 1)
    assert not Page.objects.exists()


def test_a_tag_that_is_no_record_yet_is_left_out_until_it_is_one():
    load(guide(tags=["vsa"]))
    assert not page().entry.tags.exists()
    make("tag", "vsa", name="VSA")
    assert load(guide(tags=["vsa"])) == (0, 1, 0)
    assert [tag.entry.slug for tag in page().entry.tags.all()] == ["vsa"]


@pytest.mark.parametrize(
    "written",
    ["", "Sans tête.", "---\ntitle: A\nslug: a\n---\nTexte.", "---\ntitle: [\n---\nTexte.",
     "---\ntitle: A\nslug: a\ntags: un\n---\nTexte.", "---\ntitle: A\nslug: a\ntags: []\n---\n"],
)  # fmt: skip
def test_a_bad_file_is_named_and_nothing_is_loaded(tmp_path, written):
    (tmp_path / "a.md").write_text("---\ntitle: B\nslug: b\ntags: []\n---\nTexte.", "utf-8")
    (tmp_path / "mauvais.md").write_text(written, "utf-8")
    with pytest.raises(CommandError, match=r"mauvais\.md"):
        call_command("load_pages", tmp_path)
    assert not Entry.objects.filter(kind="page").exists()


def test_an_empty_folder_and_a_slug_given_twice_are_refused(tmp_path):
    with pytest.raises(CommandError, match="no file"):
        call_command("load_pages", tmp_path)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("---\ntitle: B\nslug: b\ntags: []\n---\nTexte.", "utf-8")
    with pytest.raises(CommandError, match="slug b"):
        call_command("load_pages", tmp_path)


def test_every_link_between_the_pages_leads_to_one():
    load(*GUIDES)
    between = WikiLink.objects.exclude(folded__contains="/")
    assert between.count() >= 4
    assert list(between.filter(target=None).values_list("typed", flat=True)) == []
    to_pages = WikiLink.objects.filter(folded__startswith="page/")
    assert to_pages.count() >= len(GUIDES)
    assert list(to_pages.filter(target=None).values_list("typed", flat=True)) == []


def test_every_link_to_a_word_of_the_lists_leads_to_it():
    words = vocabularies.read(FIXTURES / "vocabularies.yaml")
    imports.load_vocabularies({scheme: words[scheme] for scheme in ("technology", "function")})
    load(*GUIDES)
    linked = WikiLink.objects.filter(folded__startswith="term/")
    assert linked.count() >= 8
    assert list(linked.filter(target=None).values_list("typed", flat=True)) == []


def test_every_other_address_is_one_of_the_corpus():
    corpus = yaml.safe_load((FIXTURES / "corpus.yaml").read_text("utf-8"))
    slugs = {record["slug"] for type_ in TYPES for record in corpus[type_]}
    text = "\n".join(one.text + one.text_en for one in GUIDES)
    named = {key_of(typed) for typed in targets_in(text) if "/" in typed}
    others = {key.partition("/")[2] for key in named if not key.startswith(("term/", "page/"))}
    assert others
    assert others - slugs == set()


@pytest.mark.parametrize("one", GUIDES, ids=lambda one: one.slug)
def test_the_typography_of_the_pages_is_french(one):
    text = re.sub(r"`[^`]*`|\]\([^)]*\)|^\[\^\w+\]:", "", f"{one.title}\n{one.text}", flags=re.M)
    assert re.findall(r".{0,20}['\"].{0,20}", text) == []
    assert re.findall(r".{0,20}[^\u202f][;?!].{0,20}", text) == []
    assert re.findall(r".{0,20}[^\u00a0]:(?!//).{0,20}", text) == []
    assert re.findall(r".{0,20}(?:«[^\u00a0]|[^\u00a0]»).{0,20}", text) == []


@pytest.mark.parametrize("one", GUIDES, ids=lambda one: one.slug)
def test_every_page_is_there_in_english_with_as_many_sections(one):
    assert one.title_en
    assert one.text_en.count("\n## ") == one.text.count("\n## ")
    assert set(targets_in(one.text_en)) >= {t for t in targets_in(one.text) if "/" in t}
    text = re.sub(r"`[^`]*`", "", f"{one.title_en}\n{one.text_en}")
    assert re.findall(r".{0,20}['\"].{0,20}", text) == []


def test_a_reader_in_english_gets_the_english_text_where_there_is_one(client):
    load(guides.Guide("guide", "Un guide", (), "Un texte.", "A guide", "See [[Autre]]."))
    load(guides.Guide("autre", "Autre", (), "Seul."))
    french, english = client.get("/pages/guide/"), client.get("/en/pages/guide/")
    assert "Un texte." in french.content.decode()
    assert "See " not in french.content.decode()
    shown = english.content.decode()
    assert "<h1>A guide</h1>" in shown
    assert '<div class="prose"><p>See <a href="/en/pages/autre/"' in shown
    assert "A guide" in client.get("/en/pages/").content.decode()
    untranslated = client.get("/en/pages/autre/").content.decode()
    assert '<div class="prose" lang="fr"><p>Seul.' in untranslated
    assert "nobody has translated it yet" in untranslated
    edit(page("guide"), description_en="Changed.")
    dated = client.get("/en/pages/guide/?at=r1").content.decode()
    assert "See <a" in dated
    assert "Changed." not in dated
    assert list(integrity.problems()) == []


def test_an_english_text_needs_its_french_one_and_a_title(tmp_path):
    (tmp_path / "a.en.md").write_text("---\ntitle: A\n---\nText.", "utf-8")
    with pytest.raises(CommandError, match=r"a\.en\.md"):
        call_command("load_pages", tmp_path)
    (tmp_path / "a.md").write_text("---\ntitle: A\nslug: a\ntags: []\n---\nTexte.", "utf-8")
    (tmp_path / "a.en.md").write_text("---\ntitle:\n---\nText.", "utf-8")
    with pytest.raises(CommandError, match=r"a\.en\.md"):
        call_command("load_pages", tmp_path)


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_topic_leads_to_a_section_that_is_there(client, language):
    assert client.get(f"{language}/about/guides/letter/").headers["Location"] == (
        f"{language}/about/guides/"
    )
    load(*GUIDES)
    index = client.get(f"{language}/about/guides/").content.decode()
    for one in GUIDES:
        assert f'href="{language}/pages/{one.slug}/"' in index
    for topic in guide_shelves.TOPICS:
        address, _hash, anchor = client.get(f"{language}/about/guides/{topic}/")[
            "Location"
        ].partition("#")
        page = client.get(address)
        assert page.status_code == 200
        assert not anchor or f'id="{anchor}"' in page.content.decode()
    assert client.get(f"{language}/about/guides/nothing/").status_code == 404


def test_a_page_cannot_take_the_address_of_the_wanted_records(client):
    assert make("page", title="Wanted").entry.slug == "wanted-2"
    assert client.get("/pages/wanted-2/").status_code == 200
