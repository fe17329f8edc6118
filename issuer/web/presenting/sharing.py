"""How a badge is shown elsewhere: previews, cards in frames, profiles. Never a learner's name.

A preview is copied by whoever makes it and stays when a consent is withdrawn; so it says what the
badge is and who signed it, and nothing of the person (education.md 5.1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from issuer.badges import Achievement, AchievementCredential, Profile
from issuer.clock import parse_instant
from issuer.documents import Document, write_document
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Alternate
from issuer.web.presenting.words import safe_link

#: Of the picture that social networks show; both X and LinkedIn take 1.91 to 1.
CARD_SIZE = (1200, 630)
#: Of the card in a frame on another page, in CSS pixels.
FRAME_SIZE = (420, 210)
#: A frame runs no script, and its links open in a tab of their own.
FRAME_SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
_LINKEDIN = "https://www.linkedin.com/profile/add"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What the page of a badge offers to whoever wants to show it.

    `snippet` is HTML to be copied as text; empty, as is `copies`, for pages that are not public.
    """

    address: str
    linkedin_href: str
    linkedin_note: str
    pdf_href: str
    pdf_letter_href: str
    snippet: str = ""


def page_address(base_url: str, public_id: str) -> str:
    """Return the address of the page of a badge."""
    return f"{base_url}/badges/{public_id}"


def share_of(
    credential: AchievementCredential, *, base_url: str, public_id: str, is_public: bool
) -> Share:
    """Return what can be copied or linked."""
    pdf = f"/credentials/{public_id}.pdf"
    name = credential.credential_subject.achievement.name
    return Share(
        address=page_address(base_url, public_id),
        linkedin_href=linkedin_href(credential, page_address(base_url, public_id), public_id),
        linkedin_note=_(
            "LinkedIn opens with the fields filled in. Nothing is sent before you save it there,"
            " and its own post about it shows no picture of the badge."
        ),
        pdf_href=pdf,
        pdf_letter_href=f"{pdf}?size=letter",
        snippet=frame_html(base_url, public_id, name=name) if is_public else "",
    )


def linkedin_href(credential: AchievementCredential, page: str, public_id: str) -> str:
    """Return the address that opens LinkedIn's form with the badge filled in."""
    return f"{_LINKEDIN}?{urlencode(list(_linkedin(credential, page, public_id)), quote_via=quote)}"


def _linkedin(
    credential: AchievementCredential, page: str, public_id: str
) -> Iterator[tuple[str, str]]:
    yield "startTask", "CERTIFICATION_NAME"
    yield "name", credential.credential_subject.achievement.name
    yield "organizationName", issuer_name(credential)
    yield from _year_and_month("issue", credential.awarded_date or credential.valid_from)
    if credential.valid_until is not None:
        yield from _year_and_month("expiration", credential.valid_until)
    yield "certUrl", page
    yield "certId", public_id


def _year_and_month(what: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield year and month of an instant in UTC; LinkedIn's January is 1."""
    instant = parse_instant(text).astimezone(UTC)
    yield f"{what}Year", str(instant.year)
    yield f"{what}Month", str(instant.month)


def frame_html(
    base_url: str,
    public_id: str,
    *,
    name: str,
    width: int = FRAME_SIZE[0],
    height: int = FRAME_SIZE[1],
) -> str:
    """Return the HTML that shows a badge inside another page."""
    return str(
        Markup(
            '<iframe src="{src}" title="{title}" width="{width}" height="{height}"'
            ' sandbox="{sandbox}" loading="lazy" style="border:0"></iframe>'
        ).format(
            src=f"{page_address(base_url, public_id)}/embed",
            title=_("Badge: {name}", name=name),
            width=width,
            height=height,
            sandbox=FRAME_SANDBOX,
        )
    )


def oembed_alternates(base_url: str, public_id: str, name: str) -> tuple[Alternate, ...]:
    """Return where programs find the oEmbed answers of a page."""
    asked = quote(page_address(base_url, public_id), safe="")
    return tuple(
        Alternate(
            type=f"{kind}+oembed",
            href=f"{base_url}/oembed?url={asked}&format={form}",
            title=name,
        )
        for kind, form in (("application/json", "json"), ("text/xml", "xml"))
    )


def preview_of(
    credential: AchievementCredential, *, base_url: str, public_id: str
) -> tuple[tuple[str, str], ...]:
    """Return the OpenGraph and card properties of a public badge."""
    achievement = credential.credential_subject.achievement
    issuer = issuer_name(credential)
    width, height = CARD_SIZE
    return (
        ("og:type", "website"),
        ("og:site_name", issuer),
        ("og:title", f"{achievement.name} - {issuer}"),
        ("og:description", achievement.description),
        ("og:url", credential.id),
        ("og:image", f"{page_address(base_url, public_id)}/card.png"),
        ("og:image:type", "image/png"),
        ("og:image:width", str(width)),
        ("og:image:height", str(height)),
        (
            "og:image:alt",
            _("Badge {name}, awarded by {issuer}", name=achievement.name, issuer=issuer),
        ),
        ("twitter:card", "summary_large_image"),
    )


def linked_data(credential: AchievementCredential, *, base_url: str, public_id: str) -> Markup:
    """Return a public badge in the words of schema.org, safe inside a script element.

    It is data and never run: no policy has to allow it.
    """
    achievement = credential.credential_subject.achievement
    document: Document = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": credential.id,
        "url": page_address(base_url, public_id),
        "name": achievement.name,
        "description": achievement.description,
        "credentialCategory": achievement.achievement_type or "Badge",
        "image": f"{page_address(base_url, public_id)}/card.png",
        "datePublished": credential.awarded_date or credential.valid_from,
        **({"expires": credential.valid_until} if credential.valid_until else {}),
        "recognizedBy": _organisation(credential),
        "about": {"@id": achievement.id},
        "competencyRequired": _competencies(achievement),
    }
    text = write_document(document).decode("ascii")
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704 - no mark that HTML knows is left in it


def _organisation(credential: AchievementCredential) -> Document:
    issuer = credential.issuer
    url = safe_link(issuer.url) if isinstance(issuer, Profile) else None
    return {
        "@type": "Organization",
        "name": issuer_name(credential),
        **({"url": url} if url else {}),
    }


def _competencies(achievement: Achievement) -> list[Document]:
    return [
        {
            "@type": "DefinedTerm",
            "name": each.target_name,
            **({"url": url} if (url := safe_link(each.target_url)) else {}),
        }
        for each in achievement.alignment
    ]


def issuer_name(credential: AchievementCredential) -> str:
    """Return the issuer's name, or its id where it has none."""
    issuer = credential.issuer
    return issuer.name if isinstance(issuer, Profile) and issuer.name else credential.issuer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OEmbed:
    """The answer to a program that asks how to show a page of ours (oEmbed 1.0, 2.3.4.4)."""

    title: str
    provider: str
    provider_url: str
    html: str
    width: int
    height: int
    thumbnail: str

    def members(self) -> dict[str, str | int]:
        """Return its members in the standard's words."""
        width, height = CARD_SIZE
        return {
            "version": "1.0",
            "type": "rich",
            "title": self.title,
            "provider_name": self.provider,
            "provider_url": self.provider_url,
            "html": self.html,
            "width": self.width,
            "height": self.height,
            "thumbnail_url": self.thumbnail,
            "thumbnail_width": width,
            "thumbnail_height": height,
            "cache_age": 3600,
        }

    def xml(self) -> str:
        """Return the same as XML."""
        members = "".join(
            f"<{name}>{escape(value)}</{name}>" for name, value in self.members().items()
        )
        return (
            f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{members}</oembed>\n'
        )


def oembed_of(
    credential: AchievementCredential,
    *,
    base_url: str,
    public_id: str,
    width: int | None,
    height: int | None,
) -> OEmbed:
    """Return how to show a public badge within so many pixels."""
    name = credential.credential_subject.achievement.name
    wide = min(FRAME_SIZE[0], width or FRAME_SIZE[0])
    high = min(FRAME_SIZE[1], height or FRAME_SIZE[1])
    return OEmbed(
        title=name,
        provider=issuer_name(credential),
        provider_url=base_url,
        html=frame_html(base_url, public_id, name=name, width=wide, height=high),
        width=wide,
        height=high,
        thumbnail=f"{page_address(base_url, public_id)}/card.png",
    )
