"""What leaves a badge's page: encodings that hold for every name, and no name of a learner."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from issuer.badges import (
    AchievementCredential,
    Expired,
    NotYetValid,
    Revoked,
    Standing,
    Suspended,
    Valid,
)
from issuer.web.presenting.badge import badge_page
from issuer.web.presenting.certificate import certificate_of
from issuer.web.presenting.embedding import embed_page
from issuer.web.presenting.sharing import (
    frame_html,
    linked_data,
    linkedin_href,
    oembed_of,
    preview_of,
)
from issuer.web.rendering import render
from tests.unit.web.specimen_pages import BASE, NOW, PUBLIC_ID, badge, exhibit

PAGE = f"{BASE}/badges/{PUBLIC_ID}"
#: Text as a name may be: what JSON and XML can carry.
NAMES = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    min_size=1,
    max_size=60,
)


def credential(
    *, name: str = "Team Leadership", issuer: str = "Riverbend", **members: object
) -> AchievementCredential:
    """Return the specimen badge with other names and members."""
    document: dict[str, Any] = {**badge(), **members}
    document["credentialSubject"]["achievement"]["name"] = name
    document["issuer"]["name"] = issuer
    return AchievementCredential.from_dict(document)


def asked(href: str) -> dict[str, str]:
    """Return the query of an address as a server reads it."""
    return dict(parse_qsl(urlsplit(href).query, keep_blank_values=True, strict_parsing=True))


def test_linkedin_gets_every_field_of_its_form() -> None:
    """wallets.md section 8, member by member."""
    href = linkedin_href(credential(), PAGE, PUBLIC_ID)
    assert href.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&")
    assert {
        "startTask": "CERTIFICATION_NAME",
        "name": "Team Leadership",
        "organizationName": "Riverbend",
        "issueYear": "2026",
        "issueMonth": "11",
        "expirationYear": "2029",
        "expirationMonth": "11",
        "certUrl": PAGE,
        "certId": PUBLIC_ID,
    } == asked(href)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-01-01T00:00:00Z", ("2026", "1")),
        ("2026-12-31T23:59:59Z", ("2026", "12")),
        ("2026-01-01T00:30:00+01:00", ("2025", "12")),
    ],
    ids=["January", "December", "last year by UTC"],
)
def test_months_count_from_one_in_utc(instant: str, expected: tuple[str, str]) -> None:
    """LinkedIn's January is 1."""
    found = asked(linkedin_href(credential(awardedDate=instant), PAGE, PUBLIC_ID))
    assert expected == (found["issueYear"], found["issueMonth"])


def test_badge_without_end_asks_for_no_expiry() -> None:
    """An empty month would be a wrong one."""
    document = badge()
    del document["validUntil"]
    found = asked(linkedin_href(AchievementCredential.from_dict(document), PAGE, PUBLIC_ID))
    assert [] == [name for name in found if name.startswith("expiration")]


@given(NAMES, NAMES)
def test_every_value_arrives_at_linkedin_as_it_is(name: str, issuer: str) -> None:
    """Ampersands, plus signs, percent signs and every script survive, in visible ASCII."""
    href = linkedin_href(credential(name=name, issuer=issuer), PAGE, PUBLIC_ID)
    found = asked(href)
    assert (name, issuer) == (found["name"], found["organizationName"])
    assert href.isascii()
    assert href.isprintable()
    assert " " not in href


@given(NAMES, NAMES)
def test_linked_data_cannot_leave_its_element(name: str, issuer: str) -> None:
    """No mark of HTML is in it, and it is the same JSON."""
    text = str(
        linked_data(credential(name=name, issuer=issuer), base_url=BASE, public_id=PUBLIC_ID)
    )
    document = json.loads(text)
    assert not set("<>&") & set(text)
    assert (name, issuer) == (document["name"], document["recognizedBy"]["name"])


def test_linked_data_is_a_credential_of_schema_org() -> None:
    """What a search engine reads is what the signed badge says."""
    document = json.loads(linked_data(credential(), base_url=BASE, public_id=PUBLIC_ID))
    assert ("https://schema.org", "EducationalOccupationalCredential", PAGE) == (
        document["@context"],
        document["@type"],
        document["url"],
    )
    assert "2029-11-20T10:00:00Z" == document["expires"]
    assert ["Maintaining interpersonal relationships"] == [
        each["name"] for each in document["competencyRequired"]
    ]


@given(NAMES)
def test_frame_is_one_element_whatever_the_name(name: str) -> None:
    """A title of quotes and angle brackets stays a title."""
    frame = ET.fromstring(frame_html(BASE, PUBLIC_ID, name=name))  # noqa: S314 # our own
    assert ("iframe", f"{PAGE}/embed", f"Badge: {name}".split(), "lazy") == (
        frame.tag,
        frame.get("src"),
        (frame.get("title") or "").split(),
        frame.get("loading"),
    )
    assert "allow-scripts" not in (frame.get("sandbox") or "allow-scripts")


@given(NAMES, NAMES)
def test_oembed_says_the_same_as_json_and_as_xml(name: str, issuer: str) -> None:
    """Both forms have equal members."""
    found = oembed_of(
        credential(name=name, issuer=issuer),
        base_url=BASE,
        public_id=PUBLIC_ID,
        width=None,
        height=None,
    )
    xml = ET.fromstring(found.xml().encode())  # noqa: S314 # our own
    assert {key: str(value).split() for key, value in found.members().items()} == {
        each.tag: (each.text or "").split() for each in xml
    }


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(None, None, (420, 210)), (300, None, (300, 210)), (5000, 5000, (420, 210)), (1, 1, (1, 1))],
)
def test_oembed_keeps_within_the_room_that_there_is(
    width: int | None, height: int | None, expected: tuple[int, int]
) -> None:
    """As oEmbed 1.0 asks: never larger than asked."""
    found = oembed_of(credential(), base_url=BASE, public_id=PUBLIC_ID, width=width, height=height)
    assert expected == (found.width, found.height)
    assert f'width="{expected[0]}" height="{expected[1]}"' in found.html


def test_previews_have_a_picture_with_its_size_and_words() -> None:
    """A network that is not told the size shows no picture on first sight."""
    found = dict(preview_of(credential(), base_url=BASE, public_id=PUBLIC_ID))
    assert (f"{PAGE}/card.png", "1200", "630", "summary_large_image") == (
        found["og:image"],
        found["og:image:width"],
        found["og:image:height"],
        found["twitter:card"],
    )


@pytest.mark.parametrize("template", ["badge.html", "embed.html"])
def test_chosen_name_stays_on_the_page_itself(template: str) -> None:
    """Previews and cards are copied and outlive a consent, so no name is in them."""
    shown = exhibit(is_public=True, display_name="Kestrel")
    if template == "embed.html":
        assert "Kestrel" not in render(template, embed_page(shown))
    else:
        head = render(template, badge_page(shown)).partition("</head>")[0]
        assert "og:image" in head
        assert "Kestrel" not in head


def test_page_by_link_offers_nothing_that_spreads() -> None:
    """5.1, first column: no preview, no data for search engines, no frame, no script."""
    html = render("badge.html", badge_page(exhibit()))
    for spreading in ("og:", "twitter:", "schema.org", "oembed", "iframe", "<script", "/embed"):
        assert spreading not in html
    assert f"/credentials/{PUBLIC_ID}.pdf" in html


def test_public_page_shows_the_frame_as_text_to_copy() -> None:
    """It is escaped: shown, never run."""
    page = badge_page(exhibit(is_public=True))
    html = render("badge.html", page)
    assert str(escape(page.share.snippet)) in html
    assert "<iframe" not in html


def test_card_of_a_withdrawn_badge_says_so() -> None:
    """A frame shows what holds today, with a sign and in words."""
    page = embed_page(exhibit(standing=Revoked(at=NOW, reason_code="issued_in_error")))
    assert ("stop", "cross", "fades") == (page.tone, page.icon, page.look)
    assert "withdrawn" in render("embed.html", page)


def test_page_whose_bytes_are_private_offers_none_of_them() -> None:
    """No file, no baked picture: the picture of the badge version stands in, paper stays."""
    shown = replace(exhibit(is_public=True), hands_out=False)
    for html in (
        render("badge.html", badge_page(shown)),
        render("embed.html", embed_page(shown)),
    ):
        assert not re.search(rf"{PUBLIC_ID}\.(?:json|png|svg|jwt)", html)
        assert 'src="/achievements/team-leadership/v1/image.png"' in html


@pytest.mark.parametrize("data", [b'{"signed":true}', None], ids=["open", "private"])
def test_certificate_carries_the_bytes_only_where_they_are_open(data: bytes | None) -> None:
    """What is private again is not inside a file that everybody may take."""
    made = certificate_of(
        exhibit(), data=data, picture=b"", colour="#27407e", code=((True,),), paper="a4"
    )
    assert data == (made.attachment.data if made.attachment else None)


@pytest.mark.parametrize(
    ("name", "shown"), [("Kestrel", "Kestrel"), ("红隼", "The learner whose name stands at")]
)
def test_certificate_prints_no_name_as_boxes(name: str, shown: str) -> None:
    """The font has Latin, Greek and Cyrillic; another script is told by a sentence."""
    made = certificate_of(
        exhibit(is_public=True, display_name=name),
        data=None,
        picture=b"",
        colour="#27407e",
        code=((True,),),
        paper="a4",
    )
    assert made.face.whom.startswith(shown)


@pytest.mark.parametrize(
    ("standing", "tone"),
    [
        (Valid(), "good"),
        (NotYetValid(at=NOW), "calm"),
        (Expired(at=NOW), "wait"),
        (Suspended(), "wait"),
        (Revoked(at=NOW), "stop"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_certificate_tells_every_standing(standing: Standing, tone: str) -> None:
    """A sign and a sentence, of the day and no finer time."""
    made = certificate_of(
        exhibit(standing=standing), data=None, picture=b"", colour="#27407e", code=(), paper="a4"
    )
    assert (tone, "00:00:00") == (made.tone.value, made.made_at.time().isoformat())
    assert "23 November 2026" in made.standing_note
