"""Taking a credential out of any picture, its kind told by content."""

from issuer.errors import MalformedError
from issuer.images.baked import BakedCredential
from issuer.images.baked_png import extract_png
from issuer.images.baked_svg import extract_svg
from issuer.images.png import is_png


def looks_like_svg(data: bytes) -> bool:
    """Tell by the first characters whether the bytes may be XML."""
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def extract(data: bytes) -> BakedCredential:
    """Take the only credential out of a baked PNG or SVG; its proof is not looked at.

    Raises:
        MalformedError: code `image` (neither PNG nor SVG, or damaged), `image_size`, `image_text`,
            `xml`, `ambiguous` (more than one credential, or bytes after the end of a PNG) or
            `no_credential`.
    """
    if is_png(data):
        return extract_png(data)
    if looks_like_svg(data):
        return extract_svg(data)
    raise MalformedError("Use a PNG or SVG picture", code="image")
