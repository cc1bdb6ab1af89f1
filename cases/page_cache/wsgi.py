"""The cache as the outermost part of the program: before middleware, sessions and the database.

A page is looked up under its address and the state of the register. One that is missing is
built by the program as for anyone, without cookies or any other word about the reader; the state
is read before its data and again after, and it is kept only if nothing changed meanwhile.
"""

from collections.abc import Callable

from django.db import Error

from . import state
from .address import address_of, as_anyone
from .page import Page, finished, may_keep
from .store import MemoryStore
from .turns import Turns

LONGEST_WAIT = 5  # seconds for the page that another thread is building


class PageCache:
    """A WSGI application around another one, whose good answers for anyone it keeps."""

    def __init__(
        self,
        application: Callable,
        store: MemoryStore,
        recent: Callable = state.recent,
        present: Callable = state.present,
        longest_wait: float = LONGEST_WAIT,
    ):
        self.application, self.store = application, store
        self.recent, self.present = recent, present
        self.turns = Turns(longest_wait)

    def __call__(self, environ: dict, start_response):
        """Answer with a kept page, or build one, or leave the request alone."""
        address = address_of(environ)
        if not address:
            return self.application(environ, start_response)
        try:
            page = self._kept(address)
        except Error:  # without its database the program says what it can
            return self.application(environ, start_response)
        if page is None:
            return self._missing(address, environ, start_response)
        return page.give(environ, start_response)

    def _kept(self, address: str) -> Page | None:
        return self.store.get(address, self.recent())

    def _missing(self, address: str, environ: dict, start_response):
        if not self.turns.is_first(address):
            page = self._kept(address)
            if page is not None:
                return page.give(environ, start_response)
            return self._build(address, environ, start_response)
        try:
            return self._build(address, environ, start_response)
        finally:
            self.turns.over(address)

    def _build(self, address: str, environ: dict, start_response):
        before = self.present()
        said = []
        result = self.application(as_anyone(environ), lambda *words: said.append(words))
        status, headers = said[-1][:2]
        is_whole = getattr(result, "streaming", True) is False
        if not (is_whole and may_keep(status, headers)):
            return _as_it_is(result, status, headers, environ, start_response)
        try:
            page = finished(headers, b"".join(result))
        finally:
            result.close()
        if self.present() == before:
            self.store.put(address, before, page)
        return page.give(environ, start_response)


def _as_it_is(result, status: str, headers, environ: dict, start_response):
    """An answer that is not kept: an error, a redirection, a file that is sent as it is read."""
    start_response(status, headers)
    if environ["REQUEST_METHOD"] != "HEAD":
        return result
    if hasattr(result, "close"):
        result.close()
    return []
