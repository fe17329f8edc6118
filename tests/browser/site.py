"""A small site of specimen pages: real templates, headers and assets, values without a database."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flask import Flask, Response, request

from issuer.accounts.model import DidForm, Organisation, OrganisationKind
from issuer.badges import Achievement, Expired, Revoked, Standing, Suspended, Valid
from issuer.images import art_from_seed, draw_badge
from issuer.verification import (
    CredentialFacts,
    EvidenceFact,
    Finding,
    Outcome,
    ResultFact,
    VerificationReport,
)
from issuer.web.assets import asset_at
from issuer.web.presenting.achievement import Offer, achievement_page
from issuer.web.presenting.badge import badge_page
from issuer.web.presenting.catalogue import Offered
from issuer.web.presenting.embedding import embed_page
from issuer.web.presenting.fault import fault_page
from issuer.web.presenting.organisation import Key, home_page, organisation_page
from issuer.web.presenting.report import report_page, verify_page
from issuer.web.rendering import FRAMED, answer_unlisted
from tests.unit.web.specimen_pages import (
    CRITERIA,
    INSTRUMENT,
    NOW,
    PUBLIC_ID,
    RUBRIC,
    badge,
    exhibit,
)

#: Each runs a script, opens a window, calls home or breaks the layout where it is not escaped.
HOSTILE = (
    "<script>window.pwned=1</script>"
    "<img src=https://tracker.example/x onerror=window.pwned=1>"
    '"><svg onload=window.pwned=1>' + "W" * 400
)
_ORGANISATION = Organisation(
    id="o-1",
    slug="academy",
    kind=OrganisationKind.SCHOOL,
    name="Riverbend Demo Academy",
    url="https://badges.riverbend.example/issuers/academy",
    did="did:web:badges.riverbend.example:issuers:academy",
    did_form=DidForm.PATH,
    created_at=NOW,
    description="A career-technical high school.",
    sole_teacher=True,
)
_OFFERED = tuple(
    Offered(name=name, kind="Badge", path="/achievements/x/v1", art="/achievements/x/v1/image.svg")
    for name in ("Team Leadership", "Digital Literacy Foundations", "Ethical Reasoning: Choices")
)
_KEY = Key(
    value="z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd",
    state="Signs today",
    since=datetime(2026, 1, 1, tzinfo=UTC),
    until=None,
)


def _badge(kind: str, template: str = "badge.html") -> Response:
    standings: Mapping[str, Standing] = {
        "valid": Valid(),
        "revoked": Revoked(at=NOW, reason_code="misattributed_work"),
        "suspended": Suspended(),
        "expired": Expired(at=NOW),
    }
    document = badge()
    if kind == "hostile":
        document["credentialSubject"]["achievement"]["name"] = HOSTILE
        document["credentialSubject"]["achievement"]["criteria"]["narrative"] = HOSTILE
        document["evidence"][0]["name"] = HOSTILE
        document["evidence"][1]["narrative"] = HOSTILE
        document["issuer"]["name"] = HOSTILE
    shown = exhibit(document, standing=standings.get(kind, Valid()), is_public=True)
    if template == FRAMED:
        return answer_unlisted(FRAMED, embed_page(shown))
    return answer_unlisted(template, badge_page(shown))


def _achievement() -> Response:
    offer = Offer(
        achievement=Achievement.from_dict(badge()["credentialSubject"]["achievement"]),
        document=CRITERIA,
        content_hash="sha256:" + "0" * 64,
        rubrics=(RUBRIC,),
        instruments=(INSTRUMENT,),
        organisation="Riverbend Demo Academy",
        organisation_path="/issuers/academy",
        achievement_path="/achievements/x/v1",
        art="/achievements/x/v1/image.svg",
        version=1,
        versions=((1, "/achievements/x/v1"), (2, "/achievements/x/v2")),
        issued=12,
    )
    return answer_unlisted("achievement.html", achievement_page(offer))


def _organisation() -> Response:
    page = organisation_page(
        _ORGANISATION, keys=(_KEY,), badges=_OFFERED, did_document_path="/issuers/academy/did.json"
    )
    return answer_unlisted("organisation.html", page)


def _home() -> Response:
    page = home_page([(_ORGANISATION, _OFFERED)], host="badges.riverbend.example")
    return answer_unlisted("home.html", page)


def _verify() -> Response:
    page = verify_page(
        host="badges.riverbend.example",
        limit=4 * 1024 * 1024,
        fault="This is no address of a badge here.",
        field="url",
        address="https://other.example/x",
    )
    return answer_unlisted("verify.html", page)


def _report(kind: str) -> Response:
    text = HOSTILE if kind == "hostile" else "Team Leadership"
    facts = CredentialFacts(
        id="https://badges.riverbend.example/credentials/1",
        name=text,
        description=None,
        issuer_id="did:web:attacker.example",
        issuer_name=text,
        issuer_domain="attacker.example",
        achievement_id=None,
        achievement_name=text,
        achievement_description=text,
        criteria_id="https://attacker.example/criteria",
        criteria_narrative=None,
        results=(ResultFact(name=text, reached=text),),
        evidence=(EvidenceFact(id=None, name=text, description=None, genre=text, digest="uEiA"),),
        awarded_at=NOW,
        valid_from=NOW,
        valid_until=None,
        subject_kind="urn",
        endorsements=1,
    )
    findings = tuple(
        Finding(check="c", code="c", outcome=outcome, title="Signature", sentence=text)
        for outcome in Outcome
    )
    report = VerificationReport(
        findings=findings[:1] if kind == "valid" else findings,
        trusted=kind == "valid",
        standing=Valid(),
        facts=facts,
    )
    page = report_page(report, source="the file you chose", checked_at=NOW)
    return answer_unlisted("report.html", page)


def _fault() -> Response:
    page = fault_page(
        status=404,
        title="No such badge",
        sentence="There is nothing at this address, or it is private.",
        advice="Check the address.",
        request_id="7Yp3kQ2mVxT9aLcR5bNw8e",
    )
    return answer_unlisted("fault.html", page)


#: Path -> page, one of every kind that a stranger can reach.
PAGES: Mapping[str, Callable[[], Response]] = {
    "/": _home,
    "/verify": _verify,
    "/badges/valid": lambda: _badge("valid"),
    "/badges/revoked": lambda: _badge("revoked"),
    "/badges/suspended": lambda: _badge("suspended"),
    "/badges/expired": lambda: _badge("expired"),
    "/badges/hostile": lambda: _badge("hostile"),
    "/embed/valid": lambda: _badge("valid", FRAMED),
    "/embed/revoked": lambda: _badge("revoked", FRAMED),
    "/embed/hostile": lambda: _badge("hostile", FRAMED),
    "/achievements/x/v1": _achievement,
    "/issuers/academy": _organisation,
    "/report/valid": lambda: _report("valid"),
    "/report/mixed": lambda: _report("mixed"),
    "/report/hostile": lambda: _report("hostile"),
    "/fault": _fault,
}


def site_app() -> Flask:
    """Return the site as a WSGI application."""
    app = Flask("specimens", static_folder=None)
    for path, page in PAGES.items():
        app.add_url_rule(path, endpoint=path, view_func=page)

    @app.get("/achievements/x/v1/image.svg")
    @app.get(f"/credentials/{PUBLIC_ID}.png")
    def art() -> Response:
        drawn = draw_badge(art_from_seed("team-leadership", title="Team Leadership"))
        return Response(drawn, mimetype="image/svg+xml")

    @app.get("/assets/<name>")
    def asset(name: str) -> Response:  # noqa: ARG001 # the whole path names an asset
        found = asset_at(request.path)
        return Response(found.data, content_type=found.content_type)

    return app
