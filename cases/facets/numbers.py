"""Handing many numbers to the database: a condition for any amount of them."""

import json

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

FEW = 500  # numbers that stand in the question itself
ON_POSTGRES = "SELECT unnest(%s::bigint[])"
ON_SQLITE = "SELECT value FROM json_each(%s)"


def among(queryset: QuerySet, numbers: list[int]) -> QuerySet:
    """The records of a queryset that have one of these numbers."""
    return queryset.filter(pk__in=any_of(numbers))


def any_of(numbers: list[int]) -> list[int] | RawSQL:
    """These numbers as what a condition `__in` takes."""
    if len(numbers) <= FEW:
        return numbers
    if connection.vendor == "postgresql":
        return RawSQL(ON_POSTGRES, [list(numbers)])  # noqa: S611
    return RawSQL(ON_SQLITE, [json.dumps(list(numbers))])  # noqa: S611
