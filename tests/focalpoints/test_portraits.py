"""Portraits are written anew: of the file that was sent nothing is left but the picture."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from focalpoints import portraits
from focalpoints.models import Portrait
from tests import make
from tests.pictures import huge_png, picture

pytestmark = pytest.mark.django_db

ORIENTATION = 0x0112
GPS = 0x8825
RED, BLUE = (255, 0, 0), (0, 0, 255)


def upload(content, name="me.jpg"):
    return SimpleUploadedFile(name, content)


def opened(content):
    """The picture as written anew."""
    image, width, height = portraits.written_anew(upload(content))
    anew = Image.open(BytesIO(image))
    assert anew.size == (width, height)
    return anew


def refusal(content, name="me.jpg"):
    with pytest.raises(ValidationError) as refused:
        portraits.written_anew(upload(content, name))
    return refused.value.message


def is_near(pixel, colour):
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("sent_as", ["JPEG", "PNG", "WEBP"])
def test_takes_a_picture_and_writes_a_small_webp(sent_as):
    anew = opened(picture(sent_as, size=(1200, 800)))

    assert (anew.format, anew.size, anew.mode) == ("WEBP", (480, 320), "RGB")


def test_a_small_picture_is_not_made_larger():
    assert opened(picture(size=(3, 2))).size == (3, 2)


def test_a_very_wide_picture_keeps_one_pixel_of_height():
    assert opened(picture("PNG", size=(2000, 1))).size == (480, 1)


def test_nothing_is_left_of_what_a_camera_noted_and_of_what_hung_on_the_file():
    exif = Image.Exif()
    exif[0x010F] = "canary-camera"
    exif.get_ifd(GPS)[2] = (5.0, 33.0, 0.0)
    exif[0x9286] = "canary-comment"
    sent = picture(exif=exif, xmp=b"canary-xmp", icc_profile=b"canary-icc", comment=b"canary-text")
    sent += b"PK canary-payload"
    assert sent.count(b"canary") == 6

    image, _width, _height = portraits.written_anew(upload(sent))

    anew = Image.open(BytesIO(image))
    assert b"canary" not in image
    assert dict(anew.getexif()) == {}
    assert {"exif", "xmp", "icc_profile"}.isdisjoint(anew.info)
    # One chunk, the picture, to the last byte.
    assert (image[:4], image[8:16]) == (b"RIFF", b"WEBPVP8 ")
    assert int.from_bytes(image[4:8], "little") + 8 == len(image)
    assert int.from_bytes(image[16:20], "little") + 20 == len(image)


def test_texts_in_a_png_are_gone():
    texts = PngInfo()
    texts.add_text("Author", "canary-author")
    texts.add_itxt("Place", "canary-place", zip=True)

    image, _width, _height = portraits.written_anew(upload(picture("PNG", pnginfo=texts)))

    assert b"canary" not in image


def test_stands_upright_as_the_camera_noted():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turned by a quarter

    assert opened(picture(size=(40, 20), exif=exif)).size == (20, 40)


def test_transparency_becomes_white():
    file = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")

    assert opened(file.getvalue()).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("mode", "level"), [("1", 1), ("L", 255), ("P", 255), ("CMYK", 0), ("I;16", 65535)]
)
def test_takes_pictures_in_all_kinds_of_colours(mode, level):
    file = BytesIO()
    white = (level,) * 4 if mode == "CMYK" else level
    image = Image.new(mode, (8, 8), white)
    if mode == "P":
        image.putpalette([255] * 768)
    image.save(file, "JPEG" if mode == "CMYK" else "PNG")

    assert is_near(opened(file.getvalue()).getpixel((4, 4)), (255, 255, 255))


def test_sixteen_bits_of_grey_stay_grey():
    file = BytesIO()
    Image.new("I;16", (8, 8), 32768).save(file, "PNG")

    assert is_near(opened(file.getvalue()).getpixel((4, 4)), (128, 128, 128))


@pytest.mark.parametrize("sent_as", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_is_taken(sent_as):
    file = BytesIO()
    first, second = (Image.new("RGB", (8, 8), colour) for colour in (RED, BLUE))
    first.save(file, sent_as, save_all=True, append_images=[second])

    anew = opened(file.getvalue())

    assert is_near(anew.getpixel((4, 4)), RED)
    assert getattr(anew, "n_frames", 1) == 1


def test_refuses_a_huge_picture():
    assert refusal(huge_png(30_000, 30_000), "me.png") == portraits.TOO_MANY_PIXELS


def test_refuses_one_pixel_too_many_before_it_looks_for_them():
    assert refusal(huge_png(5000, 3001)) == portraits.TOO_MANY_PIXELS
    assert refusal(huge_png(5000, 3000)) == portraits.BROKEN


def test_takes_what_a_good_camera_sends_and_no_more():
    assert opened(picture(size=(5000, 5000))).size == (480, 480)
    assert refusal(picture(size=(5000, 5001))) == portraits.TOO_MANY_PIXELS


@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")
def test_a_warning_of_the_decoder_that_is_made_an_error_is_a_sentence_too():
    assert refusal(huge_png(10_000, 10_000)) == portraits.TOO_MANY_PIXELS


def test_refuses_a_file_that_is_too_large_without_opening_it():
    sent = picture()

    assert refusal(sent + b"0" * (portraits.MOST_BYTES + 1 - len(sent))) == portraits.TOO_LARGE
    portraits.written_anew(upload(sent + b"0" * (portraits.MOST_BYTES - len(sent))))


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"BM" + b"0" * 60,
        b"0",
    ],
    ids=["SVG", "HTML", "PDF", "BMP", "nothing"],
)
def test_refuses_what_is_no_picture_whatever_its_name(content):
    assert refusal(content, "me.jpg") == portraits.NO_PICTURE


def test_refuses_a_gif_which_is_none_of_the_three():
    file = BytesIO()
    Image.new("P", (8, 8)).save(file, "GIF")

    assert refusal(file.getvalue()) == portraits.NO_PICTURE


@pytest.mark.parametrize("sent_as", ["JPEG", "PNG", "WEBP"])
def test_refuses_a_picture_that_is_cut_off(sent_as):
    sent = picture(sent_as, size=(400, 400), is_noisy=True)

    assert refusal(sent[: len(sent) // 2]) == portraits.BROKEN


def test_refuses_a_picture_with_bytes_turned_over():
    sent = bytearray(picture("PNG", size=(400, 400), is_noisy=True))
    sent[2000:2100] = bytes(100)

    assert refusal(bytes(sent)) == portraits.BROKEN


def test_refuses_a_jpeg_of_which_each_byte_costs_a_pass():
    sent = picture(progressive=True)
    last = sent.rindex(b"\xff\xda")
    ends = sent.rindex(b"\xff\xd9")

    assert refusal(sent[:last] + sent[last:ends] * 300 + sent[ends:]) == portraits.BROKEN


@pytest.fixture
def person():
    return make.make_colleague("Example Person")


def history(person):
    kinds = Portrait.history.filter(focal_point=person.pk).order_by("history_id")
    return list(kinds.values_list("history_type", "history_user__email", "history_date"))


def test_the_person_sets_a_portrait_and_another_one_in_its_place(person):
    by = person.account
    portraits.set_portrait(person, upload(picture(colour=RED)), by=by, at=make.NOON)
    first = Portrait.objects.get()

    portraits.set_portrait(person, upload(picture(colour=BLUE)), by=by, at=make.NOON)

    second = Portrait.objects.get()
    assert (second.pk, second.set_at) == (first.pk, make.NOON)
    assert second.digest != first.digest
    assert is_near(Image.open(BytesIO(second.image)).getpixel((1, 1)), BLUE)
    assert history(person) == [("+", by.email, make.NOON), ("~", by.email, make.NOON)]


def test_the_same_picture_sent_twice_is_set_once(person):
    for _click in range(2):
        portraits.set_portrait(person, upload(picture()), by=person.account, at=make.NOON)

    assert len(history(person)) == 1


def test_its_history_holds_no_picture():
    assert "image" not in {field.name for field in Portrait.history.model._meta.get_fields()}


def test_nobody_sets_the_portrait_of_another_person(person):
    for by in (make.make_staff(), make.make_colleague().account):
        with pytest.raises(ValidationError) as refused:
            portraits.set_portrait(person, upload(picture()), by=by, at=make.NOON)
        assert refused.value.message == "Only the person sets the own portrait."

    assert not Portrait.objects.exists()


def test_what_is_refused_leaves_the_portrait_as_it_was(person):
    kept = make.make_portrait(person)

    with pytest.raises(ValidationError):
        portraits.set_portrait(person, upload(b"<svg/>"), by=person.account, at=make.NOON)

    assert Portrait.objects.get().digest == kept.digest


def test_is_taken_down_once_and_leaves_a_line_in_its_history(person):
    make.make_portrait(person)

    assert portraits.take_down(person, by=person.account, at=make.NOON)
    assert not portraits.take_down(person, by=person.account, at=make.NOON)

    assert not Portrait.objects.exists()
    assert history(person)[1:] == [("-", person.account.email, make.NOON)]


def test_another_portrait_withdraws_no_consent(person):
    make.make_consent(person, field="portrait")

    portraits.set_portrait(person, upload(picture()), by=person.account, at=make.NOON)

    assert person.consents.open().count() == 1
