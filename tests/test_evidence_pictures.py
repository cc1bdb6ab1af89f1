"""Pictures: their pixels survive, the right way up and in the right colours; squares go black."""

import io

import pytest
from PIL import Image, ImageStat

from cases.evidence import sandbox
from cases.evidence.cleaned import TRANSPARENCY
from cases.evidence.images import black_out, clean_image
from cases.evidence.limits import Refused
from tests.hostile_files import display_profile, exif, invisible_ink, picture, saved
from tests.test_evidence_hostile import difference, opened


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_pixels_are_kept(kind, mode):
    data = saved(kind, picture(320, 200, mode), quality=95)
    cleaned = clean_image(data)
    assert (cleaned.width, cleaned.height) == (320, 200)
    assert difference(data, cleaned.data) < (0.01 if kind == "PNG" else 3)


@pytest.mark.parametrize("mode", ["P", "1", "CMYK"])
def test_other_modes_look_the_same(mode):
    data = saved("JPEG" if mode == "CMYK" else "PNG", picture(mode=mode))
    assert difference(data, clean_image(data).data) < 4


def test_sixteen_bits_become_eight():
    deep = Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16")
    cleaned = opened(clean_image(saved("PNG", deep)).data)
    assert [cleaned.getpixel((5, y))[0] for y in (0, 100, 255)] == [0, 100, 255]


@pytest.mark.parametrize("held", range(1, 9))
def test_a_picture_stands_upright(held):
    tall = Image.new("RGB", (64, 96), "white")
    tall.paste("black", (0, 0, 32, 24))  # in its top left corner
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes each
    turned = tall.transpose(back[held]) if held > 1 else tall
    cleaned = clean_image(saved("PNG", turned, exif=exif(_274=held)))
    assert (cleaned.width, cleaned.height) == (64, 96)
    assert difference(saved("PNG", tall), cleaned.data) == 0


def test_colours_under_transparency_are_gone():
    assert len(set(opened(invisible_ink()).crop((0, 0, 96, 20)).get_flattened_data())) > 1
    cleaned = clean_image(invisible_ink())
    assert set(opened(cleaned.data).crop((0, 0, 96, 20)).get_flattened_data()) == {(255, 255, 255)}
    assert cleaned.removed == [TRANSPARENCY]


def test_colours_come_out_in_srgb():
    data = saved("PNG", Image.new("RGB", (64, 64), (200, 60, 30)), icc_profile=display_profile())
    cleaned = opened(clean_image(data).data).getpixel((9, 9))
    assert cleaned[2] > 150 > cleaned[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_ticked_squares_are_black_and_others_untouched(kind):
    data = clean_image(saved(kind, picture(300, 203))).data
    done = sandbox.black_out(data, [(0, 0), (2, 4)], columns=7, rows=5)
    image = opened(done.data)
    assert (done.width, done.height) == image.size == (300, 203)
    for box in ((0, 0, 42, 40), (86, 163, 128, 203)):
        assert max(ImageStat.Stat(image.crop(box)).mean) < 6
    rest = (130, 0, 300, 203)
    whole = opened(data)
    assert difference(saved("PNG", whole.crop(rest)), saved("PNG", image.crop(rest))) < 3
    assert clean_image(done.data).removed == []


def test_every_pixel_lies_in_a_square():
    squares = [(column, row) for column in range(9) for row in range(7)]
    done = black_out(saved("PNG", picture(100, 41)), squares, columns=9, rows=7)
    assert opened(done.data).getextrema() == ((0, 0),) * 3


@pytest.mark.parametrize("square", [(7, 0), (0, 5), (-1, 0)])
def test_a_square_outside_the_grid_is_an_error(square):
    for door in (black_out, sandbox.black_out):
        with pytest.raises(ValueError, match="outside"):
            door(saved("PNG"), [square], columns=7, rows=5)


def test_a_pdf_has_no_squares():
    with pytest.raises(Refused):
        black_out(b"%PDF-1.7\n", [], 1, 1)


def test_a_cleaned_picture_is_never_larger_than_what_is_accepted(monkeypatch):
    noise = Image.effect_noise((400, 400), 90)
    sizes = [len(saved("JPEG", noise, quality=quality)) for quality in (90, 80)]
    monkeypatch.setattr("cases.evidence.images.MOST_BYTES", sizes[1])
    assert len(clean_image(saved("JPEG", noise, quality=75)).data) <= sizes[1]
    monkeypatch.setattr("cases.evidence.images.MOST_BYTES", 1_000)
    with pytest.raises(Refused) as refused:
        clean_image(saved("PNG", noise))
    assert refused.value.code == "size"


def test_a_telephone_picture_keeps_its_first_picture_only():
    out = io.BytesIO()
    picture().save(out, "MPO", save_all=True, append_images=[picture(32, 32)])
    cleaned = clean_image(out.getvalue())
    assert cleaned.data.count(b"\xff\xd8\xff") == 1
