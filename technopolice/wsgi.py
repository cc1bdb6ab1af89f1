"""Entry point of the web server."""

import os
import re

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "technopolice.settings")
django_application = get_wsgi_application()
CHARSET = re.compile(r";\s*charset=[^;]*", re.I)


def in_utf8(environ, start_response):
    """Every request is UTF-8, whatever it claims: some charsets are no text, and stop Django."""
    environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return django_application(environ, start_response)


def with_kept_pages():
    """The program behind the cache of its pages, unless the settings turn it off."""
    from cases.page_cache.store import MemoryStore  # once Django is set up
    from cases.page_cache.wsgi import PageCache

    room = settings.PAGE_CACHE_MB * 1024 * 1024
    return PageCache(in_utf8, MemoryStore(room)) if room else in_utf8


application = with_kept_pages()
