"""A presentation: its own proof, by its holder, for this challenge and domain; then its contents.

wallets.md section 5.5; Data Integrity 1.0, 4.4 (DI-3, DI-4); VC Data Model 2.0 (DM-12, DM-13).
"""

from collections.abc import Callable

from issuer.documents import Document
from issuer.errors import InvalidProofError, LimitError, MalformedError, UnavailableError
from issuer.proofs import vcdm
from issuer.verification.findings import Finding, Outcome
from issuer.verification.generic.credentials import (
    good,
    refusal,
    verify_own_word,
    verify_with,
)
from issuer.verification.generic.model import GenericReport, PresentationReport
from issuer.verification.holding import credentials_in, holder_of, require_form, require_held
from issuer.verification.lookups import Lookups
from issuer.verification.occasion import Expected
from issuer.verification.ports import Services
from issuer.verification.reading import (
    Candidate,
    Presentation,
    looks_like_token,
    read_enveloped,
    read_token,
)

_ENVELOPE = "EnvelopedVerifiablePresentation"


def verify_presentation(
    shown: Document | str,
    expected: Expected,
    services: Services,
    spend: Callable[[str], bool],
) -> PresentationReport:
    """Verify a presentation and every credential inside, all within the same few lookups.

    `shown` is a document, an envelope, or the text of a token. `spend` uses a challenge up and
    says whether it still counted; it is asked only about a challenge that a good proof has
    answered.
    """
    lookups = Lookups(services)
    try:
        presentation = _read(shown)
        if presentation.jwt is None:
            vcdm.require_presentation(presentation.document)
        require_form(presentation, lookups)
    except (InvalidProofError, LimitError, MalformedError) as error:
        document = {} if isinstance(shown, str) else shown
        return PresentationReport(document=document, findings=(refusal("structure", error),))
    findings = (
        good("structure", "structure", "Form", "It has the form of a presentation."),
        _check_proof(presentation, expected, lookups, spend),
    )
    holder = holder_of(presentation)
    return PresentationReport(
        document=presentation.document,
        findings=findings,
        credentials=tuple(
            _verify_inside(each, holder, presentation, lookups)
            for each in credentials_in(presentation)
        ),
        holder=holder,
    )


def _read(shown: Document | str) -> Presentation:
    """Take a token as it is or out of its envelope (DM-12)."""
    if isinstance(shown, str):
        if not looks_like_token(shown):
            raise MalformedError("Send a presentation as an object or a token", code="json")
        found = read_token(shown.encode("utf-8"))
    elif _ENVELOPE in Candidate(document=shown).types:
        found = read_enveloped(shown)
    else:
        return Presentation(document=shown)
    if not isinstance(found, Presentation):
        raise MalformedError("The token holds no presentation", code="type")
    return found


def _check_proof(
    presentation: Presentation,
    expected: Expected,
    lookups: Lookups,
    spend: Callable[[str], bool],
) -> Finding:
    try:
        require_held(presentation, expected, lookups)
        _require_fresh(expected.challenge, spend)
    except (InvalidProofError, MalformedError) as error:
        return refusal("proof", error)
    except UnavailableError as error:
        return Finding(
            check="proof",
            code=error.code,
            outcome=Outcome.INDETERMINATE,
            title="Proof",
            sentence=f"The proof could not be checked: {error.detail.rstrip('.')}.",
        )
    return good("proof", "proof", "Proof", "It was signed by its holder for this occasion.")


def _require_fresh(challenge: str | None, spend: Callable[[str], bool]) -> None:
    """Use the challenge up; a good proof must not count a second time."""
    if challenge is not None and not spend(challenge):
        raise InvalidProofError("This challenge was used or has lapsed", code="challenge")


def _verify_inside(
    credential: Document | str, holder: str | None, presentation: Presentation, lookups: Lookups
) -> GenericReport:
    """Verify one credential; without a proof it is the holder's own word, or nothing (DM-13)."""
    if isinstance(credential, str):
        return verify_with(credential, lookups)
    candidate = Candidate(document=credential)
    # Who is named counts, not who may be inferred; of a token it is who signed all of it.
    named = vcdm.holder_of(presentation.document) if presentation.jwt is None else holder
    is_own = candidate.issuer_id == named
    if "proof" in credential or vcdm.is_envelope(credential) or not is_own:
        return verify_with(credential, lookups)
    return verify_own_word(candidate, lookups)
