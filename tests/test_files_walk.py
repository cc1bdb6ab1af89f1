"""In a real browser without JavaScript, on a phone: a photo with its position becomes evidence."""

import io

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from cases.evidence import storage
from cases.moderation import accounts
from tests.accessible import check
from tests.browsing import follow
from tests.hostile_files import exif
from tests.make import make_place
from tests.test_walk import log_in

pytestmark = pytest.mark.django_db(transaction=True)
FACE = (450, 350)  # its middle: in the fifth column and the fourth row of twelve by nine


def photo() -> dict:
    """A photo of a street with a red face in it, that says where it was taken."""
    image = Image.new("RGB", (1200, 900), (120, 150, 180))
    ImageDraw.Draw(image).ellipse((405, 305, 495, 395), fill=(220, 30, 30))
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif(), quality=90)
    return {"name": "IMG_0042.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def given():
    """A town, and what a moderator was given to log in with."""
    make_place("Moirans", insee="38239", postcodes="38430")
    return accounts.create_moderator("mona")


def contribute(page) -> None:
    page.goto("/en/contribute/deployment/?all=1")
    page.get_by_label("I saw it myself").check()
    page.get_by_role("textbox", name="Where?").fill("38430")
    page.get_by_label("What is it?").fill("Un mât.")
    follow(page, page.get_by_role("button", name="Read again"))
    follow(page, page.locator("button[value=send]"))


def add_photo(page) -> None:
    page.locator("input[type=file]").set_input_files(photo())
    page.get_by_label("What it shows").fill("Le mât, rue de la République")
    follow(page, page.get_by_role("button", name="Add this file"))


def opened(response) -> Image.Image:
    """The picture that was answered."""
    return Image.open(io.BytesIO(response.body())).convert("RGB")


@pytest.mark.everywhere
def test_a_photo_from_the_phone_to_the_reader_with_the_face_blacked_out(open_browser, given):
    activist = open_browser(javascript=False, width=360)
    requests, problems = [], []
    activist.on("request", lambda request: requests.append(request.url))
    activist.on("console", lambda message: problems.append(message.text))
    contribute(activist)
    code = activist.locator("#receipt-code").inner_text().replace("\n", " ")
    add_photo(activist)
    expect(activist.locator("main")).to_contain_text("GPS position")
    shown = activist.locator(".mask img").bounding_box()
    assert shown["width"] > 300  # the picture is really drawn
    square = activist.get_by_label("row 4, column 5").bounding_box()
    assert min(square["width"], square["height"]) >= 24
    activist.get_by_label("row 4, column 5").check()
    follow(activist, activist.get_by_role("button", name="Black out the ticked"))
    expect(activist.locator("main")).to_contain_text("1 square is black now")
    assert activist.locator("#receipt-code").inner_text().replace("\n", " ") == code
    assert not [url for url in requests if code.replace(" ", "") in url.replace("%20", "")]
    assert problems == [] and activist.context.cookies() == []

    moderator = open_browser(javascript=False, locale="en-GB")
    with moderator.expect_response("**/blurred/") as answer:
        log_in(moderator, given)
        follow(moderator, moderator.locator("table a.title").first)
    assert opened(answer.value).size == (160, 120)
    moderator.get_by_label("Publish file 1").select_option("new")
    follow(moderator, moderator.locator("button[value=accept]"))
    expect(moderator.locator("main")).to_contain_text("2 records published")

    reader = open_browser(javascript=False, width=360)
    reader.goto("/deployments/")
    follow(reader, reader.locator("table a.title").first)
    with reader.expect_response("**/files/small/*") as answer:
        follow(reader, reader.locator(".sources a", has_text="Le mât"))
    assert opened(answer.value).size == (480, 360)
    with reader.expect_response("**/files/*.jpg") as answer:
        follow(reader, reader.get_by_role("link", name="Ouvrir l’image"))
    picture = opened(answer.value)
    assert max(picture.getpixel(FACE)) < 12
    assert picture.getpixel((600, 100))[2] > 150  # and the sky is still there
    assert b"Exif" not in answer.value.body()
    assert len(storage.all_names()) == 1


def test_the_pages_about_files_are_accessible(open_browser, given):
    page = open_browser(bypass_csp=True)
    contribute(page)
    check(page)
    add_photo(page)
    check(page)
    follow(page, page.get_by_role("button", name="Top left"))
    check(page)
    follow(page, page.get_by_role("button", name="Add this file"))
    check(page)
    log_in(page, given)
    follow(page, page.locator("table a.title").first)
    check(page)
    follow(page, page.get_by_role("link", name="File 1"))
    check(page)
    page.goto("/en/moderation/illegal/")
    check(page)


def test_a_file_of_60_megabytes_is_refused_on_a_page_that_arrives(open_browser, given, tmp_path):
    """The whole request is read, for a browser that is cut off shows an error of its own."""
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(60_000_000)
    page = open_browser(javascript=False, width=360)
    contribute(page)
    page.locator("input[type=file]").set_input_files(large)
    page.get_by_label("What it shows").fill("Trop lourd")
    follow(page, page.get_by_role("button", name="Add this file"))
    expect(page.locator("#id_file_error")).to_contain_text("larger than 15 MB")
    assert page.get_by_label("What it shows").input_value() == "Trop lourd"
