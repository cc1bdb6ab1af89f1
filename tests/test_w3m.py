"""The three tasks in w3m, a browser of text without style, script or cookie of its own."""

import re
import subprocess
from urllib.parse import urlencode

import pytest

from tests.browsing import cookies_of
from tests.make import make_deployment, make_place, make_term, make_vendor
from tests.page_forms import controls_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.w3m]


@pytest.fixture
def w3m(live_server, tmp_path):
    """Ask for a page, or send a form to it: the text of what comes back, or its source."""

    def ask(path, sent=None, *, source=False, cookies=()) -> str:
        command = ["w3m", "-dump_source" if source else "-dump", "-cols", "80"]
        if cookies:
            given = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
            command += ["-header", f"Cookie: {given}"]
        if sent is not None:
            (tmp_path / "sent").write_text(urlencode(sent, doseq=True))
            command += ["-post", tmp_path / "sent"]
        said = subprocess.run(
            [*command, live_server.url + path], capture_output=True, text=True, check=True,
            env={"HOME": str(tmp_path), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}, timeout=60,
        )  # fmt: skip
        return said.stdout

    return ask


def test_the_three_tasks(w3m, settings, mona, live_server):
    settings.FORM_TOKEN_MIN_AGE *= 0
    vsa = make_term("technology", "vsa", name="vidéosurveillance algorithmique")
    moirans = make_place("Moirans", insee="38239", postcodes="38430")
    make_deployment(moirans, make_vendor("Briefcom"), title="Boîtiers", technologies=[vsa])

    # The journalist: search, a filtered list, a record, its file.
    assert "Moirans" in w3m("/en/search/?q=moirans")
    assert "Boîtiers" in w3m("/en/deployments/?technology=vsa")
    assert "Briefcom" in w3m("/en/deployments/boitiers/")
    assert "Boîtiers" in w3m("/en/deployments.csv?technology=vsa", source=True)

    # The activist: the form, what comes back, sending, the code.
    form = "/en/contribute/deployment/"
    typed = controls_of(w3m(form, source=True)) | {"places": "38430", "basis": "seen"}
    typed |= {"description": "Trois mâts.", "action": "preview"}
    assert "Trois mâts." in w3m(form, typed)
    again = controls_of(w3m(form, typed, source=True)) | {"action": "send"}
    received = w3m(form, again)
    assert re.search(r"[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}", received)

    # The moderator: the queue, the review, the decision.
    cookies = cookies_of(mona, live_server.url)
    queue = w3m("/en/moderation/", cookies=cookies, source=True)
    review = re.search(r'href="(/en/moderation/\d+/)', queue)[1]
    assert "Trois mâts." in w3m(review, cookies=cookies)
    answer = controls_of(w3m(review, cookies=cookies, source=True)) | {"action": "accept"}
    token = {"name": "csrftoken", "value": answer["csrfmiddlewaretoken"][0]}
    w3m(review, answer, cookies=[*cookies, token])
    assert "2 records" in w3m("/en/deployments/")
