"""The table of a list, made record by record and cell by cell: slow, and plain to read."""

import csv
import io
from decimal import Decimal

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import translation

from cases import dates
from cases.cells import columns_of
from cases.exchange.lists import asked
from cases.exchange.tables import MARK, defused
from cases.facts.values import words_of
from cases.facts.when import role_key, telling_date
from cases.forms.fields import EntryField, PartialDateFormField, TermField
from cases.forms.rows import plain
from cases.models.fields import TextListField
from cases.text import summarise


def table_by_hand(kind, language: str) -> str:
    """What `/<list>.csv` must answer in this language, whole."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    with translation.override(language):
        rows = [row_of(record, kind) for record in asked(kind, QueryDict()).records()]
        writer.writerow(name for name, _value in rows[0])
        writer.writerows([defused(value) for _name, value in row] for row in rows)
    return MARK + written.getvalue()


def row_of(record, kind) -> list[tuple]:
    """The names and cells of one record; a source and a law have a `url` of their own besides."""
    identity = {"id": record.entry.slug, "url": f"http://testserver{record.get_absolute_url()}"}
    row = {}
    for name, field in kind.form.base_fields.items():
        if name != "tags":
            row |= of_field(record, name, field)
    for rows in kind.form.ROWS:
        if rows.name not in ("dates", "citations"):
            names = [name for name in rows.form.base_fields if name not in ("key", "row_key")]
            row[rows.name] = " | ".join(
                " · ".join(filter(None, (words(one, name) for name in names)))
                for one in rows.of(record).all()
            )
    row |= of_dates(record) | of_sources(record)
    if any(column.name == "deployments" for column in columns_of(kind)):
        row["deployments_here"] = kind.model.objects.with_links().get(pk=record.pk).deployments
    return [*identity.items(), *(row | of_keeping(record)).items()]


def of_field(record, name: str, field) -> dict:
    """One to three cells of a field."""
    value = getattr(record, name)
    if isinstance(field, PartialDateFormField):
        earliest, latest = dates.bounds(value) if value else ("", "")
        return {name: value, f"{name}_earliest": earliest, f"{name}_latest": latest}
    if isinstance(field, forms.DecimalField | forms.IntegerField | forms.FloatField):
        return {name: format(value.normalize(), "f") if isinstance(value, Decimal)
                else value}  # fmt: skip
    if isinstance(field, forms.BooleanField):
        return {name: "true" if value else "false"}
    if name in ("description", "description_en"):
        return {name: value}
    if hasattr(value, "all"):
        keys = [key for one in in_order(value) for key in plain(field, [one])]
        return {name: words(record, name), f"{name}_id": " | ".join(keys)}
    if isinstance(field, EntryField | TermField | forms.ChoiceField):
        return {name: words(record, name), f"{name}_id": plain(field, value)}
    return {name: words(record, name)}


def in_order(several) -> list:
    """Linked records by title."""
    return sorted(several.order_by("pk"), key=str)


def words(owner, name: str) -> str:
    """The words of a value of a record or of a row."""
    value, stored = getattr(owner, name), owner._meta.get_field(name)
    if hasattr(value, "all"):
        return " | ".join(map(str, in_order(value)))
    if isinstance(stored, TextListField):
        return " | ".join(value)
    if isinstance(stored, models.ForeignKey) or name in ("url", "website", "archived_url"):
        return str(value or "")
    return "" if value in (None, "", False) else words_of(stored, value)


def of_dates(record) -> dict:
    """The date that lists show, and all dates."""
    telling = telling_date(record)
    several = record.entry.dates.all()
    return {
        "date": telling.value if telling else "",
        "date_earliest": telling and telling.earliest,
        "date_latest": telling and telling.latest,
        "date_role": role_key(telling) if telling else "",
        "date_confidence": telling.confidence if telling else "",
        "dates": " | ".join(f"{role_key(one)}: {one.value}" for one in several),
    }


def of_sources(record) -> dict:
    """The citations, in order, a cell for each of what they say."""
    several = record.entry.citations.all()

    def cell(read) -> str:
        return " | ".join(read(one) for one in several)

    return {
        "sources": cell(lambda c: str(c.source or c.get_acquisition_display())),
        "sources_id": cell(lambda c: c.source.slug if c.source else c.acquisition),
        "sources_url": cell(lambda c: c.source.source.url if c.source else ""),
        "sources_locator": cell(lambda c: c.locator),
        "sources_field": cell(lambda c: c.field),
        "sources_confidence": cell(lambda c: c.confidence),
    }


def of_keeping(record) -> dict:
    """Tags, and what the register says of the record."""
    return {
        "tags": " | ".join(sorted(str(tag.entry) for tag in record.tags.all())),
        "summary": summarise(record.description),
        "verification": record.entry.verification,
        "completeness": record.entry.completeness,
        "revision": record.version,
        "verified_on": record.verified_on,
        "edited_on": record.edited_on,
    }
