"""The canonical form of many random credentials, here and in Node's jsonld and rdf-canonize."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from issuer.documents import write_document
from issuer.proofs import canonicalize_document
from issuer.proofs.strictness import VERIFYING
from tests.interop.credentials import ACADEMY, badge
from tests.interop.peers import NodePeer

pytestmark = pytest.mark.interop

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
COUNT = 300

#: Not control characters, which the peers write raw in part, and nothing that sorts in another
#: order by UTF-16 code units than by code points (docs/divergences.md).
characters = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Co"], max_codepoint=0xDFFF
) | st.sampled_from("\t\n\r\"\\'<>{}|^`\u00a0\u0085\u2028\u2029\u200d\u0301é漢")
emoji = st.sampled_from(["🦉", "👩🏽‍⚕️", "𐍈𐎀", "🇳🇿"])
texts = st.text(characters, max_size=40) | emoji | st.text('"\\\n ab', max_size=20)
long_texts = st.text(characters, min_size=200, max_size=2_000) | texts.map(lambda t: t * 100)


def has_one_form(number: float) -> bool:
    """Leave out numbers whose 17th and last digit is a 5: the programs round it in two ways."""
    digits = format(Decimal(number), "f").replace(".", "").strip("0")
    return not (len(digits) == 17 and digits.endswith("5"))


numbers = st.integers(0, 2**53 - 1) | st.floats(1e-6, 1e15).filter(has_one_form)
tags = st.lists(texts, min_size=1, max_size=5)
evidence = st.fixed_dictionaries(
    {"type": st.just(["Evidence"])},
    optional={
        "id": st.sampled_from(["urn:a:1", "https://a.example/évidence?x=%20&y=1#z"]),
        "name": texts,
        "narrative": long_texts,
        "audience": texts,
    },
)
alignment = st.fixed_dictionaries(
    {
        "type": st.just(["Alignment"]),
        "targetName": texts,
        "targetUrl": st.just("https://case.example/1"),
    },
    optional={"targetCode": texts, "targetDescription": long_texts},
)
optional_members = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "description": long_texts,
        "evidence": st.lists(evidence, min_size=1, max_size=4),
        "awardedDate": st.sampled_from(["2026-04-10T15:00:00.125Z", "2026-04-10T24:00:00+05:30"]),
    },
)
subject_members = st.fixed_dictionaries(
    {},
    optional={
        "narrative": long_texts,
        "role": texts,
        "licenseNumber": texts,
        "creditsEarned": numbers,
        "result": st.lists(
            st.fixed_dictionaries(
                {"type": st.just(["Result"]), "value": texts},
                optional={"alignment": st.lists(alignment, min_size=1, max_size=2)},
            ),
            min_size=1,
            max_size=3,
        ),
    },
)
achievement_members = st.fixed_dictionaries(
    {},
    optional={
        "tag": tags,
        "creditsAvailable": numbers,
        "fieldOfStudy": texts,
        "alignment": st.lists(alignment, min_size=1, max_size=3),
    },
)


def random_badges() -> list[dict[str, Any]]:
    """Return so many badges of words that nobody chose."""
    made: list[dict[str, Any]] = []

    @settings(
        max_examples=COUNT,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(optional_members, subject_members, achievement_members)
    def collect(members: Any, subject: Any, achievement: Any) -> None:
        document = badge(ACADEMY, NOW)
        document.update(members)
        document["credentialSubject"].update(subject)
        document["credentialSubject"]["achievement"].update(achievement)
        made.append(document)

    collect()
    return made


def test_random_credentials_have_one_canonical_form(node_peer: NodePeer) -> None:
    """Unicode, quotes, long texts, numbers, members there or not: 300 of 300 alike."""
    documents = random_badges()
    assert len(documents) >= COUNT
    theirs = node_peer.canonize([write_document(document) for document in documents])
    ours = [canonicalize_document(document, VERIFYING).decode("utf-8") for document in documents]
    differing = [
        document
        for document, one, other in zip(documents, ours, theirs, strict=True)
        if one != other
    ]
    assert [] == differing
