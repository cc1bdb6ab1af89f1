"""A running server in a flood: people get through, readers read, and the log names nobody."""

import http.client
import itertools
import json
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.environment import SOAK
from tests.mortal import children, mortal
from tests.page_forms import controls
from tests.people import FORM, People
from tests.web import Browser, Unanswered

pytestmark = [pytest.mark.django_db, pytest.mark.soak]
MARK, NETWORK = "zyxmarked", "203.0.113"
READ = ("/", "/vendors/", "/deployments/", "/map/", "/search/?q=ville", "/contribute/", "/about/")
# What a form needs to be no suspect, and longer than a machine takes.
SLOWLY = settings.FORM_TOKEN_MIN_AGE.total_seconds() + 0.5
ANSWERS = {question: answers[0] for _code, question, answers in settings.QUESTIONS}


class Visitor(Browser):
    """Somebody behind the proxy, which tells their network; nobody's for the onion service."""

    def __init__(self, url: str, network: str = "", cookies=None):
        super().__init__(url, cookies)
        self.network = network

    def _ask(self, request):
        request.add_header("X-Forwarded-For", self.network)
        request.add_header("User-Agent", MARK)
        return super()._ask(request)


@pytest.fixture(scope="module")
def running():
    """An instance that runs behind a proxy, so to say; its log is JSON."""
    folder = Path(tempfile.mkdtemp(prefix="technopolice-floods-"))
    folder.chmod(0o755)
    try:
        with mortal(folder, TRUST_FORWARDED_FOR="1", LOG_FORMAT="json") as (instance, _pg, server):
            yield instance, server
    finally:
        shutil.rmtree(folder)


def at_once(*acts) -> None:
    """Each in a thread; what one of them raises is raised here."""
    wrong = []

    def run(act):
        try:
            act()
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


class Flood:
    """Spam in two sorts, people who contribute meanwhile, and readers who are measured."""

    def __init__(self, url: str, spam: int, people: int):
        self.url, self.numbers = url, iter(range(spam))
        self.people, self.lock = people, threading.Lock()
        self.sent, self.refused, self.receipts = Counter(), Counter(), {}
        self.over = threading.Event()

    def spam(self) -> None:
        """Send until there is no more, a few forms at a time; none answers a question."""
        while batch := self._some(25):
            forms = []
            for number in batch:
                # One in ten comes through the onion service, the others from twenty networks.
                network = f"198.51.{number % 20}.0" if number % 10 else ""
                visitor = Visitor(self.url, network)
                text = "Achetez !" if number % 2 else f"Achetez le lot {number} !"
                forms.append((visitor, visitor.fill(FORM, **{
                    "name": f"Spam {number}", "description": text, "basis": "press",
                    "source-0-title": "Offre", "action": "send"})))  # fmt: skip
            time.sleep(SLOWLY)
            for visitor, form in forms:
                page = visitor.post(FORM, form)
                outcome = self.sent if page.receipt else self.refused
                with self.lock:
                    outcome[page.status_code] += 1

    def person(self, number: int) -> None:
        """Fill in the form, read the preview, answer its question, keep the receipt."""
        visitor, name = Visitor(self.url, f"{NETWORK[:6]}{number}.0"), f"Société {number}"
        preview = visitor.post(FORM, visitor.fill(FORM, **{
            "name": name, "description": f"Vend des caméras à la ville {number}.",
            "basis": "press", "source-0-title": f"Délibération {number}",
            "action": "preview"}))  # fmt: skip
        time.sleep(SLOWLY)
        form = controls(preview) | {"action": "send"}
        if "answer" in form:
            form["answer"] = next(a for q, a in ANSWERS.items() if q in preview.text)
        page = visitor.post(FORM, form)
        self.receipts[name] = page.receipt

    def ordinary_people(self) -> None:
        """One after the other, over all the time that the spam takes."""
        for number in range(self.people):
            self.person(number)

    def _some(self, most: int) -> list[int]:
        with self.lock:
            return list(itertools.islice(self.numbers, most))


def read_on(url: str, over, seconds: list[float]) -> None:
    """Read pages, one after the other, and note how long each took."""
    reader = Visitor(url)
    for path in itertools.cycle(READ):
        if over(len(seconds)):
            return
        began = time.monotonic()
        page = reader.get(path)
        seconds.append(time.monotonic() - began)
        assert page.status_code == 200, path


def slow_of(seconds: list[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return round(quantiles(seconds, n=20)[-1] * 1000, 1)


@pytest.mark.skipif(
    not SOAK, reason="A flood needs its thousands: test_throttle.py has a small one"
)
def test_ten_thousand_posts_of_spam_bury_nobody(running, soak_count):
    tried = soak_count("in a flood nobody who contributes is lost or buried",
                       "14: spam, the same text and others", full=10_000, few=60)  # fmt: skip
    instance, server = running
    many = len(tried.left)
    if not many:
        return
    people = People(server.url, instance).with_moderator()
    idle, flooded, ended = [], [], threading.Event()
    read_on(server.url, lambda done: done >= 200, idle)
    flood = Flood(server.url, many, 50 if SOAK else 3)

    def spam():
        at_once(*[flood.spam] * 4)
        ended.set()

    with tried.at_once():
        reading = threading.Thread(
            target=read_on, args=(server.url, lambda _n: ended.is_set(), flooded)
        )
        reading.start()
        at_once(spam, flood.ordinary_people)
        reading.join()
        tried.noted["promise"] += (
            f" (readers’ 95th percentile: {slow_of(idle)} ms idle, {slow_of(flooded)} ms flooded)"
        )
        assert flood.sent.total() == many, flood.refused  # none was refused: there is room
        assert all(flood.receipts.values())
        moderator = Browser(server.url, people.cookies)
        empty_the_lanes(moderator)
        check_people(instance, server.url, flood, moderator)


def empty_the_lanes(moderator) -> None:
    """Likely junk, then what nobody answered for: page by page, each with one decision."""
    for query in ("lane=junk", "lane=busy&flag=question", "flag=repeated"):
        path = f"/moderation/together/?{query}"
        while "pk" in (form := moderator.fill(path)):
            assert moderator.post(path, form | {"action": "spam"}).status_code == 302


def check_people(instance, url: str, flood: Flood, moderator) -> None:
    """Each has their receipt, waits where it is read, and is there when the junk is gone."""
    waiting = dict(instance.ask(
        "SELECT title, lane FROM intake_submission WHERE state = 'received'"
    ))  # fmt: skip
    for name, code in flood.receipts.items():
        assert name in Browser(url).post("/receipt/", {"code": code}).text
        assert waiting[name] in ("ready", "hard", "busy"), name
    junk = set(waiting) - set(flood.receipts)
    # What came before it was a flood waits as anything does, and is no more than that.
    assert len(junk) <= 200, Counter(waiting.values())
    numbers = dict(instance.ask("SELECT title, id FROM intake_submission"))
    for name in flood.receipts:
        found = moderator.get(f"/moderation/?{urlencode({'q': name})}").text
        assert f"/moderation/{numbers[name]}/" in found


def test_slow_senders_take_no_thread_from_the_others(running, soak_count):
    tried = soak_count("readers read while others send slowly", "15: slowloris", 500, 60)
    _instance, server = running
    head = f"POST {FORM} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n".encode()
    ends = itertools.cycle([b"", b"X-Slow: ", b"\r\nname=a"])
    slow = []
    try:
        for _number in tried:
            slow.append(socket.create_connection(("127.0.0.1", server.port)))
            slow[-1].sendall(head + next(ends))
        for path in READ:
            assert Browser(server.url).get(path).status_code == 200
        slow[-1].setblocking(False)
        with pytest.raises(BlockingIOError):  # still there, and still waited for
            slow[-1].recv(1)
    finally:
        for each in slow:
            each.close()


def test_requests_while_the_server_is_reloaded_are_all_answered(running, soak_count):
    tried = soak_count("a reload loses no request", "20 I: SIGHUP while people read and send",
                       full=100, few=1)  # fmt: skip
    instance, server = running
    people, stopped, answered = People(server.url, instance, "Reprise"), threading.Event(), []

    def read():
        while not stopped.is_set():
            answered.append(Browser(server.url).get("/vendors/").status_code)

    def read_on_one_connection():
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as kept:
            while not stopped.is_set():
                kept.request("GET", "/about/")
                answered.append(kept.getresponse().read() and 200)

    def send():
        for number in itertools.count():
            if stopped.is_set():
                return
            people.send(number, people.form(number))

    def reload():
        try:
            for _number in tried:
                before = set(children(server.running.pid))
                server.running.send_signal(signal.SIGHUP)
                deadline = time.monotonic() + 120
                while before & set(children(server.running.pid)):
                    assert time.monotonic() < deadline, "the old processes do not end"
                    time.sleep(0.1)
                seen = len(answered)
                while len(answered) < seen + 5 and not stopped.is_set():
                    time.sleep(0.1)
        finally:
            stopped.set()

    at_once(reload, read, read, read_on_one_connection, send)
    assert set(answered) == {200}
    assert people.codes and people.refusals == []


def test_the_log_of_all_this_says_what_failed_and_names_nobody(running):
    instance, server = running
    visitor = Visitor(server.url, f"{NETWORK}.77")
    query = urlencode({"q": f"{MARK}query"})
    code = People(server.url, instance, MARK)
    assert code.send(1, code.form(1))
    for path in (f"/search/?{query}", f"/nothing/?{query}", f"/search/?q={MARK * 1000}"):
        visitor.get(path)
    visitor.post("/receipt/", {"code": code.codes[f"{MARK} 1"]})
    visitor.post("/receipt/", {f"{MARK}{number}": "1" for number in range(4001)})
    with suppress(Unanswered):
        visitor.get(f"/{MARK * 2000}")
    rename(instance, "cases_entry", "cases_away")
    try:
        assert visitor.get(f"/vendors/nobody/?{query}").status_code in (500, 503)
    finally:
        rename(instance, "cases_away", "cases_entry")
    log = server.log.read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    assert any("/vendors/" in each["message"] and "Error" in each["traceback"] for each in lines)
    receipts = code.codes.values()
    for trace in (MARK, "zyx", NETWORK, "198.51.", "Mozilla", "Spam ", "Achetez", *receipts):
        assert trace not in log, trace


def rename(instance, old: str, new: str) -> None:
    """A table goes away, as when something is badly wrong."""
    sql = f"ALTER TABLE {old} RENAME TO {new}"
    code = f"from django.db import connection\nconnection.cursor().execute({sql!r})"
    instance.manage("shell", "-v0", "-c", code)
