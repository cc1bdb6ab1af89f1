"""Three people on a production instance, over HTTPS and over Tor's plain HTTP, in a real browser:
what they send works, nothing says who they were, and their browsers ask nobody else."""

import http.client
import re
import secrets
import ssl
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Error

from cases.intake.models import Submission
from cases.models import Vendor
from cases.moderation import accounts
from tests import reports
from tests.browsing import follow
from tests.conftest import CHROMIUM_FLAGS
from tests.environment import CHROMIUM, DATA_DIR
from tests.instances import under_test
from tests.make import make_place, make_term, make_vendor
from tests.production import HOST, ONION, production
from tests.test_files_walk import add_photo
from tests.test_traces import everything_stored
from tests.test_walk import contribute, log_in, moderate

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.nginx, pytest.mark.everywhere]
ADDRESS = "203.0.113.77"
MARK = f"zyx{secrets.token_hex(8)}"  # the name of their browser, and the site that led them here
SENT_BY_PROXIES = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP", "Via")
HOUR = re.compile(r"datetime\.datetime\((?!\d+, \d+, \d+, 0, 0[,)])|\d\d:\d\d:\d\d")


class People:
    """Windows of marked people, and every answer that their browsers got."""

    def __init__(self, browser):
        self.browser, self.answers, self.asked, self._windows = browser, {}, {}, []

    def come(self, who: str, base: str = f"https://{HOST}", **options):
        """A new window of somebody, led here by a site with a name of its own."""
        window = self.browser.new_context(
            base_url=base, user_agent=f"{MARK}/1.0", ignore_https_errors=True, locale="fr-FR",
            extra_http_headers=dict.fromkeys(SENT_BY_PROXIES, ADDRESS), **options,
        )  # fmt: skip
        window.set_default_timeout(15_000)
        answers, asked = self.answers.setdefault(who, []), self.asked.setdefault(who, [])
        window.on("response", lambda answer: answers.append(answer))
        window.on("request", lambda request: asked.append(request.url))
        page = window.new_page()
        page.goto("/en/", referer=f"https://{MARK}.example/")
        self._windows.append(window)
        return page

    def headers(self, who: str) -> dict[str, dict]:
        """{address: headers} of what somebody's browser was answered."""
        found = {}
        for answer in self.answers[who]:
            try:
                found[f"{answer.status} {answer.url}"] = answer.all_headers()
            except Error:  # the page was left before its answer was whole
                continue
        return found

    def leave(self) -> None:
        for window in self._windows:
            window.close()


@pytest.fixture
def running(tmp_path_factory, settings):
    """A production instance; passwords are hashed as it hashes them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    make_place("Moirans", insee="38239", postcodes="38430")
    make_term("technology", "vsa", name="vidéosurveillance algorithmique")
    make_vendor("Surveil SA", description="Vend des caméras.")
    with production(tmp_path_factory.mktemp("production")) as running:
        yield running


@pytest.fixture
def people(chromium, running):
    """A browser for which the public names lead to the instance."""
    flags = [*CHROMIUM_FLAGS, *running.browser_flags]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags)
    people = People(browser)
    yield people
    people.leave()
    browser.close()


def send_edit(page) -> None:
    page.goto("/en/vendors/surveil-sa/edit/")
    description = page.locator("textarea[name=description]")
    page.locator("details", has=page.locator("textarea[name=description]")).locator(
        "summary"
    ).first.click()
    description.fill("Vend des caméras et des micros.")
    follow(page, page.get_by_role("button", name="Read again"))
    follow(page, page.locator("button[value=send]"))
    assert page.locator("#receipt-code").count()


def send_confirmation(page) -> None:
    page.goto("/en/vendors/surveil-sa/confirm/")
    page.locator("[name=answer]").first.check()
    follow(page, page.get_by_role("button", name="Send", exact=True))
    assert page.locator("#receipt-code").count(), page.locator("main").inner_text()


def send_through_door(page, door: str, *ticked: str, **typed) -> None:
    """Correct, reply, use a right or notify."""
    page.goto(f"/en/vendors/surveil-sa/report/?door={door}")
    form = page.locator(f"#{door}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    for name, text in typed.items():
        form.locator(f"[name={name}]").fill(text)
    for control in ticked:
        form.locator(control).check()
    follow(page, form.get_by_role("button", name="Send"))
    assert page.locator("#receipt-code").count(), page.locator("main").inner_text()


def see_receipt(page, code: str) -> None:
    page.goto("/en/receipt/")
    page.locator("[name=code]").fill(code)
    follow(page, page.get_by_role("button", name="See where it stands"))


def activist(page) -> str:
    """Every form that needs no account; gives the code of the first contribution."""
    code = contribute(page)
    add_photo(page)
    follow(page, page.get_by_role("button", name="Top left"))
    send_edit(page)
    send_confirmation(page)
    send_through_door(page, "correction", text="Ce n’est pas en service.", source="Le journal")
    send_through_door(page, "reply", "[value=body]", passage="Vend des caméras.", text="Non.",
                      signature="Surveil SA", name="Jeanne Martin")  # fmt: skip
    send_through_door(page, "rights", "[value=erasure]", text="Effacez mon nom.")
    send_through_door(page, "notice", "[value=defamation]", "[name=good_faith]",
                      text="C’est faux.", name="Jeanne Martin",
                      email="jeanne@example.org")  # fmt: skip
    see_receipt(page, code)
    page.locator("[name=text]").fill("Rue Bannier.")
    follow(page, page.locator("button[value=answer]"))
    assert page.get_by_text("Rue Bannier.").count()
    return code


def journalist(page) -> None:
    """Reads, searches, looks at the map and takes data away."""
    vendor = "/en/vendors/surveil-sa/"
    for address in ("/", "/en/vendors/", vendor, f"{vendor}history/", "/en/search/?q=surveil",
                    "/en/map/", "/en/money/", "/en/timeline/", "/en/data/", "/en/about/privacy/",
                    "/en/transparency/", "/nothing-here/"):  # fmt: skip
        page.goto(address)
    for address in ("/vendors.csv", "/vendors.json", "/vendors.atom", "/vendors/surveil-sa.json"):
        assert page.evaluate("where => fetch(where).then(answer => answer.ok)", address), address


def moderator(page, given) -> dict:
    """Logs in, publishes, refuses, logs out; gives the cookies as they were meanwhile."""
    sent = Submission.objects.filter(channel="form").order_by("pk")
    first, second = sent.values_list("pk", flat=True)[:2]
    log_in(page, given)
    page.goto(f"/en/moderation/{first}/")
    follow(page, page.locator("button[value=accept]"))
    page.goto(f"/en/moderation/{second}/")
    page.locator("[name=reason]").fill("Nous ne pouvons pas le vérifier.")
    follow(page, page.locator("button[value=refuse]"))
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    follow(page, page.get_by_role("button", name="Log out"))
    page.goto("/en/moderation/")
    assert page.get_by_label("Password").count()
    return cookies


def force_an_error(page, code: str) -> None:
    """Somebody follows a receipt while a table is away."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE intake_message RENAME TO away")
    try:
        see_receipt(page, code)
        assert page.locator("h1").count() and code not in page.content()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO intake_message")


def places_to_look(running) -> list[Path]:
    """Every folder in which something about a visit could lie, a dump of PostgreSQL among them."""
    if connection.vendor == "sqlite":
        return [DATA_DIR, running.folder]
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        cluster = Path(cursor.fetchone()[0])
    dump = running.folder / "dump.sql"
    subprocess.run(["pg_dump", "--file", dump, under_test().url], check=True)
    return [DATA_DIR, running.folder, *([cluster] if cluster.is_dir() else [])]


def files_with(word: str, folders: list[Path]) -> str:
    """The files that hold a word. By another process: reading the database in this one would drop
    the locks of SQLite."""
    command = ["grep", "-rlaiF", "--", word, *folders]
    return subprocess.run(command, capture_output=True, text=True).stdout


def is_guarded(headers: dict) -> bool:
    """True for an answer with every header that a browser needs to protect who reads it."""
    policy = headers.get("content-security-policy", "")
    is_page = headers.get("content-type", "").startswith("text/html")
    return (
        "unsafe" not in policy and "default-src" in policy
        and ("require-trusted-types-for 'script'" in policy or not is_page)
        and "max-age=31536000" in headers.get("strict-transport-security", "")
        and headers.get("x-content-type-options") == "nosniff"
        and headers.get("x-frame-options") == "DENY"
        and headers.get("referrer-policy") == "same-origin"
        and headers.get("cross-origin-opener-policy") == "same-origin"
        and headers.get("cross-origin-resource-policy") == "same-origin"
        and "camera=()" in headers.get("permissions-policy", "")
    )  # fmt: skip


def ask(port: int, method: str, path: str, *, tls: bool = False, **headers) -> tuple[int, dict]:
    """Status and headers of one answer, as a program that is no browser gets them."""
    trusting = ssl._create_unverified_context()  # noqa: S323 (a certificate of the test)
    opened = (
        http.client.HTTPSConnection("127.0.0.1", port, context=trusting, timeout=20)
        if tls else http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    )  # fmt: skip
    opened.request(method, path, headers={"User-Agent": MARK, **headers})
    answer = opened.getresponse()
    answer.read()
    opened.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}


def check_what_is_refused(running) -> None:
    """Other hosts, TRACE, another site's form, plain HTTP: refused, with the same headers."""
    refused = {
        "another host": ask(running.https, "GET", "/", tls=True, Host="evil.example"),
        "another site's form": ask(running.https, "POST", "/account/login/", tls=True, Host=HOST,
                                   Origin="https://evil.example"),
        "TRACE": ask(running.program, "TRACE", "/en/", Host=HOST, **{"X-Forwarded-Proto": "https"}),
    }  # fmt: skip
    assert {why: answer[0] for why, answer in refused.items()} == {
        "another host": 400, "another site's form": 403, "TRACE": 405,
    }  # fmt: skip
    assert [why for why, answer in refused.items() if not is_guarded(answer[1])] == []
    assert ask(running.https, "TRACE", "/", tls=True, Host=HOST)[0] == 405
    for port in (running.http, running.program):
        status, headers = ask(port, "GET", "/en/?q=a", Host=HOST)
        assert (status, headers["location"]) == (301, f"https://{HOST}/en/?q=a")


def check_traces(running, code: str) -> None:
    """No mark, no network, no receipt and no hour anywhere; the error is told without them."""
    folders = places_to_look(running)
    words = [MARK, ADDRESS, code, code.replace(" ", "")]
    assert {word: found for word in words if (found := files_with(word, folders))} == {}
    assert files_with("Briefcom", folders)  # what was sent is found there
    assert re.search("(Internal Server Error|Service Unavailable): /en/receipt/", running.errors)
    assert "OperationalError" in running.errors or "ProgrammingError" in running.errors
    assert "intake_message" not in running.errors  # nor anything else of the error's own words
    assert (running.folder / "logs" / "access.log").read_text() == ""
    rows = [row for row in everything_stored().splitlines() if row.startswith(("intake", "cases"))]
    assert rows and [row for row in rows if HOUR.search(row)] == []
    stored = [path for path in (running.folder / "data" / "files" / "evidence").rglob("*.*")
              if path.is_file() and path.name != ".lock"]  # fmt: skip
    assert stored and {int(path.stat().st_mtime) % (24 * 3600) for path in stored} == {0}


def test_three_people_leave_no_trace_of_themselves(people, running, record_property):
    """Over HTTPS, through the configuration of nginx that operators are given."""
    given = accounts.create_moderator("mona")
    phone = people.come(
        "activist", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    code = activist(phone).replace("\n", " ").strip()
    desk = people.come("moderator")
    cookies = moderator(desk, given)
    reader = people.come("journalist")
    journalist(reader)
    force_an_error(phone, code)

    assert phone.context.cookies() == reader.context.cookies() == []
    assert set(cookies) == {"__Host-session", "__Host-csrf", "__Host-presence"}
    for cookie in cookies.values():
        kept = ("secure", "httpOnly", "sameSite", "path", "domain")
        assert [cookie[each] for each in kept] == [True, True, "Lax", "/", HOST], cookie
    told = []
    for who, asked in people.asked.items():
        assert {url.split("/")[2] for url in asked} == {HOST}, who
        assert [url for url in asked if code.replace(" ", "") in re.sub(r"\W|%20", "", url)] == []
        answered = people.headers(who)
        assert len(answered) > 10
        assert [where for where, headers in answered.items() if not is_guarded(headers)] == []
        kinds = Counter(answer.request.resource_type for answer in people.answers[who])
        reports.write(f"requests-{who}", ["method", "address", "kind", "answer"], [
            [answer.request.method, answer.url, answer.request.resource_type, answer.status]
            for answer in people.answers[who]
        ])  # fmt: skip
        told.append(f"{who}: {len(asked)} requests, all to https://{HOST} ({dict(kinds)})")
    assert {where[:3] for where in people.headers("activist")} & {"500", "503"}
    record_property("requests", "; ".join(told))
    check_what_is_refused(running)
    check_traces(running, code)
    states = Submission.objects.exclude(channel="import").values_list("state", flat=True)
    assert Counter(states) == {"received": 5, "accepted": 1, "refused": 1}
    assert Vendor.objects.filter(name="Briefcom").exists()


def test_tor_browser_at_its_safest_reads_sends_and_moderates(people, running):
    """No script, no HTTPS, an onion address: nobody is led away from it, and cookies are kept."""
    given = accounts.create_moderator("mona")
    at_onion = {"base": f"http://{ONION}", "java_script_enabled": False}
    sender = people.come("activist", **at_onion)
    contribute(sender)
    assert sender.context.cookies() == []
    moderating = people.come("moderator", **at_onion)
    moderate(moderating, given)
    assert {cookie["name"] for cookie in moderating.context.cookies()} == {
        "session", "csrf", "presence",
    }  # fmt: skip
    follow(moderating, moderating.get_by_role("button", name="Log out"))
    moderating.goto("/en/moderation/")
    assert moderating.get_by_label("Password").count()
    for who in people.asked:
        assert {url.split("/")[2] for url in people.asked[who]} == {ONION}
        assert not any("strict-transport-security" in one for one in people.headers(who).values())

    status, headers = ask(running.https, "GET", "/en/search/?q=a%20b", tls=True, Host=HOST)
    assert (status, headers["onion-location"]) == (200, f"http://{ONION}/en/search/?q=a%20b")
    for private in ("/account/login/", "/nothing-here/"):
        assert "onion-location" not in ask(running.https, "GET", private, tls=True, Host=HOST)[1]
