"""Storing made records by the thousand, as the writer of records would have stored each."""

import datetime
from collections import defaultdict
from collections.abc import Callable

from django.core.management.color import no_style
from django.db import connection, models

from cases import history
from cases.derived import gaps, names, texts, verification, words
from cases.kinds import KINDS, Kind
from cases.models import Entry, Gap, Name, Revision, TaggedEntry, WikiLink
from cases.snapshots import snapshot
from cases.text import slugify

from .made import Made

BATCH = 2000  # rows in one statement, where the database takes as many


class BulkWriter:
    """Gives identities and stores records; the numbers and the chain go on from what is there."""

    def __init__(self, day: datetime.date, salt: Callable[[], str]):
        self.day, self.salt = day, salt
        self.number = Entry.objects.aggregate(models.Max("pk"))["pk__max"] or 0
        self.last = Revision.objects.order_by("-sequence").first()
        self.stored = 0

    def entry(self, kind: str, title: str, slug: str = "") -> Entry:
        """A new identity; without a slug, the title and the number make one that is free."""
        self.number += 1
        slug = slug or f"{slugify(title)}-{self.number}"
        return Entry(pk=self.number, kind=kind, slug=slug, title=title[:300])

    def write(self, made: list[Made]) -> None:
        """Store records of one kind; what they link to is stored already."""
        if not made:
            return
        kind = KINDS[made[0].record.entry.kind]
        for one in made:
            one.hold(kind)
        found = defaultdict(list)
        linked = [words.linked_numbers(one.record) for one in made]
        titles = _titles(set().union(*linked))
        for one, numbers in zip(made, linked, strict=True):
            self._derive(one, [titles[pk] for pk in sorted(numbers)], found)
            self._revise(one, kind, found)
            _gather(one, kind, found)
        for model, rows in found.items():
            model.objects.bulk_create(rows, BATCH)
        self.stored += len(made)

    def _derive(self, made: Made, linked: list[Entry], found: dict) -> None:
        """Every part of `cases.derived`, on the record in memory."""
        record, entry = made.record, made.record.entry
        record.before_save()
        entry.title, entry.title_en = record.label[:300], record.label_en[:300]
        entry.search_names = names.searched_names(record)
        entry.search_text = words.words_with(record, linked)
        rendered, links = texts.made_of(record)
        for name, html in rendered.items():
            setattr(record, name, html)
        entry.verification = verification.level_of(record)
        record.verified_on = verification.verified_on(record)
        entry.completeness, lacking = gaps.made_of(record)
        found[Entry].append(entry)
        found[type(record)].append(record)
        found[Name] += names.names_of(record)
        found[Gap] += [Gap(entry=entry, name=name, reason=why) for name, why in lacking.items()]
        found[WikiLink] += [
            WikiLink(entry=entry, folded=folded, typed=typed, target_id=target)
            for folded, (typed, target) in links.items()
        ]

    def _revise(self, made: Made, kind: Kind, found: dict) -> None:
        record = made.record
        record.version, record.created_on, record.edited_on = 1, self.day, self.day
        state = snapshot(record, kind.form)
        create = Revision.Action.CREATE
        self.last = history.next_revision(record, create, state, self.day, self.last, self.salt)
        found[Revision].append(self.last)

    def finish(self) -> None:
        """Let the database count on from the last number, and know how large its tables are."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Entry]):
                cursor.execute(statement)
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def _titles(numbers: set[int]) -> dict[int, Entry]:
    """The entries that the records link to, with their titles."""
    return Entry.objects.only("title", "title_en").in_bulk(numbers) if numbers else {}


def _gather(made: Made, kind: Kind, found: dict) -> None:
    """The rows of other tables that the record brings: nested rows, links, tags."""
    record = made.record
    for rows in kind.form.ROWS:
        found[rows.form._meta.model] += made.rows.get(rows.name, [])
    for field in record._meta.many_to_many:
        through = field.remote_field.through
        owner, target = field.m2m_field_name(), field.m2m_reverse_field_name()
        for entry in made.links.get(field.name, []):
            ends = {f"{owner}_id": record.pk, f"{target}_id": entry.pk}
            found[through].append(through(**ends))
    found[TaggedEntry] += [TaggedEntry(content_object=record.entry, tag=tag) for tag in made.tags]
