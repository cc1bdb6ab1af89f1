"""Nothing kept says who contributed, from where, with what, or at what hour."""

import datetime
import re
import subprocess

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.intake.models import Submission
from cases.moderation import accounts, second_factor, throttle
from cases.moderation.session_store import SessionStore
from cases.moderation.throttle import key_of
from tests.make import code_of, make_place, make_vendor, sign_in
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


def test_a_flood_its_keys_and_wrong_codes_leave_no_trace(marked, caplog, settings):
    settings.WEB_CONCURRENCY = 1
    make_place("Orléans", postcodes="45000")
    for number in range(30):
        report(marked, places="Orléans", description=f"Vue {number}.", comment="x")
        marked.post("/receipt/", {"code": "0" * 16})
    stored = everything_stored() + caplog.text
    assert Submission.objects.filter(lane="junk").count() == 30
    network, key = ADDRESS.rpartition(".")[0], key_of(RequestFactory().get("/", **marked.defaults))
    assert key is not None
    assert MARK not in stored and network not in stored
    assert throttle._salt.value().hex() not in stored
    files = [path for path in settings.DATA_DIR.rglob("*") if path.is_file()]
    # By another process: closing the file of the database here would drop the locks of SQLite.
    found = subprocess.run(["grep", "-laF", network, *files], capture_output=True, text=True)
    assert found.stdout == "" and files


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
    given = accounts.renew(mona)
    client.post("/account/login/", {"username": "mona", "password": given.password})
    client.post("/account/code/", {"code": "000000"})
    client.post("/account/code/", {"code": given.codes[0]})
    client.get("/moderation/")
    user = User.objects.get(username="mona")
    assert user.last_login is None
    assert user.date_joined.time() == datetime.time()
    ends = {timezone.localtime(session.expire_date).time() for session in Session.objects.all()}
    assert ends <= {datetime.time(0), datetime.time(12)}
    used = [row for model in (TOTPDevice, StaticDevice) for row in model.objects.all()]
    assert {(row.created_at, row.last_used_at) for row in used} == {(None, None)}


def test_a_session_holds_no_time_of_its_last_page(moderating):
    """Django would sign it together with the second of writing: data, second, signature."""
    moderating.get("/moderation/")
    assert Session.objects.get().session_data.count(":") == 1
    held = SessionStore(moderating.session.session_key).load()
    assert set(held) == {"_auth_user_id", "_auth_user_backend", "_auth_user_hash", "otp_device_id"}


def test_the_step_of_the_last_code_is_forgotten_once_no_clock_accepts_it(client, mona):
    sign_in(client, mona)
    device = TOTPDevice.objects.get(user=mona)
    assert second_factor.verify(mona, code_of(mona))
    client.get("/moderation/")
    device.refresh_from_db()
    assert device.last_t > 0  # or the code would work twice
    TOTPDevice.objects.update(last_t=device.last_t - 10)
    client.get("/moderation/")
    device.refresh_from_db()
    assert device.last_t == -1


def test_the_hour_of_a_wrong_code_is_forgotten_once_its_delay_is_over(client, mona):
    second_factor.give(mona)
    assert second_factor.verify(mona, "000000") is None
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    TOTPDevice.objects.update(throttling_failure_timestamp=hour_ago)
    second_factor.forget_hours()
    device = TOTPDevice.objects.get()
    assert device.throttling_failure_timestamp is None
    assert device.throttling_failure_count == 1  # the next delay goes on growing


def test_names_of_accounts_that_somebody_tried_are_not_kept(client, caplog):
    client.post("/account/login/", {"username": MARK, "password": f"{MARK} password"})
    assert MARK not in everything_stored() + caplog.text
