"""A portrait, written anew from what was sent; set by the person alone."""

import hashlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .models import Portrait
from .models.portraits import LONGEST_SIDE

MOST_BYTES = 5 * 1024 * 1024
# Of a JPEG more, because it is decoded at an eighth of its size; others take 4 bytes for each,
# and some of them three times over.
MOST_PIXELS, MOST_PIXELS_OF_JPEG = 15_000_000, 25_000_000
# A camera writes about ten. Each costs its time, and thousands of them fit into a small file.
MOST_SCANS = 30

_FORMATS = ("JPEG", "PNG", "WEBP")
_JPEGS = ("JPEG", "MPO")  # the second is several in one file
_START_OF_SCAN = b"\xff\xda"  # in a JPEG (ITU-T T.81)

TOO_LARGE = _("This file is larger than 5 MB. Save the picture smaller, and choose it again.")
TOO_MANY_PIXELS = _(
    "This picture has too many pixels. Make it smaller, 1,000 by 1,000 pixels for instance, and "
    "choose it again."
)
NO_PICTURE = _(
    "This file is no JPEG, PNG or WebP picture, whatever its name says. Save the picture as JPEG, "
    "and choose that file."
)
BROKEN = _(
    "This picture is damaged or not complete, and could not be read to its end. Save it anew, and "
    "choose it again."
)
ONLY_THE_PERSON = _("Only the person sets the own portrait.")


def written_anew(upload):
    """The picture of an uploaded file as WebP: its bytes, its width and its height in pixels.

    Upright, at most 480 pixels a side, transparency on white, of an animation the first picture.
    Nothing else of the file is kept. Raises ValidationError.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(TOO_LARGE, code="too-large")
    try:
        picture = _read(upload.read())
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(TOO_MANY_PIXELS, code="too-many-pixels") from None
    except UnidentifiedImageError:
        raise ValidationError(NO_PICTURE, code="no-picture") from None
    except Exception:  # decoders raise whatever they stumble upon
        raise ValidationError(BROKEN, code="broken") from None
    file = BytesIO()
    picture.save(file, "WEBP", quality=85)
    return file.getvalue(), picture.width, picture.height


def set_portrait(focal_point, upload, *, by, at):
    """The person's own act: the picture before is gone. Raises ValidationError.

    A consent to show the portrait goes on: it was to showing "my portrait", and nobody else can
    put another picture in its place. The page says so before.
    """
    if focal_point.account_id is None or focal_point.account_id != by.pk:
        raise ValidationError(ONLY_THE_PERSON, code="only-the-person")
    image, width, height = written_anew(upload)  # takes its time: so before anything is locked
    digest = hashlib.sha256(image).hexdigest()
    with transaction.atomic():
        focal_point.take_turns()
        portrait = Portrait.objects.filter(focal_point=focal_point).first()
        if portrait and portrait.digest == digest:
            return
        portrait = portrait or Portrait(focal_point=focal_point)
        portrait.image, portrait.digest = image, digest
        portrait.width, portrait.height = width, height
        portrait.set_at = at
        _sign(portrait, by, at)
        portrait.full_clean()
        portrait.save()


@transaction.atomic
def take_down(focal_point, *, by, at):
    """The picture is gone. Returns whether there was one."""
    focal_point.take_turns()
    portrait = Portrait.objects.defer("image").filter(focal_point=focal_point).first()
    if portrait is None:
        return False
    _sign(portrait, by, at)
    portrait.delete()
    return True


def _read(content):
    """The picture without anything that came with it, decoded only where it is not too large."""
    with Image.open(BytesIO(content), formats=_FORMATS) as image:
        is_jpeg = image.format in _JPEGS
        if image.width * image.height > (MOST_PIXELS_OF_JPEG if is_jpeg else MOST_PIXELS):
            raise ValidationError(TOO_MANY_PIXELS, code="too-many-pixels")
        if is_jpeg and content.count(_START_OF_SCAN) > MOST_SCANS:
            raise ValidationError(BROKEN, code="broken")
        image.draft(None, (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
        colours = _in_colours(image)
        colours.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(colours)
    # On a new picture, because the one read carries along what the camera noted.
    anew = Image.new("RGB", upright.size, "white")
    anew.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    return anew


def _in_colours(image):
    if image.mode.startswith("I"):  # sixteen bits of grey, which `convert` would cut off
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _sign(row, by, at):
    """In the history of the row, whose doing it is."""
    row._history_user = by
    row._history_date = at
