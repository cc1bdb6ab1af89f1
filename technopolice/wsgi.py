"""Entry point of the web server."""

import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "technopolice.settings")
django_application = get_wsgi_application()
CHARSET = re.compile(r";\s*charset=[^;]*", re.I)


def application(environ, start_response):
    """Every request is UTF-8, whatever it claims: some charsets are no text, and stop Django."""
    environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return django_application(environ, start_response)
