"""The forms in which whoever sees a badge may take it along."""

from dataclasses import dataclass

from issuer.web.languages import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """The badge in one form."""

    label: str
    note: str
    href: str


def downloads_of(public_id: str) -> tuple[Download, ...]:
    """Present the forms in which a badge may be had."""
    base = f"/credentials/{public_id}"
    return (
        Download(
            label=_("Signed file"), note=_("JSON, for wallets and programs"), href=f"{base}.json"
        ),
        Download(
            label=_("Picture"), note=_("PNG, with the signed badge inside"), href=f"{base}.png"
        ),
        Download(
            label=_("Sharp picture"),
            note=_("SVG, with the signed badge inside"),
            href=f"{base}.svg",
        ),
    )
