"""How gunicorn serves the register; `make run` and docs/operating.md start it with this file."""

import logging
import os
from pathlib import Path

from gunicorn.glogging import Logger
from gunicorn.http import wsgi

from cases.logs import AsJson, without_words

# The project's WSGI application, so that `gunicorn --config` needs no other argument.
wsgi_app = "technopolice.wsgi:application"
# Loopback only: the outside world comes through a reverse proxy, or not at all.
bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
# Two processes: one slow page never stops the site, and a small machine can hold them.
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
# A request gets a thread once all of it is there: slow senders take none.
worker_class = "technopolice.worker.WholeRequests"
# More than dear pages and exports may take together (cases/views/guards.py): some are always left.
threads = 8
# No access log: a list of who read what is what this site must not have.
accesslog = None
# Errors go to stderr, where whoever runs the process decides what becomes of them.
errorlog = "-"
# Starts, stops and errors; the debug level would write about single requests.
loglevel = "info"
# No control socket: nothing here is steered while it runs, and it would be one more way in.
control_socket_disable = True
# The heartbeat file in memory: on a busy disk, writing it can make a worker seem dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (a folder)
# A minute: longer than any page takes, short enough that a stuck worker is replaced.
timeout = 60
# After HUP or TERM, what is being answered has so long to end; new requests go to new workers.
graceful_timeout = 30
# The filters of a list travel in its address, and many may be ticked.
limit_request_line = 8190
# X-Forwarded-Proto and the like are believed only from a proxy on this machine.
forwarded_allow_ips = "127.0.0.1,::1"
# The Server header names the project, not the program that someone may know a hole in.
wsgi.SERVER = "technopolice"


class Log(Logger):
    """What gunicorn says, without who asked; in the format of the program's own lines."""

    def setup(self, cfg):
        """As gunicorn does, then ours."""
        super().setup(cfg)
        self.error_log.addFilter(forget_who_asked)
        logging.captureWarnings(True)  # lines of the log like any other
        if os.environ.get("LOG_FORMAT", "").strip() == "json":
            for handler in self.error_log.handlers:
                handler.setFormatter(AsJson())


def forget_who_asked(record):
    """Keep the fact that a request failed; drop its address, path, headers and words."""
    for beginning in ("Invalid request", "Error handling request", "Socket error"):
        if str(record.msg).startswith(beginning):
            record.msg, record.args = beginning, ()
            without_words(record)
    return True


logger_class = Log


def on_starting(server):
    """Before the first worker, so that all of them inherit a number to share."""
    from cases.kept_value import announced_version

    announced_version.read()


def post_worker_init(worker):
    """In each worker: the index follows the register without a reader who waits for it."""
    from cases.facets import following

    following.begin()
