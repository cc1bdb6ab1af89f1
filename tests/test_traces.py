"""Nothing kept says who contributed, from where, with what, or at what hour."""

import datetime
import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection

from tests.make import make_place, make_vendor
from tests.test_contribute import report
from tests.test_report import through

pytestmark = pytest.mark.django_db
MARK = "zyxmarkedbrowser"
ADDRESS = "203.0.113.77"


def everything_stored() -> str:
    """Every value of every row of every table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.fixture
def marked(client):
    """A browser that can be told from every other."""
    client.defaults |= {
        "HTTP_USER_AGENT": MARK,
        "REMOTE_ADDR": ADDRESS,
        "HTTP_X_FORWARDED_FOR": ADDRESS,
        "HTTP_REFERER": f"http://{MARK}/",
    }
    return client


def test_no_address_browser_or_referrer_is_stored(marked, caplog):
    make_place("Orléans", postcodes="45000")
    sent = report(marked, places="Orléans", description="Vue.")
    marked.post("/receipt/", {"code": sent.context["code"], "action": "answer", "text": "Oui."})
    stored = everything_stored()
    assert "Vue." in stored
    assert MARK not in stored + caplog.text
    assert ADDRESS not in stored + caplog.text


def test_no_table_about_contributions_holds_an_hour(client):
    make_place("Orléans", postcodes="45000")
    report(client, places="Orléans", description="Vue.")
    rows = [row for row in everything_stored().splitlines() if row.startswith(("intake", "cases"))]
    assert rows
    assert [
        row for row in rows if "datetime.datetime(" in row or re.search(r"\d\d:\d\d:\d\d", row)
    ] == []


def test_a_complaint_keeps_its_day_and_nothing_else_of_the_connection(marked, caplog):
    sent = through(marked, make_vendor("Surveil SA"), "notice")
    code = {"code": sent.context["code"], "action": "answer", "text": "Oui."}
    assert marked.post("/receipt/", code).status_code == 200
    stored = everything_stored()
    assert "jeanne@example.org" in stored
    assert MARK not in stored + caplog.text
    assert ADDRESS not in stored + caplog.text
    assert not re.search(r"\n(?:intake|cases)[^\n]*\d\d:\d\d:\d\d", stored)


def test_a_moderators_account_does_not_tell_when_they_came(client, mona):
    mona.set_password("correct horse battery staple")
    mona.save()
    sent = {"username": "mona", "password": "correct horse battery staple"}
    client.post("/account/login/", sent)
    user = User.objects.get(username="mona")
    assert user.last_login is None
    assert user.date_joined.time() == datetime.time()
    assert {session.expire_date.minute for session in Session.objects.all()} == {0}
