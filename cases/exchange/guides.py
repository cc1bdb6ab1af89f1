"""The first wiki pages, read from Markdown files; the door publishes them.

A file opens with title, slug and tags between two lines of three hyphens; the rest is the text.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

from cases.text import check_text

HEAD = {"title", "slug", "tags"}


class BadPage(Exception):
    """A file of a wiki page that cannot be loaded; the message names it and says why."""


@dataclass(frozen=True)
class Guide:
    """One wiki page as its file has it."""

    slug: str
    title: str
    tags: tuple[str, ...]
    text: str


def read(folder: Path) -> list[Guide]:
    """The pages of a folder, by the name of their file. Raises BadPage and OSError."""
    guides = [_read_one(path) for path in sorted(folder.glob("*.md"))]
    if not guides:
        raise BadPage(f"{folder}: no file that ends in .md")
    slugs = [guide.slug for guide in guides]
    twice = {slug for slug in slugs if slugs.count(slug) > 1}
    if twice:
        raise BadPage(f"{folder}: several files have the slug {', '.join(sorted(twice))}")
    return guides


def _read_one(path: Path) -> Guide:
    try:
        opening, head, text = path.read_text("utf-8").split("---\n", 2)
        head = yaml.safe_load(head)
        text = check_text(text).strip()
    except (ValueError, yaml.YAMLError) as error:
        raise BadPage(f"{path.name}: {error}") from error
    if opening or not isinstance(head, dict) or set(head) != HEAD or not text:
        raise BadPage(f"{path.name}: title, slug and tags between two lines ---, then the text")
    title, slug, tags = head["title"], head["slug"], head["tags"]
    if not all(isinstance(word, str) and word for word in (title, slug)) or not _are_words(tags):
        raise BadPage(f"{path.name}: title and slug are words, tags is a list of words")
    return Guide(slug, title, tuple(sorted(tags)), text)


def _are_words(tags) -> bool:
    return isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)
