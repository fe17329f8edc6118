"""Are the files at hand the evidence that was signed? Files are compared, never fetched."""

import base64
import hashlib
from collections.abc import Iterable, Sequence

from issuer.criteria.phrases import counted_noun
from issuer.proofs import base58_encode
from issuer.verification.facts import credential_of
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate

#: Multihash prefixes (code and length) of the digests that are compared.
_HASHES = ((b"\x12\x20", hashlib.sha256), (b"\x13\x40", hashlib.sha512))
#: Multibase letters of base64url and base58btc.
_COMPARED = ("u", "z")


def check_evidence(candidate: Candidate, files: Sequence[bytes]) -> tuple[Finding, ...]:
    """Compare given files with the digests of the evidence (`digestMultibase`, OB-15)."""
    listed = [e.digest_multibase for e in credential_of(candidate).evidence if e.digest_multibase]
    if not files:
        return (_not_given(len(listed)),) if listed else ()
    strange = [number for number, data in enumerate(files, 1) if not _is_among(data, listed)]
    if not strange:
        return (_matched(len(files), len(set(listed))),)
    if any(not digest.startswith(_COMPARED) for digest in listed):
        return (_not_comparable(),)
    return (_refused(strange, len(files)),)


def digests_of(data: bytes) -> Iterable[str]:
    """Yield the ways in which a `digestMultibase` may name these bytes."""
    for prefix, digest in _HASHES:
        multihash = prefix + digest(data).digest()
        yield "u" + base64.urlsafe_b64encode(multihash).rstrip(b"=").decode("ascii")
        yield "z" + base58_encode(multihash)


def _is_among(data: bytes, listed: Sequence[str]) -> bool:
    return not set(digests_of(data)).isdisjoint(listed)


def _not_given(count: int) -> Finding:
    return _finding(
        "evidence_unchecked",
        Outcome.VALID,
        f"It names {counted_noun(count, 'piece')} of evidence by fingerprint; the files were not"
        " given here.",
        is_note=True,
    )


def _matched(given: int, listed: int) -> Finding:
    rest = "" if given >= listed else f" It names {counted_noun(listed, 'piece')} in all."
    return _finding(
        "evidence_matches",
        Outcome.VALID,
        f"Of the files given, {given} of {given} are the evidence that was signed.{rest}",
    )


def _refused(strange: Sequence[int], given: int) -> Finding:
    return _finding(
        "evidence_differs",
        Outcome.INVALID,
        f"Of {given} given files, {len(strange)} are not the evidence that was signed"
        f" (file {', '.join(str(number) for number in strange)}).",
    )


def _not_comparable() -> Finding:
    return _finding(
        "evidence_unknown",
        Outcome.INDETERMINATE,
        "The fingerprints of its evidence are of a kind that is not compared here.",
    )


def _finding(code: str, outcome: Outcome, sentence: str, *, is_note: bool = False) -> Finding:
    return Finding(
        check="evidence",
        code=code,
        outcome=outcome,
        title="Evidence",
        sentence=sentence,
        is_note=is_note,
    )
