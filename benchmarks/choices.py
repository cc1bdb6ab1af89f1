"""What the pages of a register are asked for, chosen from what it holds.

Run as a program on a filled register; writes choices.json beside it, and settles the statistics
that both databases plan their queries by.
"""

import json
import re
from collections import Counter
from pathlib import Path

import django

WORD = re.compile(r"[a-z]{5,}")
COMMON = 0.02  # of all deployments
NOTHING = "zyxwvutsrqponm"  # a word of no record
# What somebody would publish with Datasette: one table, the tags of a row as a JSON array.
WITH_TAGS = """CREATE TABLE bench_tagged AS
    SELECT d.entry_id AS id, d.status, d.scope_id, d.contested, (
        SELECT json_group_array(e.slug) FROM cases_taggedentry t JOIN cases_entry e
        ON e.id = t.tag_id WHERE t.content_object_id = d.entry_id) AS tags
    FROM cases_deployment d"""


def main() -> None:
    """Write the choices of the register that the environment names."""
    django.setup()
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE IF EXISTS bench_tagged")
            cursor.execute(WITH_TAGS)
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    written = json.dumps(choose(), indent=1) + "\n"
    Path(settings.DATA_DIR, "choices.json").write_text(written, "utf-8")


def choose() -> dict:
    """The values of filters, the words, the record and the box that stand for the register."""
    return {**_filters(), **_words(), **_places()}


def _filters() -> dict:
    """The most used technology, and the two tags that most often go together under it."""
    from django.db.models import Count

    from cases.models import Deployment, TaggedEntry, Term

    used = Deployment.technologies.through.objects.values_list("entry_id")
    technology = used.annotate(n=Count("pk")).order_by("-n", "entry_id").first()[0]
    carrying = Deployment.objects.filter(technologies=technology).values("pk")
    tagged = TaggedEntry.objects.filter(content_object__in=carrying)
    first = tagged.values_list("tag").annotate(n=Count("pk")).order_by("-n", "tag").first()[0]
    beside = tagged.filter(content_object__in=tagged.filter(tag=first).values("content_object"))
    beside = beside.exclude(tag=first).values_list("tag__slug", "tag")
    second = beside.annotate(n=Count("pk")).order_by("-n", "tag").first()
    return {
        "technology": Term.objects.get(pk=technology).key,
        "technology_number": technology,
        "tags": [TaggedEntry.objects.filter(tag=first).first().tag.slug, second[0]],
        "tag_numbers": [first, second[1]],
    }


def _words() -> dict:
    """A word that one deployment in fifty has, and the rarest there is."""
    from cases.models import Entry

    numbers, total = Counter(), 0
    entries = Entry.objects.filter(kind="deployment").values_list("search_text", flat=True)
    for text in entries.iterator(chunk_size=5_000):
        numbers.update(set(WORD.findall(text)))
        total += 1
    common = min(numbers, key=lambda word: (abs(numbers[word] - COMMON * total), word))
    # About one in ten thousand, as far as the register is large enough to have such a word.
    rare = min(numbers, key=lambda word: (abs(numbers[word] - total / 10_000), word))
    return {
        "common": common, "common_in": numbers[common],
        "rare": rare, "rare_in": numbers[rare], "nothing": NOTHING, "total": total,
    }  # fmt: skip


def _places() -> dict:
    """The record in the middle of the list, and a box around the fullest place."""
    from django.db.models import Count

    from cases.models import Deployment, Place

    middle = Deployment.objects.newest_first()[Deployment.objects.count() // 2]
    points = Place.objects.filter(latitude__isnull=False)
    fullest = points.annotate(n=Count("entry__deployments_here")).order_by("-n", "pk").first()
    west, south = round(fullest.longitude - 0.5, 3), round(fullest.latitude - 0.3, 3)
    return {
        "record": middle.entry.slug,
        "record_number": middle.pk,
        "box": f"{west},{south},{round(west + 1, 3)},{round(south + 0.6, 3)}",
    }


if __name__ == "__main__":
    main()
