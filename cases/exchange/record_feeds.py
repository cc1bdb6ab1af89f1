"""Feeds of records: what was edited last in a list, page after page (RFC 5005), or one record."""

from django.utils.feedgenerator import get_tag_uri
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.models import Entry, Record
from cases.text import summarise

from .feeds import DayFeed, midnight

SUMMARY = 400  # characters


class PagedFeed(DayFeed):
    """A feed in several pages; `next_url` leads to older entries."""

    def add_root_elements(self, handler):
        """Also where the feed goes on."""
        super().add_root_elements(handler)
        if self.feed.get("next_url"):
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})


def new_feed(title: str, link: str, here: str, day, next_url: str = "") -> PagedFeed:
    """An empty feed; `day` is that of the last change, for a feed without entries."""
    return PagedFeed(
        title=title, link=link, description="", language=get_language(), feed_url=here,
        author_name=_("Register"), day=midnight(day), next_url=next_url,
    )  # fmt: skip


def add_record(feed: PagedFeed, record: Record, url: str, root: str) -> None:
    """An entry that says where a record stands now."""
    day = midnight(record.edited_on)
    text = summarise(record.description, SUMMARY) if record.description else str(record.entry)
    feed.add_item(
        title=str(record.entry), link=url, description=escape(text), updateddate=day,
        pubdate=midnight(record.created_on or record.edited_on),
        unique_id=_tag(root, record.entry, record.created_on or record.edited_on),
    )  # fmt: skip


def add_revision(feed: PagedFeed, entry: Entry, revision, url: str, root: str) -> None:
    """An entry for one revision of a record."""
    title = _("%(title)s, revision %(n)s") % {"title": entry, "n": revision.number}
    feed.add_item(
        title=title, link=url, description=escape(title), pubdate=midnight(revision.day),
        updateddate=midnight(revision.day),
        unique_id=_tag(f"{root}{revision.number}/", entry, revision.day),
    )  # fmt: skip


def _tag(root: str, entry: Entry, day) -> str:
    return get_tag_uri(f"{root}{entry.reference}", day)
