"""The first wiki pages, read from Markdown files; the door publishes them.

A file opens with title, slug and tags between two lines of three hyphens; the rest is the text.
Its English text, where there is one, stands beside it in a file that ends in `.en.md`, whose
opening has a title alone.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

from cases.text import check_text

HEAD = {"title", "slug", "tags"}
HEAD_EN = {"title"}
ENDING, ENDING_EN = ".md", ".en.md"


class BadPage(Exception):
    """A file of a wiki page that cannot be loaded; the message names it and says why."""


@dataclass(frozen=True)
class Guide:
    """One wiki page as its file has it."""

    slug: str
    title: str
    tags: tuple[str, ...]
    text: str
    title_en: str = ""
    text_en: str = ""


def read(folder: Path) -> list[Guide]:
    """The pages of a folder, by the name of their file. Raises BadPage and OSError."""
    paths = sorted(folder.glob(f"*{ENDING}"))
    guides = [_read_one(path) for path in paths if not path.name.endswith(ENDING_EN)]
    for path in paths:
        french = path.with_name(path.name.removesuffix(ENDING_EN) + ENDING)
        if path.name.endswith(ENDING_EN) and french not in paths:
            raise BadPage(f"{path.name}: no French text beside it, {french.name}")
    if not guides:
        raise BadPage(f"{folder}: no file that ends in .md")
    slugs = [guide.slug for guide in guides]
    twice = {slug for slug in slugs if slugs.count(slug) > 1}
    if twice:
        raise BadPage(f"{folder}: several files have the slug {', '.join(sorted(twice))}")
    return guides


def _read_one(path: Path) -> Guide:
    head, text = _parts(path, HEAD)
    title, slug, tags = head["title"], head["slug"], head["tags"]
    if not (_is_word(title) and _is_word(slug) and _are_words(tags)):
        raise BadPage(f"{path.name}: title and slug are words, tags is a list of words")
    english = path.with_name(path.name.removesuffix(ENDING) + ENDING_EN)
    title_en, text_en = _read_english(english) if english.exists() else ("", "")
    return Guide(slug, title, tuple(sorted(tags)), text, title_en, text_en)


def _read_english(path: Path) -> tuple[str, str]:
    head, text = _parts(path, HEAD_EN)
    if not _is_word(head["title"]):
        raise BadPage(f"{path.name}: title is words")
    return head["title"], text


def _parts(path: Path, names: set[str]) -> tuple[dict, str]:
    """What a file says of itself, under exactly these names, and its text."""
    try:
        opening, head, text = path.read_text("utf-8").split("---\n", 2)
        head = yaml.safe_load(head)
        text = check_text(text).strip()
    except (ValueError, yaml.YAMLError) as error:
        raise BadPage(f"{path.name}: {error}") from error
    if opening or not isinstance(head, dict) or set(head) != names or not text:
        wanted = ", ".join(sorted(names))
        raise BadPage(f"{path.name}: {wanted} between two lines ---, then the text")
    return head, text


def _is_word(value) -> bool:
    return isinstance(value, str) and bool(value)


def _are_words(tags) -> bool:
    return isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)
