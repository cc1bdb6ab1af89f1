"""Links by name between texts: what they lead to, and what happens when that changes."""

import pytest

from cases import derived, integrity, rebuild
from cases.derived.steps import Step
from cases.models import Page, WikiLink
from cases.moderation.merge import merge_records, undo_merge
from cases.moderation.withdraw import undo_withdrawal, withdraw
from cases.text import render_markdown, summarise
from cases.wikilinks import MOST_LINKS, for_text, localise
from tests.make import edit, make, make_place, make_vendor

pytestmark = pytest.mark.django_db


def page(text, **fields):
    return make("page", description=text, **fields)


def html_of(record):
    return Page.objects.get(pk=record.pk).description_html


def test_a_name_leads_to_the_record_that_has_it():
    make_place("Nice", slug="nice")
    assert '<a href="/places/nice/">Nice</a>' in html_of(page("Vu à [[Nice]]."))


def test_other_words_may_stand_for_the_name():
    make_vendor("XXII", slug="xxii")
    assert '<a href="/vendors/xxii/">la société</a>' in html_of(page("[[xxii|la société]]"))


@pytest.mark.parametrize("typed", ["vendor/xxii", "vendors/xxii", "/vendors/xxii/"])
def test_an_address_leads_to_its_record(typed):
    make_vendor("XXII", slug="xxii")
    assert f'<a href="/vendors/xxii/">{typed}</a>' in html_of(page(f"[[{typed}]]"))


def test_the_address_of_a_word_of_a_list_may_hold_an_underscore():
    make("term", "technology-facial_scan", scheme="technology", key="facial_scan", name="Visage")
    assert "/terms/technology-facial_scan/" in html_of(page("[[term/technology-facial_scan]]"))


def test_an_alias_leads_to_the_record_but_gives_way_to_a_title():
    make_place("Marseille", slug="marseille", aliases=["Phocée"])
    text = page("[[Phocée]]")
    assert "/places/marseille/" in html_of(text)
    make_vendor("Phocée", slug="phocee")
    assert "/vendors/phocee/" in html_of(text)


def test_a_place_comes_before_a_vendor_and_a_large_place_before_a_small_one():
    make_vendor("Laval", slug="laval-sa")
    make_place("Laval", slug="petit", population=10)
    make_place("Laval", slug="grand", population=1000)
    assert "/places/grand/" in html_of(page("[[Laval]]"))


def test_what_nobody_has_written_is_wanted_and_leads_to_the_search():
    assert 'class="wanted"' in html_of(page("[[Villeneuve & fils]]"))
    assert "/search/?q=Villeneuve+%26+fils" in html_of(page("[[Villeneuve & fils]]"))


def test_a_text_follows_when_the_record_is_written_renamed_and_written_again():
    text = page("[[Cité bleue]]")
    assert "wanted" in html_of(text)
    place = make_place("Cité bleue", slug="cite-bleue")
    assert "/places/cite-bleue/" in html_of(text)
    place = edit(place, name="Cité verte")
    assert "wanted" in html_of(text)
    edit(place, aliases=["Cité bleue"])
    assert "/places/cite-bleue/" in html_of(text)


def test_a_link_follows_a_merge_and_its_undoing(mona):
    old, new = make_vendor("Ancien", slug="ancien"), make_vendor("Neuf", slug="neuf")
    text = page("[[Ancien]] et [[vendor/ancien]]")
    operation = merge_records(old.entry, new.entry, mona, "double")
    assert html_of(text).count("/vendors/neuf/") == 2
    undo_merge(operation, mona)
    assert html_of(text).count("/vendors/ancien/") == 2
    assert list(integrity.problems()) == []


def test_a_link_to_a_withdrawn_record_is_wanted_until_it_is_restored(mona):
    text = page("[[Secret]] et [[vendor/secret]]")
    vendor = make_vendor("Secret", slug="secret")
    assert html_of(text).count("/vendors/secret/") == 2
    operation = withdraw(vendor.entry, mona, "erreur")
    assert html_of(text).count("wanted") == 2
    undo_withdrawal(operation, mona)
    assert html_of(text).count("/vendors/secret/") == 2
    assert list(integrity.problems()) == []


def test_the_links_of_a_withdrawn_text_are_gone(mona):
    text = page("[[Nice]]")
    withdraw(text.entry, mona, "erreur")
    assert not WikiLink.objects.exists()


def test_code_is_left_alone():
    make_place("Nice", slug="nice")
    written = html_of(page("`[[Nice]]`\n\n    [[Nice]]\n\n\\[[Nice]]"))
    assert "<a " not in written
    assert written.count("[[Nice]]") == 3


def test_a_link_in_a_table_writes_its_bar_with_a_backslash():
    make_place("Nice", slug="nice")
    written = html_of(page("| a | b |\n|---|---|\n| [[Nice\\|ici]] | c |"))
    assert '<td><a href="/places/nice/">ici</a></td>' in written


@pytest.mark.parametrize(
    "hostile",
    ["[[<script>alert(1)</script>]]", "[[javascript:alert(1)]]", "[[javascript:alert(1)|x]]",
     '[["><img src=x onerror=alert(1)>]]', "[[[[a]]]]", "[[a|b|c]]", "[[|]]", "[[ ]]", "[[a\x00b]]",
     "[[//evil.example/]]", "[[vendor/../../x]]", "[" * 5000, "[[" * 400 + "a" + "]]" * 400],
)  # fmt: skip
def test_a_hostile_mark_gives_no_markup_and_no_foreign_address(hostile):
    written = render_markdown(hostile, for_text(hostile).href_of)
    assert "<script" not in written
    assert "<img" not in written
    assert 'href="javascript' not in written
    assert 'href="//' not in written


def test_a_hundred_thousand_brackets_are_shown_as_they_are():
    text = "[" * 100_000
    assert render_markdown(text, for_text(text).href_of) == f"<p>{text}</p>"


def test_after_too_many_links_the_words_stay():
    text = " ".join(f"[[n{number}]]" for number in range(MOST_LINKS + 5))
    written = render_markdown(text, for_text(text).href_of)
    assert written.count("<a ") == MOST_LINKS
    assert f"n{MOST_LINKS + 4}" in written


def test_a_summary_says_the_words_of_a_link():
    assert summarise("À [[place/nice|Nice]], des caméras.") == "À Nice, des caméras."


def test_the_names_of_one_text_are_looked_up_in_one_query(django_assert_num_queries):
    make_place("Nice", slug="nice")
    with django_assert_num_queries(1):
        for_text("[[Nice]] [[Cannes]] [[Antibes]]")


def test_an_edit_that_moves_no_name_renders_no_other_text(django_assert_max_num_queries):
    place = make_place("Nice", slug="nice")
    for number in range(20):
        page(f"[[Nice]] {number}")
    state = {"name": "Nice"}
    with django_assert_max_num_queries(4):
        derived.texts.follow([Step(place.entry, state, state)])


def test_rebuild_and_verify_mend_a_stale_text_and_a_stale_link():
    make_place("Nice", slug="nice")
    text = page("[[Nice]]")
    Page.objects.filter(pk=text.pk).update(description_html="<p>vieux</p>")
    WikiLink.objects.update(target=None)
    assert len([problem for problem in integrity.problems() if "stale" in problem]) == 2
    list(rebuild.rebuild())
    assert list(integrity.problems()) == []
    assert "/places/nice/" in html_of(text)


def test_english_pages_lead_to_english_pages(client):
    make_place("Nice", slug="nice")
    text = page("[[Nice]] [ailleurs](https://example.org/places/x/)", title="Guide")
    assert b'href="/en/places/nice/"' in client.get(f"/en/pages/{text.entry.slug}/").content
    assert b'href="/places/nice/"' in client.get(f"/pages/{text.entry.slug}/").content
    assert localise('<a href="https://example.org/places/x/">', "en").startswith('<a href="https')
