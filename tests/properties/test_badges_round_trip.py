"""Open Badges values survive writing and reading, unknown members included."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from issuer.badges import (
    ACHIEVEMENT_TYPES,
    CREDENTIALS_V2,
    EXTENSIONS,
    IDENTIFIER_TYPES,
    OB_3_0_3,
    RESULT_STATUSES,
    RESULT_TYPES,
    TARGET_TYPES,
    Achievement,
    AchievementCredential,
    AchievementCriteria,
    AchievementSubject,
    Alignment,
    EndorsementCredential,
    EndorsementSubject,
    Evidence,
    IdentifierEntry,
    IdentityObject,
    Image,
    Profile,
    Related,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    StatusListEntry,
)
from issuer.documents import fold_name, read_document, write_document

characters = st.characters(codec="utf-8", exclude_characters="\0")
texts = st.text(characters, min_size=1, max_size=20)
maybe = st.none() | texts
uris = st.from_regex(r"\A(https://|urn:|did:web:)[a-z0-9.#/-]{1,20}\Z")
maybe_uri = st.none() | uris


def objects(members: st.SearchStrategy[Any], *, max_size: int) -> st.SearchStrategy[dict[str, Any]]:
    """Return JSON objects that the strict door lets in: no name twice, whatever its case."""
    pairs = st.tuples(texts, members)
    return st.lists(pairs, max_size=max_size, unique_by=lambda pair: fold_name(pair[0])).map(dict)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | objects(inner, max_size=3),
    max_leaves=5,
)
unknown = st.dictionaries(st.from_regex(r"\Ax-[a-z]{1,8}\Z"), values, max_size=3)
dates = st.sampled_from(["2026-04-10T15:00:00Z", "2026-04-10T17:00:00.25+02:00"])
maybe_date = st.none() | dates
credits_ = st.none() | st.integers(0, 100) | st.floats(0, 100)


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return short tuples."""
    return st.lists(strategy, max_size=2).map(tuple)


def term(words: frozenset[str]) -> st.SearchStrategy[str]:
    """Return words of a vocabulary and extensions of it."""
    return st.sampled_from(sorted(words)) | st.just("ext:Ours-1.0_a")


images = st.builds(Image, id=st.just("https://b.example/1.png"), caption=maybe)
alignments = st.builds(
    Alignment,
    target_name=texts,
    target_url=uris,
    target_code=maybe,
    target_description=maybe,
    target_framework=maybe,
    target_type=st.none() | term(TARGET_TYPES),
    unrecognized=unknown,
)
entries = st.builds(IdentifierEntry, identifier=texts, identifier_type=term(IDENTIFIER_TYPES))
identities = st.builds(
    IdentityObject,
    hashed=st.booleans(),
    identity_hash=texts,
    identity_type=term(IDENTIFIER_TYPES),
    salt=maybe,
)
signed = objects(values, max_size=2)
profiles = st.builds(
    Profile,
    id=uris,
    name=maybe,
    url=maybe_uri,
    description=maybe,
    email=maybe,
    phone=maybe,
    official=maybe,
    image=st.none() | images,
    parent_org=st.none() | st.builds(Profile, id=uris, name=maybe, unrecognized=unknown),
    other_identifier=some(entries),
    endorsement=some(signed),
    endorsement_jwt=some(texts),
    unrecognized=unknown,
)
levels = st.builds(
    RubricCriterionLevel,
    id=uris,
    name=texts,
    description=maybe,
    level=maybe,
    points=maybe,
    alignment=some(alignments),
    unrecognized=unknown,
)


@st.composite
def descriptions(draw: st.DrawFn) -> ResultDescription:
    """Return a description whose required level is one of its own."""
    own = draw(some(levels))
    return ResultDescription(
        id=draw(uris),
        name=draw(texts),
        result_type=draw(term(RESULT_TYPES)),
        rubric_criterion_level=own,
        required_level=draw(st.sampled_from([None, *(level.id for level in own)])),
        allowed_value=draw(some(texts)),
        required_value=draw(maybe),
        value_min=draw(maybe),
        value_max=draw(maybe),
        unrecognized=draw(unknown),
    )


results = st.builds(
    Result,
    result_description=maybe_uri,
    achieved_level=maybe_uri,
    value=maybe,
    status=st.none() | st.sampled_from(sorted(RESULT_STATUSES)),
    alignment=some(alignments),
    unrecognized=unknown,
)
achievements = st.builds(
    Achievement,
    id=uris,
    name=texts,
    description=texts,
    criteria=st.builds(AchievementCriteria, id=maybe_uri, narrative=texts, unrecognized=unknown),
    achievement_type=st.none() | term(ACHIEVEMENT_TYPES),
    creator=st.none() | profiles,
    image=st.none() | images,
    version=maybe,
    in_language=st.sampled_from([None, "en", "en-US", "zh-Hant-TW", "es-419"]),
    human_code=maybe,
    field_of_study=maybe,
    specialization=maybe,
    credits_available=credits_,
    tag=some(texts),
    alignment=some(alignments),
    related=some(
        st.builds(Related, id=uris, in_language=st.just("es"), version=maybe, unrecognized=unknown)
    ),
    other_identifier=some(entries),
    result_description=some(descriptions()),
    endorsement=some(signed),
    endorsement_jwt=some(texts),
    unrecognized=unknown,
)
subjects = st.builds(
    AchievementSubject,
    id=uris,
    achievement=achievements,
    identifier=some(identities),
    activity_start_date=maybe_date,
    activity_end_date=maybe_date,
    credits_earned=credits_,
    image=st.none() | images,
    license_number=maybe,
    narrative=maybe,
    result=some(results),
    role=maybe,
    source=st.none() | profiles,
    term=maybe,
    unrecognized=unknown,
)
evidences = st.builds(
    Evidence,
    id=maybe_uri,
    name=maybe,
    narrative=maybe,
    description=maybe,
    genre=maybe,
    audience=maybe,
    digest_multibase=maybe,
    unrecognized=unknown,
)
statuses = st.none() | st.builds(
    StatusListEntry,
    id=maybe_uri,
    status_purpose=texts,
    status_list_index=st.integers(0, 10**9).map(str),
    status_list_credential=uris,
    unrecognized=unknown,
)
badges = st.builds(
    AchievementCredential,
    context=st.sampled_from([(CREDENTIALS_V2, OB_3_0_3), (CREDENTIALS_V2, OB_3_0_3, EXTENSIONS)]),
    id=uris,
    issuer=uris | profiles,
    valid_from=dates,
    valid_until=st.sampled_from([None, "2036-01-01T00:00:00Z"]),
    awarded_date=maybe_date,
    name=maybe,
    description=maybe,
    image=st.none() | images,
    credential_subject=subjects,
    evidence=some(evidences),
    endorsement=some(signed),
    endorsement_jwt=some(texts),
    credential_status=statuses,
    credential_schema=some(signed),
    refresh_service=st.none() | signed,
    terms_of_use=some(signed),
    proof=some(signed),
    unrecognized=unknown,
)
endorsements = st.builds(
    EndorsementCredential,
    id=uris,
    name=texts,
    issuer=uris | profiles,
    valid_from=dates,
    credential_subject=st.builds(
        EndorsementSubject, id=uris, endorsement_comment=maybe, unrecognized=unknown
    ),
    evidence=some(evidences),
    credential_status=statuses,
    proof=some(signed),
    unrecognized=unknown,
)


@given(badges)
def test_a_badge_is_read_as_it_was_written(badge: AchievementCredential) -> None:
    """Nothing is lost on the way through bytes, known or unknown."""
    document = read_document(write_document(badge.to_dict()))
    assert badge == AchievementCredential.from_dict(document)


@given(endorsements)
def test_an_endorsement_is_read_as_it_was_written(endorsement: EndorsementCredential) -> None:
    """Nothing is lost on the way through bytes, known or unknown."""
    document = read_document(write_document(endorsement.to_dict()))
    assert endorsement == EndorsementCredential.from_dict(document)
