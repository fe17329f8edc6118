"""A signed receipt as a page to print and to keep; the signed JSON goes with it."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from issuer.clock import parse_instant
from issuer.documents import read_document
from issuer.verification import Verdict
from issuer.web.languages import gettext as _
from issuer.web.languages import mark, retold
from issuer.web.presenting.frame import Fact, Frame
from issuer.web.presenting.strangers import foreign
from issuer.web.presenting.words import minute

_WORDS = {"pass": mark("Passed"), "fail": mark("Failed"), "not_checked": mark("Not checked")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One named check on paper, where there is no colour."""

    title: str
    word: str
    sentence: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One badge of a presentation on its receipt."""

    name: str
    verdict: str
    facts: tuple[Fact, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """The receipt; `download` is the signed JSON as a `data:` address, `paper` the PDF of it."""

    frame: Frame
    verdict: str
    name: str
    facts: tuple[Fact, ...]
    lists: tuple[Fact, ...]
    lines: tuple[Line, ...]
    download: str
    paper: str
    parts: tuple[Part, ...] = ()


def receipt_page(data: bytes, pdf: bytes) -> ReceiptPage:
    """Present the bytes of a receipt that we have just signed, and its PDF."""
    receipt: Any = read_document(data, max_bytes=len(data))
    credential = receipt["report"]["credential"] or {}
    return ReceiptPage(
        frame=Frame(
            title=_("Receipt of a check - Issuer"),
            description=_("What was checked about a badge, and when."),
            section="verify",
            robots="noindex, nofollow",
        ),
        verdict=retold(receipt["words"]),
        name=_name_of(credential),
        facts=tuple(_facts(receipt, credential)),
        lists=tuple(_lists(receipt)),
        lines=_lines(receipt["report"]),
        download=_inside("application/json", data),
        paper=_inside("application/pdf", pdf),
        parts=tuple(_part(each) for each in receipt["report"].get("presented", [])),
    )


def _part(report: Any) -> Part:
    credential = report["credential"] or {}
    return Part(
        name=_name_of(credential),
        verdict=retold(Verdict(report["verdict"]).words),
        facts=tuple(_claims(credential)),
        lines=_lines(report),
    )


def _name_of(credential: Any) -> str:
    return foreign(credential.get("achievement_name") or credential.get("name") or "")


def _lines(report: Any) -> tuple[Line, ...]:
    return tuple(
        Line(
            title=retold(check["title"]),
            word=_(_WORDS[check["result"]]),
            sentence=foreign(retold(check["sentence"])),
            code=check["code"],
        )
        for check in report["checks"]
    )


def _fingerprint(receipt: Any) -> str:
    if "presented" in receipt["report"]:
        return _("SHA-256 of the presentation")
    return _("SHA-256 of the badge")


def _inside(media_type: str, data: bytes) -> str:
    """Return a file as an address that holds it, since nothing of it is kept here."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def _facts(receipt: Any, credential: Any) -> Iterable[Fact]:
    yield Fact(label=_("Checked on"), value=minute(parse_instant(receipt["checked_at"])))
    yield Fact(label=_("Checked by"), value=receipt["verifier"], plain=False)
    yield Fact(label=_("Receipt number"), value=receipt["id"], plain=False)
    yield from _claims(credential)
    yield Fact(label=_fingerprint(receipt), value=receipt["bytes"]["sha256"], plain=False)


def _claims(credential: Any) -> Iterable[Fact]:
    """Tell whose signature it is before any name: a name can be anyone's."""
    if credential:
        domain = credential.get("issuer_domain") or credential["issuer_id"]
        yield Fact(label=_("Signed for"), value=foreign(domain))
        yield Fact(label=_("Badge"), value=foreign(credential["id"]), plain=False)
        yield Fact(label=_("Issuer id"), value=foreign(credential["issuer_id"]), plain=False)


def _lists(receipt: Any) -> Iterable[Fact]:
    for each in receipt["report"]["status_lists"]:
        since = each.get("valid_from")
        value = (
            _(
                "of {when}, SHA-256 {digest}",
                when=minute(parse_instant(since)),
                digest=each["sha256"],
            )
            if since
            else _("without a date, SHA-256 {digest}", digest=each["sha256"])
        )
        yield Fact(label=foreign(each["url"]), value=value, plain=False)
