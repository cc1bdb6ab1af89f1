"""Logs say what happened, never who asked for it: plain lines, or one object of JSON a line."""

import json
import logging
import re

# Words that sign or open something, wherever a message quotes an address: `?q=…`, `#code`.
QUERY = re.compile(r"[?#][^\s\"'<>]*")


class WithoutPerson(logging.Filter):
    """Drop the request, and with it address, browser and receipt code, from every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without what points at a person; a lack of room is no fault to tell."""
        status = record.__dict__.pop("status_code", None)
        for name in ("request", "server_time"):
            record.__dict__.pop(name, None)
        return status != 503


class AsJson(logging.Formatter):
    """One object a line: its level, where it was said, what was said, and the traceback.

    No time: whatever collects the lines has its own clock, and keeps it as long as it is told to.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["exception"] = record.exc_info[0].__name__
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
