"""Every form of every page, posted by Chromium over HTTPS: none is refused for where it came from.

With a policy that hides the address of a page, Django refuses all of them, and over HTTPS alone.
"""

import pytest
from django.urls import resolve

from cases.moderation import accounts, attachments
from tests import reports
from tests.conftest import CHROMIUM_FLAGS
from tests.environment import CHROMIUM
from tests.every_page import for_moderators, for_readers, of_every_kind
from tests.hostile_files import picture, saved
from tests.make import make_vendor, propose
from tests.page_forms import controls
from tests.production import HOST, production
from tests.test_report import DOORS
from tests.test_walk import log_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.nginx, pytest.mark.once,
              pytest.mark.soak]  # fmt: skip
SENT = "every form can be sent over HTTPS, whatever the browser says of where it came from"
BUTTONS = """const buttons = (form) => [...form.elements].filter((one) => one.type === "submit");
const forms = [...document.querySelectorAll("form[method=post]")];"""
FORMS = f"""() => {{ {BUTTONS}
  const sent = (form, button) => new URL(
    button.getAttribute("formaction") || form.getAttribute("action") || "", location).pathname;
  return forms.flatMap((form, place) => buttons(form).map((button, number) =>
    [place, number, sent(form, button), button.name, button.value]));
}}"""
PRESS = f"""([place, number]) => {{ {BUTTONS}
  const form = forms[place];
  form.noValidate = true;
  form.querySelectorAll("input[type=checkbox]").forEach((box) => {{ box.checked = true; }});
  form.requestSubmit(buttons(form)[number]);
}}"""
LAST = ("team-member", "sessions", "proof", "password", "codes", "authenticator", "logout")
ENDS = ("accept", "refuse", "duplicate", "spam")  # after which a contribution waits no more


@pytest.fixture
def page(chromium, tmp_path_factory, settings):
    """An administrator's window on a production instance, with a record of every kind."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    of_every_kind()
    with production(tmp_path_factory.mktemp("production")) as running:
        flags = [*CHROMIUM_FLAGS, *running.browser_flags]
        browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags)
        window = browser.new_context(
            base_url=f"https://{HOST}", ignore_https_errors=True, java_script_enabled=True
        )
        page = window.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        log_in(page, accounts.create_moderator("mona"))
        yield page
        browser.close()


def waiting(client) -> list[str]:
    """Pages of what waits: a contribution with a file, an edit, a complaint."""
    sent = propose("vendor", name="Attend")
    attachments.add(sent, saved("PNG", picture()), "Un mât")
    page = f"{make_vendor('Se plaint').get_absolute_url()}report/"
    door, fields = next(iter(DOORS.items()))
    told = client.post(page, controls(client.get(page)) | {"door": door} | fields).context
    return [f"/moderation/{sent.pk}/", f"/moderation/{sent.pk}/files/1/", "/moderation/together/",
            f"/moderation/complaints/{told['complaint'].pk}/"]  # fmt: skip


def name_of(path: str) -> str:
    """The name of an address; what no address has, its path."""
    return resolve(path).url_name or path


def of_each_pattern(addresses: list[str]) -> list[str]:
    """The first address of each name."""
    found = {}
    for address in addresses:
        found.setdefault(name_of(address.partition("?")[0]), address)
    return list(found.values())


def forms_of(page, addresses: list[str]) -> dict:
    """{(where it is sent, button, value): (page, place of the form, of the button)}."""
    found = {}
    for address in addresses:
        page.goto(address)
        for place, number, path, name, value in page.evaluate(FORMS):
            told = (name_of(path), name, value if name == "action" else "")
            found.setdefault(told, (address, place, number))
    return dict(sorted(found.items(), key=lambda one: (one[0][0] in LAST, one[0][2] in ENDS)))


def press(page, address: str, place: int, number: int) -> int | None:
    """Post the form; the status of what answered, None where the form is gone by now."""
    page.goto(address)
    if [place, number] not in [one[:2] for one in page.evaluate(FORMS)]:
        return None
    with (
        page.expect_navigation(),
        page.expect_response(lambda one: one.request.method == "POST") as posted,
    ):
        page.evaluate(PRESS, [place, number])
    return posted.value.status


def test_every_form_is_accepted_over_https(page, client, soak_count):
    known = [one for one in for_readers() if one != "/no-such-page/"]
    addresses = of_each_pattern([*known, *for_moderators(), *waiting(client)])
    forms = forms_of(page, addresses)
    tried = soak_count(SENT, "4, 20: Referrer-Policy and CSRF", full=len(forms), few=6)
    rows = []
    for number in tried:
        told, where = list(forms.items())[number * (len(forms) // tried.planned)]
        status = press(page, *where)
        rows.append([*told, where[0], status])
        if status is not None and (status == 403 or status >= 500):
            tried.lose(f"{told} on {where[0]}: {status}")
    reports.write("forms", ["sent to", "button", "value", "page", "answer"], rows)
