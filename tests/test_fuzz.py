"""Whatever is asked or sent, the answer is a page or a clear refusal: never an error of ours."""

import io
import re

import pytest
from django.test import Client, RequestFactory
from django.utils.http import urlencode
from hypothesis import strategies as st

from cases.kinds import KINDS
from technopolice.wsgi import application
from tests.fuzzing import EDGES, NAMES, ROUTES, WORDS, examples, paths, queries, undone
from tests.hostile_files import saved
from tests.make import make_any, make_place, make_submission, make_term, make_vendor, sign_in
from tests.page_forms import controls
from tests.test_publish_files import proposal

pytestmark = [pytest.mark.django_db, pytest.mark.soak]
ANSWERED, INPUT = "nothing that is sent makes an error", "3: entry points"
BUTTON = re.compile(r'<button[^>]*\bname="([\w-]+)"[^>]*\bvalue="([^"]*)"')
BAD = ("Traceback (most recent call last)", "DoesNotExist", "ProgrammingError", "OperationalError")
KEPT = re.compile(r"^/(en/)?(contribute/\w+/|\w+/[\w-]+/edit/)$")


@pytest.fixture
def register():
    """A record of each kind, one thing that waits, and words to choose from."""
    for scheme in ("technology", "date_role", "status"):
        make_term(scheme, "vsa")
    make_place(
        "Nice", insee="06088", postcodes="06000", latitude=43.7, longitude=7.2, point="place"
    )
    make_vendor("XXII", description="Vend des caméras. [[place/nice]]")
    for key in KINDS:
        make_any(key)
    return make_submission(proposal("deployment", title="Mât", places=["nice"]))


def assert_clear(response, told) -> None:
    """A page, a file, or a refusal in words."""
    assert response.status_code < 500, (response.status_code, told)
    if response.streaming:
        b"".join(response)  # an export holds its room until it was read
    elif "html" in response.headers.get("Content-Type", ""):
        text = response.content.decode()
        assert not any(word in text for word in BAD), told


def test_any_question_to_any_page_has_a_clear_answer(register, soak_count):
    def ask(path, query):
        client = Client()
        assert_clear(client.get(f"{path}?{query}"), (path, query))

    tried = soak_count(ANSWERED, INPUT, full=3000, few=12)
    examples(tried, ask, path=paths(), query=queries())


def test_any_question_of_somebody_signed_in_has_a_clear_answer(register, ada, soak_count):
    inside = tuple(route for route in ROUTES if route.startswith(("moderation", "account")))
    client = Client()

    def ask(path, query):
        with undone():
            sign_in(client, ada)
            path = path.replace(f"moderation/{99}/", f"moderation/{register.pk}/")
            assert_clear(client.get(f"{path}?{query}"), (path, query))

    tried = soak_count(ANSWERED, INPUT, full=2000, few=8)
    examples(tried, ask, path=paths(inside), query=queries())


def sent(client, path, changes, number) -> dict:
    """What the form at the address holds, some of it replaced, and one of its buttons."""
    page = client.get(path)
    if page.streaming or "html" not in page.headers.get("Content-Type", ""):
        return changes
    typed = controls(page)
    names = sorted(name for name in typed if name not in ("token", "csrfmiddlewaretoken"))
    buttons = BUTTON.findall(page.content.decode())
    for place, (name, value) in enumerate(changes.items()):
        typed[names[(number + place * 7) % len(names)] if names and place % 4 else name] = [value]
    if buttons:
        name, value = buttons[number % len(buttons)]
        typed[name] = [value]
    return typed


BROKEN = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\x00'


def post(client, path, fields, manner) -> None:
    """Send the fields as a form, in parts, with a file where a text is asked, or as no form."""
    if manner == "form":
        body = {name: value for name, value in fields.items() if value != []}
        return client.post(path, _urlencoded(body), "application/x-www-form-urlencoded")
    if manner == "file":
        file = io.BytesIO(saved("JPEG"))
        file.name = "../\u202egpj.exe\x01" + "a" * 300
        return client.post(path, fields | dict.fromkeys(list(fields)[-2:], file) | {"file": file})
    if manner == "broken":
        return client.post(path, BROKEN, "multipart/form-data; boundary=x")
    if manner == "nothing":
        return client.post(path, b"\xff\xfe\x00", "application/json")
    return client.post(path, fields)


def _urlencoded(fields) -> str:
    return urlencode(fields, doseq=True)


MANNERS = st.sampled_from(["form", "form", "parts", "file", "broken", "nothing"])
CHANGES = st.dictionaries(
    st.sampled_from([*NAMES, "action", "code", "text", "token", "file", "part", "use", "door",
                     "version", "reason", "username", "password", "c0-title", "pk", "name"]),
    WORDS, max_size=8,
)  # fmt: skip
WRITTEN = {"path": paths(), "changes": CHANGES, "number": st.integers(0, 40), "manner": MANNERS}


def assert_kept(response, path, fields) -> None:
    """A contribution that is not taken comes back as it was typed."""
    if response.status_code != 422 or not KEPT.match(path):
        return
    kept = controls(response)
    texts = set(re.findall(r'<(?:textarea|input type="text")[^>]* name="([^"]+)"',
                           response.content.decode()))  # fmt: skip
    for name, value in fields.items():
        value = value[-1] if isinstance(value, list) and value else value
        if name in texts and isinstance(value, str):
            assert kept[name][0] == value.replace("\r\n", "\n").replace("\r", "\n"), (path, name)


def test_any_form_has_a_clear_answer_and_keeps_what_was_typed(register, settings, soak_count):
    settings.FORM_TOKEN_MIN_AGE = settings.FORM_TOKEN_MIN_AGE * 0

    def send(path, changes, number, manner):
        client = Client()
        with undone():
            fields = sent(client, path, changes, number)
            response = post(client, path, fields, manner)
            assert_clear(response, (path, fields, manner))
            if manner in ("form", "parts"):
                assert_kept(response, path, fields)

    tried = soak_count(ANSWERED, INPUT, full=3000, few=12)
    examples(tried, send, **WRITTEN)


def test_any_form_of_somebody_signed_in_has_a_clear_answer(register, ada, soak_count):
    inside = tuple(route for route in ROUTES if route.startswith(("moderation", "account")))
    client = Client()

    def send(path, changes, number, manner):
        with undone():
            sign_in(client, ada)
            path = re.sub(r"moderation/(99|3)/", f"moderation/{register.pk}/", path)
            fields = sent(client, path, changes, number)
            assert_clear(post(client, path, fields, manner), (path, fields, manner))

    tried = soak_count(ANSWERED, INPUT, full=2000, few=8)
    examples(tried, send, **WRITTEN | {"path": paths(inside)})


HEADERS = ["HTTP_HOST", "HTTP_COOKIE", "HTTP_RANGE", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING",
           "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ORIGIN",
           "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_USER_AGENT",
           "HTTP_X_FORWARDED_HOST", "HTTP_TRANSFER_ENCODING", "HTTP_EXPECT", "CONTENT_TYPE",
           "CONTENT_LENGTH", "SCRIPT_NAME", "HTTP_X_HTTP_METHOD_OVERRIDE"]  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT",
           "PROPFIND", "get", "G E T", "\u00c9"]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from([*EDGES, "localhost", "localhost:99999", "[::1", "a@localhost", "evil.example",
                     "bytes=0-1,5-9", "gzip;q=nan", "br, *;q=0", "sessionid=x; presence=y; =;",
                     'W/"x", "', "multipart/form-data", "text/html; charset=zz", "http", "https"]),
    st.text(max_size=30),
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_odd_methods_hosts_and_headers_have_a_clear_answer(register, soak_count):
    def ask(path, query, method, headers):
        request = RequestFactory().get(path, headers={"host": "localhost"})
        latin = {name: value.encode().decode("latin-1") for name, value in headers.items()}
        environ = request.environ | {"REQUEST_METHOD": method, "QUERY_STRING": query} | latin
        statuses = []
        answer = application(environ, lambda status, _headers, *_more: statuses.append(status))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        assert statuses[-1] < "5", (path, query, method, headers)
        assert not any(word.encode() in body for word in BAD)

    tried = soak_count(ANSWERED, INPUT, full=2000, few=8)
    examples(tried, ask, path=paths(), query=queries(), method=st.sampled_from(METHODS),
             headers=st.dictionaries(st.sampled_from(HEADERS), VALUES, max_size=3))  # fmt: skip
