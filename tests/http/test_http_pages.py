"""The public pages over the real stack: what a family, an employer and a robot get to see."""

import io
import json
import re

import pytest
from markupsafe import escape
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.schooling import BASE, School

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
UNKNOWN = "2" * 22
_BOUNDARY, _BODY = encode_multipart(
    {"file": FileStorage(io.BytesIO(b"x" * (4 * 1024 * 1024 + 1)), filename="badge.png")}
)
#: As bytes, since the test client would leave its temporary file open.
_LARGE_FILE = {"data": _BODY, "content_type": f"multipart/form-data; boundary={_BOUNDARY}"}


def get(school: School, path: str) -> TestResponse:
    """Read a page as a browser does."""
    return school.call(None, "GET", path, headers={"Accept": FIREFOX})


def badge_of(school: School, name: str = "osprey") -> str:
    """Return the public id of a learner's badge."""
    return school.ids[f"badge of {name}"]


def signed(school: School, suffix: str = ".json") -> bytes:
    """Return Osprey's badge in one of its forms."""
    answer = school.call(None, "GET", f"/credentials/{badge_of(school)}{suffix}")
    return bytes(answer.data)


def team_path(school: School) -> str:
    """Return the address of the team badge."""
    found = school.call("teacher", "GET", f"/api/v1/badges/{school.ids['team']}").get_json()
    return f"/achievements/{found['public_slug']}/v1"


def publish(school: School, *, name: str | None = None) -> None:
    """Let Osprey, an adult, make the badge public, with a name if one is given."""
    place = f"/api/v1/people/{school.ids['osprey']}/consents"
    school.made("osprey", place, {"purpose": "publish-page"})
    if name is not None:
        school.made("osprey", place, {"purpose": "name-on-page", "display_name": name})
    answer = school.call(
        "osprey",
        "PUT",
        f"/api/v1/credentials/{badge_of(school)}/visibility",
        json={"visibility": "public"},
    )
    assert 200 == answer.status_code


@pytest.mark.parametrize(
    "path",
    ["/", "/badges/{osprey}", "{team}", "{team}/criteria", "/issuers/riverbend"],
)
def test_public_page_is_html_and_lets_nothing_in(shared_school: School, path: str) -> None:
    """Each page is complete HTML, sets no cookie, and its policy allows no script at all."""
    names = {"osprey": badge_of(shared_school), "team": team_path(shared_school)}
    answer = get(shared_school, path.format_map(names))

    assert (200, "text/html") == (answer.status_code, answer.mimetype)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Set-Cookie" not in answer.headers
    for forbidden in ("<script", " style=", " onclick="):
        assert forbidden not in answer.text


@pytest.mark.parametrize("given", [None, {"url": ""}], ids=["form", "form with a fault"])
def test_page_that_scans_allows_our_script_and_camera_alone(
    shared_school: School, given: dict[str, str] | None
) -> None:
    """One file of ours, nothing inline, and all other rules as strict as everywhere."""
    answer = shared_school.call(None, "GET" if given is None else "POST", "/verify", data=given)
    others = get(shared_school, "/").headers
    scripts = re.findall(r"<script[^>]*>", answer.text)

    assert (
        f"{others['Content-Security-Policy']}; script-src 'self'"
        == (answer.headers["Content-Security-Policy"])
    )
    assert (
        others["Permissions-Policy"].replace("camera=()", "camera=(self)")
        == (answer.headers["Permissions-Policy"])
    )
    assert [True] == [each.startswith('<script src="/assets/scan.') for each in scripts]
    assert not re.search(r"\son[a-z]+=|javascript:", answer.text)


def test_report_and_receipt_run_no_script(shared_school: School) -> None:
    """Only the page with the form may; the answers show what strangers wrote."""
    report = shared_school.call(None, "POST", "/verify", data={"text": signed(shared_school)})
    receipt = shared_school.call(None, "POST", "/verify/receipt", data={"credential": "e30="})
    for answer in (report, receipt):
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "<script" not in answer.text


def test_script_is_served_as_one(shared_school: School) -> None:
    """With nosniff a browser runs nothing that is not called JavaScript."""
    html = get(shared_school, "/verify").text
    path = re.findall(r'<script src="([^"]+)"', html)[0]
    assert "text/javascript; charset=utf-8" == get(shared_school, path).headers["Content-Type"]


@pytest.mark.parametrize("path", ["/", "/verify", "/badges/{osprey}", "{team}"])
def test_pages_name_no_other_host(shared_school: School, path: str) -> None:
    """Row 56: whatever a page loads comes from this host or is inside the page."""
    names = {"osprey": badge_of(shared_school), "team": team_path(shared_school)}
    html = get(shared_school, path.format_map(names)).text

    loaded = re.findall(
        r'<(?:img|script|link rel="(?:icon|stylesheet)")[^>]*?(?:src|href)="([^"]+)"', html
    )
    assert all(each.startswith(("/", "data:image/")) for each in loaded)
    assert 2 <= len(loaded)


def test_badge_page_says_what_the_signed_json_says(shared_school: School) -> None:
    """Row 45: the page's facts are members of the document."""
    document = json.loads(signed(shared_school))
    achievement = document["credentialSubject"]["achievement"]
    html = get(shared_school, f"/badges/{badge_of(shared_school)}").text

    assert "This badge is valid." in html
    for fact in (
        achievement["name"],
        achievement["description"],
        document["issuer"]["name"],
        document["id"],
        "localhost:8000",
        *(item["narrative"] for item in document["evidence"] if "narrative" in item),
        *(item["name"] for item in document["evidence"]),
    ):
        assert fact in html


def test_badge_page_by_link_is_nameless_unlisted_and_unspread(shared_school: School) -> None:
    """5.1, first column: no name, no subject id, no preview, no search engine."""
    document = json.loads(signed(shared_school))
    answer = get(shared_school, f"/badges/{badge_of(shared_school)}")

    assert "A learner at Riverbend" in answer.text
    assert "osprey" not in answer.text.lower()
    assert document["credentialSubject"]["id"] not in answer.text
    assert "og:title" not in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" == answer.headers["Cache-Control"]


def test_public_page_shows_the_chosen_name_until_consent_is_withdrawn(school: School) -> None:
    """5.1, second column, and back: a withdrawn consent hides the name at once."""
    publish(school, name="Osprey of Harbor")
    page = f"/badges/{badge_of(school)}"

    shown = get(school, page).text
    school.call("osprey", "DELETE", f"/api/v1/people/{school.ids['osprey']}/consents/publish-page")
    after = get(school, page)

    assert "Osprey of Harbor" in shown
    assert "og:title" in shown
    assert "Osprey of Harbor" not in after.text


def test_private_and_unknown_badges_give_the_same_page(shared_school: School) -> None:
    """Row 85: nobody learns from the page that a private badge exists."""
    private = get(shared_school, f"/badges/{badge_of(shared_school, 'wren')}")
    unknown = get(shared_school, f"/badges/{UNKNOWN}")
    differing = {"X-Request-Id", "Date"}

    assert 404 == private.status_code
    assert "No such badge" in private.text
    assert private.data == unknown.data
    assert [pair for pair in private.headers if pair[0] not in differing] == [
        pair for pair in unknown.headers if pair[0] not in differing
    ]


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [("suspend", "This badge is on hold."), ("revoke", "This badge was withdrawn on")],
)
def test_page_follows_the_standing_at_once(school: School, verb: str, sentence: str) -> None:
    """Live status: the next look at the page shows it, with the code and without the reason."""
    body = {"reason_code": "misattributed_work", "reason": "A private reason."}
    school.made("registrar", f"/api/v1/credentials/{badge_of(school)}/{verb}", body)
    html = get(school, f"/badges/{badge_of(school)}").text

    assert sentence in html
    assert "Reason given: The work was somebody else&#39;s." in html
    assert "A private reason." not in html
    assert "What this learner can do" not in html


def test_rules_are_read_before_anyone_starts(shared_school: School) -> None:
    """Row 9: rubric, behaviours and hash stand on an anonymous page, without the lowest level."""
    html = get(shared_school, team_path(shared_school)).text

    for text in (
        "Makes a plan, follows it and changes it when needed.",
        "changed the plan at least once after hearing someone",
        "Peers confirm it",
        "sha256:",
        "Fewer than 10 times" if "Fewer" in html else "Not yet",
    ):
        assert text in html
    for lowest in ("Works from task to task.", "Heard nobody.", "beginning", "Beginning"):
        assert lowest not in html


def test_home_and_issuer_list_published_badges_only(shared_school: School) -> None:
    """A draft is nobody's business."""
    home = get(shared_school, "/").text
    issuer = get(shared_school, "/issuers/riverbend").text

    for html in (home, issuer):
        assert "Team Leadership" in html
        assert "Safety Talk" in html
    assert "safety-talk/v2" not in home
    assert "did:web:localhost%3A8000:issuers:riverbend" in issuer


@pytest.mark.parametrize("suffix", [".json", ".png", ".svg"])
def test_verify_takes_a_file_in_each_form(shared_school: School, suffix: str) -> None:
    """JSON, PNG and SVG of a badge of ours are valid and known."""
    file = (io.BytesIO(signed(shared_school, suffix)), f"badge{suffix}")
    answer = shared_school.call(None, "POST", "/verify", data={"file": file})

    assert 200 == answer.status_code
    assert "This badge is valid." in answer.text
    assert '<p class="domain large">localhost:8000</p>' in answer.text


def test_verify_takes_pasted_text(shared_school: School) -> None:
    """The text of the signed file is enough."""
    answer = shared_school.call(
        None, "POST", "/verify", data={"text": signed(shared_school).decode()}
    )

    assert "This badge is valid." in answer.text


@pytest.mark.parametrize("place", ["/credentials/{id}", "/badges/{id}", "/credentials/{id}.json"])
def test_verify_takes_an_address_of_this_host(shared_school: School, place: str) -> None:
    """Whatever a person copied from the address bar or the sheet works."""
    address = BASE + place.format(id=badge_of(shared_school))
    answer = shared_school.call(None, "GET", "/verify", query_string={"url": address})

    assert 200 == answer.status_code
    assert "This badge is valid." in answer.text


def test_report_on_the_page_is_the_report_of_the_api(shared_school: School) -> None:
    """Both edges show the same named checks in the same order."""
    data = signed(shared_school)
    report = shared_school.call(
        None, "POST", "/api/v1/verify", data=data, content_type="application/json"
    ).get_json()
    html = shared_school.call(None, "POST", "/verify", data={"text": data.decode()}).text

    places = [html.index(f"<h3>{check['title']}</h3>") for check in report["checks"]]
    assert (11, places) == (len(places), sorted(places))
    assert all(str(escape(finding["sentence"])) in html for finding in report["findings"])


def test_one_changed_letter_is_not_valid(shared_school: School) -> None:
    """The page says so, and repeats nothing of what the document claims."""
    document = json.loads(signed(shared_school))
    document["credentialSubject"]["achievement"]["name"] = "Rocket Science"
    answer = shared_school.call(None, "POST", "/verify", data={"text": json.dumps(document)})

    assert "This badge is not valid." in answer.text
    assert "Rocket Science" not in answer.text


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"data": {}}, 400, "Choose a file first."),
        ({"data": {"text": "  "}}, 400, "There is nothing in it."),
        (
            _LARGE_FILE,
            413,
            "This is larger than any badge: 4 MB at most.",
        ),
        ({"data": {"text": "x" * 300_000}}, 413, "This is larger than any badge: 256 KB at most."),
        ({"data": {"text": "x" * 5_000_000}}, 413, "More was sent than is read here."),
    ],
    ids=["nothing", "blank", "large file", "large text", "larger than any badge"],
)
def test_what_cannot_be_checked_is_told_beside_the_form(
    shared_school: School, given: dict[str, object], status: int, sentence: str
) -> None:
    """A mistake at the form is answered with what to do, never with a bare error."""
    answer = shared_school.call(None, "POST", "/verify", **given)

    assert (status, "text/html") == (answer.status_code, answer.mimetype)
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("https://attacker.example/credentials/" + UNKNOWN, 400),
        ("http://169.254.169.254/latest/meta-data", 400),
        ("file:///etc/passwd", 400),
        ("", 400),
        (f"{BASE}/credentials/{UNKNOWN}", 404),
    ],
)
def test_addresses_of_others_are_not_looked_up(
    shared_school: School, address: str, status: int
) -> None:
    """Nobody makes this service knock on another door; unknown is unknown."""
    answer = shared_school.call(None, "GET", "/verify", query_string={"url": address})

    assert status == answer.status_code
    assert "aria-invalid" in answer.text


def test_badge_that_is_none_is_a_finding_not_an_error(shared_school: School) -> None:
    """A bad credential is an answer: the page is 200 and says what it saw."""
    answer = shared_school.call(None, "POST", "/verify", data={"text": '{"@context":[]}'})

    assert 200 == answer.status_code
    assert "This badge is not valid." in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/assets/issuer.css", 404),
        ("POST", f"/badges/{UNKNOWN}", 405),
        ("GET", "/achievements/nothing/v1", 404),
        ("GET", "/issuers/nobody", 404),
    ],
)
def test_faults_are_pages_in_the_same_style(
    shared_school: School, method: str, path: str, status: int
) -> None:
    """A person gets a page with a way on, whichever part of the service refused."""
    answer = shared_school.call(None, method, path, headers={"Accept": FIREFOX})

    assert (status, "text/html") == (answer.status_code, answer.mimetype)
    assert '<a class="button" href="/verify">' in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_assets_are_kept_for_ever_under_an_address_of_their_bytes(shared_school: School) -> None:
    """A new version has a new address, so no cache is ever wrong."""
    html = get(shared_school, "/").text
    found = re.search(r'rel="stylesheet" href="([^"]+)"', html)
    assert found is not None
    answer = get(shared_school, found[1])

    assert "public, max-age=31536000, immutable" == answer.headers["Cache-Control"]
    assert "text/css" == answer.mimetype
    again = shared_school.call(
        None, "GET", found[1], headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert 304 == again.status_code


def test_old_name_of_the_icon_leads_to_it(shared_school: School) -> None:
    """A browser that opens a plain file asks for it by itself."""
    answer = get(shared_school, "/favicon.ico")

    assert 302 == answer.status_code
    assert "image/svg+xml" == get(shared_school, answer.headers["Location"]).mimetype


def test_robots_are_told_what_is_not_for_them(shared_school: School) -> None:
    """Badge pages refuse by themselves, which a robot sees only if it may fetch them."""
    text = get(shared_school, "/robots.txt").text

    assert "Disallow: /api/" in text
    assert "/badges" not in text
