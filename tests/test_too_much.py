"""What asks for too much is refused clearly, before work is done, and readers keep their place."""

import io

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import StreamingHttpResponse

from cases.room import Room
from cases.views import guards
from tests.make import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FORM = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}


class NeverRead(io.BytesIO):
    """A body that must not be read."""

    def read(self, *_size):
        raise AssertionError("the body was read")


class Stops(io.BytesIO):
    """A body that stops coming."""

    def read(self, *_size):
        raise OSError("gone")


@pytest.fixture
def connections_stay_open():
    """An answer that is closed would close the connection of the test with it."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def test_an_address_that_asks_for_too_much_is_refused_in_the_language_of_its_reader(client):
    long = client.get(f"/search/?q={'a' * 1_000_000}")
    assert (long.status_code, long.headers["Content-Language"]) == (414, "fr")
    assert "Enlevez des filtres" in long.content.decode()
    many = client.get("/en/deployments/?" + "&".join(["tag=a"] * 1000))
    assert many.status_code == 400
    assert "Take away some filters" in many.content.decode()
    assert client.get("/deployments/?" + "&".join(["place=nice"] * 300)).status_code == 200


def test_a_body_that_is_too_long_or_of_no_length_is_refused_unread(client):
    unread = {"wsgi.input": NeverRead(), "CONTENT_LENGTH": str(41 * 1024 * 1024)}
    for path, words in (("/contribute/deployment/", "trop long"), ("/en/receipt/", "too long")):
        refused = client.generic("POST", path, b"", **FORM, **unread)
        assert refused.status_code == 413
        assert words in refused.content.decode()
    chunked = {"wsgi.input": NeverRead(), "HTTP_TRANSFER_ENCODING": "chunked"}
    without = client.generic("POST", "/receipt/", b"", **FORM, **chunked, CONTENT_LENGTH="")
    assert without.status_code == 411


def test_too_many_fields_or_files_and_a_body_that_stops_are_no_error_of_ours(client):
    fields = "&".join(f"f{number}=1" for number in range(4001))
    assert client.generic("POST", "/receipt/", fields, FORM["CONTENT_TYPE"]).status_code == 400
    files = {f"file{number}": io.BytesIO(b"x") for number in range(11)}
    assert client.post("/receipt/files/", files).status_code == 400
    stops = {"wsgi.input": Stops(), "CONTENT_LENGTH": "1000"}
    told = client.generic("POST", "/contribute/deployment/", b"", **FORM, **stops)
    assert told.status_code == 408


def test_a_few_dear_pages_at_once_and_the_next_are_told_when_to_come_back(client, monkeypatch):
    make_place("Nice")
    monkeypatch.setattr(guards.DEAR_PAGES, "_seconds", 0)
    with guards.DEAR_PAGES.place(), guards.DEAR_PAGES.place():
        for path in ("/map/", "/map.geojson?box=1,40,8,50", "/search/?q=nice", "/deployments/",
                     "/money/", "/timeline/", "/changes/", "/places.atom", "/tasks/",
                     "/compare/?place=nice"):  # fmt: skip
            told = client.get(path)
            assert (path, told.status_code) == (path, 503)
            assert told.headers["Retry-After"] == "10"
        assert "Réessayez" in told.content.decode()
        assert "Try again" in client.get("/en/map/").content.decode()
        assert client.get("/places/nice/").status_code == 200
        assert client.get("/contribute/deployment/").status_code == 200
    assert client.get("/map/").status_code == 200


def test_who_waits_a_moment_gets_a_place_that_becomes_free(client):
    with guards.DEAR_PAGES.place():
        assert client.get("/map/").status_code == 200


def test_a_place_is_given_back_when_a_page_fails_or_an_export_is_left(
    client, monkeypatch, connections_stay_open
):
    monkeypatch.setattr(guards, "TAKEN_AWAY", Room(most=1))
    for _time in range(3):
        left = guards.taken_away(lambda _request: StreamingHttpResponse(iter("ab")))(None)
        left.close()
        left.close()  # as some servers do
    monkeypatch.setattr("cases.views.atlas.page_of", lambda asked: 1 / 0)
    client.raise_request_exception = False
    assert [client.get("/map/").status_code for _time in range(5)] == [500] * 5
    assert client.get("/timeline/").status_code == 200
