"""What the log says of an error: where, and never in whose words."""

import json
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured

from cases.logs import AsJson, WithoutPerson


def record_of(error_words: str) -> logging.LogRecord:
    """An error on the way to the log, with a request beside it."""
    try:
        try:
            int(error_words)
        except ValueError as error:
            raise ImproperlyConfigured(error_words) from error
    except ImproperlyConfigured as error:
        told = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Error: %s", ("/map/",), told)
    record.request, record.status_code = "somebody", 500
    return record


@pytest.mark.parametrize("form", [AsJson(), logging.Formatter("{levelname} {message}", style="{")])
def test_an_error_is_told_by_its_places_and_names_without_its_words(form):
    record = record_of("jeanne@example.org")
    assert WithoutPerson().filter(record)
    line = form.format(record)
    assert "jeanne" not in line and "somebody" not in line
    assert "/map/" in line and "test_log_format.py" in line
    assert "ValueError" in line and "ImproperlyConfigured" in line
    if isinstance(form, AsJson):
        assert "\n" not in line and json.loads(line)["level"] == "ERROR"


def test_to_be_full_is_no_line_of_the_log():
    record = record_of("")
    record.status_code = 503  # such as for a database that is gone: that is told
    assert WithoutPerson().filter(record)
    record.status_code, record.exc_info = 503, None
    assert not WithoutPerson().filter(record)
