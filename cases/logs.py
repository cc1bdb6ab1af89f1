"""Logs say what happened, never who asked for it."""

import logging
import traceback


class WithoutPerson(logging.Filter):
    """Drop the request, and with it address, browser and receipt code, from every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without what points at a person."""
        for name in ("request", "status_code", "server_time"):
            record.__dict__.pop(name, None)
        if record.exc_info and record.exc_info[1]:
            record.exc_text = where(record.exc_info[1])
        return True


def where(error: BaseException) -> str:
    """Each error of a chain: the lines of code it passed, and its kind.

    Not its message: that of a database or a parser repeats the text or the code that was sent.
    """
    told, lines = set(), []
    while error is not None and id(error) not in told:
        told.add(id(error))
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        lines.append(f"{''.join(traceback.format_tb(error.__traceback__))}{kind}")
        error = error.__cause__ or error.__context__
    return "\nBecause of:\n".join(lines)
