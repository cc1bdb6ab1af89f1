"""The public tables as JSON lines: what loading a dump reads, row by row, with their numbers."""

import datetime
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal

from django.apps import apps
from django.db import models

from cases.models import (
    Capture,
    ChangedEntry,
    CsvLine,
    DataVersion,
    DatedValue,
    DocumentPage,
    Entry,
    Gap,
    Name,
    Page,
    Record,
    WikiLink,
)

CHUNK = 500
# Made again from the rest by `rebuild`; the data version stands in the manifest.
DERIVED = (ChangedEntry, CsvLine, DataVersion, DocumentPage, Gap, Name, WikiLink)
# Derived too, or about what is no part of a dump: private files, and texts of others, which
# moderators may close again.
LEFT_OUT = {
    Entry: ("search_names", "search_text", "verification", "completeness"),
    Record: ("description_html",),
    Page: ("description_en_html",),
    DatedValue: ("earliest", "latest"),
    Capture: ("warc", "text_file", "excerpt", "opened_on", "masked", "published_text"),
}


def dumped_models() -> list[type[models.Model]]:
    """The models whose rows are dumped, links between records included, in a lasting order."""
    every = apps.get_app_config("cases").get_models(include_auto_created=True)
    found = [model for model in every if model not in DERIVED]
    return sorted(found, key=lambda model: model._meta.model_name)


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """The columns of a model that are dumped."""
    out = {name for known, names in LEFT_OUT.items() if issubclass(model, known) for name in names}
    return [field for field in model._meta.concrete_fields if field.name not in out]


def lines(model: type[models.Model]) -> Iterator[str]:
    """One line of JSON for each row, by number."""
    names = [field.attname for field in columns_of(model)]
    rows = model._base_manager.order_by("pk").values(*names)
    for row in rows.iterator(CHUNK):
        if model is Entry and row["withdrawn_on"]:
            row["slug"] = withdrawn_slug(row["id"])
        plain = {name: _plain(row[name]) for name in names}
        yield json.dumps(plain, ensure_ascii=False, sort_keys=True) + "\n"


def withdrawn_slug(number: int) -> str:
    """What stands for the address of a withdrawn record: it may say what it was withdrawn for."""
    return f"withdrawn-{number}"


def row_of(model: type[models.Model], line: str) -> models.Model:
    """The row that a line states. Raises ValueError, KeyError or ValidationError for another."""
    stated = json.loads(line)
    fields = columns_of(model)
    if set(stated) != {field.attname for field in fields}:
        raise ValueError(f"the columns of {model._meta.model_name} are others")
    values = {}
    for field in fields:
        value = stated[field.attname]
        if not isinstance(field, models.JSONField):
            value = field.target_field.to_python(value) if field.is_relation else (
                field.to_python(value)
            )  # fmt: skip
        values[field.attname] = value
    return model(**values)


def _plain(value):
    """A value as JSON has it, and as `to_python` reads it."""
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value
