"""Who presents: the form of a presentation, and the proof or token of its holder.

wallets.md section 5.5; Data Integrity 1.0, 4.4 (DI-3, DI-4); VC Data Model 2.0 (DM-12, DM-13) and
1.1, section 6.3.1; VC-JOSE-COSE 1.0. Raises; what a fault means for a report is decided elsewhere.
"""

from issuer import proofs
from issuer.documents import Document, Json
from issuer.errors import InvalidProofError, IssuerError
from issuer.proofs import VerificationMethod, jose, vcdm
from issuer.proofs.jose import Jwt
from issuer.proofs.proof import Proof, read_proofs
from issuer.verification.lookups import Lookups
from issuer.verification.occasion import Expected
from issuer.verification.reading import Presentation

_PURPOSE = "authentication"


def require_form(presentation: Presentation, lookups: Lookups) -> None:
    """Raise unless it has the form of a presentation, and every word of it a meaning.

    Credentials inside are looked at one by one, by whoever verifies them, except where a proof
    covers them all: in a token of the older edition they are texts, which no JSON-LD can read.

    Raises:
        MalformedError: as `vcdm.require_presentation` and `proofs.require_covered`.
    """
    document = presentation.document
    if jose.is_older(document):
        vcdm.require_older_presentation(document)
    else:
        vcdm.require_presentation(document)
    if "proof" not in document:
        document = {k: v for k, v in document.items() if k != "verifiableCredential"}
    proofs.require_covered(document, canonicalize=lookups.canonicalize)


def is_proven(presentation: Presentation) -> bool:
    """Tell whether anybody signed it at all."""
    return presentation.jwt is not None or "proof" in presentation.document


def names_audience(presentation: Presentation) -> bool:
    """Tell whether it says for whom it was made; called once its proof has held."""
    if presentation.jwt is not None:
        return "aud" in presentation.jwt.claims
    return any("domain" in proof.options for proof in read_proofs(presentation.document))


def require_held(presentation: Presentation, expected: Expected, lookups: Lookups) -> None:
    """Raise unless its holder signed it, for this challenge and domain if they were asked for.

    Raises:
        InvalidProofError: it was not; `challenge` and `domain` for another occasion.
        MalformedError: a key document that cannot be read.
        UnavailableError: one that could not be retrieved.
    """
    if presentation.jwt is not None:
        _require_token(presentation, presentation.jwt, expected, lookups)
    if presentation.jwt is None or "proof" in presentation.document:
        _require_proofs(presentation.document, expected, lookups)


def holder_of(presentation: Presentation) -> str | None:
    """Return who presents: the holder it names, else the only one who can have signed."""
    named = vcdm.holder_of(presentation.document)
    if named is not None:
        return named
    if presentation.jwt is not None:
        said = presentation.jwt.claims.get("iss")
        kid = presentation.jwt.header.kid or ""
        return said if isinstance(said, str) else kid.partition("#")[0] or None
    try:
        ids = proofs.proof_method_ids(presentation.document)
    except IssuerError:
        return None
    signers = {each.partition("#")[0] for each in ids}
    return signers.pop() if len(signers) == 1 else None


def credentials_in(presentation: Presentation) -> tuple[Document | str, ...]:
    """Return what is presented, in order: objects, envelopes, or the texts of tokens."""
    inside = presentation.document.get("verifiableCredential")
    entries = inside if isinstance(inside, list) else [] if inside is None else [inside]
    return tuple(each for each in entries if isinstance(each, dict | str))


def _require_token(
    presentation: Presentation, jwt: Jwt, expected: Expected, lookups: Lookups
) -> None:
    _require_answer(jwt, expected)
    kid = jwt.header.kid or ""
    controller, _, fragment = kid.partition("#")
    if not fragment or ":" not in controller:
        raise InvalidProofError("The token does not name a key of its holder", code="key_source")
    if controller != holder_of(presentation):
        raise _another_party()
    method = jose.find_jwk_method(lookups.controller_document(controller), kid, _PURPOSE)
    jose.verify_jwt(jwt, method)
    _require_time(jwt, lookups)


def _require_answer(jwt: Jwt, expected: Expected) -> None:
    """Compare nonce and audience: every name of this verifier must be among those it is for."""
    if expected.domain is not None and not expected.domain <= _as_set(jwt.claims.get("aud")):
        raise InvalidProofError("The token was made for another audience", code="domain")
    if expected.challenge is not None and jwt.claims.get("nonce") != expected.challenge:
        raise InvalidProofError("The token answers another challenge", code="challenge")


def _require_time(jwt: Jwt, lookups: Lookups) -> None:
    """Refuse a token outside its own time, whatever it holds (RFC 7519, 4.1.4 to 4.1.6)."""
    now, skew = lookups.now.timestamp(), proofs.SKEW.total_seconds()
    end, *begins = (jwt.claims.get(name) for name in ("exp", "nbf", "iat"))
    for said in (end, *begins[:1]):
        if said is not None and (isinstance(said, bool) or not isinstance(said, int | float)):
            raise InvalidProofError("Dates among the claims are numbers of seconds", code="claims")
    late = isinstance(end, int | float) and end < now
    if late or any(isinstance(each, int | float) and each > now + skew for each in begins):
        raise InvalidProofError("The token lies outside its own time", code="proof_date")


def _require_proofs(document: Document, expected: Expected, lookups: Lookups) -> None:
    listed = read_proofs(document)
    for proof in listed:
        _require_occasion(proof, expected)
    methods = {proof.verification_method: _method_of(proof, document, lookups) for proof in listed}
    proofs.verify_proofs(
        document,
        methods,
        purpose=_PURPOSE,
        now=lookups.now,
        canonicalize=lookups.canonicalize,
    )


def _require_occasion(proof: Proof, expected: Expected) -> None:
    """Compare challenge and domain, the domains as sets (DI-3)."""
    if expected.domain is not None and expected.domain != _as_set(proof.options.get("domain")):
        raise InvalidProofError(
            "The proof was made for another domain",
            code="domain",
            pointer=f"{proof.pointer}/domain",
        )
    if expected.challenge is not None and proof.options.get("challenge") != expected.challenge:
        raise InvalidProofError(
            "The proof answers another challenge",
            code="challenge",
            pointer=f"{proof.pointer}/challenge",
        )


def _method_of(proof: Proof, document: Document, lookups: Lookups) -> VerificationMethod:
    """Return the key of the holder that is published for authentication (DI-4)."""
    wanted = proof.verification_method
    controller, _, fragment = wanted.partition("#")
    holder = vcdm.holder_of(document)
    if holder is not None and holder != controller:
        raise _another_party()
    if controller.startswith("did:key:"):
        if not fragment:
            raise InvalidProofError("The method's id has no fragment", code="vm_url")
        return proofs.did_key_method(wanted)
    return proofs.find_method(lookups.controller_document(controller), wanted, _PURPOSE)


def _another_party() -> InvalidProofError:
    return InvalidProofError(
        "It was signed by another party than the holder that it names",
        code="issuer_vm_mismatch",
        pointer="/holder",
    )


def _as_set(value: Json) -> frozenset[str]:
    entries = value if isinstance(value, list) else [value]
    return frozenset(entry for entry in entries if isinstance(entry, str))
