"""Readers' pages are kept as bytes: never an old one, never another's, never less protected."""

import gzip
import io
import os
import threading
from collections import namedtuple

import brotli
import pytest
from csp.constants import HEADER
from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from cases.kept_value import KeptValue, SharedNumber
from cases.middleware import ContentPolicy
from cases.models import DataVersion
from cases.page_cache.address import address_of, canonical_query
from cases.page_cache.page import Page, finished
from cases.page_cache.store import MemoryStore
from cases.page_cache.wsgi import PageCache
from cases.urls import contributing, moderating
from technopolice.wsgi import in_utf8
from tests.make import edit, make_place, make_vendor, sign_in

MEGABYTE = 1024 * 1024
NOW = (7, "2026-11-28")
Answer = namedtuple("Answer", "status headers body")


@pytest.fixture(autouse=True)
def connections_stay_open():
    """An answer that is closed would close connections, as at the end of a request."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def request(path: str, method: str = "GET", query: str = "", /, **headers) -> dict:
    """A request as a server hands it over; `Accept_Encoding="br"` is a header."""
    return {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.9", "HTTP_HOST": "localhost:8000", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), **{f"HTTP_{k.upper()}": v for k, v in headers.items()},
    }  # fmt: skip


def ask(application, *asked, **headers) -> Answer:
    said = []
    result = application(request(*asked, **headers), lambda *words: said.append(words))
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    status, found = said[-1][:2]
    return Answer(int(status[:3]), dict(found), body)


class Program:
    """Stands for the program behind the cache: counts what it is asked, answers as told."""

    def __init__(self, answer=None):
        self.asked, self.answer = [], answer or (lambda: HttpResponse("<p>page</p>"))

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        response = self.answer()
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response


def cache_of(program, *states, room=MEGABYTE, **more):
    """A cache for which the register is in these states, one after the other."""
    told = iter(states)
    present = (lambda: next(told)) if states else (lambda: NOW)
    return PageCache(program, MemoryStore(room), lambda: NOW, present, **more)


@pytest.fixture
def site(transactional_db):
    """The whole program behind an empty cache."""
    DataVersion.renewed()  # another test had another register
    return PageCache(in_utf8, MemoryStore(MEGABYTE))


# --- What is kept ---------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_page_is_the_same_from_the_cache_and_as_well_protected(site):
    place = make_place("Grenoble")
    for path in ("/", "/en/places/", f"{place.get_absolute_url()}", "/changes.atom"):
        plain, first, again = ask(in_utf8, path), ask(site, path), ask(site, path)
        assert first == again
        assert (plain.status, plain.body) == (again.status, again.body)
        added = {"ETag", "Vary", "Cache-Control"}
        assert again.headers.keys() - plain.headers.keys() == added
        assert {n: v for n, v in again.headers.items() if n not in added} == plain.headers
        assert again.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert again.headers["Vary"] == "Accept-Encoding"
        policy = again.headers["Content-Security-Policy"].split("; ")
        assert "default-src 'self'" in policy and policy == sorted(policy)  # in every process
    assert len(site.store) == 4


@pytest.mark.once
def test_the_policy_written_once_is_the_one_that_django_csp_writes_for_each_answer():
    def answer(request):
        return HttpResponse()

    request = RequestFactory().get("/")
    for view in (answer, csp_update({"img-src": ["https://tiles.example.org"]})(answer)):
        written = CSPMiddleware(view)(request).headers[HEADER].split("; ")
        assert ContentPolicy(view)(request).headers[HEADER].split("; ") == sorted(written)


@pytest.mark.django_db(transaction=True)
def test_what_was_accepted_is_seen_at_once(site):
    vendor = make_vendor("Surveil SA")
    address = vendor.get_absolute_url()
    assert b"Surveil SA" in ask(site, address).body
    edit(vendor, name="Regard SA")
    assert b"Regard SA" in ask(site, address).body


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_moderator_reads_the_same_page_and_it_is_kept_for_anyone(site, client, mona):
    sign_in(client, mona)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    seen = ask(in_utf8, "/", Cookie=cookie)
    assert (seen.body, seen.headers) == (ask(in_utf8, "/").body, ask(in_utf8, "/").headers)
    assert ask(site, "/", Cookie=cookie).body == seen.body == ask(site, "/").body
    waiting = ask(site, "/moderation/", Cookie=cookie)
    assert waiting.status == 200 and "ETag" not in waiting.headers
    assert ask(site, "/moderation/").status == 302
    assert len(site.store) == 1


@pytest.mark.once
def test_no_page_knows_its_reader(site):
    place = make_place("Grenoble")
    known = {"Cookie": "sessionid=a; csrftoken=b", "Accept_Language": "de", "User_Agent": "Lynx",
             "Referer": "https://example.org/", "X_Forwarded_For": "203.0.113.9"}  # fmt: skip
    for path in ("/", "/search/", "/en/map/", "/tasks/", "/timeline/", "/money/", "/transparency/",
                 "/about/moderation/", "/vendors/", place.get_absolute_url()):  # fmt: skip
        answer = ask(site, path, **known)
        assert answer.status == 200 and "Set-Cookie" not in answer.headers
        assert answer.body == ask(in_utf8, path, **known).body
    assert len(site.store) == 10


def test_pages_with_a_token_or_a_session_are_never_asked_of_the_cache():
    for pattern in [*contributing, *moderating]:
        for beginning in ("/", "/en/"):
            assert address_of(request(beginning + str(pattern.pattern))) == "", pattern
    for path in ("/vendors/a/edit/", "/vendors/a/report/", "/en/vendors/a/confirm/",
                 "/healthz", "/readyz", "/about/testers.json", "/files/a.pdf",
                 "/static/css/site.css"):  # fmt: skip
        assert address_of(request(path)) == ""
    assert address_of(request("/", "POST")) == ""
    assert address_of(request("/", "GET", "q=" + "a" * 3000)) == ""


@pytest.mark.parametrize(
    "answer",
    [
        lambda: HttpResponse("absent", status=404),
        lambda: HttpResponse("broken", status=500),
        lambda: HttpResponse("mine", headers={"Cache-Control": "no-store, private"}),
        lambda: HttpResponse("mine", headers={"Set-Cookie": "a=b"}),
        lambda: HttpResponse("mine", headers={"Vary": "Cookie"}),
        lambda: StreamingHttpResponse(iter([b"a", b"b"])),
    ],
    ids=["absent", "broken", "for one alone", "with a cookie", "varying", "streamed"],
)
def test_other_answers_pass_as_they_are(answer):
    program = Program(answer)
    cache = cache_of(program)
    for _time in range(2):
        plain = ask(program, "/a/")
        assert ask(cache, "/a/") == plain
        assert ask(cache, "/a/", "HEAD") == plain._replace(body=b"")
    assert len(program.asked) == 6 and not len(cache.store)


def test_the_program_is_asked_as_by_anyone():
    program = Program()
    ask(
        cache_of(program), "/", Cookie="session=1", User_Agent="Lynx", Accept_Language="de",
        X_Forwarded_For="203.0.113.9", Referer="https://example.org/", Range="bytes=0-3",
    )  # fmt: skip
    told = {name for name in program.asked[0] if name.startswith(("HTTP_", "REMOTE_"))}
    assert told == {"HTTP_HOST"}


# --- Addresses ------------------------------------------------------------------------------------


def test_the_same_question_in_another_order_is_the_same_page():
    assert canonical_query("b=2&a=1&&utm_source=x&fbclid=y") == "a=1&b=2"
    assert canonical_query("tag=b&tag=a&%74ag=c") == "tag=b&tag=a&%74ag=c"
    program = Program()
    cache = cache_of(program)
    for query in ("b=2&a=1", "a=1&b=2", "utm_campaign=mail&a=1&b=2"):
        ask(cache, "/places/", "GET", query)
    assert [environ["QUERY_STRING"] for environ in program.asked] == ["a=1&b=2"]


def test_each_host_and_scheme_has_its_own_pages(settings):
    assert len({address_of(request("/", Host=host)) for host in ("a.example", "b.example")}) == 2
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(request("/", X_Forwarded_Proto="https")).startswith("https://")
    assert address_of(request("/", X_Forwarded_Proto="http")).startswith("http://")


# --- Conditional requests and encodings -----------------------------------------------------------


def test_each_encoding_has_its_bytes_and_its_tag():
    text = "<p>Une caméra de plus.</p>" * 100
    cache = cache_of(Program(lambda: HttpResponse(text)))
    plain, packed, small = (ask(cache, "/", Accept_Encoding=e) for e in ("", "gzip", "gzip, br"))
    assert plain.body.decode() == text and "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.body) == brotli.decompress(small.body) == plain.body
    assert len({answer.headers["ETag"] for answer in (plain, packed, small)}) == 3
    for answer in (plain, packed, small):
        assert answer.headers["Content-Length"] == str(len(answer.body))
    assert ask(cache, "/", Accept_Encoding="br;q=0, gzip;q=0.5").body == packed.body
    assert ask(cache, "/", Accept_Encoding="identity, *;q=0").body == plain.body
    assert ask(cache, "/", "HEAD", Accept_Encoding="br") == small._replace(body=b"")
    short = ask(cache_of(Program()), "/", Accept_Encoding="br")
    assert short.body == b"<p>page</p>"


def test_who_has_the_page_is_told_that_nothing_changed():
    cache = cache_of(Program(lambda: HttpResponse("a" * 2000, headers={"X-Frame-Options": "DENY"})))
    tag = ask(cache, "/", Accept_Encoding="br").headers["ETag"]
    same = ask(cache, "/", Accept_Encoding="br", If_None_Match=f'"x", W/{tag}')
    assert same.status == 304 and same.body == b""
    assert same.headers == {
        "ETag": tag, "Vary": "Accept-Encoding", "X-Frame-Options": "DENY",
        "Cache-Control": "public, max-age=0, must-revalidate",
    }  # fmt: skip
    assert ask(cache, "/", If_None_Match=tag).status == 200  # other bytes, another tag
    assert ask(cache, "/", Accept_Encoding="br", If_None_Match='"x"').status == 200


# --- Never an old page ----------------------------------------------------------------------------


def test_a_page_built_while_something_changed_is_given_and_not_kept():
    program, later = Program(), (8, "2026-11-28")
    cache = cache_of(program, NOW, later, NOW, NOW)
    assert ask(cache, "/").status == 200 and len(cache.store) == 0
    assert ask(cache, "/").status == 200 and len(cache.store) == 1


def test_a_later_version_or_day_empties_the_store_and_an_earlier_one_finds_nothing():
    store, page = MemoryStore(MEGABYTE), finished([], b"page")
    store.put("/", NOW, page)
    assert store.get("/", NOW) is page
    assert store.get("/", (7, "2026-11-29")) is None and len(store) == 0
    store.put("/", NOW, page)
    assert store.get("/", NOW) is None and len(store) == 0


def test_the_number_is_asked_once_a_second_and_at_once_when_a_change_was_announced():
    answers, now = iter(range(10)), [100.0]
    kept = KeptValue(lambda: next(answers), 0.9, clock=lambda: now[0])
    assert (kept.get(), kept.get()) == (0, 0)
    now[0] += 0.9
    assert (kept.get(), kept.get()) == (1, 1)
    assert (kept.get(at_least=1), kept.get(at_least=2)) == (1, 2)
    assert (kept.renew(), kept.get()) == (3, 3)


def test_a_process_hears_of_a_change_in_another_that_was_forked_with_it():
    number = SharedNumber()
    child = os.fork()
    if not child:
        number.write(2**40 + 7)
        os._exit(0)
    os.waitpid(child, 0)
    assert number.read() == 2**40 + 7


# --- Many at once ---------------------------------------------------------------------------------


def test_what_is_asked_once_gives_way_to_what_is_asked_again():
    def page(number: int) -> Page:
        return finished([], bytes([number]) * 10_000)

    store = MemoryStore(130_000)
    store.put("home", NOW, page(0))
    store.get("home", NOW)
    for number in range(200):
        store.put(f"made up {number}", NOW, page(number))
    assert store.size <= 130_000 and 5 < len(store) < 15
    assert store.get("home", NOW) is not None
    assert store.get("made up 199", NOW) is not None and store.get("made up 3", NOW) is None
    store.put("enormous", NOW, finished([], b"a" * 120_000))
    assert store.get("enormous", NOW) is None and store.get("home", NOW) is not None


def test_a_page_that_many_want_at_once_is_built_once():
    started, go_on = threading.Event(), threading.Event()

    def slowly():
        started.set()
        assert go_on.wait(10)
        return HttpResponse("page")

    program, answers = Program(slowly), []
    cache = cache_of(program)
    threads = [
        threading.Thread(target=lambda: answers.append(ask(cache, "/").body)) for _n in range(5)
    ]
    threads[0].start()
    assert started.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert answers == [b"page"] * 5 and len(program.asked) == 1


def test_who_waited_long_enough_builds_the_page_and_a_failure_stops_nobody():
    program = Program()
    cache = cache_of(program, longest_wait=0.01)
    assert cache.turns.is_first(address_of(request("/")))  # by a thread that never ends
    assert ask(cache, "/").body == b"<p>page</p>"

    def fail():
        raise ValueError

    broken = cache_of(Program(fail))
    for _time in range(2):
        with pytest.raises(ValueError):
            ask(broken, "/")
