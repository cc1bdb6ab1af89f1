"""Fixtures and rules for every test: the databases, the browser, and what was not run.

A test that takes `open_browser` or `chromium` needs Chromium, one marked `exiftool` exiftool, one
marked `age` age, one marked `nginx` nginx, one marked `w3m` w3m, one marked `postgres` PostgreSQL.
Where one is missing the test is skipped and named at the end, or fails if REQUIRE_ALL=1.
"""

import itertools
import shutil
from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import sync_playwright

from cases.facets import current
from cases.intake import append_only
from cases.intake.models import Reason
from cases.moderation import attempts, throttle
from cases.room import Room
from cases.search import spelling
from cases.views import guards
from tests import exiftool
from tests.environment import CHROMIUM, DATA_DIR, REQUIRE_ALL, SOAK, times
from tests.make import make_moderator, sign_in
from tests.production import NGINX

NO_CHROMIUM = "Not run: Chromium (no chromium in PATH, and CHROMIUM= names none)"
NO_W3M = "Not run: w3m (apt-get install w3m)"
NO_AGE = "Not run: age (apt-get install age)"
NO_NGINX = "Not run: nginx (apt-get install nginx-light)"
FOLDERS = itertools.count()
ON_SQLITE = "Left for the run on PostgreSQL (the second part of `make test`)"

# Enough for a browser in a container without a screen, and nothing that talks to anyone.
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

# The same examples at every run of the suite, new ones in `make soak`; time is no failure.
hypothesis_settings.register_profile("suite", max_examples=5, deadline=None, derandomize=True)
hypothesis_settings.register_profile("soak", max_examples=5000, deadline=None)
hypothesis_settings.load_profile(times("suite", "soak"))


def pytest_collection_modifyitems(config, items):
    """Mark what uses the browser; leave to the run on SQLite what the database cannot change."""
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker("browser")
    if connection.vendor == "postgresql" and not SOAK:
        left = [item for item in items if not _asks_the_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if _asks_the_database(item)]


def _asks_the_database(item) -> bool:
    """True for what may behave otherwise on another database; of the browser, the whole walks."""
    if item.get_closest_marker("once"):
        return False
    if item.get_closest_marker("browser"):
        return item.get_closest_marker("everywhere") is not None
    return item.get_closest_marker("django_db") is not None or "db" in item.fixturenames


def pytest_runtest_setup(item):
    """Skip what cannot run here, or fail where everything must run."""
    if item.get_closest_marker("browser") and not CHROMIUM:
        (pytest.fail if REQUIRE_ALL else pytest.skip)(NO_CHROMIUM)
    if item.get_closest_marker("exiftool") and not exiftool.is_here():
        (pytest.fail if REQUIRE_ALL else pytest.skip)(exiftool.NO_EXIFTOOL)
    if item.get_closest_marker("age") and not shutil.which("age"):
        (pytest.fail if REQUIRE_ALL else pytest.skip)(NO_AGE)
    if item.get_closest_marker("nginx") and not NGINX:
        (pytest.fail if REQUIRE_ALL else pytest.skip)(NO_NGINX)
    if item.get_closest_marker("w3m") and not shutil.which("w3m"):
        (pytest.fail if REQUIRE_ALL else pytest.skip)(NO_W3M)
    # Never a failure: without PostgreSQL the second run of `make test` fails as a whole.
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip(ON_SQLITE)


def pytest_terminal_summary(terminalreporter):
    """Name at the end what was not run, with the number of tests."""
    reasons = (
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    for reason, count in Counter(reasons).items():
        if reason in (NO_CHROMIUM, exiftool.NO_EXIFTOOL, NO_AGE, NO_NGINX, NO_W3M, ON_SQLITE):
            terminalreporter.write_line(f"{reason}: {count} tests", yellow=True)
    if seen := exiftool.figures():
        terminalreporter.write_line(seen)
    for report in terminalreporter.stats.get("passed", []):
        for told in dict(report.user_properties).get("requests", "").split("; "):
            terminalreporter.write_line(told)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite in a file, as in a real instance: in memory all threads share one connection."""
    if connection.vendor == "sqlite":
        connections["default"].settings_dict["TEST"]["NAME"] = str(DATA_DIR / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests with real transactions empty every table at their end: the triggers would refuse.

    `tests/test_audit.py` puts them back for the time of its tests. The rows that migrations wrote
    are given, to be put back by a test that is about them.
    """
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            append_only.remove(editor)
        return list(Reason.objects.all())


@pytest.fixture
def first_reasons(db, django_db_setup):
    """The reasons of a new instance, as migrations wrote them, whatever test ran before."""
    if not Reason.objects.exists():
        Reason.objects.bulk_create(django_db_setup)


@pytest.fixture(autouse=True)
def calm():
    """Nothing is known yet of what lives as long as the process: who sent something, the facets."""
    throttle.forget()
    current.forget()
    spelling.forget()
    attempts.PASSWORDS.forget()
    yield
    throttle.forget()
    current.forget()
    spelling.forget()
    attempts.PASSWORDS.forget()


@pytest.fixture(autouse=True)
def unread_answers_take_no_room(monkeypatch):
    """A server closes each answer; tests leave many unread."""
    monkeypatch.setattr(guards, "TAKEN_AWAY", Room(most=1000))


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for the whole run, with an empty profile; use `open_browser` instead."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium, live_server):
    """Open a fresh browser window on the running site: `page = open_browser(javascript=False)`.

    Each call is a new visitor without cookies; `page.goto("/map/")` is enough for an address. A
    page that asks another origin for anything fails the test, unless it begins with `may_ask`.
    """
    visitors, elsewhere = [], []

    def open_window(javascript=True, width=1280, height=900, may_ask=(), **options):
        known = (live_server.url, "data:", "blob:", "about:", *may_ask)
        visitor = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale=options.pop("locale", "fr-FR"),
            timezone_id=options.pop("timezone_id", "Europe/Paris"),
            **options,
        )
        visitor.set_default_timeout(10_000)
        visitor.on(
            "request",
            lambda request: request.url.startswith(known) or elsewhere.append(request.url),
        )
        visitors.append(visitor)
        return visitor.new_page()

    yield open_window
    for visitor in visitors:
        visitor.close()
    assert elsewhere == [], "no page of the register asks another site for anything"


@pytest.fixture
def mona(db):
    """A moderator."""
    return make_moderator("mona")


@pytest.fixture
def max_moderator(db):
    """A second moderator."""
    return make_moderator("max")


@pytest.fixture
def edith(db):
    """An editor."""
    return make_moderator("edith", "editor")


@pytest.fixture
def ada(db):
    """An administrator."""
    return make_moderator("ada", "administrator")


@pytest.fixture
def stranger(db):
    """Somebody who can log in and has no right."""
    return User.objects.create_user("stranger", password="correct horse battery")


@pytest.fixture
def moderating(client, mona):
    """A client that mona is logged in with."""
    sign_in(client, mona)
    return client


@pytest.fixture
def editing(client, edith):
    """A client that edith is logged in with."""
    sign_in(client, edith)
    return client


@pytest.fixture
def administering(client, ada):
    """A client that ada is logged in with."""
    sign_in(client, ada)
    return client


@pytest.fixture(scope="session", autouse=True)
def stored_files_say_nothing():
    """exiftool looks at every file that a test of this process stored."""
    stop = exiftool.watch()
    yield
    stop()
    if exiftool.is_here():
        exiftool.look()


@pytest.fixture(autouse=True)
def own_folder_for_files(settings):
    """Each test begins without stored files, in a folder that is made when a file is stored."""
    settings.MEDIA_ROOT = DATA_DIR / "files" / str(next(FOLDERS))
