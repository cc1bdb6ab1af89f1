"""The first wiki pages through the door: made once, and followed until people edit them."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from cases.exchange.guides import BadPage, Guide
from cases.exchange.states import Wanted
from cases.forms.records import PageForm
from cases.history import Refused, canonical, last_number, last_state
from cases.models import Entry
from cases.snapshots import empty_snapshot

from .imports import is_published, publish


@dataclass
class Pages:
    """What loading the pages did: how many were made, edited, and left to those who edited them."""

    made: int = 0
    edited: int = 0
    kept: int = 0


def load_pages(guides: list[Guide]) -> Pages:
    """Publish new pages, and new texts of pages that nobody but an import has written.

    All or none. Raises BadPage for a page that its form refuses.
    """
    done = Pages()
    with transaction.atomic():
        for guide in guides:
            _load(guide, done)
    return done


def is_as_imported(entry: Entry) -> bool:
    """True when the last revision of a page is one that loading it made."""
    return is_published(_name(entry.slug, last_number(entry) - 1, last_state(entry)))


def _load(guide: Guide, done: Pages) -> None:
    entry = Entry.objects.filter(kind="page", slug=guide.slug).first()
    base = last_state(entry) if entry else {}
    state = (base or empty_snapshot(PageForm)) | {
        "title": guide.title, "description": guide.text, "tags": _known(guide.tags),
        "title_en": guide.title_en, "description_en": guide.text_en,
    }  # fmt: skip
    if entry is None:
        _publish(guide, Wanted("page", state, slug=guide.slug), 0)
        done.made += 1
    elif not entry.is_live or not is_as_imported(entry):
        done.kept += 1
    elif state != base:
        wanted = Wanted("page", state, target=entry, base=base)
        _publish(guide, wanted, last_number(entry))
        done.edited += 1


def _publish(guide: Guide, wanted: Wanted, number: int) -> None:
    try:
        publish(_name(guide.slug, number, wanted.state), [wanted])
    except Refused as error:
        raise BadPage(f"{guide.slug}: {error}") from error


def _name(slug: str, number: int, state: dict) -> str:
    """The name of the import that makes this state out of that revision; a text may come back."""
    return f"page/{slug}/{number}/{hashlib.sha256(canonical(state).encode()).hexdigest()}"


def _known(tags: tuple[str, ...]) -> list[str]:
    """Those that are records: a register without demonstration data has none at first."""
    live = Entry.objects.live().filter(kind="tag", slug__in=tags)
    return sorted(live.values_list("slug", flat=True))
