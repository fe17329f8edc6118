"""Badges that hold, in every form: whoever refuses these is not strict but wrong."""

import json
from datetime import timedelta
from typing import Any

from issuer.badges import StatusListEntry
from issuer.clock import format_instant
from issuer.documents import write_document
from issuer.images import bake_png, bake_svg
from issuer.verification import Outcome
from tests.defects.rows_endorsements import GUILD_LIST, endorsed, good_one, in_list
from tests.defects.rows_older_tokens import BARE, older, wrapped
from tests.defects.rows_older_tokens import GOOD as OLDER_TOKEN
from tests.defects.rows_pictures import PLAIN_SVG, drawn, packed_chunk, with_chunks
from tests.defects.rows_presentations import (
    GOOD_ENVELOPE,
    as_token,
    older_one,
    presented,
    shown,
)
from tests.defects.rows_presentations import enveloped as in_envelope_of_presentation
from tests.defects.rows_proof import academy_method, add_proof, unchanged
from tests.defects.rows_reading import BAKED, GOOD, PNG_WITHOUT
from tests.defects.rows_signatures import chained
from tests.defects.rows_status import listed
from tests.defects.rows_status_2021 import GOOD as STATUS_OF_2021
from tests.defects.rows_status_2021 import NEWER as NEWER_STATUS_OF_2021
from tests.defects.rows_suites import BY_2020, BY_ECDSA, BY_JCS
from tests.defects.rows_tokens import (
    BADGE,
    BARE_KEY,
    GENERIC,
    IN_EDDSA,
    OWN_JWK,
    enveloped,
    generic,
    held,
    hosted,
)
from tests.defects.rows_tokens import GOOD as TOKEN
from tests.defects.world import (
    NOW,
    Case,
    Row,
    changed_after_signing,
    changed_before_signing,
    good_case,
    good_document,
    lean,
    lean_document,
    put,
    remove,
)
from tests.interop.credentials import (
    ACADEMY,
    GUILD,
    STRANGER,
    TUTOR,
    badge,
    endorsement,
    signed,
    signed_anyhow,
)
from tests.tokens import (
    KID_384,
    KID_RSA,
    P384,
    RSA,
    RSA_ALGORITHMS,
    ecdsa,
    header,
    payload,
    rs256,
    rsa_signer,
    token,
)

DATA_INTEGRITY_V1 = "https://w3id.org/security/data-integrity/v1"


def holds(case: Case, what: str, note: str = "") -> Row:
    """Return a row that must be found valid; `note` is the code of a note that it must carry."""
    return Row(case, note, Outcome.VALID, what)


def document(value: Any) -> Case:
    """Return these members as a case."""
    return Case(data=write_document(value))


def single_proof() -> Case:
    """Return the good badge with its proof as an object."""
    badge_with = good_document()
    badge_with["proof"] = badge_with["proof"][0]
    return document(badge_with)


PLAIN: dict[str, Any] = {"valid_until": None, "credential_status": None}

TABLE: dict[str, Row] = {
    "good": holds(good_case(), "It is as its issuer signed it."),
    "good, indented": holds(
        Case(data=json.dumps(good_document(), indent=2).encode() + b"\n"),
        "White space is free.",
    ),
    "good, members in another order": holds(
        document(dict(reversed(good_document().items()))), "Members have no order."
    ),
    "good, proof as an object": holds(single_proof(), "One proof needs no array."),
    "good, two proofs": holds(
        changed_after_signing(add_proof(unchanged, created="2026-11-23T11:59:00Z")),
        "Both proofs hold.",
    ),
    "good, chain of proofs": holds(
        chained({"id": "urn:uuid:a"}, {"id": "urn:uuid:b", "previousProof": "urn:uuid:a"}),
        "The second proof also covers the first.",
    ),
    "good, signer a little fast": holds(
        changed_before_signing(unchanged, created=format_instant(NOW + timedelta(seconds=299))),
        "Clocks of honest hosts differ by less than 300 seconds.",
    ),
    "good, key revoked later": holds(
        good_case().with_documents(
            academy_method(revoked=format_instant(NOW + timedelta(seconds=1)))
        ),
        "The key was revoked after it had signed.",
    ),
    "good, without status": holds(
        changed_before_signing(remove("credentialStatus")),
        "Not every issuer can revoke.",
        "status_none",
    ),
    "good, without an end": holds(
        changed_before_signing(remove("validUntil")), "Not every badge ends."
    ),
    "good, midnight as 24:00": holds(
        changed_before_signing(put("validFrom", value="2026-11-22T24:00:00Z")),
        "The end of a day may be written so.",
    ),
    "good, list with several purposes": holds(
        listed(subject={"statusPurpose": ["revocation", "suspension"]}),
        "The list has the purpose of the entry among others.",
    ),
    "good, list without an end": holds(
        listed(validUntil=None), "A list may lack an end.", "status_undated"
    ),
    "good, endorsed": holds(endorsed(good_one()), "The endorsement in it holds too."),
    "good, endorsement alone": holds(
        document(good_one()), "An endorsement is a credential.", "issuer_unknown"
    ),
    "good, endorsement with a status of its own": holds(
        document(
            signed(
                endorsement(
                    GUILD,
                    NOW,
                    credential_status=StatusListEntry.at(
                        purpose="revocation", index=5, status_list=GUILD_LIST
                    ),
                ),
                GUILD,
                NOW,
            )
        ).with_lists(in_list([6])),
        "The guild's list shows no withdrawal.",
        "issuer_unknown",
    ),
    "good, by did:key": holds(
        document(signed(badge(TUTOR, NOW, **PLAIN), TUTOR, NOW)),
        "The issuer is its key.",
        "issuer_unknown",
    ),
    "good, by somebody with the academy's name": holds(
        document(signed(badge(STRANGER, NOW, **PLAIN), STRANGER, NOW)),
        "The name is the academy's, the DID is not: valid, and not the academy.",
        "issuer_unknown",
    ),
    "good, in a PNG": holds(Case(data=bake_png(PNG_WITHOUT, GOOD)), "It is baked into a PNG."),
    "good, compressed in a PNG": holds(
        with_chunks(packed_chunk(GOOD)), "Others compress the text of the chunk."
    ),
    "good, in an SVG": holds(Case(data=bake_svg(PLAIN_SVG, GOOD)), "It is baked into an SVG."),
    "good, in an SVG with a script": holds(
        drawn("<script>alert(1)</script>" + BAKED.format(GOOD.decode())),
        "The picture has a script, which no verifier runs.",
    ),
    "good, eddsa-jcs-2022": holds(BY_JCS.case(), "The proof is of eddsa-jcs-2022."),
    "good, ecdsa-rdfc-2019": holds(BY_ECDSA.case(), "The proof is of ecdsa-rdfc-2019 on P-256."),
    "good, Ed25519Signature2020": holds(BY_2020.case(), "The proof is of the older kind."),
    "good JWT": holds(held(TOKEN), "A token by the rules of Open Badges."),
    "good JWT in RS256": holds(
        held(token(header(alg="RS256", kid=KID_RSA), payload(BADGE), rs256(RSA))),
        "A token by the rules of Open Badges, in RS256.",
    ),
    **{
        f"good JWT in {alg}": holds(
            held(
                token(
                    header(alg=alg, kid=KID_RSA),
                    payload(lean(badge(ACADEMY, NOW))),
                    rsa_signer(RSA, alg),
                )
            ),
            f"A token by the rules of Open Badges, in {alg}.",
        )
        for alg in RSA_ALGORITHMS[1:]
    },
    "good older badge with a status of 2021": holds(
        STATUS_OF_2021,
        "A badge of VC 1.1 whose bit in a StatusList2021 is clear.",
        "older_model",
    ),
    "good badge with a status of 2021": holds(
        NEWER_STATUS_OF_2021,
        "A badge of VC 2.0 whose bit in a StatusList2021 is clear.",
    ),
    "good older badge under the first data integrity context": holds(
        Case(data=write_document(signed_anyhow(older(DATA_INTEGRITY_V1), ACADEMY, NOW))),
        "A badge of VC 1.1 in eddsa-rdfc-2022, under the context of that time.",
        "older_model",
    ),
    "good JWT, generic": holds(held(GENERIC), "A token by the rules of the W3C."),
    "good JWT, generic in EdDSA": holds(held(IN_EDDSA), "A token by the W3C's rules, in EdDSA."),
    "good JWT, generic in ES384": holds(
        generic(ecdsa(P384), alg="ES384", kid=KID_384), "A token by the W3C's rules, in ES384."
    ),
    "good JWT of a host": holds(
        hosted("k1", {"keys": [OWN_JWK]}),
        "The issuer is an https URL, the key is in the set of its host.",
        "issuer_unknown",
    ),
    "good JWT of a host, bare key": holds(
        hosted(BARE_KEY, OWN_JWK, BARE_KEY),
        "The issuer is an https URL, the key stands by itself on its host.",
        "issuer_unknown",
    ),
    "good JWT in an envelope": holds(enveloped(GENERIC.decode("ascii")), "A token in an envelope."),
    "good older JWT": holds(
        wrapped(), "A token of VC 1.1, its credential in a claim.", "older_model"
    ),
    "good older JWT whose claims complete it": holds(
        wrapped(payload=BARE),
        "A token of VC 1.1: id, issuer and dates stand in the claims alone.",
        "older_model",
    ),
    "good older JWT in EdDSA": holds(
        wrapped(ACADEMY.sign, alg="EdDSA", kid=ACADEMY.method_id),
        "A token of VC 1.1 in EdDSA, without a key of its own for tokens.",
        "older_model",
    ),
    "good presentation": holds(presented(lean_document()), "A presentation, made as asked."),
    "good JWT presentation": holds(
        shown(as_token(lean_document(), GOOD_ENVELOPE)),
        "A token of a presentation, made as asked, of a badge and of a badge as token.",
    ),
    "good JWT presentation in an envelope": holds(
        in_envelope_of_presentation(as_token(lean_document())),
        "A token of a presentation in an envelope, made as asked.",
    ),
    "good older JWT presentation": holds(
        shown(older_one(OLDER_TOKEN.decode("ascii"))),
        "A token of VC 1.1 with a presentation in a claim, made as asked, and a token in it.",
    ),
    "good JWT in a PNG": holds(held(bake_png(PNG_WITHOUT, TOKEN)), "A token baked into a PNG."),
    "good JWT in an SVG": holds(held(bake_svg(PLAIN_SVG, TOKEN)), "A token baked into an SVG."),
}
