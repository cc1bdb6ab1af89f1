"""What was typed as a new record joins one that exists, and nothing of it is lost."""

import pytest

from cases.intake.models import Submission
from tests.make import cited, make, make_deployment, make_place, make_source, make_term, make_vendor
from tests.page_forms import controls
from tests.test_contribute import URL, report

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def orleans():
    return make_place("Orléans", postcodes="45000")


def attach(client, record, preview):
    """Press the button beside a record that may be the same."""
    return client.post(
        f"{record.get_absolute_url()}edit/", controls(preview) | {"action": "attach"}
    )


def send(client, record, page):
    """Send what the preview shows."""
    return client.post(f"{record.get_absolute_url()}edit/", controls(page) | {"action": "send"})


def test_what_was_typed_becomes_an_edit_that_only_adds(client, orleans):
    known = make_deployment(orleans, title="Capteurs", description="Des micros.", cameras_total=4)
    preview = report(client, action="preview", places="Orléans", description="Rue Bannier aussi.",
                     cameras_analysed="2", purposes="bruit")  # fmt: skip
    page = attach(client, known, preview)
    assert page.status_code == 200
    change = send(client, known, page).context["submission"].changes.get()
    assert change.target == known.entry.slug
    assert change.data == {
        "description": "Des micros.\n\nRue Bannier aussi.", "cameras_analysed": 2,
        "purposes": ["bruit"],
    }  # fmt: skip


def test_nothing_the_record_states_is_erased_and_what_differs_is_shown(client, orleans):
    known = make_deployment(orleans, title="Capteurs", status="active", cameras_total=4)
    preview = report(client, action="preview", places="Orléans", description="Vue.",
                     status="suspended", cameras_total="9", title="Micros")  # fmt: skip
    page = attach(client, known, preview)
    shown = {line.name: line.text for line in page.context["left"]}
    assert shown == {"status": "suspendu", "cameras_total": "9", "title": "Micros"}
    submission = send(client, known, page).context["submission"]
    assert submission.changes.get().data == {"description": "Vue."}
    assert "suspendu" in submission.basis_note


def test_new_records_rows_and_the_basis_come_along(client, orleans):
    article = make_source("Un article")
    known = make_deployment(orleans, title="Capteurs", citations=[cited(article)])
    preview = report(
        client, action="preview", places="Orléans", description="Vue.", basis="press",
        basis_note="vu à la mairie", delay_weeks="4",
        **{"vendor-0-name": "Sensivic", "source-0-url": "https://example.org/a"},
    )  # fmt: skip
    submission = send(client, known, attach(client, known, preview)).context["submission"]
    told = (submission.basis, submission.basis_note, submission.delay_weeks)
    assert told == ("press", "vu à la mairie", 4)
    assert [change.kind for change in submission.changes.all()] == ["vendor", "source",
                                                                    "deployment"]  # fmt: skip
    data = submission.changes.get(kind="deployment").data
    assert [row["entry"] for row in data["roles"]] == ["@0"]
    assert [row["source"] for row in data["citations"]] == [article.entry.slug, "@1"]


def test_an_observation_is_a_source_of_what_it_adds(client, orleans):
    known = make_deployment(orleans, title="Capteurs")
    preview = report(client, action="preview", places="Orléans", description="Vue.",
                     basis="on_site")  # fmt: skip
    submission = send(client, known, attach(client, known, preview)).context["submission"]
    [row] = submission.changes.get().data["citations"]
    assert (row["source"], row["acquisition"]) == ("", "on_site")


def test_another_spelling_becomes_another_name(client):
    known = make_vendor("Briefcam", country="IL")
    preview = report(client, "/contribute/vendor/", action="preview", name="Briefcam SAS",
                     country="FR", website="https://example.org/")  # fmt: skip
    assert [repeat.entry for repeat in preview.context["duplicates"]] == [known.entry]
    page = attach(client, known, preview)
    assert [line.name for line in page.context["left"]] == ["country"]
    assert send(client, known, page).context["submission"].changes.get().data == {
        "aliases": ["Briefcam SAS"], "website": "https://example.org/",
    }  # fmt: skip


def test_what_adds_nothing_is_told_so(client, orleans):
    known = make_deployment(orleans, title="Capteurs", description="Vue.")
    preview = report(client, action="preview", places="Orléans", description="Vue.")
    assert attach(client, known, preview).status_code == 422


@pytest.mark.parametrize("typed", [{}, {"places": "Nulle part", "cameras_total": "beaucoup"}])
def test_a_form_that_never_was_a_preview_erases_nothing(client, orleans, typed):
    known = make_deployment(orleans, title="Capteurs", cameras_total=4)
    url = f"{known.get_absolute_url()}edit/"
    page = client.post(url, typed | {"action": "attach", "description": "Vue."})
    left = {line.name: line.text for line in page.context["left"]}
    assert left == typed
    assert send(client, known, page).context["submission"].changes.get().data == {
        "description": "Vue."
    }


def test_a_known_source_and_vendor_are_used_instead_of_new_ones(client, orleans):
    vendor = make_vendor("Sensivic")
    source = make_source("Un article", url="https://www.example.org/a/?utm_source=x")
    page = report(
        client, action="preview", places="Orléans", description="Vue.", **{
            "vendor-0-name": "Sensivic", "vendor-0-website": "https://sensivic.example/",
            "source-0-url": "http://example.org/a",
        },
    )  # fmt: skip
    for position, record in ((1, source), (0, vendor)):
        assert f'name="use" value="{position}:{record.entry.reference}"' in page.content.decode()
        page = client.post(URL, controls(page) | {"use": f"{position}:{record.entry.reference}"})
    submission = client.post(URL, controls(page) | {"action": "send"}).context["submission"]
    data = submission.changes.get().data
    assert [row["entry"] for row in data["roles"]] == [vendor.entry.reference]
    assert [row["source"] for row in data["citations"]] == [source.entry.slug]
    assert "https://sensivic.example/" in submission.basis_note


@pytest.mark.parametrize("use", ["", "0", "0:", "9:vendor/sensivic", "x:vendor/sensivic",
                                 "0:place/orleans", "0:vendor/nothing", "9" * 5000])  # fmt: skip
def test_a_forged_use_shows_the_preview_again(client, orleans, use):
    make_vendor("Sensivic")
    page = report(client, action="preview", places="Orléans", description="Vue.",
                  **{"vendor-0-name": "Autre"})  # fmt: skip
    again = client.post(URL, controls(page) | {"use": use})
    assert again.status_code == 200
    assert controls(again)["vendor-0-name"] == ["Autre"]
    assert not Submission.objects.waiting().exists()


def test_a_place_of_the_official_list_keeps_what_the_list_says(client):
    make_term("technology", "vsa")
    nice = make("place", name="Nice", kind="commune", insee="06088", population=348085)
    type(nice).objects.update(edition="2026")
    page = client.post(
        f"{nice.get_absolute_url()}edit/",
        {"action": "attach", "name": "Nizza", "population": "5", "description": "Ville."},
    )
    assert [line.name for line in page.context["left"]] == ["population"]
    assert send(client, nice, page).context["submission"].changes.get().data == {
        "aliases": ["Nizza"], "description": "Ville.",
    }  # fmt: skip
