"""Pictures as people send them, and as those send them who mean harm."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def picture(sent_as="JPEG", *, size=(40, 20), colour="grey", is_noisy=False, **noted):
    """The bytes of a file; `noted` goes into it besides the picture."""
    image = Image.new("RGB", size, colour)
    if is_noisy:  # so that the file is not all header
        image = Image.effect_noise(size, 100).convert("RGB")
    file = BytesIO()
    image.save(file, sent_as, **noted)
    return file.getvalue()


def huge_png(width, height):
    """Of a few bytes: it says that it has that many pixels, and ends."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(bytes(100_000))),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(name, content):
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
