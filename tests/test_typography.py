"""French typography on the pages themselves: each text of each French page that a reader sees.

What people write is shown as they wrote it, so the corpus is loaded here with its own typography
set right: a fault that is left comes from the program.
"""

import re

import pytest
import yaml
from django.core.management import call_command
from lxml import html

from cases.kinds import KINDS
from cases.models import Entry
from tests.environment import times
from tests.every_page import FIXED, OF_A_RECORD, fullest, of_every_kind
from tests.test_corpus import FILE, prepare

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
FAULTS = {
    "a straight apostrophe": re.compile(r"\w'\w"),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "no narrow space before ; ? !": re.compile(r"[^\u202f;?!][;?!]"),
    "no no-break space before a colon": re.compile(r"(?<!\u00a0):(?!\d)"),
    "no narrow space inside guillemets": re.compile(r"«[^\u202f]|[^\u202f]»"),
    "English quotation marks": re.compile("[“”]"),
    # A comma is the decimal mark: 48,892 is a latitude.
    "thousands apart otherwise than by a narrow space": re.compile(r"\d[ \u00a0.]\d{3}(?!\d)"),
    "a unit that may go to the next line": re.compile(r"\d ?(?:€|k€|M€|Md€|%)"),
    "a first of the month in plain figures": re.compile(rf"\b1 (?:{MONTHS})"),
}
NOT_WORDS = {"script", "style", "code", "pre", "textarea", "kbd"}
SPOKEN = ("aria-label", "placeholder", "title", "alt")
EVERY = times(4, 1)  # of so many pages, one
ADDRESS = re.compile(r"https?://|www\.|@|^\?|\w/\w+/")


def set_right(value):
    """The same data, each French sentence in it as a typographer would have it."""
    if isinstance(value, dict):
        return {name: set_right(part) for name, part in value.items()}
    if isinstance(value, list):
        return [set_right(part) for part in value]
    if not isinstance(value, str) or ADDRESS.search(value):
        return value
    text = re.sub(r"(?<=\w)'(?=\w)", "’", value).replace("...", "…")
    text = re.sub(r"« ?", "«\u202f", re.sub(r" ?»", "\u202f»", text))
    text = re.sub(r"(?<=[^\s;?!]) ?([;?!])(?!\w)", "\u202f\\1", text)
    text = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", "\u202f", text)
    return re.sub(r"(?<=\d) (?=(?:€|k€|M€|Md€|%))", "\u00a0", text).replace(" :", "\u00a0:")


def texts(page: bytes):
    """What a reader sees or hears of a page, but for what is in another language or no words."""
    for element in html.fromstring(page.decode()).iter():
        chain = [element, *element.iterancestors()]
        if not isinstance(element.tag, str) or any(_is_left_out(one) for one in chain):
            continue
        yield from filter(None, [element.text, *(part.tail for part in element)])
        yield from filter(None, (element.get(name) for name in SPOKEN))


def _without(text: str, names) -> str:
    for name in names if "'" in text else ():
        text = text.replace(name, "x")
    return text


def _is_left_out(element) -> bool:
    return element.tag in NOT_WORDS or element.get("lang", "fr") != "fr"


def names() -> list[str]:
    """Names with a straight apostrophe, as the reference edition and the corpus give them."""
    given = Entry.objects.filter(kind__in=("place", "term"), title__contains="'")
    return list(given.values_list("title", flat=True))


def faults(page: bytes, as_given=()) -> set[tuple[str, str]]:
    """What is wrong, and the text that it is in; names `as_given` are left as they are."""
    return {
        (fault, text.strip(" \n")[:120])
        for text in (_without(text, as_given) for text in texts(page))
        if not ADDRESS.search(text)
        for fault, pattern in FAULTS.items()
        if pattern.search(text.strip(" \n"))
    }


def fill(folder) -> None:
    """The corpus set right when everything is read, else a record of each kind."""
    if EVERY == 1:
        prepare(folder)
        corpus = folder / "corpus.yaml"
        data = set_right(yaml.safe_load(FILE.read_text("utf-8")))
        corpus.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        call_command("load_corpus", corpus, skip_checks=True, verbosity=0)
    of_every_kind()


@pytest.mark.soak
def test_every_french_page_follows_french_typography(client, tmp_path):
    fill(tmp_path)
    addresses = [*FIXED, *(f"/{kind.word}/" for kind in KINDS.values())]
    addresses += [f"/contribute/{kind.key}/" for kind in KINDS.values()]
    records = Entry.objects.live().filter(revisions__isnull=False).exclude(kind="term").distinct()
    addresses += [entry.get_absolute_url() for entry in records]
    addresses += [fullest("deployment") + end for end in OF_A_RECORD]
    found, as_given = set(), set(names())
    for address in addresses[::EVERY]:
        found |= faults(client.get(address, follow=True).content, as_given)
    assert sorted(found) == []


def test_a_fault_is_seen():
    page = "<p>Il y a 1 200 caméras : l'une filme ? <b lang=en>Isn't it?</b> le 1 mai, 30 %</p>"
    assert {fault for fault, _text in faults(page.encode())} == {
        "a straight apostrophe", "no narrow space before ; ? !",
        "no no-break space before a colon", "thousands apart otherwise than by a narrow space",
        "a first of the month in plain figures", "a unit that may go to the next line",
    }  # fmt: skip
