"""People who use a running server all at once, and who remember what they were promised."""

import io
import itertools
import json
import random
import sqlite3
import threading
import time
from contextlib import suppress

import psycopg
from PIL import Image

from cases.evidence import storage
from tests.instances import Instance
from tests.web import Browser, Unanswered

PATIENCE = 120  # seconds, for something to be promised on a busy machine
FORM = "/contribute/vendor/"
SIGN_IN = """
import json
from django.test import Client
from tests.make import make_moderator, sign_in
visitor = Client()
sign_in(visitor, make_moderator("mona"))
print(json.dumps({name: cookie.value for name, cookie in visitor.cookies.items()}))
"""


def colour(number: int) -> tuple[int, int, int]:
    """A colour of its own for each number."""
    return number % 251, number // 251 % 251, 128


def picture(number: int) -> io.BytesIO:
    """A picture that says which contribution it belongs to."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour(number)).save(out, "PNG")
    out.seek(0)
    out.name = "photo.png"
    return out


class People:
    """Senders and a moderator, each in a thread, until `stop`.

    `codes` are the contributions for which a receipt was shown, `pictures` those whose picture was
    said to be received, `accepted` those that the moderator was told are published, `refusals`
    what was said to those who got no receipt. All by title.
    """

    def __init__(self, url: str, instance: Instance, name: str = "Société"):
        self.url, self.instance, self.name, self.cookies = url, instance, name, {}
        self.codes, self.pictures, self.accepted, self.refusals = {}, {}, set(), []
        self.unanswered, self.seen = [], set()
        self.numbers, self.stopped, self.wrong = itertools.count(1), threading.Event(), []

    def with_moderator(self, **environment) -> "People":
        """One of them is logged in."""
        said = self.instance.manage("shell", "-v0", "-c", SIGN_IN, **environment)
        self.cookies = json.loads(said[said.index("{") : said.index("}") + 1])
        return self

    def start(self, senders: int = 3) -> None:
        """Begin, and go on in the background."""
        self.stopped.clear()
        acts = [self._send_on] * senders + [self._accept_on]
        self.threads = [threading.Thread(target=self._noting, args=(act,)) for act in acts]
        for thread in self.threads:
            thread.start()

    def wait_for_promises(self, longer: float) -> None:
        """Until one more picture was received and one more record published, and a bit longer."""
        promised = len(self.pictures), len(self.accepted)
        deadline = time.monotonic() + PATIENCE
        while len(self.pictures) == promised[0] or len(self.accepted) == promised[1]:
            assert time.monotonic() < deadline and not self.wrong, (self.wrong, self.refusals)
            time.sleep(0.01)
        time.sleep(longer)

    def stop(self) -> None:
        """Everyone ends what they do."""
        self.stopped.set()
        for thread in self.threads:
            thread.join()
        assert not self.wrong, self.wrong

    def form(self, number: int) -> dict:
        """The form of a contribution, filled in."""
        return Browser(self.url).fill(FORM, **{
            "name": f"{self.name} {number}", "source-0-title": f"Délibération {number}",
            "action": "send"})  # fmt: skip

    def send(self, number: int, form: dict) -> bool:
        """Send a contribution; whether a receipt was shown."""
        try:
            page = Browser(self.url).post(FORM, form)
        except Unanswered:
            self.unanswered.append((number, form))
            raise
        if page.receipt:
            self.codes[f"{self.name} {number}"] = page.receipt
        else:
            self.refusals.append((page.status_code, page.text))
        return bool(page.receipt)

    def add_picture(self, number: int) -> int:
        """Send the picture of a contribution; the status of the answer."""
        title = f"{self.name} {number}"
        page = Browser(self.url).post("/receipt/files/", {
            "code": self.codes[title], "action": "add", "file": picture(number)})  # fmt: skip
        if page.status_code == 200:
            self.pictures[title] = colour(number)
        else:
            self.refusals.append((page.status_code, page.text))
        return page.status_code

    def send_again(self) -> None:
        """Those who saw no answer press the button once more."""
        while self.unanswered:
            self.send(*self.unanswered.pop())

    def accept_one(self) -> bool:
        """The moderator publishes what waits longest; whether there was something."""
        waiting = self.instance.ask(
            "SELECT id, title FROM intake_submission WHERE state = 'received' ORDER BY id LIMIT 1"
        )
        for number, title in waiting:
            browser, path = Browser(self.url, self.cookies), f"/moderation/{number}/"
            page = browser.post(path, browser.fill(path, action="accept"))
            if page.status_code == 302:
                self.accepted.add(title)
            else:
                self.refusals.append((page.status_code, page.text))
        return bool(waiting)

    def _send_on(self) -> None:
        number = next(self.numbers)
        if self.send(number, self.form(number)):
            self.add_picture(number)

    def _accept_on(self) -> None:
        # A moderator who looks while the disk is away sees nothing, and looks again.
        with suppress(psycopg.OperationalError, sqlite3.OperationalError):
            if self.accept_one():
                return
        time.sleep(0.05)

    def _noting(self, act) -> None:
        while not self.stopped.is_set():
            try:
                act()
            except Unanswered:
                time.sleep(0.02)
            except Exception as error:
                self.wrong.append(repr(error))
                return

    def broken_promises(self, old: int = 50) -> list[str]:
        """What was promised and is not there, asked of the server, its database and its disk.

        What was promised since the last time, and `old` of what was found before, at random: what
        is lost stays lost, so a last look at everything is enough.
        """
        known = random.sample(sorted(self.seen), min(old, len(self.seen)))
        titles = [*(self.codes.keys() - self.seen), *known]
        self.seen |= self.codes.keys()
        return [
            *self._receipts(titles), *self._files(), *self._published(),
            *(f"said to somebody: {text[:200]}" for _s, text in self.refusals if "locked" in text),
        ]  # fmt: skip

    def _receipts(self, titles: list[str]) -> list[str]:
        browser, lost = Browser(self.url), []
        for title in titles:
            page = browser.post("/receipt/", {"code": self.codes[title]})
            if page.status_code != 200 or title not in page.text:
                lost.append(f"the receipt of {title}: {page.status_code}")
        twice = self.instance.ask(
            "SELECT title FROM intake_submission GROUP BY title HAVING count(*) > 1"
        )
        return lost + [f"{title} is there twice" for (title,) in twice]

    def _files(self) -> list[str]:
        rows = self.instance.ask(
            "SELECT title, name FROM intake_attachment a JOIN intake_submission s "
            "ON s.id = a.submission_id"
        )
        seen, lost = dict(rows), []
        for title, expected in self.pictures.items():
            try:
                path = self.instance.folder / "files" / storage.place_of(seen.get(title, ""))
                found = Image.open(path).convert("RGB").getpixel((4, 4))
            except OSError as error:
                found = repr(error)
            if found != expected:
                lost.append(f"the picture of {title}: {found}")
        return lost

    def _published(self) -> list[str]:
        ask = self.instance.ask
        states = dict(ask("SELECT title, state FROM intake_submission"))
        accepted = {title for title, state in states.items() if state == "accepted"}
        public = {title for (title,) in ask("SELECT name FROM cases_vendor")}
        [[decisions]] = ask("SELECT count(*) FROM cases_decision WHERE kind = 'accepted'")
        lost = [f"{title} was published, and is not" for title in self.accepted - accepted]
        lost += [f"{title} is half published" for title in accepted ^ public]
        if decisions != len(accepted):
            lost.append(f"{decisions} decisions of {len(accepted)}")
        return lost
