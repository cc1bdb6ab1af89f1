"""Which role may do what: every page of moderation and accounts, as every kind of person."""

import pytest
from django.conf import settings as project_settings
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse

from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.management.commands.roles_table import OPEN, pages
from cases.moderation.roles import ACTIONS, ORDER, VOCABULARY, may, may_decide
from cases.moderation.submit import Proposal
from cases.snapshots import empty_snapshot
from tests.make import make_moderator, make_submission, make_vendor, sign_in
from tests.page_forms import controls

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PRINTED = "run: python manage.py roles_table > docs/roles.md"

# Said here a second time, so that a change of the program's own table must be meant.
MODERATOR, EDITOR, ADMINISTRATOR = ORDER
EVERYBODY, EDITORS, ADMINISTRATORS = set(ORDER), {EDITOR, ADMINISTRATOR}, {ADMINISTRATOR}
MAY = {
    "account": EVERYBODY, "read": EVERYBODY, "decide": EVERYBODY, "bulk": EVERYBODY,
    "files": EVERYBODY, "reasons": EVERYBODY, "hide": EVERYBODY,
    "vocabulary": EDITORS, "merge": EDITORS, "captures": EDITORS, "erase": EDITORS,
    "erase_alone": ADMINISTRATORS,
    "team": ADMINISTRATORS, "audit": ADMINISTRATORS,
}  # fmt: skip
PEOPLE = ["anonymous", "without code", "no role", *ORDER]
# A value for each kind of part that an address may have; what is not there is a 404 for those who
# may look, which is another answer than a refusal.
PARTS = {"NumberConverter": 987654, "KindsConverter": ("vendor",), "SlugConverter": "none",
         "StringConverter": "none",
         "WordConverter": "vendors", "KindConverter": "vendor", "UUIDConverter":
         "00000000-0000-0000-0000-000000000000", "PathConverter": "none"}  # fmt: skip


def address(pattern) -> str:
    """An address of this pattern; records and contributions that do not exist will do."""
    converters = pattern.pattern.converters
    values = {name: PARTS[type(part).__name__] for name, part in converters.items()}
    return reverse(pattern.name, kwargs=values)


def act_as(client, person, stranger):
    """Log in as far as this person gets."""
    if person == "without code":
        sign_in(client, make_moderator("half", ADMINISTRATOR), with_code=False)
    elif person == "no role":
        sign_in(client, stranger)
    elif person != "anonymous":
        sign_in(client, make_moderator("somebody", person))


def expected(action, person) -> str:
    if person in ("anonymous", "without code"):
        return {"anonymous": "login", "without code": "code"}[person]
    return "passes" if person in MAY[action] else "refused"


def seen(response) -> str:
    """How the guard answered."""
    where = response.headers.get("Location", "")
    for page in ("login", "code"):
        if where.startswith(f"/account/{page}/?next="):
            return page
    return "refused" if response.status_code == 403 else "passes"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_opens_for_whom_the_table_says(client, stranger, person, method):
    act_as(client, person, stranger)
    guarded = [pattern for pattern in pages() if pattern.name not in OPEN]
    assert len(guarded) > 10
    wrong = []
    for pattern in guarded:
        answer = getattr(client, method)(address(pattern))
        cell = seen(answer)
        if cell != expected(pattern.callback.action, person) or answer.status_code >= 500:
            wrong.append((pattern.name, person, method, cell, answer.status_code))
    assert wrong == []


def test_every_page_has_a_guard_or_is_named_as_open():
    bare = {pattern.name for pattern in pages() if not hasattr(pattern.callback, "action")}
    assert bare == set(OPEN)


def test_every_page_has_a_name_by_which_it_is_tested():
    for pattern in pages():
        try:
            assert address(pattern)
        except (NoReverseMatch, KeyError) as error:
            pytest.fail(f"{pattern.pattern}: give it a name, or its part a value here ({error})")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ORDER)
def test_every_action_of_every_role(role, action):
    assert may(make_moderator("somebody", role), action) == (role in MAY[action])


@pytest.mark.parametrize("action", ACTIONS)
def test_a_closed_account_and_one_without_a_role_may_do_nothing(stranger, ada, action):
    ada.is_active = False
    assert not may(ada, action)
    assert not may(stranger, action)


def test_the_table_has_a_line_for_every_action():
    assert set(MAY) == set(ACTIONS)


def waiting(territory="", kind="vendor"):
    """A contribution about a department, or about none."""
    state = empty_snapshot(KINDS[kind].form) | {KINDS[kind].label_field: "Attend"}
    if kind == "term":
        state |= {"scheme": "technology", "key": "attend"}
    submission = make_submission(Proposal(kind, state))
    Submission.objects.filter(pk=submission.pk).update(territory=territory)
    submission.refresh_from_db()
    return submission


@pytest.mark.parametrize(("mine", "theirs", "allowed"), [
    ("", "69", True), ("38", "38", True), ("38 69", "69", True), ("38", "", True),
    ("38", "69", False), ("38 69", "75", False),
])  # fmt: skip
def test_a_moderator_of_one_department_decides_for_it_alone(client, mine, theirs, allowed):
    submission = waiting(theirs)
    somebody = make_moderator("somebody", territories=mine)
    assert may_decide(somebody, submission) == allowed
    sign_in(client, somebody)
    page = f"/moderation/{submission.pk}/"
    sent = controls(client.get(page)) | {"action": "accept"}
    assert client.post(page, sent).status_code == (302 if allowed else 403)
    submission.refresh_from_db()
    assert (submission.state == "accepted") == allowed


@pytest.mark.parametrize("kind", VOCABULARY)
@pytest.mark.parametrize("role", ORDER)
def test_words_and_pages_of_the_register_are_for_editors(role, kind):
    assert may_decide(make_moderator("somebody", role), waiting(kind=kind)) == (role in EDITORS)


@pytest.mark.parametrize("role", ORDER)
def test_the_menu_offers_what_the_role_may_open(client, role):
    sign_in(client, make_moderator("somebody", role))
    menu = client.get("/moderation/").content.decode()
    assert ("/moderation/team/" in menu) == (role in MAY["team"])
    assert ("/moderation/audit/" in menu) == (role in MAY["audit"])
    make_vendor("XXII")
    record = client.get("/moderation/records/vendors/xxii/").content.decode()
    assert ('value="preview"' in record) == (role in MAY["merge"])


def test_the_document_is_the_one_that_the_code_prints(capsys):
    call_command("roles_table")
    kept = (project_settings.BASE_DIR / "docs" / "roles.md").read_text("utf-8")
    assert kept == capsys.readouterr().out, PRINTED
