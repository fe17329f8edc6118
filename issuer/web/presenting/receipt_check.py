"""What holds about a receipt that a visitor showed, and what it says; not a check of its badge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from issuer.clock import parse_instant
from issuer.verification import Outcome, ReceiptCheck, Verdict
from issuer.web.presenting.frame import Banner, Fact, Frame
from issuer.web.presenting.strangers import foreign
from issuer.web.presenting.words import minute

_BANNERS = {
    Outcome.VALID: ("good", "check", "This receipt holds"),
    Outcome.INDETERMINATE: ("wait", "question", "This receipt could not be fully checked"),
    Outcome.INVALID: ("stop", "cross", "This receipt does not hold"),
}
_WHAT = "This is a receipt of an earlier check, not a badge."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCheckPage:
    """The answer, and what the receipt says; nothing of what it says unless its signature holds."""

    frame: Frame
    banner: Banner
    verdict: str
    facts: tuple[Fact, ...]
    code: str


def receipt_check_page(check: ReceiptCheck, *, checked_at: datetime) -> ReceiptCheckPage:
    """Present what was found about a receipt."""
    tone, icon, word = _BANNERS[check.outcome]
    return ReceiptCheckPage(
        frame=Frame(
            title=f"{word} - Check a badge - Issuer",
            description=_WHAT,
            section="verify",
            robots="noindex, nofollow",
        ),
        banner=Banner(
            tone=tone,
            icon=icon,
            word=word,
            headline=_WHAT,
            meaning=foreign(check.sentence),
            checked=f"Checked on {minute(checked_at)}.",
        ),
        verdict=word,
        facts=() if check.receipt is None else tuple(_facts(check.receipt)),
        code=check.code,
    )


def _facts(receipt: Any) -> Iterable[Fact]:
    yield Fact(label="Signed by", value=foreign(receipt["verifier"]), plain=False)
    when = minute(parse_instant(receipt["checked_at"]))
    yield Fact(label=f"Its answer of {when}", value=Verdict(receipt["verdict"]).words)
    report = receipt["report"]
    yield from _badge(report, "Badge")
    for number, each in enumerate(report.get("presented", []), start=1):
        yield Fact(label=f"Badge {number}, its answer", value=Verdict(each["verdict"]).words)
        yield from _badge(each, f"Badge {number}")
    yield Fact(label="SHA-256 of what was checked", value=receipt["bytes"]["sha256"], plain=False)
    yield Fact(label="Receipt number", value=foreign(receipt["id"]), plain=False)


def _badge(report: Any, label: str) -> Iterable[Fact]:
    credential = report["credential"]
    if credential is not None:
        whose = credential.get("issuer_domain") or credential["issuer_id"]
        name = credential.get("achievement_name") or credential["name"]
        yield Fact(label=label, value=foreign(name))
        yield Fact(label=f"{label}, signed for", value=foreign(whose))
