"""Pictures: checked to be pictures, scaled, and stripped of everything but their pixels."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from dsar.channels.files import read_evidence
from dsar.errors import Invalid

LONGEST_SIDE = 1200
SIGNATURE_SIDE = 800
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")


def clean_photo(path: Path) -> bytes:
    """The picture at *path* as a JPEG of at most 1200 pixels a side, without its metadata.

    EXIF data (place, camera, time) is no business of the controller. Raises Invalid when the
    file is no picture or an unreasonably large one.
    """
    pixels = _pixels(path, LONGEST_SIDE, "Give a JPEG or PNG of your face.")
    plain = Image.new("RGB", pixels.size, "white")
    plain.paste(pixels, mask=pixels.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=88)
    return out.getvalue()


def clean_signature(path: Path) -> bytes:
    """The signature at *path* as a PNG of at most 800 pixels a side, without its metadata.

    Raises Invalid as ``clean_photo``.
    """
    return _png(_pixels(path, SIGNATURE_SIDE, "Give a PNG or JPEG of your signature."))


def _pixels(path: Path, longest: int, hint: str) -> Image.Image:
    """The picture at *path*, upright and scaled down, nothing but its pixels (RGBA)."""
    data = read_evidence(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((longest, longest))
                bare = Image.new("RGBA", upright.size)
                bare.paste(upright.convert("RGBA"))
                return bare
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid(
            "The picture is unreasonably large.", "Scale it down.", file=str(path)
        ) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Invalid(
            "The file is no picture that can be read.", hint, file=str(path), kind="no-picture"
        ) from None


def picture_type(data: bytes) -> str | None:
    """The media type of the picture in *data*, or None when it is none that can be printed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP")) as picture:
                picture.load()
                return Image.MIME.get(picture.format or "")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError,
            SyntaxError):  # fmt: skip
        return None


def draw_portrait() -> bytes:
    """A made-up portrait for the demo: a silhouette, nobody's face, as PNG."""
    picture = Image.new("RGB", (600, 720), "#dfe3e6")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((190, 130, 410, 410), fill="#8a949c")
    draw.pieslice((90, 430, 510, 1000), 180, 360, fill="#8a949c")
    return _png(picture)


def draw_slip(lines: Sequence[str], font: bytes) -> bytes:
    """A made-up postal slip for the demo, marked as an example, as PNG."""
    picture = Image.new("RGB", (1000, 120 + 62 * len(lines)), "#fffdf5")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((12, 12, picture.width - 13, picture.height - 13), outline="#777777", width=3)
    face = ImageFont.truetype(io.BytesIO(font), 40)
    for number, line in enumerate(lines):
        draw.text((50, 40 + 62 * number), line, fill="#222222", font=face)
    draw.text((50, picture.height - 72), "EXAMPLE – NOT A REAL SLIP", fill="#a02020", font=face)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
