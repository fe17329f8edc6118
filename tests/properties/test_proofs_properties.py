"""Whatever happens to a signed badge, only the badge itself is valid."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from issuer.documents import read_document, write_document
from issuer.errors import IssuerError
from issuer.proofs import VerificationMethod, did_web_to_url, url_to_did_web, verify_proof
from issuer.proofs.canonical import canonical_form, literal_term, require_agreement
from issuer.proofs.multikey import base58_decode, base58_encode
from issuer.proofs.rdfc import Quad
from issuer.status import MIN_LENGTH, StatusList
from tests import specimens

METHOD = specimens.method_of(specimens.GUILD_SEED, specimens.GUILD)
SIGNED = specimens.endorsement()
DATA = write_document(SIGNED)


def is_valid(data: bytes, method: VerificationMethod) -> bool:
    """Tell whether bytes hold a document whose proof holds; only our own errors may say no."""
    try:
        verify_proof(read_document(data), method)
    except IssuerError:
        return False
    return True


def says_the_same(data: bytes) -> bool:
    """Tell whether bytes hold the signed document, or the same words by the older context.

    The signature covers RDF: contexts 3.0.2 and 3.0.3 define the words of this document alike.
    """
    return read_document(data.replace(b"context-3.0.2.json", b"context-3.0.3.json")) == SIGNED


@given(place=st.integers(0, len(DATA) - 1), bit=st.integers(0, 7))
@example(place=DATA.index(b"context-3.0.3") + len("context-3.0."), bit=0)
def test_flipped_bit_is_never_valid(place: int, bit: int) -> None:
    """Any single bit of the bytes matters, unless the document still says the same."""
    changed = bytearray(DATA)
    changed[place] ^= 1 << bit
    assert not is_valid(bytes(changed), METHOD) or says_the_same(bytes(changed))


@given(
    start=st.integers(0, len(DATA)),
    length=st.integers(0, 40),
    inserted=st.binary(max_size=20),
)
def test_spliced_bytes_are_never_valid(start: int, length: int, inserted: bytes) -> None:
    """Cutting and inserting never yields another valid document."""
    changed = DATA[:start] + inserted + DATA[start + length :]
    assert not is_valid(changed, METHOD) or says_the_same(changed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
PLACES = [
    f"{pointer}/{name}"
    for pointer in specimens.object_pointers(SIGNED)
    for name in specimens.at(SIGNED, pointer)
]


@given(pointer=st.sampled_from(PLACES), value=JSON)
@example(pointer="/type", value={"": ""})
@example(pointer="/issuer", value={"id": {}})
@example(pointer="/proof", value=[[]])
def test_replaced_member_is_never_valid_and_never_a_traceback(pointer: str, value: Any) -> None:
    """Any JSON at any place: our own error, or the document as it was."""
    changed = specimens.with_value(SIGNED, pointer, value)
    try:
        verify_proof(changed, METHOD)
    except IssuerError:
        return
    # A value in an array of its own says the same in RDF; nothing else may pass.
    assert specimens.at(SIGNED, pointer) in (value, [value]) or value == [
        specimens.at(SIGNED, pointer)
    ]


@given(st.binary(max_size=64))
def test_base58_reads_what_it_writes(data: bytes) -> None:
    """Leading zeros included."""
    assert data == base58_decode(base58_encode(data))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@example("\x00\x0b\x7f\x85\u2028\ufffe\uffff")
def test_any_text_has_one_canonical_line(text: str) -> None:
    """A literal never breaks its line, and a second implementation writes the same."""
    quads = (Quad("_:x", "<urn:a:p>", literal_term(text)),)
    canonical = canonical_form(quads)
    assert canonical.decode("utf-8").split("\n") == [
        f"_:c14n0 <urn:a:p> {literal_term(text)} .",
        "",
    ]
    require_agreement(quads, canonical)


NODES = st.sampled_from(["_:a", "_:b", "_:c", "_:d", "<urn:a:x>", "<urn:a:y>"])
QUADS = st.lists(
    st.builds(
        Quad,
        NODES,
        st.sampled_from(["<urn:a:p>", "<urn:a:q>"]),
        NODES | st.sampled_from(['"1"', '"2"']),
        st.sampled_from(["", "<urn:a:g>", "_:g"]),
    ),
    max_size=8,
)


@given(quads=QUADS, order=st.randoms())
def test_two_canonicalizers_agree_whatever_the_graph(quads: list[Quad], order: Any) -> None:
    """Our RDFC-1.0 and pyoxigraph's come to one form, for any order of quads."""
    shuffled = list(quads)
    order.shuffle(shuffled)
    canonical = canonical_form(tuple(quads))
    assert canonical == canonical_form(tuple(shuffled))
    require_agreement(tuple(quads), canonical)


@given(st.sets(st.integers(0, MIN_LENGTH - 1), max_size=50))
def test_list_holds_exactly_the_bits_that_were_set(indices: set[int]) -> None:
    """Encoding and decoding lose nothing and add nothing."""
    read = StatusList.decode(StatusList.from_bits(indices).encode())
    assert len(indices) == sum(byte.bit_count() for byte in read.bits)
    assert all(read.bit(index) for index in indices)


@given(st.text(max_size=60) | st.from_regex(r"did:web:[a-z0-9.:%A-]{1,40}", fullmatch=True))
def test_did_web_leads_to_its_own_document_or_nowhere(text: str) -> None:
    """Every accepted DID has a URL that leads back to it."""
    try:
        url = did_web_to_url(text)
    except IssuerError:
        return
    origin = url.removesuffix("/did.json").removesuffix("/.well-known")
    assert text == url_to_did_web(origin)


@given(st.text(max_size=200) | st.binary(max_size=300).map(lambda data: "u" + data.hex()))
def test_any_text_as_a_list_gets_an_answer(text: str) -> None:
    """Garbage is refused with our own error."""
    try:
        StatusList.decode(text)
    except IssuerError:
        return
    raise AssertionError("garbage became a list")
