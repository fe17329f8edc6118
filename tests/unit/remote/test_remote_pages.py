"""From the page of a badge to its credential, in at most three fetches."""

import json
import time

import pytest

from issuer.errors import UnavailableError
from issuer.images import art_from_seed, bake_png, bake_svg, draw_badge, render_png
from issuer.remote import Link, find_credential
from tests.simulator import Reply, SimulatedWeb

PAGE = "https://school.example/badges/1"
JSON_URL = "https://school.example/credentials/1.json"
BADGE = json.dumps({"type": ["VerifiableCredential", "OpenBadgeCredential"]}).encode()


def web_with(html: str) -> SimulatedWeb:
    """Return a web with this page and a badge."""
    web = SimulatedWeb()
    web.publish(PAGE, html)
    web.publish(JSON_URL, BADGE)
    return web


def link(kind: str, href: str = JSON_URL) -> str:
    """Return the link that pages have in their head."""
    return f'<html><head><link rel="alternate" type="{kind}" href="{href}"></head></html>'


@pytest.mark.parametrize(
    "html",
    [
        link("application/vc+ld+json"),
        link("application/vc"),
        link("application/ld+json"),
        link("application/json"),
        link("Application/LD+JSON; profile=x"),
        link("application/json", "/credentials/1.json"),
        link("application/json", "../credentials/1.json#top"),
        link("application/json", " /credentials/1.json "),
        "<LINK TYPE='application/json' HREF='/credentials/1.json' REL='nofollow ALTERNATE'>",
        "<link rel=alternate type=application/json href=/credentials/1.json>",
        "<link rel=alternate type=application/json href=/&#99;redentials/1.json />",
        '<link\nrel="alternate"\n\ttype="application/json"\nhref="/credentials/1.json"\n/>',
        '<a download href="/credentials/1.json">Download</a>',
        link("application/json+oembed", "/oembed") + link("application/json"),
        link("text/xml", "/feed") * 30 + link("application/json"),
        link("application/json", "data:application/json,{}") + link("application/json"),
        link("application/json", "http://[") + link("application/json"),
    ],
)
def test_credential_is_found_where_the_page_says(html: str) -> None:
    """Whatever the spelling, the page's other form is found."""
    found = find_credential(PAGE, web_with(html))

    assert (JSON_URL, BADGE) == (found.url, found.data)


def test_link_header_is_read_before_the_page() -> None:
    """RFC 8288: it is the server's word."""
    web = SimulatedWeb()
    links = (Link(href="/credentials/1.json", rel="alternate", type="application/vc+ld+json"),)
    web.replies[PAGE] = Reply(data=b"<html>", content_type="text/html", links=links)
    web.publish(JSON_URL, BADGE)

    assert (BADGE, [PAGE, JSON_URL]) == (find_credential(PAGE, web).data, web.asked)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (BADGE, "application/vc+ld+json"),
        (b"eyJ.eyJ.sig", "application/vc+jwt"),
        (b"\x89PNG", "image/png"),
        (b"junk", "text/plain"),
    ],
)
def test_answer_that_is_no_page_is_returned_as_it_is(data: bytes, kind: str) -> None:
    """Content negotiation was enough, or the reader will say what is wrong with it."""
    web = SimulatedWeb()
    web.publish(PAGE, data, kind)

    assert (data, [PAGE]) == (find_credential(PAGE, web).data, web.asked)


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/a.png" alt="">',
        '<meta property="og:image" content="https://school.example/a.png">',
        link("image/png", "/a.png"),
    ],
)
def test_baked_png_on_the_page_is_found(html: str) -> None:
    """Other issuers' pages often show nothing but the baked picture."""
    png = bake_png(render_png(draw_badge(art_from_seed("a")), 128), BADGE)
    web = web_with(html)
    web.publish("https://school.example/a.png", png, "image/png")

    assert png == find_credential(PAGE, web).data


def test_baked_svg_on_the_page_is_found() -> None:
    """The same for the other baked form."""
    svg = bake_svg(draw_badge(art_from_seed("a")), BADGE)
    web = web_with('<img src="/a.svg">')
    web.publish("https://school.example/a.svg", svg, "image/svg+xml")

    assert svg == find_credential(PAGE, web).data


def test_jwt_form_is_taken_by_its_type() -> None:
    """A JWT cannot be told from other text but by what the server calls it."""
    web = web_with(link("application/vc+jwt", "/credentials/1.jwt"))
    web.publish("https://school.example/credentials/1.jwt", b"eyJ.eyJ.sig", "application/vc+jwt")

    assert b"eyJ.eyJ.sig" == find_credential(PAGE, web).data


@pytest.mark.parametrize(
    "data", [b"[]", b"{", b"{}", b'{"type": 1}', b'{"type": [1]}', b'{"type": "Page"}', b"\x89PNG"]
)
def test_link_to_what_is_no_badge_is_passed_over(data: bytes) -> None:
    """JSON without the type of a badge, and pictures without one inside, are left alone."""
    web = web_with(link("application/json", "/other") + link("application/json"))
    web.publish("https://school.example/other", data)

    assert (JSON_URL, 3) == (find_credential(PAGE, web).url, len(web.asked))


def test_other_json_of_the_site_is_passed_over() -> None:
    """Content management systems offer their own JSON of every page."""
    web = web_with(link("application/json", "/wp-json/1") + link("application/json"))
    web.publish("https://school.example/wp-json/1", {"id": 1, "type": "page"})

    assert BADGE == find_credential(PAGE, web).data


def test_fault_of_one_link_leaves_the_next() -> None:
    """A dead link is not the end of the search."""
    web = web_with(link("application/vc", "/gone") + link("application/json"))

    assert BADGE == find_credential(PAGE, web).data


def test_search_ends_after_three_fetches() -> None:
    """A page of a thousand links does not make us ask a thousand times."""
    web = web_with("".join(link("application/json", f"/{n}.json") for n in range(1_000)))

    with pytest.raises(UnavailableError) as caught:
        find_credential(PAGE, web)

    assert ("no_credential", 3) == (caught.value.code, len(web.asked))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html></html>",
        '<img src="/a.jpg">',
        link("application/json", PAGE),
        link("application/json", "http://127.0.0.1/"),
        link("application/json", "https://127.0.0.1/"),
        '<link rel="stylesheet" type="application/json" href="/credentials/1.json">',
        '<link rel="alternate" type="application/json">',
        '<link rel="alternate" type="application/json" href="/credentials/1.json"',
        link("application/json").replace("<link", "<" * 5_000),
    ],
)
def test_page_without_a_badge_says_what_to_do(html: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(UnavailableError) as caught:
        find_credential(PAGE, web_with(html))

    assert "no_credential" == caught.value.code


def test_fragment_of_a_pasted_address_is_left_out() -> None:
    """People copy addresses with the place they had scrolled to."""
    assert BADGE == find_credential(PAGE + "#evidence", web_with(link("application/json"))).data


def test_fault_of_the_page_itself_keeps_its_code() -> None:
    """The person typed this address, so its fault is the one to tell."""
    web = SimulatedWeb()
    web.fail(PAGE, "dns")

    with pytest.raises(UnavailableError) as caught:
        find_credential(PAGE, web)

    assert "dns" == caught.value.code


@pytest.mark.parametrize(
    "piece", ["<a ", "<a x='", '<a x="', "<!--", "</", "<?", "<a/", "<a " + "x " * 15_000 + ">"]
)
def test_page_made_to_hurt_the_parser_costs_little(piece: str) -> None:
    """Half a megabyte of each is passed over; the standard parser alone would take minutes."""
    web = web_with(piece * (500_000 // len(piece)))
    began = time.process_time()

    with pytest.raises(UnavailableError):
        find_credential(PAGE, web)

    assert 2.0 > time.process_time() - began
