"""What holds about a receipt that a visitor showed, and what it says; not a check of its badge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from issuer.clock import parse_instant
from issuer.verification import Outcome, ReceiptCheck, Verdict
from issuer.web.languages import gettext as _
from issuer.web.languages import mark, retold
from issuer.web.presenting.frame import Banner, Fact, Frame
from issuer.web.presenting.strangers import foreign
from issuer.web.presenting.words import minute

_BANNERS = {
    Outcome.VALID: ("good", "check", mark("This receipt holds")),
    Outcome.INDETERMINATE: ("wait", "question", mark("This receipt could not be fully checked")),
    Outcome.INVALID: ("stop", "cross", mark("This receipt does not hold")),
}
_WHAT = mark("This is a receipt of an earlier check, not a badge.")


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
    word = _(word)
    return ReceiptCheckPage(
        frame=Frame(
            title=_("{word} - Check a badge - Issuer", word=word),
            description=_(_WHAT),
            section="verify",
            robots="noindex, nofollow",
        ),
        banner=Banner(
            tone=tone,
            icon=icon,
            word=word,
            headline=_(_WHAT),
            meaning=foreign(retold(check.sentence)),
            checked=_("Checked on {checked_at}.", checked_at=minute(checked_at)),
        ),
        verdict=word,
        facts=() if check.receipt is None else tuple(_facts(check.receipt)),
        code=check.code,
    )


def _facts(receipt: Any) -> Iterable[Fact]:
    yield Fact(label=_("Signed by"), value=foreign(receipt["verifier"]), plain=False)
    when = minute(parse_instant(receipt["checked_at"]))
    yield Fact(
        label=_("Its answer of {when}", when=when), value=retold(Verdict(receipt["verdict"]).words)
    )
    report = receipt["report"]
    yield from _badge(report, _("Badge"))
    for number, each in enumerate(report.get("presented", []), start=1):
        answer = retold(Verdict(each["verdict"]).words)
        yield Fact(label=_("Badge {number}, its answer", number=number), value=answer)
        yield from _badge(each, _("Badge {number}", number=number))
    yield Fact(
        label=_("SHA-256 of what was checked"), value=receipt["bytes"]["sha256"], plain=False
    )
    yield Fact(label=_("Receipt number"), value=foreign(receipt["id"]), plain=False)


def _badge(report: Any, label: str) -> Iterable[Fact]:
    credential = report["credential"]
    if credential is not None:
        whose = credential.get("issuer_domain") or credential["issuer_id"]
        name = credential.get("achievement_name") or credential["name"]
        yield Fact(label=label, value=foreign(name))
        yield Fact(label=_("{label}, signed for", label=label), value=foreign(whose))
