"""What a page adds to a text: contents, words for wanted links, boxes for tables."""

import pytest

from cases.shown_text import contents_of, first_sentence, headed, shown
from cases.text import render_markdown
from tests.make import make, make_deployment, make_place

pytestmark = pytest.mark.django_db

LONG = "## Un & deux\n\nMots.\n\n### *Dedans*[^1]\n\nMots.\n\n## Trois\n\nMots.\n\n[^1]: Note."


def path_of(record):
    return f"/pages/{record.entry.slug}/"


def read(client, address):
    return client.get(address).content.decode()


def test_a_text_with_three_headings_opens_with_its_contents(client):
    page = read(client, path_of(make("page", description=LONG)))
    contents = page[page.index('<nav class="contents"') :]
    assert '<li><a href="#s-un-deux">Un &amp; deux</a></li>' in contents
    assert '<li class="inner"><a href="#s-dedans">Dedans</a></li>' in contents
    assert contents.index('<li><a href="#s-trois">') < contents.index('<div class="prose"')
    assert '<h2 id="s-un-deux"' in page


def test_a_text_with_two_headings_has_no_contents(client):
    page = read(client, path_of(make("page", description="## Un\n\nMots.\n\n## Deux\n\nMots.")))
    assert 'class="contents"' not in page


@pytest.mark.once
def test_a_first_sentence_keeps_its_no_break_spaces():
    assert first_sentence("<p>Un fait\u00a0: le\nvoici sans son histoire. Et puis.</p>") == (
        "Un fait\u00a0: le voici sans son histoire."
    )


def test_the_story_of_a_record_has_contents_only_when_it_is_long(client):
    short = make_deployment(title="Court", description=LONG)
    long = make_deployment(title="Long", description=LONG + "\n\nEncore des mots." * 300)
    assert 'class="contents"' not in read(client, short.get_absolute_url())
    assert 'class="contents"' in read(client, long.get_absolute_url())


@pytest.mark.parametrize("text", ["# A\n\n## B", "## A\n\n### B", "### A\n\n#### B"])
def test_headings_follow_the_one_of_the_page_whatever_level_they_are_typed_at(text):
    html = headed(render_markdown(text), 2)
    assert '<h2 id="s-a">A</h2>' in html
    assert '<h3 id="s-b">B</h3>' in html


@pytest.mark.parametrize(
    "typed",
    ["## <script>alert(1)</script>", "## <img src=x onerror=alert(1)>", '## "><b>x',
     "## &lt;b&gt;x"],
)  # fmt: skip
def test_a_hostile_heading_is_only_words_in_the_contents(client, typed):
    page = read(client, path_of(make("page", description=f"{typed}\n\n## Deux\n\n## Trois")))
    contents = page[page.index('<nav class="contents"') : page.index('<div class="prose"')]
    assert "<script>" not in page
    assert "<img src=x" not in page
    assert "<b>" not in contents


def test_a_wanted_link_says_so_in_the_words_of_the_page(client):
    address = path_of(make("page", description="[[Nulle part]]"))
    assert 'Nulle part<span class="vh"> (fiche à écrire)</span></a>' in read(client, address)
    assert "(record to be written)</span></a>" in read(client, f"/en{address}")


def test_a_link_to_a_record_says_nothing_more(client):
    make_place("Nice", slug="nice")
    page = read(client, path_of(make("page", description="[[Nice]]")))
    assert '<a href="/places/nice/">Nice</a>' in page
    assert "fiche à écrire" not in page


def test_each_table_stands_in_a_box_that_the_keyboard_reaches():
    html = render_markdown("| a |\n|---|\n| 1 |\n\nMots.\n\n| b |\n|---|\n| 2 |")
    assert shown(html, "fr").count('tabindex="0"') == 2
    assert shown(html, "fr").count("</table></div>") == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("Toute personne peut demander un document à la mairie[^1]. Voici comment.\n\n[^1]: Loi.",
      "Toute personne peut demander un document à la mairie."),
     ("L’article L. 311-1 du code ouvre ce droit à toute personne. Suite.",
      "L’article L. 311-1 du code ouvre ce droit à toute personne."),
     ("Sans point", "Sans point"), ("", "")],
)  # fmt: skip
def test_the_first_sentence_of_a_text(text, sentence):
    assert first_sentence(render_markdown(text)) == sentence


def test_the_list_of_guides_gives_the_first_sentence_of_each(client):
    said = "Voici une première phrase, assez longue."
    make("page", title="Un guide", description=f"{said} Et la suite.")
    make("page", title="Vide")
    page = read(client, "/pages/")
    assert f"{said}</p>" in page
    assert "Et la suite" not in page
    assert "Vide</a></h2>" in page


def test_contents_of_plain_words_are_none():
    assert contents_of("<p>Mots.</p>") == []
