"""The page on privacy promises what a test keeps, and nothing else."""

import re

from django.conf import settings as project_settings

ROOT = project_settings.BASE_DIR
SENTENCE = re.compile(
    r'{% translate "([^"]+\.)" %}|{% blocktranslate[^%]*%}(.+?\.){% endblocktranslate %}'
)


def promises() -> list[str]:
    """The sentences of the page, in its order."""
    page = (ROOT / "templates" / "about" / "privacy.html").read_text()
    return [one or other for one, other in SENTENCE.findall(page)]


def kept() -> dict[str, str]:
    """{first words of a sentence: what keeps it} of docs/promises.md."""
    text = (ROOT / "docs" / "promises.md").read_text()
    rows = re.findall(r"^\| (?!sentence|---)(.+?) \| (.+) \|$", text, re.M)
    return {" ".join(begins.split()): by for begins, by in rows}


def test_every_sentence_about_privacy_names_what_keeps_it():
    assert len(promises()) > 30
    begins = kept()
    assert [one for one in promises() if not one.startswith(tuple(begins))] == []
    assert [first for first in begins if not any(p.startswith(first) for p in promises())] == []


def test_every_test_that_keeps_a_promise_is_there():
    named = re.findall(r"`(test_\w+\.py)(?:::(\w+))?`", "\n".join(kept().values()))
    assert len(named) > 30
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not re.search(rf"^def {name}", (ROOT / "tests" / file).read_text(), re.M)
    ]
    assert missing == []
