"""A signed receipt on paper, for the file of an employer: its words as PDF, the signed JSON inside.

Says only what the receipt says; what a stranger wrote is text and never markup.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from issuer import images
from issuer.clock import parse_instant
from issuer.documents import read_document
from issuer.errors import LimitError, MalformedError
from issuer.paper import (
    Answer,
    Attachment,
    Code,
    Facts,
    Heading,
    Item,
    Items,
    Sheet,
    Text,
    Tone,
    can_show,
    render_pdf,
)
from issuer.paper.model import Block
from issuer.proofs import did_web_to_url
from issuer.verification.model import Outcome, Shape, Verdict

#: The name of the signed receipt, as a file and inside the PDF.
RECEIPT_FILE = "verification-receipt.json"
RECEIPT_PDF = "verification-receipt.pdf"
_TONES = {
    Verdict.VALID: Tone.GOOD,
    Verdict.VALID_ISSUER_UNKNOWN: Tone.WAIT,
    Verdict.NOT_FULLY_CHECKED: Tone.WAIT,
    Verdict.NOT_VALID: Tone.STOP,
}
_MARKS = {
    "pass": (Tone.GOOD, "Passed"),
    "fail": (Tone.STOP, "Failed"),
    "not_checked": (Tone.CALM, "Not checked"),
}
_MEANINGS = {
    Verdict.VALID: (
        "On this day it was signed by an issuer known to the service that checked it, unchanged,"
        " in force and not withdrawn."
    ),
    Verdict.VALID_ISSUER_UNKNOWN: (
        "On this day it was unchanged since it was signed, in force and not withdrawn. Whether the"
        " issuer can be trusted was not known: compare its address with one that you know."
    ),
}
#: Of a presentation, which is as good as its weakest part.
_MEANINGS_OF_MANY = {
    Verdict.VALID: (
        "On this day its holder had signed it for this occasion, and each badge in it was valid."
    ),
    Verdict.VALID_ISSUER_UNKNOWN: (
        "On this day its holder had signed it for this occasion, and each badge in it was unchanged"
        " and in force. Not every issuer was known: compare each address with one that you know."
    ),
}
_MANY = "This was a presentation. Number of badges in it: {count}. Each has its own result below."
_NOTHING = (
    "What the badge claims is not shown: without a signature that holds, anyone could have written"
    " it."
)
#: How much of each list is printed; the attached file has all of it.
_MOST_LISTS = 20
_MOST_SENTENCES = 6
#: A longer address makes a code that no phone reads from paper.
_LONGEST_ADDRESS = 300


def receipt_pdf(signed: bytes) -> bytes:
    """Return the PDF of a receipt that was just signed; the same receipt gives the same bytes."""
    receipt: Any = read_document(signed, max_bytes=len(signed))
    sheet = Sheet(
        title=f"{receipt['words']} - Receipt of a badge check",
        subject="What was checked about a badge, when, and by whom",
        author=receipt["verifier"],
        language="en",
        made_at=parse_instant(receipt["checked_at"]),
        foot=f"Receipt {receipt['id']}",
        blocks=tuple(_blocks(receipt)),
        attachment=Attachment(
            name=RECEIPT_FILE,
            media_type="application/json",
            description="The signed receipt",
            data=signed,
        ),
    )
    return render_pdf(sheet)


def _blocks(receipt: Any) -> Iterator[Block]:
    report = receipt["report"]
    credential, presented = report["credential"], report.get("presented", [])
    yield Heading(text="Receipt of a badge check", level=1)
    yield _answer(receipt)
    if presented:
        yield Text(text=_MANY.format(count=len(presented)))
    elif credential is None:
        yield Text(text=_NOTHING)
    yield Facts(rows=(*_claims(credential), *_about(receipt)))
    yield from _code(credential)
    yield Heading(text="What was checked")
    yield Items(items=tuple(_item(check, report) for check in report["checks"]))
    for number, badge in enumerate(presented, start=1):
        yield from _badge(number, badge)
    yield Heading(text="Status lists that were read")
    yield from _lists(report["status_lists"])
    yield Heading(text="How to check this receipt")
    yield from (Text(text=text) for text in _how_to_check(receipt))


def _badge(number: int, report: Any) -> Iterator[Block]:
    """Write one badge of a presentation as a badge by itself: answer, whose, what, and how."""
    credential = report["credential"]
    named = "" if credential is None else f": {_name_of(credential)}"
    yield Heading(text=f"Badge {number}{named}")
    verdict = Verdict(report["verdict"])
    yield Answer(
        tone=_TONES[verdict], words=verdict.words, meaning=_meaning(report, verdict, _MEANINGS)
    )
    if credential is None:
        yield Text(text=_NOTHING)
    else:
        yield Facts(rows=tuple(_claims(credential)))
    yield Items(items=tuple(_item(check, report) for check in report["checks"]))


def _answer(receipt: Any) -> Answer:
    verdict, report = Verdict(receipt["verdict"]), receipt["report"]
    meanings = _MEANINGS_OF_MANY if report.get("shape") == Shape.PRESENTATION.value else _MEANINGS
    meaning = _meaning(report, verdict, meanings)
    return Answer(tone=_TONES[verdict], words=receipt["words"], meaning=meaning)


def _meaning(report: Any, verdict: Verdict, meanings: Mapping[Verdict, str]) -> str:
    """Return what a verdict means, or the sentence of the first finding that made it."""
    if verdict in meanings:
        return meanings[verdict]
    outcome = "invalid" if verdict is Verdict.NOT_VALID else "indeterminate"
    made_it = (each["sentence"] for each in report["findings"] if each["outcome"] == outcome)
    return next(made_it, "What decided stands below.")


def _claims(credential: Any) -> Iterator[tuple[str, str]]:
    if credential is None:
        return
    # The domain first: it alone belongs to the signature, a name can be anyone's.
    yield "Signed for", credential.get("issuer_domain") or credential["issuer_id"]
    yield "Under the name", credential.get("issuer_name") or "No name given"
    yield "Badge", _name_of(credential)
    if "awarded_at" in credential:
        yield "Earned on", credential["awarded_at"][:10]
    until = credential.get("valid_until")
    yield "Valid until", until[:10] if until else "No end date"
    yield "Badge address", credential["id"]


def _name_of(credential: Any) -> str:
    return str(credential.get("achievement_name") or credential["name"])


def _about(receipt: Any) -> Iterator[tuple[str, str]]:
    what = "presentation" if "presented" in receipt["report"] else "badge"
    yield "Checked at", _instant(receipt["checked_at"])
    yield "Checked by", receipt["verifier"]
    yield f"SHA-256 of the {what}", receipt["bytes"]["sha256"]
    yield "Its length", f"{receipt['bytes']['length']:,} bytes"
    yield "Receipt number", receipt["id"]


def _code(credential: Any) -> Iterator[Code]:
    address = "" if credential is None else credential["id"]
    if not address.startswith("https://") or len(address) > _LONGEST_ADDRESS:
        return
    try:
        rows = images.qr_rows(address)
    except LimitError:
        return
    yield Code(
        rows=rows,
        alt="QR code with the badge address that is written above",
        says=(
            "Scan this code to open the badge and to see what holds today.",
            "This receipt says what held on the day of the check.",
        ),
    )


def _item(check: Any, report: Any) -> Item:
    tone, word = _MARKS[check["result"]]
    if check["result"] == "not_checked" and check["code"] in _open_codes(report):
        tone = Tone.WAIT
    sentences = [check["sentence"], *check.get("further", [])]
    more = len(sentences) - _MOST_SENTENCES
    shown = sentences[:_MOST_SENTENCES] + ([f"And {more} more, in the attached file."] if more > 0
                                           else [])  # fmt: skip
    return Item(tone=tone, word=word, title=f"{check['title']} ({check['code']})", sentences=shown)


def _open_codes(report: Any) -> Iterator[str]:
    """Yield the codes of what stayed open, told apart from what was simply not asked."""
    yield "issuer_unknown"
    for finding in report["findings"]:
        if finding["outcome"] == Outcome.INDETERMINATE.value:
            yield finding["code"]


def _lists(lists: Any) -> Iterator[Block]:
    if not lists:
        yield Text(text="None was read.")
        return
    rows: list[tuple[str, str]] = []
    for each in lists[:_MOST_LISTS]:
        rows.append(("Address", each["url"]))
        since = each.get("valid_from")
        rows.append(("Version of", _instant(since) if since else "It has no date"))
        rows.append(("SHA-256", each["sha256"]))
    if len(lists) > _MOST_LISTS:
        rows.append(("And", f"{len(lists) - _MOST_LISTS} more, in the attached file"))
    yield Facts(rows=tuple(rows))


def _how_to_check(receipt: Any) -> Iterator[str]:
    yield (
        f"Attached to this PDF is the file {RECEIPT_FILE}. It is signed, this sheet is not. The"
        " file says all that is printed here, and one changed letter breaks its signature. Save it"
        " from the list of attachments in your PDF reader."
    )
    yield (
        "The signature is its member proof: a W3C Data Integrity proof of the cryptosuite"
        " eddsa-jcs-2022, by the key"
        f" {receipt['proof']['verificationMethod']}{_published(receipt['verifier'])}"
    )
    yield (
        "Whether it is about the badge in your hands: the SHA-256 above is that of the badge's"
        " file, or of the signed text inside it if it was checked on a web page."
    )
    if not can_show(_letters(receipt)):
        yield (
            "An empty box stands for a letter that this sheet has no shape for. The attached file"
            " has all letters."
        )


def _published(did: str) -> str:
    try:
        return f", which its owner publishes at {did_web_to_url(did)}"
    except MalformedError:
        return "."


def _letters(receipt: Any) -> str:
    names = ("issuer_name", "achievement_name", "name", "id")
    texts: list[str] = []
    for report in (receipt["report"], *receipt["report"].get("presented", [])):
        credential = report["credential"] or {}
        texts += [str(credential.get(name, "")) for name in names]
        texts += [check["sentence"] for check in report["checks"]]
    return " ".join(texts)


def _instant(text: str) -> str:
    """Write `2026-03-05T14:05:00Z` with spaces."""
    return text.replace("T", " ").removesuffix("Z") + " UTC"
