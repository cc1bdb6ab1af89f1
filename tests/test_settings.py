"""An instance starts by itself on one machine, and refuses to be public half configured."""

import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings as project_settings
from django.middleware.security import SecurityMiddleware

from cases.onion import HttpsElsewhere
from tests.production import FIT, ONION

BANNER = 'class="demo"'


@pytest.fixture
def start(tmp_path):
    """Run `manage.py check` as a new process that sees these variables and no others of ours."""

    def start(*options, **variables):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, "manage.py", "check", *options],
            cwd=project_settings.BASE_DIR,
            env={**kept, "DATA_DIR": str(tmp_path / "var"), **variables},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return start


def refusal(process) -> str:
    """The sentence with which an instance refused to start."""
    assert process.returncode != 0
    last = process.stderr.splitlines()[-1]
    assert "Not fit for production: " in last
    return last


def without(name: str) -> dict:
    return {other: value for other, value in FIT.items() if other != name}


def test_a_local_instance_starts_with_nothing_set(start):
    process = start()
    assert process.returncode == 0, process.stderr


def test_a_production_instance_starts_when_all_is_given(start):
    process = start(**FIT)
    assert process.returncode == 0, process.stderr


def test_a_production_instance_has_nothing_for_djangos_check_to_say(start):
    process = start("--deploy", "--fail-level", "INFO", **FIT | {"ONION_HOST": ONION})
    assert process.returncode == 0, process.stderr
    assert "no issues (1 silenced)" in process.stdout  # that SecurityMiddleware is not ours by name
    assert issubclass(HttpsElsewhere, SecurityMiddleware)


@pytest.mark.parametrize(("name", "value"), [("QUESTIONS", "Quelle couleur ?"),
                                             ("RATE_IN_ALL", "0"),
                                             ("ONION_HOST", "example.onion"),
                                             ("BACKUP_RECIPIENT", "age1secret")])  # fmt: skip
def test_a_value_that_makes_no_sense_is_named(start, name, value):
    process = start(**{name: value})
    assert process.returncode != 0
    assert name in process.stderr.splitlines()[-1]


def test_an_instance_asks_its_own_questions(start):
    process = start(QUESTIONS="en:Our river?|Loire|the Loire; fr:Notre fleuve ?|Loire")
    assert process.returncode == 0, process.stderr


@pytest.mark.parametrize("name", [name for name in FIT if name != "PRODUCTION"])
def test_production_refuses_what_is_missing_and_names_that_alone(start, name):
    said = refusal(start(**without(name)))
    assert name in said
    assert [other for other in FIT if other in said and other != name] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "changeme" * 8),
        ("DEBUG", "1"),
        ("DEMO", "1"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "registre.example,*"),
        ("ALLOWED_HOSTS", "localhost,127.0.0.1"),
    ],
)
def test_production_refuses_what_is_unsafe(start, name, value):
    assert name in refusal(start(**FIT | {name: value}))


def test_everything_that_is_missing_is_named_at_once(start):
    said = refusal(start(PRODUCTION="1"))
    assert [name for name in FIT if name != "PRODUCTION" and name not in said] == []


def test_a_public_host_makes_it_production_whatever_else_is_said(start):
    assert "PUBLISHER" in refusal(start(ALLOWED_HOSTS="registre.example"))
    assert start(**without("PRODUCTION")).returncode == 0


def test_a_production_instance_writes_no_key_of_its_own(start, tmp_path):
    refusal(start(**without("SECRET_KEY")))
    assert not (tmp_path / "var" / "secret_key").exists()


def test_the_secret_key_of_a_local_instance_is_made_once_for_its_owner_alone(start, tmp_path):
    start()
    kept = tmp_path / "var" / "secret_key"
    first = kept.read_text()
    start()
    assert kept.read_text() == first
    assert len(first) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize("path", ["/about/", "/en/about/", "/about/legal/", "/contribute/"])
def test_every_page_of_a_demonstration_says_that_it_is_one(client, settings, path, db):
    settings.PRODUCTION = False
    assert BANNER in client.get(path).content.decode()


def test_a_production_page_has_no_banner_and_says_who_publishes(client, settings):
    settings.PRODUCTION, settings.DEMO = True, False
    settings.PUBLISHER = settings.PUBLISHER | {"publisher": "Association du registre"}
    page = client.get("/about/legal/").content.decode()
    assert BANNER not in page
    assert "Association du registre" in page


def test_a_demonstration_marks_what_nobody_filled_in(client):
    assert client.get("/en/about/legal/").content.decode().count("#box-missing") == 5


@pytest.mark.parametrize("given", ["8000x", "0", "70000", "-1", "８０"])
def test_a_port_that_is_none_stops_the_program(start, given):
    process = start(SOURCE_FETCH_LOOPBACK_PORTS=given)
    assert process.returncode != 0
    assert "SOURCE_FETCH_LOOPBACK_PORTS must be numbers of ports" in process.stderr


def test_the_door_to_loopback_is_shut_in_production(start):
    process = start(**FIT, SOURCE_FETCH_LOOPBACK_PORTS="8000")
    assert "SOURCE_FETCH_LOOPBACK_PORTS must be empty" in refusal(process)


def test_lists_of_hosts_hold_hosts(start):
    assert start(SOURCE_FETCH_DENY="example.org, [::1]").returncode == 0
    process = start(SOURCE_FETCH_ALLOW="https://example.org/")
    assert process.returncode != 0
    assert "SOURCE_FETCH_ALLOW must be names" in process.stderr


def test_a_background_that_cannot_be_asked_for_stops_the_program(start):
    process = start(MAP_TILE_URL="tiles.example.org", MAP_TILE_ATTRIBUTION="OpenStreetMap")
    assert process.returncode != 0
    assert "MAP_TILE_URL must be such as https://" in process.stderr.splitlines()[-1]
    process = start(PAGE_CACHE_MB="-1")
    assert "PAGE_CACHE_MB must be a number from 0" in process.stderr.splitlines()[-1]
