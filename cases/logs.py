"""Logs say what happened, never who asked for it: plain lines, or one object of JSON a line."""

import json
import logging
import traceback


class WithoutPerson(logging.Filter):
    """Drop the request, and with it address, browser and receipt code, from every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without what points at a person; to be full is no fault to tell."""
        status = record.__dict__.pop("status_code", None)
        for name in ("request", "server_time"):
            record.__dict__.pop(name, None)
        without_words(record)
        return status != 503 or bool(record.exc_info)


def without_words(record: logging.LogRecord) -> None:
    """Say where an error came from and its name: its words may quote what somebody typed."""
    error, told = (record.exc_info or (None, None))[1], []
    while error is not None:
        told.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if told:
        record.exc_text = "\n".join(reversed(told))


class AsJson(logging.Formatter):
    """One object a line. It has no time: whatever collects the lines has a clock of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {"level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            said["traceback"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
