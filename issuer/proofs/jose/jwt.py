"""A credential as a compact JWS: read strictly, verified with a key that came from elsewhere.

Order: `read_jwt` (nothing is believed), the caller finds the published key, `verify_jwt`.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from issuer.clock import parse_instant
from issuer.documents import MAX_BYTES, Document, read_document
from issuer.errors import InvalidProofError, LimitError, MalformedError
from issuer.proofs.jose.algorithms import verify_signature
from issuer.proofs.jose.base64url import decode, encode
from issuer.proofs.jose.claims import split
from issuer.proofs.jose.header import Header, read_header
from issuer.proofs.jose.methods import JwkMethod

#: A header with an embedded RSA key of 8,192 bits takes 2 kB.
MAX_HEADER = 8 * 1024
#: A signature by such a key has 1,024 bytes.
_MAX_SIGNATURE = 2 * 1024
_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Jwt:
    """A token that breaks no rule of its form; its signature has not been looked at.

    Attributes:
        claims: the registered claims, which say the same as the credential.
        document: the credential or presentation without them.
        signing_input: what the signature covers, as it stands in the token.
        is_presentation: it holds a presentation, in whichever edition.
        is_wrapped: it is of the older edition, where a claim holds the document (OB-49).
    """

    header: Header
    claims: Document
    document: Document
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    is_presentation: bool = False
    is_wrapped: bool = False

    @property
    def token(self) -> bytes:
        """Return the token as it was read: strict base64url has one spelling."""
        return self.signing_input + b"." + encode(self.signature).encode("ascii")


def read_jwt(token: bytes, *, max_bytes: int = MAX_BYTES) -> Jwt:
    """Read a token whose payload has at most `max_bytes` bytes.

    Raises:
        InvalidProofError: `encoding` (not three parts of strict base64url), or as `read_header`
            and `claims.split`.
        MalformedError: as `documents.read_document`, or `unsupported_format`.
        LimitError: too long, code `size`.
    """
    header_text, payload_text, signature_text = parts_of(token, max_bytes)
    header = read_header(read_document(decode(header_text), max_bytes=MAX_HEADER))
    signature = decode(signature_text)
    payload = read_document(decode(payload_text), max_bytes=max_bytes)
    found = split(payload, header.profile)
    return Jwt(
        header=header,
        claims=found.claims,
        document=found.document,
        is_presentation=found.is_presentation,
        is_wrapped=found.is_wrapped,
        signing_input=f"{header_text}.{payload_text}".encode("ascii"),
        signature=signature,
    )


def verify_jwt(jwt: Jwt, method: JwkMethod | None) -> None:
    """Raise unless the token was signed by this method, in an algorithm of its key.

    Raises:
        InvalidProofError: `key_source` (no method, or the token brings another key than the
            published one), `alg` (not the key's algorithm), `proof_date` (after the end of the
            key), or `proof`.
    """
    if method is None:
        raise InvalidProofError("Without a published key nothing is verified", code="key_source")
    key = method.jwk
    if jwt.header.jwk is not None and jwt.header.jwk != key:
        raise InvalidProofError("The token brings a key that is not published", code="key_source")
    for said in (jwt.header.jwk or key, key):
        # Both places may bind the one key to an algorithm, and both count.
        said.require(jwt.header.algorithm)
    _require_dates(jwt, method)
    verify_signature(key, jwt.header.algorithm, jwt.signature, jwt.signing_input)


def parts_of(token: bytes, max_bytes: int) -> list[str]:
    """Return header, payload and signature as they are written; raises as `read_jwt`."""
    longest = (MAX_HEADER + max_bytes + _MAX_SIGNATURE) * 4 // 3 + _PARTS * 2
    if len(token) > longest:
        raise LimitError(f"Send at most {longest} bytes of a token", code="size")
    try:
        parts = token.decode("ascii").split(".")
    except UnicodeDecodeError as error:
        raise InvalidProofError("A token is ASCII text", code="encoding") from error
    if len(parts) != _PARTS:
        raise InvalidProofError("A token has three parts", code="encoding")
    return parts


def _require_dates(jwt: Jwt, method: JwkMethod) -> None:
    """Refuse what was made after the end of its key (CID-3).

    A token has no date of its own that must be there: the beginning of its validity counts, and
    `iat` where it says something later.
    """
    ends = [end for end in (method.expires, method.revoked) if end is not None]
    if not ends:
        return
    made = _made_at(jwt)
    if made is None or made > min(ends):
        raise InvalidProofError("The key had ended before this was signed", code="proof_date")


def _made_at(jwt: Jwt) -> datetime | None:
    begin, claims = jwt.document.get("validFrom"), jwt.claims
    try:
        instants = [parse_instant(begin)] if isinstance(begin, str) else []
        instants += [
            datetime.fromtimestamp(said, UTC)
            for said in (claims.get("nbf"), claims.get("iat"))
            if isinstance(said, int | float)
        ]
    except (MalformedError, ValueError, OverflowError, OSError):
        return None
    return max(instants, default=None)
