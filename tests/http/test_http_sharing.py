"""Badges shown elsewhere and printed, over the real stack; what is not public is nowhere."""

import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pypdf
import pytest
from PIL import Image

from issuer.app import flask_app
from issuer.clock import parse_instant
from issuer.config import read_settings
from issuer.errors import SettingsError
from tests.http.test_http_pages import UNKNOWN, badge_of, get, publish, team_path
from tests.schooling import BASE, NOW, School

#: Every address of a badge that anyone may ask for; `{id}` is its public id.
ADDRESSES = (
    "/badges/{id}",
    "/badges/{id}/card.png",
    "/badges/{id}/embed",
    "/oembed?url=" + BASE + "/badges/{id}",
    "/oembed?format=xml&url=" + BASE + "/credentials/{id}",
    "/credentials/{id}.json",
    "/credentials/{id}.jwt",
    "/credentials/{id}.png",
    "/credentials/{id}.svg",
    "/credentials/{id}.pdf",
    "/credentials/{id}/qr.svg",
    "/credentials/{id}/qr.png",
)
#: Those that a badge has only while it is public.
PUBLIC_ONLY = ADDRESSES[1:5]
_CHANGING = {"X-Request-Id", "Date"}


def policy(school: School, path: str) -> str:
    """Return the policy of a page."""
    return get(school, path).headers["Content-Security-Policy"]


def pdf_of(school: School, query: str = "") -> pypdf.PdfReader:
    """Return Osprey's certificate, opened strictly."""
    answer = school.call(None, "GET", f"/credentials/{badge_of(school)}.pdf{query}")
    assert (200, "application/pdf") == (answer.status_code, answer.mimetype)
    return pypdf.PdfReader(io.BytesIO(answer.data), strict=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_private_and_unknown_answer_alike_everywhere(shared_school: School, address: str) -> None:
    """Row 85: status, headers and bytes tell nobody that a private badge exists."""
    private, unknown = (
        get(shared_school, address.format(id=public_id))
        for public_id in (badge_of(shared_school, "wren"), UNKNOWN)
    )

    assert (404, 404) == (private.status_code, unknown.status_code)
    assert private.data.replace(badge_of(shared_school, "wren").encode(), b"") == (
        unknown.data.replace(UNKNOWN.encode(), b"")
    )
    assert [pair for pair in private.headers if pair[0] not in _CHANGING] == [
        pair for pair in unknown.headers if pair[0] not in _CHANGING
    ]


@pytest.mark.parametrize("address", PUBLIC_ONLY)
def test_badge_by_link_is_not_spread(shared_school: School, address: str) -> None:
    """Who has the link sees the page; no preview, card or frame is made of it."""
    answer = get(shared_school, address.format(id=badge_of(shared_school)))
    unknown = get(shared_school, address.format(id=UNKNOWN))

    assert (404, unknown.data) == (answer.status_code, answer.data)


def test_public_badge_answers_everywhere_until_consent_is_withdrawn(school: School) -> None:
    """All forms are there at once, and those that spread are gone at once."""
    publish(school)
    places = [address.format(id=badge_of(school)) for address in ADDRESSES]

    shown = [get(school, place).status_code for place in places]
    school.call("osprey", "DELETE", f"/api/v1/people/{school.ids['osprey']}/consents/publish-page")
    after = {place: get(school, place).status_code for place in places[1:5]}

    assert [200] * len(ADDRESSES) == shown
    assert {404} == set(after.values())


def test_only_the_card_may_be_framed(school: School) -> None:
    """Every other page refuses all frames (reliability.md row 59)."""
    publish(school)
    page = f"/badges/{badge_of(school)}"
    answer = get(school, f"{page}/embed")

    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert "X-Frame-Options" not in answer.headers
    assert "<script" not in answer.text
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    for other in (page, "/", "/verify", "/issuers/riverbend", team_path(school), f"{page}/x"):
        assert "frame-ancestors 'none'" in policy(school, other)


def test_public_page_has_data_and_one_script_that_its_policy_allows(school: School) -> None:
    """JSON-LD is never run, so no `unsafe-inline` is needed; the script is our file."""
    publish(school, name="Osprey of Harbor")
    answer = get(school, f"/badges/{badge_of(school)}")
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    kinds = [attributes.split()[0] for attributes, _ in scripts]

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert ['type="application/ld+json"', 'src="/assets/share.'] == [
        kinds[0],
        kinds[1][: len('src="/assets/share.')],
    ]
    assert "" == scripts[1][1]
    assert "Osprey of Harbor" not in scripts[0][1]
    assert "EducationalOccupationalCredential" == json.loads(scripts[0][1])["@type"]


def test_card_is_a_picture_that_robots_may_fetch_but_not_list(school: School) -> None:
    """1200 by 630, from any origin, revalidated each time."""
    publish(school)
    path = f"/badges/{badge_of(school)}/card.png"
    answer = get(school, path)
    again = school.call(None, "GET", path, headers={"If-None-Match": answer.headers["ETag"]})

    assert (1200, 630) == Image.open(io.BytesIO(answer.data)).size
    assert ("*", "no-cache", "noindex") == (
        answer.headers["Access-Control-Allow-Origin"],
        answer.headers["Cache-Control"],
        answer.headers["X-Robots-Tag"],
    )
    assert 304 == again.status_code


def test_oembed_is_found_from_the_page_and_answers(school: School) -> None:
    """A program follows the link in the head, as oEmbed's discovery asks."""
    publish(school)
    page = get(school, f"/badges/{badge_of(school)}").text
    links = re.findall(r'type="(?:application/json|text/xml)\+oembed" href="([^"]+)"', page)
    asked = [link.replace("&amp;", "&").removeprefix(BASE) for link in links]
    found, xml = (school.call(None, "GET", link) for link in asked)

    assert ("1.0", "rich", 420, 210) == tuple(
        found.get_json()[name] for name in ("version", "type", "width", "height")
    )
    assert found.get_json()["html"] == ET.fromstring(xml.data).findtext("html")  # noqa: S314 # ours


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url={page}", 200),
        ("url={page}/", 404),
        ("url={page}&maxwidth=200&maxheight=100", 200),
        ("url={page}&maxwidth=0", 400),
        ("url={page}&maxwidth=-1", 400),
        ("url={page}&maxwidth=wide", 400),
        ("url={page}&maxwidth=%D9%A1%D9%A2", 400),
        ("url={page}&format=xml", 200),
        ("url={page}&format=yaml", 501),
        ("", 404),
        ("url=", 404),
        ("url=https://attacker.example/badges/x", 404),
        ("url=http://localhost:8000.attacker.example/badges/{id}", 404),
        ("url=/badges/{id}", 404),
        ("url=http://localhost:8000/achievements/safety-talk/v1", 404),
        ("url=http://localhost:8000/badges/..%2f..", 404),
    ],
)
def test_oembed_answers_for_our_public_badges_alone(
    school: School, query: str, status: int
) -> None:
    """Other hosts, other pages and other forms are refused, each in its own way."""
    publish(school)
    public_id = badge_of(school)
    asked = query.format(page=f"{BASE}/badges/{public_id}", id=public_id)

    assert status == school.call(None, "GET", f"/oembed?{asked}").status_code


def test_certificate_says_what_the_page_says_and_carries_the_signed_bytes(school: School) -> None:
    """Name by consent, issuer, standing and address; the very bytes that were signed inside."""
    publish(school, name="Osprey of Harbor")
    reader = pdf_of(school)
    text = " ".join(reader.pages[0].extract_text().split())
    signed = school.call(None, "GET", f"/credentials/{badge_of(school)}.json").data

    for words in ("Osprey of Harbor", "Safety Talk", "Riverbend", "This badge is valid.",
                  "20 November 2026", badge_of(school)):  # fmt: skip
        assert words in text
    assert {"badge.json": [signed]} == dict(reader.attachments)
    assert "Safety Talk - certificate of Riverbend" == getattr(reader.metadata, "title", None)


def test_certificate_is_nameless_without_consent_and_follows_the_standing(school: School) -> None:
    """What the page does not say, paper does not say either."""
    before = pdf_of(school).pages[0].extract_text()
    body = {"reason_code": "misattributed_work", "reason": "A private reason."}
    school.made("registrar", f"/api/v1/credentials/{badge_of(school)}/revoke", body)
    after = pdf_of(school).pages[0].extract_text()

    assert "A learner at Riverbend" in before
    assert "osprey" not in before.lower()
    assert "This badge was withdrawn on 20 November 2026." in after
    assert "A private reason." not in after


def test_certificate_is_the_same_all_day(school: School) -> None:
    """Equal bytes give an equal ETag, so a second look costs nothing."""
    path = f"/credentials/{badge_of(school)}.pdf"
    first = school.call(None, "GET", path)
    school.clock.now = NOW + timedelta(hours=5)
    same_day = school.call(None, "GET", path, headers={"If-None-Match": first.headers["ETag"]})
    school.clock.now = NOW + timedelta(days=1)

    assert 304 == same_day.status_code
    assert first.headers["ETag"] != school.call(None, "GET", path).headers["ETag"]


@pytest.mark.parametrize(("query", "width"), [("", 595), ("?size=a4", 595), ("?size=letter", 612)])
def test_certificate_is_printed_on_the_paper_asked_for(
    shared_school: School, query: str, width: int
) -> None:
    """Europe and America have other sheets."""
    assert width == int(pdf_of(shared_school, query).pages[0].mediabox.width)


def test_unknown_paper_is_refused(shared_school: School) -> None:
    """Whoever asks for it learns what there is."""
    answer = shared_school.call(None, "GET", f"/credentials/{badge_of(shared_school)}.pdf?size=a3")
    assert (400, "size") == (answer.status_code, answer.get_json()["code"])


def test_home_finds_badges_by_words(shared_school: School) -> None:
    """The form is a plain GET; a page of what was found is not to be indexed."""
    found = get(shared_school, "/?q=leadership").text
    nothing = get(shared_school, "/?q=zebra").text

    assert "1 badge fits." in found
    assert "Safety Talk" not in found
    assert 'content="noindex, follow"' in found
    assert "No badge fits." in nothing
    assert 'value="leadership"' in found


def test_issuer_page_finds_badges_too(shared_school: School) -> None:
    """The same form on the page of one school."""
    found = get(shared_school, "/issuers/riverbend?q=team").text

    assert "1 badge fits." in found
    assert "Safety Talk" not in found


def test_what_was_searched_is_shown_and_never_run(shared_school: School) -> None:
    """The words stand in the field, escaped."""
    answer = get(shared_school, '/?q="><script>alert(1)</script>')
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_sitemap_lists_what_may_be_found_and_nothing_of_learners(school: School) -> None:
    """Published badge versions and schools; no draft, and no person's badge, even a public one."""
    publish(school)
    answer = get(school, "/sitemap.xml")
    found = [each.text for each in ET.fromstring(answer.data).iter() if each.tag.endswith("loc")]  # noqa: S314 # ours

    assert f"{BASE}/achievements/team-leadership/v1" in found
    assert f"{BASE}/issuers/riverbend" in found
    assert not [each for each in found if each and ("/badges/" in each or "/credentials/" in each)]
    assert not [each for each in found if each and "safety-talk/v2" in each]
    assert {200} == {get(school, (each or "").removeprefix(BASE)).status_code for each in found}


def test_robots_are_led_to_the_sitemap(shared_school: School) -> None:
    """The address is absolute, as the protocol asks."""
    assert f"Sitemap: {BASE}/sitemap.xml\n" in get(shared_school, "/robots.txt").text


def test_contact_for_weaknesses_is_told_once_it_is_set(school: School) -> None:
    """RFC 9116: contact, expiry within a year, canonical address; without a contact, nothing."""
    without = school.call(None, "GET", "/.well-known/security.txt")
    told = replace(school.house.settings, security_contact="mailto:security@riverbend.example")
    client = flask_app(replace(school.house, settings=told)).test_client()
    answer = client.get("/.well-known/security.txt", base_url=BASE)
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())

    assert (404, 200) == (without.status_code, answer.status_code)
    assert "mailto:security@riverbend.example" == fields["Contact"]
    assert f"{BASE}/.well-known/security.txt" == fields["Canonical"]
    assert timedelta(90) < parse_instant(fields["Expires"]) - NOW < timedelta(365)
    assert "text/plain; charset=utf-8" == answer.headers["Content-Type"]


@pytest.mark.parametrize(
    "contact", ["security@x.example", "mailto:a", "mailto:a@b\nX: y", "ftp://x"]
)
def test_contact_that_is_none_stops_the_start(contact: str) -> None:
    """A line break would become a line of the file."""
    with pytest.raises(SettingsError, match="security_contact"):
        read_settings({"ISSUER_SECURITY_CONTACT": contact})


def test_page_is_light(school: School) -> None:
    """A public badge page is below 60 kB with all that it loads, the badge's picture apart."""
    publish(school, name="Osprey of Harbor")
    html = get(school, f"/badges/{badge_of(school)}")
    loaded = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', html.text))
    weight = len(html.data) + sum(len(get(school, each).data) for each in loaded)

    assert len(loaded) >= 3
    assert weight < 60 * 1024


@pytest.mark.parametrize("path", ["/", "/badges/{id}", "/badges/{id}/embed", "{team}",
                                  "/issuers/riverbend", "/verify"])  # fmt: skip
def test_public_pages_tell_title_description_and_viewport_and_words_for_pictures(
    school: School, path: str
) -> None:
    """Search engines, phones and screen readers need these four."""
    publish(school)
    html = get(school, path.format(id=badge_of(school), team=team_path(school))).text

    assert re.search(r"<title>[^<]{5,}</title>", html)
    assert re.search(r'<meta name="description" content="[^"]{10,}">', html)
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
    assert all(" alt=" in picture for picture in re.findall(r"<img[^>]*>", html))


def test_revocation_is_seen_at_once_although_pages_are_kept(school: School) -> None:
    """Nothing that was worked out before hides what was decided since."""
    publish(school, name="Osprey of Harbor")
    place = f"/badges/{badge_of(school)}"
    before = [get(school, place).text for _ in range(2)]
    body = {"reason_code": "issued_in_error", "reason": "x"}
    school.made("registrar", f"/api/v1/credentials/{badge_of(school)}/revoke", body)
    revoked = get(school, place).text
    school.call("osprey", "DELETE", f"/api/v1/people/{school.ids['osprey']}/consents/name-on-page")
    nameless = get(school, place).text

    assert before[0] == before[1]
    assert "This badge is valid." in before[1]
    assert "This badge was withdrawn on" in revoked
    assert "Osprey of Harbor" in revoked
    assert "Osprey of Harbor" not in nameless


def test_publishing_settles_the_art(shared_school: School) -> None:
    """Every word of the picture is stored, so no later generator changes what was published."""
    found = shared_school.call("teacher", "GET", f"/api/v1/badges/{shared_school.ids['team']}")
    assert {"shape", "pattern", "symbol", "colour", "border"} == set(found.get_json()["art"])
