"""The data model's rules by themselves; the tables of refusals ask them over HTTP."""

import base64
import hashlib

import pytest

from issuer.documents import Document
from issuer.errors import ContextError, MalformedError
from issuer.proofs import vcdm
from issuer.proofs.inline_contexts import require_inline
from issuer.vocab import CREDENTIALS_V2, held_bytes

FILE = "https://files.example/a"
SUBJECT: Document = {"id": "did:example:kestrel"}
CREDENTIAL: Document = {
    "@context": [CREDENTIALS_V2],
    "type": ["VerifiableCredential"],
    "issuer": "did:example:academy",
    "credentialSubject": SUBJECT,
}


def test_related_resources_that_are_not_held_are_named() -> None:
    """Their digests were not compared, and whoever reads the answer should know."""
    data = held_bytes(CREDENTIALS_V2) or b""
    digest = "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()
    document = {
        **CREDENTIAL,
        "relatedResource": [
            {"id": CREDENTIALS_V2, "digestSRI": digest},
            {"id": FILE, "digestSRI": digest},
        ],
    }
    vcdm.require_credential(document)

    assert (FILE,) == vcdm.unheld_resources(document)
    assert () == vcdm.unheld_resources(CREDENTIAL)


def test_only_the_strongest_digest_counts() -> None:
    """A weaker one beside it proves nothing, a second strong one is an alternative (SRI)."""
    data = held_bytes(CREDENTIALS_V2) or b""
    strong = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    other = "sha512-" + base64.b64encode(bytes(64)).decode()
    weak = "sha256-" + base64.b64encode(bytes(32)).decode()

    def named(digest: str) -> Document:
        return {**CREDENTIAL, "relatedResource": {"id": CREDENTIALS_V2, "digestSRI": digest}}

    vcdm.require_credential(named(f"{weak} {other} {strong}?ct=json"))
    with pytest.raises(MalformedError) as caught:
        vcdm.require_credential(named(f"{weak} {other}"))
    assert ("related_digest", "/relatedResource/digestSRI") == (
        caught.value.code,
        caught.value.pointer,
    )


def test_proof_is_left_to_its_own_reader() -> None:
    """An id inside the document's own proof is no business of the data model's rules."""
    vcdm.require_credential({**CREDENTIAL, "proof": {"id": "not a url"}})
    with pytest.raises(MalformedError):
        vcdm.require_credential({**CREDENTIAL, "evidence": {"type": "E", "proof": {"id": "x"}}})


def test_holder_is_read_in_both_forms() -> None:
    """A URL, an object with one, or nobody."""
    holder = "did:example:kestrel"

    assert [holder, holder, None] == [
        vcdm.holder_of({"holder": holder}),
        vcdm.holder_of({"holder": {"id": holder}}),
        vcdm.holder_of({}),
    ]


def test_envelope_gives_its_token() -> None:
    """One context, as text or alone in an array, and a data URL of vc+jwt (DM-12)."""
    envelope: Document = {
        "@context": [CREDENTIALS_V2],
        "type": [vcdm.ENVELOPE],
        "id": "data:application/vc+jwt,a.b.c",
    }

    assert vcdm.is_envelope(envelope)
    assert "a.b.c" == vcdm.require_envelope(envelope)
    assert "a.b.c" == vcdm.require_envelope({**envelope, "@context": CREDENTIALS_V2})
    assert not vcdm.is_envelope(CREDENTIAL)


@pytest.mark.parametrize(
    "context",
    [
        {"skill": "https://a.example/skill"},
        {"@vocab": "https://a.example/", "@version": 1.1, "@protected": True, "@language": "en"},
        {"skill": {"@id": "https://a.example/s", "@container": ["@set"], "@type": "@vocab"}},
        {"skill": {"@id": "https://a.example/s", "@container": "@language"}},
        {"skill": {"@id": "ex:s", "@protected": True}, "ex": "https://a.example/"},
        {"skill": {"@id": "https://a.example/s", "@context": [{"deep": "https://a.example/d"}]}},
        {"skill": {"@id": "https://a.example/s", "@context": CREDENTIALS_V2}},
    ],
)
def test_context_that_only_defines_words_is_accepted(context: Document) -> None:
    """What gives words a meaning may stand in a document of the generic profile (API-11)."""
    require_inline(context, "/@context/1", frozenset({CREDENTIALS_V2}))


@pytest.mark.parametrize(
    ("context", "pointer"),
    [
        ({"@base": "https://a.example/"}, "/@context/1"),
        ({"@propagate": False}, "/@context/1"),
        ({"@vocab": ""}, "/@context/1/@vocab"),
        ({"@vocab": None}, "/@context/1/@vocab"),
        ({"skill": 7}, "/@context/1/skill"),
        ({"skill": {"@id": "@type"}}, "/@context/1/skill"),
        ({"skill": {"@id": None}}, "/@context/1/skill"),
        ({"skill": {"@nest": "x"}}, "/@context/1/skill"),
        ({"skill": {"@type": 7}}, "/@context/1/skill/@type"),
        ({"skill": {"@type": "@none"}}, "/@context/1/skill/@type"),
        ({"skill": {"@container": 7}}, "/@context/1/skill/@container"),
        ({"skill": {"@container": "@id"}}, "/@context/1/skill/@container"),
        ({"skill": {"@context": None}}, "/@context/1/skill/@context/0"),
        ({"skill": {"@context": {"id": "https://a.example/"}}}, "/@context/1/skill/@context/id"),
        ({"credentialSubject": "https://a.example/"}, "/@context/1/credentialSubject"),
    ],
)
def test_context_that_does_more_is_refused_at_its_place(context: Document, pointer: str) -> None:
    """No base, no keyword under another name, no second meaning for words of the data model."""
    with pytest.raises(ContextError) as caught:
        require_inline(context, "/@context/1", frozenset({CREDENTIALS_V2}))
    assert pointer == caught.value.pointer
