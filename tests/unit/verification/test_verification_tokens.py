"""Where the key of a token is looked for, and every place where a token may stand."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from issuer import badges
from issuer.documents import Document, write_document
from issuer.images import bake_svg
from issuer.proofs import did_document
from issuer.proofs.jose import jwk_set, p256_multikey
from issuer.verification import Outcome, verify
from tests.interop.credentials import (
    ACADEMY,
    ACADEMY_DID,
    GUILD,
    GUILD_DID,
    LIST_URL,
    badge,
    endorsement,
    good_documents,
    good_lists,
    services_for,
    status_list,
)
from tests.interop.credentials import signed as signed_by
from tests.tokens import TokenKey, b64, token_key

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = token_key("ES256", 7, ACADEMY_DID)
GUILDS = token_key("ES256", 9, GUILD_DID)
SCHOOL = "https://school.example/issuers/1"
SET_URL = "https://school.example/.well-known/jwks.json"
BARE_URL = "https://school.example/keys/1"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


def documents(**more: Document) -> dict[str, Document]:
    """Return the parties' documents; the academy and the guild publish keys for tokens too."""
    return {
        **good_documents(),
        ACADEMY_DID: did_document(ACADEMY_DID, [ACADEMY.method, KEY.method]),
        GUILD_DID: did_document(GUILD_DID, [GUILD.method, GUILDS.method]),
        **more,
    }


def said(token: bytes, keys: dict[str, Document] | None = None, **more: Any) -> tuple[str, ...]:
    """Return what is wrong with a token in a world that has these keys by their address."""
    given = {url: write_document(value) for url, value in (keys or {}).items()}
    services = services_for(
        NOW,
        documents=more.get("documents", documents()),
        lists=more.get("lists", good_lists(NOW)),
        keys=given,
    )
    return verify(token, services).codes


def badge_of(issuer_id: str) -> dict[str, Any]:
    """Return a badge of any issuer, which cannot be revoked."""
    document = badge(ACADEMY, NOW)
    del document["credentialStatus"]
    document["issuer"]["id"] = issuer_id
    return document


def by(key: TokenKey, issuer_id: str, **header: Any) -> bytes:
    """Return a token of a badge of this issuer."""
    return key.token(badge_of(issuer_id), **header)


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
def test_token_with_status_holds_like_its_json(typ: str) -> None:
    """All checks run: form, signature, signer, dates, status, issuer."""
    services = services_for(NOW, documents=documents())
    report = verify(KEY.token(badge(ACADEMY, NOW), typ=typ), services)
    json_report = verify(write_document(signed_by(badge(ACADEMY, NOW), ACADEMY, NOW)), services)
    assert ((), json_report.facts) == (report.codes, report.facts)
    assert [f.check for f in json_report.findings] == [f.check for f in report.findings]


def test_generic_token_that_names_no_key_is_refused() -> None:
    """JOSE-2: any key of the issuer is not a key of the token."""
    assert ("key_source",) == said(KEY.token(badge(ACADEMY, NOW), typ="vc+jwt", kid=None))


@pytest.mark.parametrize("kid", ["es256", "#es256"])
def test_name_within_the_issuers_document(kid: str) -> None:
    """JOSE-2: beside `iss`, a name of the key is enough."""
    assert () == said(KEY.token(badge(ACADEMY, NOW), kid=kid))


def test_key_of_another_party_is_found_and_is_not_the_issuers() -> None:
    """OB-33: a good signature of the guild is no signature of the academy."""
    assert ("issuer_vm_mismatch",) == said(GUILDS.token(badge(ACADEMY, NOW)))


@pytest.mark.parametrize(
    ("kid", "code"),
    [
        (f"{ACADEMY_DID}#other", "vm_unknown"),
        ("other", "vm_unknown"),
        (ACADEMY.method_id, "alg"),
        ("did:web:nowhere.example#key", "key_unreachable"),
        ("did:example:1#key", "did_method"),
        (f"{ACADEMY_DID}", "vm_unknown"),
    ],
)
def test_key_that_is_not_published_under_its_name(kid: str, code: str) -> None:
    """CID-4 for tokens; the academy's Ed25519 key has another algorithm."""
    assert (code,) == said(KEY.token(badge(ACADEMY, NOW), kid=kid))


def test_embedded_key_counts_if_the_issuer_publishes_it() -> None:
    """OB-38: found by value in the DID document, or not at all."""
    document = badge(ACADEMY, NOW)
    codes = [said(key.token(document, kid=None, jwk=key.members)) for key in (KEY, GUILDS)]
    assert [(), ("key_source",)] == codes


@pytest.mark.parametrize("seed", [7, 8])
def test_embedded_key_of_an_https_issuer_is_looked_for_in_its_key_set(seed: int) -> None:
    """OB-39: the set lies at the root of the issuer's own host."""
    school = token_key("ES256", 7, SCHOOL)
    key = token_key("ES256", seed, SCHOOL)
    token = by(key, SCHOOL, kid=None, jwk=key.members)
    expected = () if seed == 7 else ("key_source",)
    assert expected == said(token, {SET_URL: jwk_set([school.method])})


def test_named_key_of_an_https_issuer_is_looked_for_in_its_key_set() -> None:
    """A plain name, and the key of another issuer on the same host."""
    key = token_key("ES256", 7, SCHOOL)
    ours: Document = {"keys": [{**key.members, "kid": "k1"}]}
    theirs: Document = {
        "keys": [{**key.members, "kid": "k1", "iss": "https://school.example/issuers/2"}]
    }
    token = by(key, SCHOOL, kid="k1")
    assert ((), ("key_source",)) == (said(token, {SET_URL: ours}), said(token, {SET_URL: theirs}))


@pytest.mark.parametrize(
    ("kid", "served", "code"),
    [
        (BARE_URL, {}, None),
        ("https://SCHOOL.example:443/keys/1", {}, None),
        (BARE_URL, {"iss": SCHOOL}, None),
        (BARE_URL, {"iss": "https://school.example/issuers/2"}, "issuer_vm_mismatch"),
        (BARE_URL, {"d": "AQ"}, "did_document"),
        (BARE_URL, {"keys": []}, "key_source"),
        ("https://attacker.example/keys/1", {}, "key_source"),
        ("https://school.example@attacker.example/keys/1", {}, "vm_url"),
        ("https://school.example:8443/keys/1", {}, "key_source"),
        ("https://[/keys/1", {}, "vm_url"),
        ("https://school.example:x/keys/1", {}, "vm_url"),
        ("http://school.example/keys/1", {}, "key_source"),
    ],
)  # fmt: skip
def test_key_that_stands_by_itself(kid: str, served: dict[str, Any], code: str | None) -> None:
    """OB-38: `kid` yields one bare key, on the issuer's own host."""
    key = token_key("ES256", 7, SCHOOL)
    keys: dict[str, Document] = {kid: {**key.members, **served}, SET_URL: {"keys": []}}
    assert (() if code is None else (code,)) == said(by(key, SCHOOL, kid=kid), keys)


def test_bare_key_of_a_did_is_also_in_its_document() -> None:
    """What lies somewhere on a host is not yet the word of every DID on it."""
    document = badge(ACADEMY, NOW)
    codes = [
        said(key.token(document, kid=BARE_URL), {BARE_URL: key.members}) for key in (KEY, GUILDS)
    ]
    assert [(), ("key_source",)] == codes


def test_key_that_is_not_at_hand_is_an_open_question() -> None:
    """Nothing is known then, and nothing is called forged."""
    key = token_key("ES256", 7, SCHOOL)
    services = services_for(NOW, keys={BARE_URL: b"<html>"})
    for kid, code in ((BARE_URL, "key_unreadable"), ("k1", "key_unreachable")):
        report = verify(by(key, SCHOOL, kid=kid), services)
        assert ((code,), Outcome.INDETERMINATE) == (report.codes, report.outcome)


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "ES384", "ES512"])
def test_issuer_that_is_its_jwk(algorithm: str) -> None:
    """did:jwk is computed; its method is `#0`."""
    plain = token_key(algorithm)
    did = "did:jwk:" + b64(json.dumps(plain.members).encode("utf-8"))
    token = by(plain, did, kid=f"{did}#0", typ="vc+jwt")
    assert () == said(token)


def test_issuer_that_is_its_multikey() -> None:
    """did:key of a P-256 key signs tokens too (CID-7)."""
    text = p256_multikey(KEY.private.public_key())
    did = f"did:key:{text}"
    assert () == said(by(KEY, did, kid=f"{did}#{text}"))


def test_undefined_term_fails_in_a_token_too() -> None:
    """JOSE-4: though no RDF is signed, a word without a meaning is refused."""
    document = {**badge(ACADEMY, NOW), "honours": "summa"}
    assert ("undefined_term",) == said(KEY.token(document))


def test_end_among_the_claims_ends_the_badge() -> None:
    """OB-38: `exp` sets validUntil."""
    document = badge(ACADEMY, NOW)
    del document["validUntil"]
    assert ("expired",) == said(KEY.token(document, exp=int(NOW.timestamp()) - 1))


def test_token_in_an_envelope_and_in_a_picture_is_the_token() -> None:
    """DM-12 and OB-56: unwrapped, then checked as if it came by itself."""
    token = KEY.token(badge(ACADEMY, NOW))
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token.decode('ascii')}",
    }
    services = services_for(NOW, documents=documents())
    plain, *others = (
        verify(data, services)
        for data in (token, token + b"\n", write_document(envelope), bake_svg(SVG, token))
    )
    assert ((), [plain] * 3) == (plain.codes, others)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"id": "data:application/vc+ld+json,{}"}, "id"),
        ({"id": "https://badges.riverbend.example/credentials/1"}, "id"),
        ({"id": 7}, "id"),
        ({"@context": ["https://www.w3.org/ns/credentials/v2", {}]}, "context"),
        ({"id": "data:application/vc+jwt,é"}, "encoding"),
    ],
)
def test_envelope_that_holds_no_token_is_malformed(members: dict[str, Any], code: str) -> None:
    """DM-12: any other scheme of its id is refused."""
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": ["EnvelopedVerifiableCredential"],
        "id": "data:application/vc+jwt,e.e.e",
        **members,
    }
    assert (code,) == said(write_document(envelope))


def endorsed_in(*tokens: str, key: TokenKey = KEY) -> tuple[str, ...]:
    """Return what is wrong with the academy's badge that carries these endorsements."""
    document = badge(ACADEMY, NOW)
    document["credentialSubject"]["achievement"]["endorsementJwt"] = list(tokens)
    return said(key.token(document))


def test_endorsement_in_the_jwt_form_is_checked_like_one() -> None:
    """OB-27: the guild's token inside the academy's token, and inside its JSON."""
    inner = GUILDS.token(endorsement(GUILD, NOW)).decode("ascii")
    document = badge(ACADEMY, NOW, endorsement_jwt=(inner,))
    as_json = write_document(signed_by(document, ACADEMY, NOW))
    report = verify(as_json, services_for(NOW, documents=documents()))
    told = [f.sentence for f in report.findings if f.code == "endorsement"]
    assert ((), (), True) == (endorsed_in(inner), report.codes, GUILD_DID in "".join(told))


@pytest.mark.parametrize(
    "inner",
    [
        KEY.token(endorsement(GUILD, NOW)),
        GUILDS.token(endorsement(GUILD, NOW), alg="none"),
        GUILDS.token({**endorsement(GUILD, NOW), "honours": "summa"}),
        GUILDS.token(endorsement(GUILD, NOW, valid_until="2026-11-01T00:00:00Z")),
        GUILDS.token(
            endorsement(
                GUILD,
                NOW,
                credential_subject=badges.EndorsementSubject(id="https://other.example/a/1"),
            )
        ),
        GUILDS.token(endorsement(GUILD, NOW))[:-1],
    ],
    ids=["another's key", "no algorithm", "undefined term", "expired", "of another", "cut off"],
)
def test_endorsement_in_the_jwt_form_that_does_not_hold(inner: bytes) -> None:
    """One bad endorsement makes the badge not valid, whichever form it has."""
    assert ("endorsement_refused",) == endorsed_in(inner.decode("ascii"))


@pytest.mark.parametrize(
    ("indices", "key", "code"),
    [
        ([7], KEY, None),
        ([48213], KEY, "revoked"),
        ([7], GUILDS, "status_proof"),
    ],
    ids=["not set", "set", "by another's key"],
)
def test_status_list_may_be_a_token(indices: list[int], key: TokenKey, code: str | None) -> None:
    """BSL-9: a list is secured as its issuer secures credentials."""
    listed = unsigned_list(indices)
    lists = {LIST_URL: key.token(listed)}
    codes = said(KEY.token(badge(ACADEMY, NOW)), lists=lists)
    assert (() if code is None else (code,)) == codes


def unsigned_list(indices: list[int]) -> dict[str, Any]:
    """Return the academy's list without its proof."""
    document = status_list(ACADEMY, NOW, indices)
    return {name: value for name, value in document.items() if name != "proof"}
