"""The fetcher is not led into a private network, nor held up, and leaves what is reserved."""

import socket
import ssl
import time

import pytest
import trustme

from cases.evidence.fetch import Fetcher, Stopped, Why
from cases.evidence.fetch.addresses import REFUSED, judged
from cases.evidence.fetch.deadline import Deadline
from cases.evidence.fetch.exchange import exchange
from cases.evidence.fetch.follow import Limits
from cases.evidence.fetch.forms_tried import FORMS
from cases.evidence.fetch.robots import Rules, fits, reserves
from cases.evidence.fetch.targets import target_of
from tests.hostile_server import PAGE, bomb, server  # noqa: F401 (a fixture)

QUICK = Limits(1_000_000, 2)


def why(url: str, limits: Limits = QUICK) -> Why:
    """The reason for which an address is not read."""
    with pytest.raises(Stopped) as stopped:
        Fetcher().fetch(url, limits)
    return stopped.value.why


@pytest.fixture
def resolver(monkeypatch):
    """Names answer as the test says; each question is noted. No name of the system is asked."""

    class Resolver:
        def __init__(self):
            self.answers, self.asked = {}, []

        def ask(self, host, port, *args, **options):
            self.asked.append(host)
            found = self.answers.get(host)
            if found is None:
                raise socket.gaierror(socket.EAI_NONAME, "unknown")
            found = found.pop(0) if found and isinstance(found[0], list) else found
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, port)) for text in found]

    made = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", made.ask)
    return made


# --- How an address is written ----------------------------------------------------------------


@pytest.mark.parametrize(("form", "expected"), [(url, code) for url, code, _why in FORMS])
def test_this_form_of_address_is_refused(form, expected, resolver):
    resolver.answers = {"example.org": ["93.184.216.34"]}
    assert why(form).value == expected


@pytest.mark.parametrize(("form", "host"), [
    ("https://www.ville-nice.fr/a?b=c", "www.ville-nice.fr"),
    ("HTTPS://WWW.Ville-Nice.FR", "www.ville-nice.fr"),
    ("http://93.184.216.34/", "93.184.216.34"),
    ("http://[2606:2800:220:1:248:1893:25c8:1946]/", "2606:2800:220:1:248:1893:25c8:1946"),
    ("https://café.fr/", "xn--caf-dma.fr"),
    ("https://ｅｘａｍｐｌｅ.org/", "example.org"),
    ("https://example。org/", "example.org"),
    ("https://example.org:443/", "example.org"),
])  # fmt: skip
def test_a_plain_address_is_read_in_its_one_form(form, host):
    assert target_of(form).host == host


def test_letters_of_the_path_are_escaped_and_what_is_escaped_stays():
    target = target_of("https://example.org/délib%20a?q=é&r=%C3%A9#fin")
    assert target.path == "/d%C3%A9lib%20a?q=%C3%A9&r=%C3%A9"


# --- Where it leads ---------------------------------------------------------------------------


@pytest.mark.parametrize("network", REFUSED)
def test_first_and_last_address_of_each_refused_network(network):
    import ipaddress

    network = ipaddress.ip_network(network)
    for address in (network[0], network[-1]):
        with pytest.raises(Stopped):
            judged(str(address))


def test_a_mapped_address_is_judged_by_what_it_holds():
    assert judged("::ffff:93.184.216.34") == "93.184.216.34"
    with pytest.raises(Stopped):
        judged("::ffff:10.0.0.1")


def test_one_private_address_among_public_ones_refuses_the_host(resolver):
    resolver.answers = {"example.org": ["93.184.216.34", "10.0.0.1"]}
    assert why("http://example.org/") == Why.ADDRESS


def test_a_name_is_asked_once_and_the_answer_that_was_judged_is_used(server, resolver):  # noqa: F811
    """Rebinding: the second answer would lead to a port that nobody listens to."""
    server.page("/a")
    resolver.answers = {"rebind.example": [["127.0.0.1"]] * 3 + [["127.0.0.2"]] * 9}
    page = Fetcher().fetch(server.url("/a", "rebind.example"), QUICK)
    assert page.last.address == "127.0.0.1"
    # One question for robots.txt, one for tdmrep.json, one for the page: one for each request.
    assert resolver.asked == ["rebind.example"] * 3


def test_a_name_that_becomes_private_between_two_requests_is_refused(server, resolver):  # noqa: F811
    server.page("/a")
    resolver.answers = {"rebind.example": [["127.0.0.1"]] * 2 + [["10.0.0.1"]] * 9}
    assert why(server.url("/a", "rebind.example")) == Why.ADDRESS
    assert server.paths() == []


def test_the_name_is_said_to_the_server_though_its_address_is_connected_to(server, resolver):  # noqa: F811
    server.page("/a")
    resolver.answers = {"ville.example": ["127.0.0.1"]}
    Fetcher().fetch(server.url("/a", "ville.example"), QUICK)
    _path, headers = server.asked[-1]
    assert headers["Host"] == f"ville.example:{server.port}"


def test_loopback_is_refused_on_a_port_that_the_settings_do_not_open(server, settings):  # noqa: F811
    url = server.page("/a")
    settings.SOURCE_FETCH_LOOPBACK_PORTS = []
    assert why(url) == Why.PORT
    assert why("http://127.0.0.1/") == Why.ADDRESS
    assert server.asked == []


def test_an_open_port_opens_loopback_and_nothing_else(server, settings):  # noqa: F811
    settings.SOURCE_FETCH_LOOPBACK_PORTS = [server.port]
    assert why(f"http://10.0.0.1:{server.port}/") == Why.ADDRESS
    assert why(f"http://169.254.169.254:{server.port}/") == Why.ADDRESS
    assert why("http://127.0.0.1:80/") == Why.ADDRESS


def test_what_is_denied_is_denied_with_every_name_below_it(server, settings, resolver):  # noqa: F811
    resolver.answers = {"a.example": ["127.0.0.1"], "example.org": ["93.184.216.34"]}
    settings.SOURCE_FETCH_DENY = ["example.org"]
    assert why("https://example.org/") == Why.LISTED
    assert why("https://www.example.org/") == Why.LISTED
    server.page("/a")
    assert Fetcher().fetch(server.url("/a", "a.example"), QUICK).last.status == 200
    settings.SOURCE_FETCH_ALLOW = ["b.example"]
    assert why(server.url("/a", "a.example")) == Why.LISTED
    settings.SOURCE_FETCH_ALLOW, settings.SOURCE_FETCH_DENY = ["a.example"], ["a.example"]
    assert why(server.url("/a", "a.example")) == Why.LISTED


def test_no_proxy_of_the_environment_is_used(server, monkeypatch):  # noqa: F811
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert Fetcher().fetch(server.page("/a"), QUICK).last.body == PAGE


def test_no_cookie_is_sent_back_and_no_word_says_where_we_come_from(server):  # noqa: F811
    server.page("/b")
    server.redirect("/a", server.url("/b"))
    server.pages["/a"][1]["Set-Cookie"] = "spy=1"
    Fetcher().fetch(server.url("/a"), QUICK)
    names = {name.lower() for _path, headers in server.asked for name in headers}
    assert names == {"host", "user-agent", "accept", "accept-language", "accept-encoding",
                     "connection"}  # fmt: skip
    assert {headers["User-Agent"] for _p, headers in server.asked} == {"technopolice-archive/1.0"}


# --- Redirects --------------------------------------------------------------------------------


@pytest.mark.parametrize(("where", "expected"), [
    ("http://127.0.0.1/", Why.ADDRESS),
    ("http://169.254.169.254/latest/meta-data/", Why.ADDRESS),
    ("http://[::1]/", Why.ADDRESS),
    ("//10.0.0.1/", Why.ADDRESS),
    ("http://2130706433/", Why.FORM),
    ("http://127.0.0.1:22/", Why.PORT),
    ("file:///etc/passwd", Why.SCHEME),
    ("ftp://example.org/", Why.SCHEME),
    ("gopher://127.0.0.1:6379/_INFO", Why.SCHEME),
    ("javascript:alert(1)", Why.SCHEME),
    ("http://user:secret@example.org/", Why.USER),
    ("http://[", Why.FORM),
])  # fmt: skip
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_judged_like_a_first_address(server, where, expected, status):  # noqa: F811
    assert why(server.redirect("/a", where, status)) == expected


def test_a_chain_that_ends_on_loopback_is_refused_at_its_last_step(server):  # noqa: F811
    server.redirect("/c", "http://127.0.0.1:1/")
    server.redirect("/b", "/c")
    assert why(server.redirect("/a", "/b")) == Why.PORT
    assert server.paths() == ["/a", "/b", "/c"]


def test_five_redirects_are_followed_and_a_sixth_is_not(server):  # noqa: F811
    server.page("/6")
    for number in range(1, 6):
        server.redirect(f"/{number}", f"/{number + 1}")
    assert Fetcher().fetch(server.url("/1"), QUICK).final_url == server.url("/6")
    assert why(server.redirect("/0", "/1")) == Why.REDIRECTS


def test_a_loop_of_redirects_ends(server):  # noqa: F811
    server.redirect("/b", "/a")
    assert why(server.redirect("/a", "/b")) == Why.REDIRECTS


# --- Size and time ----------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", ["drip", "drip_headers", "silence"])
def test_a_server_that_takes_its_time_is_left(server, behaviour):  # noqa: F811
    url = server.does("/a", getattr(server, behaviour))
    began = time.monotonic()
    assert why(url, Limits(1_000_000, 1)) == Why.TIME
    assert time.monotonic() - began < 30  # not the minute for which the server would go on


def test_an_endless_body_is_cut(server):  # noqa: F811
    assert why(server.does("/a", server.endless), Limits(300_000, 20)) == Why.SIZE


def test_a_length_over_the_limit_is_enough(server):  # noqa: F811
    assert why(server.page("/a", b"<p>", Content_Length="99999999999")) == Why.SIZE


def test_a_body_shorter_than_announced_is_no_page(server):  # noqa: F811
    assert why(server.does("/a", server.short)) == Why.BROKEN


@pytest.mark.parametrize("behaviour", ["header_flood", "nonsense"])
def test_what_is_no_answer_is_said_to_be_broken(server, behaviour):  # noqa: F811
    assert why(server.does("/a", getattr(server, behaviour))) == Why.BROKEN


def test_a_bomb_is_counted_as_it_unpacks(server):  # noqa: F811
    url = server.page("/a", bomb(60), Content_Encoding="gzip")
    assert why(url, Limits(1_000_000, 20)) == Why.SIZE


def test_what_is_packed_is_unpacked_and_kept_both_ways(server):  # noqa: F811
    import gzip

    packed = gzip.compress(PAGE)
    last = Fetcher().fetch(server.page("/a", packed, Content_Encoding="gzip"), QUICK).last
    assert (last.raw, last.body) == (packed, PAGE)


def test_an_unknown_packing_is_refused_and_a_broken_one_is_broken(server):  # noqa: F811
    assert why(server.page("/a", b"x", Content_Encoding="br")) == Why.ENCODING
    assert why(server.page("/b", b"x" * 50, Content_Encoding="gzip")) == Why.BROKEN


def test_a_port_where_nobody_listens_is_no_answer(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.SOURCE_FETCH_LOOPBACK_PORTS = [port]
    assert why(f"http://127.0.0.1:{port}/") == Why.NO_ANSWER


def test_a_name_that_nobody_knows_is_said_to_be_gone(resolver):
    assert why("https://disparu.example/") == Why.NO_HOST


def test_a_server_that_does_not_speak_tls_is_refused(server):  # noqa: F811
    assert why(f"https://127.0.0.1:{server.port}/a") == Why.TLS


@pytest.fixture
def secured(server, resolver, monkeypatch, tmp_path):  # noqa: F811
    """The server speaks TLS with a certificate for ville.example; the system trusts its signer.

    `named` holds the names that were asked for in the handshake.
    """
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("ville.example").configure_cert(context)
    server.named = []
    context.sni_callback = lambda _socket, name, _context: server.named.append(name)
    server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    resolver.answers = {"ville.example": ["127.0.0.1"], "autre.example": ["127.0.0.1"]}
    server.page("/a")
    return server


def test_the_certificate_is_checked_with_the_name_and_not_with_the_address(secured):
    page = Fetcher().fetch(f"https://ville.example:{secured.port}/a", QUICK)
    assert (page.last.status, page.last.address) == (200, "127.0.0.1")
    assert set(secured.named) == {"ville.example"}


def test_the_certificate_of_another_name_is_refused(secured):
    assert why(f"https://autre.example:{secured.port}/a") == Why.TLS


def test_a_certificate_that_nobody_known_signed_is_refused(secured, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    assert why(f"https://ville.example:{secured.port}/a") == Why.TLS
    assert secured.asked == []


def test_a_server_that_is_silent_in_the_handshake_is_left(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings.SOURCE_FETCH_LOOPBACK_PORTS, settings.SOURCE_FETCH_PAUSE = [port], 0
        with pytest.raises(Stopped) as stopped:
            target = target_of(f"https://127.0.0.1:{port}/")
            exchange(target, "127.0.0.1", 1000, Deadline(1))
    assert stopped.value.why == Why.TIME


# --- What publishers ask ----------------------------------------------------------------------


def test_robots_txt_is_honoured_also_where_a_redirect_leads(server):  # noqa: F811
    server.page("/robots.txt", b"User-agent: *\nDisallow: /private", kind="text/plain")
    server.page("/private/a")
    assert why(server.url("/private/a")) == Why.ROBOTS
    assert why(server.redirect("/a", "/private/a")) == Why.ROBOTS
    assert server.paths() == ["/a"]


def test_a_site_whose_robots_txt_fails_is_not_read_now(server):  # noqa: F811
    server.page("/a")
    server.page("/robots.txt", b"", 503)
    assert why(server.url("/a")) == Why.STATUS
    assert server.paths() == []


@pytest.mark.parametrize(("text", "path", "allowed"), [
    ("", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: Technopolice-Archive\nAllow: /", "/a", True),
    ("User-agent: *\nAllow: /\nUser-agent: technopolice-archive\nDisallow: /", "/a", False),
    ("User-agent: a\nUser-agent: *\nDisallow: /x", "/x/y", False),
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
    ("User-agent: *\nDisallow: /*.pdf$", "/doc/a.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/doc/a.pdf?x", True),
    ("User-agent: *\nDisallow: /*?", "/a?b", False),
    ("# nothing\nUSER-AGENT:*\nDISALLOW: /a # here", "/a", False),
])  # fmt: skip
def test_rules_of_robots_txt(text, path, allowed):
    assert Rules(text, "technopolice-archive").allow(path) is allowed


def test_a_hostile_pattern_takes_no_time():
    assert fits("/" + "*a" * 20_000 + "$", "/" + "a" * 2_000 + "b") is False


def test_tdmrep_json_reserves_what_it_names():
    told = '[{"location": "/", "tdm-reservation": 0}, {"location": "/a*", "tdm-reservation": 1}]'
    assert reserves(told, "/article") is True
    assert reserves(told, "/b") is False
    assert [reserves(text, "/") for text in ("", "{}", "[1]", "[" * 9999)] == [False] * 4


@pytest.mark.parametrize("headers", [
    {"TDM_Reservation": "1"},
    {"X_Robots_Tag": "noarchive"},
    {"X_Robots_Tag": "noindex, NoAI"},
    {"X_Robots_Tag": "technopolice-archive: noarchive"},
])  # fmt: skip
def test_a_header_reserves_the_rights(server, headers):  # noqa: F811
    assert why(server.page("/a", **headers)) == Why.RIGHTS


@pytest.mark.parametrize("meta", [
    '<meta name="tdm-reservation" content="1">',
    '<META NAME=robots CONTENT="noindex, noarchive">',
    "<meta content='noai' name='robots'>",
])  # fmt: skip
def test_a_meta_element_reserves_the_rights(server, meta):  # noqa: F811
    assert (
        why(server.page("/a", PAGE.replace(b"</head>", meta.encode() + b"</head>"))) == Why.RIGHTS
    )


def test_what_asks_nothing_of_us_is_read(server):  # noqa: F811
    server.page("/.well-known/tdmrep.json", b'[{"location": "/b", "tdm-reservation": 1}]')
    server.page("/b")
    url = server.page("/a", X_Robots_Tag="otherbot: noarchive", TDM_Reservation="0")
    assert Fetcher().fetch(url, QUICK).last.status == 200
    assert why(server.url("/b")) == Why.RIGHTS
