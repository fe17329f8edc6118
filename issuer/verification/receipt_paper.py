"""A signed receipt on paper, for the file of an employer: its words as PDF, the signed JSON inside.

Says only what the receipt says, in one language; what a stranger wrote is text, never markup, and
is not translated. The signed file is the same whatever the sheet around it speaks.
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
from issuer.verification.telling import IN_ENGLISH, Tell, Telling

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


def receipt_pdf(signed: bytes, telling: Telling = IN_ENGLISH) -> bytes:
    """Return the PDF of a receipt that was just signed.

    The same receipt gives the same bytes in the same language.

    Raises:
        LimitError: it needs more pages than a sheet may have, code `paper`.
    """
    receipt: Any = read_document(signed, max_bytes=len(signed))
    tell = telling.tell
    sheet = Sheet(
        title=f"{tell(receipt['words'])} - {tell('Receipt of a badge check')}",
        subject=tell("What was checked about a badge, when, and by whom"),
        author=receipt["verifier"],
        language=telling.language,
        made_at=parse_instant(receipt["checked_at"]),
        foot=f"{tell('Receipt number')} {receipt['id']}",
        blocks=tuple(_blocks(receipt, tell)),
        attachment=Attachment(
            name=RECEIPT_FILE,
            media_type="application/json",
            description=tell("The signed receipt"),
            data=signed,
        ),
    )
    return render_pdf(sheet)


def _blocks(receipt: Any, tell: Tell) -> Iterator[Block]:
    report = receipt["report"]
    credential, presented = report["credential"], report.get("presented", [])
    yield Heading(text=tell("Receipt of a badge check"), level=1)
    yield _answer(receipt, tell)
    if presented:
        yield Text(text=tell(_MANY.format(count=len(presented))))
    elif credential is None:
        yield Text(text=tell(_NOTHING))
    yield Facts(rows=(*_claims(credential, tell), *_about(receipt, tell)))
    yield from _code(credential, tell)
    yield Heading(text=tell("What was checked"))
    yield Items(items=tuple(_item(check, report, tell) for check in report["checks"]))
    for number, badge in enumerate(presented, start=1):
        yield from _badge(number, badge, tell)
    yield Heading(text=tell("Status lists that were read"))
    yield from _lists(report["status_lists"], tell)
    yield Heading(text=tell("How to check this receipt"))
    yield from (Text(text=tell(text)) for text in _how_to_check(receipt))


def _badge(number: int, report: Any, tell: Tell) -> Iterator[Block]:
    """Write one badge of a presentation as a badge by itself: answer, whose, what, and how."""
    credential = report["credential"]
    named = "" if credential is None else f": {_name_of(credential)}"
    yield Heading(text=f"{tell('Badge')} {number}{named}")
    verdict = Verdict(report["verdict"])
    meaning = _meaning(report, verdict, _MEANINGS)
    yield Answer(tone=_TONES[verdict], words=tell(verdict.words), meaning=tell(meaning))
    if credential is None:
        yield Text(text=tell(_NOTHING))
    else:
        yield Facts(rows=tuple(_claims(credential, tell)))
    yield Items(items=tuple(_item(check, report, tell) for check in report["checks"]))


def _answer(receipt: Any, tell: Tell) -> Answer:
    verdict, report = Verdict(receipt["verdict"]), receipt["report"]
    meanings = _MEANINGS_OF_MANY if report.get("shape") == Shape.PRESENTATION.value else _MEANINGS
    meaning = _meaning(report, verdict, meanings)
    return Answer(tone=_TONES[verdict], words=tell(receipt["words"]), meaning=tell(meaning))


def _meaning(report: Any, verdict: Verdict, meanings: Mapping[Verdict, str]) -> str:
    """Return what a verdict means, or the sentence of the first finding that made it."""
    if verdict in meanings:
        return meanings[verdict]
    outcome = "invalid" if verdict is Verdict.NOT_VALID else "indeterminate"
    made_it = (each["sentence"] for each in report["findings"] if each["outcome"] == outcome)
    return next(made_it, "What decided stands below.")


def _claims(credential: Any, tell: Tell) -> Iterator[tuple[str, str]]:
    if credential is None:
        return
    # The domain first: it alone belongs to the signature, a name can be anyone's.
    yield tell("Signed for"), credential.get("issuer_domain") or credential["issuer_id"]
    yield tell("Under the name"), credential.get("issuer_name") or tell("No name given")
    yield tell("Badge"), _name_of(credential)
    if "awarded_at" in credential:
        yield tell("Earned on"), credential["awarded_at"][:10]
    until = credential.get("valid_until")
    yield tell("Valid until"), until[:10] if until else tell("No end date")
    yield tell("Badge address"), credential["id"]


def _name_of(credential: Any) -> str:
    return str(credential.get("achievement_name") or credential["name"])


def _about(receipt: Any, tell: Tell) -> Iterator[tuple[str, str]]:
    is_many = "presented" in receipt["report"]
    yield tell("Checked at"), _instant(receipt["checked_at"])
    yield tell("Checked by"), receipt["verifier"]
    yield (
        tell("SHA-256 of the presentation") if is_many else tell("SHA-256 of the badge"),
        receipt["bytes"]["sha256"],
    )
    # Digits alone: a comma between them is a thousand to some readers and a tenth to others.
    yield tell("Its length in bytes"), str(receipt["bytes"]["length"])
    yield tell("Receipt number"), receipt["id"]


def _code(credential: Any, tell: Tell) -> Iterator[Code]:
    address = "" if credential is None else credential["id"]
    if not address.startswith("https://") or len(address) > _LONGEST_ADDRESS:
        return
    try:
        rows = images.qr_rows(address)
    except LimitError:
        return
    yield Code(
        rows=rows,
        alt=tell("QR code with the badge address that is written above"),
        says=(
            tell("Scan this code to open the badge and to see what holds today."),
            tell("This receipt says what held on the day of the check."),
        ),
    )


def _item(check: Any, report: Any, tell: Tell) -> Item:
    tone, word = _MARKS[check["result"]]
    if check["result"] == "not_checked" and check["code"] in _open_codes(report):
        tone = Tone.WAIT
    sentences = [check["sentence"], *check.get("further", [])]
    more = len(sentences) - _MOST_SENTENCES
    shown = sentences[:_MOST_SENTENCES] + ([_and_more(more)] if more > 0 else [])
    return Item(
        tone=tone,
        word=tell(word),
        title=f"{tell(check['title'])} ({check['code']})",
        sentences=[tell(sentence) for sentence in shown],
    )


def _open_codes(report: Any) -> Iterator[str]:
    """Yield the codes of what stayed open, told apart from what was simply not asked."""
    yield "issuer_unknown"
    for finding in report["findings"]:
        if finding["outcome"] == Outcome.INDETERMINATE.value:
            yield finding["code"]


def _lists(lists: Any, tell: Tell) -> Iterator[Block]:
    if not lists:
        yield Text(text=tell("No status list was read."))
        return
    rows: list[tuple[str, str]] = []
    for each in lists[:_MOST_LISTS]:
        rows.append((tell("Address"), each["url"]))
        since = each.get("valid_from")
        rows.append((tell("Version of"), _instant(since) if since else tell("It has no date")))
        rows.append(("SHA-256", each["sha256"]))
    yield Facts(rows=tuple(rows))
    if len(lists) > _MOST_LISTS:
        yield Text(text=tell(_and_more(len(lists) - _MOST_LISTS)))


def _and_more(count: int) -> str:
    return f"And {count} more, in the attached file."


def _how_to_check(receipt: Any) -> Iterator[str]:
    yield (
        f"Attached to this PDF is the file {RECEIPT_FILE}. It is signed, this sheet is not. The"
        " file says all that is printed here, and one changed letter breaks its signature. Save it"
        " from the list of attachments in your PDF reader."
    )
    key = receipt["proof"]["verificationMethod"]
    yield (
        "The signature is its member proof: a W3C Data Integrity proof of the cryptosuite"
        f" eddsa-jcs-2022, by the key {key}"
    )
    yield from _published(receipt["verifier"])
    yield (
        "Whether it is about the badge in your hands: the SHA-256 above is that of the badge's"
        " file, or of the signed text inside it if it was checked on a web page."
    )
    if not can_show(_letters(receipt)):
        yield (
            "An empty box stands for a letter that this sheet has no shape for. The attached file"
            " has all letters."
        )


def _published(did: str) -> Iterator[str]:
    try:
        yield f"The owner of this key publishes it at {did_web_to_url(did)}"
    except MalformedError:
        return


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
