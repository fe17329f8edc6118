"""What parent and child say to each other is read with suspicion on both sides."""

import io
from dataclasses import fields, replace
from typing import Any

import pytest

from issuer.documents import write_document
from issuer.errors import ComplexityError, ContextError, MalformedError, UndefinedTermError
from issuer.proofs import Strictness, canonicalize_document
from issuer.proofs.strictness import GENERIC_ISSUING, ISSUING, VERIFYING
from issuer.workers.child import serve
from issuer.workers.messages import (
    MAX_FRAME,
    READY,
    BrokenFrameError,
    answer_of,
    job_of,
    read_answer,
    read_frame,
    read_job,
    write_frame,
)
from tests import specimens


def framed(*frames: bytes) -> io.BytesIO:
    """Return a stream that holds these frames."""
    stream = io.BytesIO()
    for frame in frames:
        write_frame(stream, frame)
    stream.seek(0)
    return stream


@pytest.mark.parametrize("strictness", [VERIFYING, ISSUING, GENERIC_ISSUING])
def test_job_is_read_as_it_was_written(strictness: Strictness) -> None:
    """Document, strictness and hash function arrive as they were."""
    document = specimens.signed_badge()
    job = job_of(document, strictness, "sha384")
    assert (document, strictness, "sha384") == read_job(*job)


@pytest.mark.parametrize("member", [f.name for f in fields(Strictness) if f.name != "contexts"])
def test_every_member_of_strictness_travels(member: str) -> None:
    """A member that stayed behind would make the child more lenient, or stricter."""
    change: dict[str, Any] = {member: not getattr(VERIFYING, member)}
    other = replace(VERIFYING, **change)
    assert other == read_job(*job_of({}, other, "sha256"))[1]


@pytest.mark.parametrize(
    "error",
    [
        MalformedError("Not accepted", code="jsonld"),
        UndefinedTermError("Rename it", pointer="/a~1b/0"),
        ContextError("Not supported", code="context_unsupported", pointer="/@context/1"),
        ComplexityError("Too entangled"),
    ],
)
def test_refusal_comes_back_as_it_was(error: MalformedError) -> None:
    """Type, sentence, code and pointer are those of the child."""

    def refuse() -> bytes:
        raise error

    with pytest.raises(type(error)) as caught:
        read_answer(answer_of(refuse))
    told = caught.value
    assert type(error) is type(told)
    assert (error.detail, error.code, error.pointer) == (told.detail, told.code, told.pointer)


def test_result_comes_back_as_it_was() -> None:
    """Bytes are bytes, an empty form included."""
    assert read_answer(answer_of(lambda: b"\x01\x00")) == b"\x01\x00"
    assert read_answer(answer_of(lambda: b"")) == b""


def test_unknown_error_is_a_refusal_all_the_same() -> None:
    """A child that names another class gets no other class out of us."""
    answer = b"\x01" + write_document({"error": "SystemExit", "detail": "a", "code": "b"})
    with pytest.raises(MalformedError) as caught:
        read_answer(answer)
    assert type(caught.value) is MalformedError


@pytest.mark.parametrize("answer", [b"", b"\x02", b"ready"])
def test_answer_of_no_known_kind_is_no_answer(answer: bytes) -> None:
    """Nothing is guessed."""
    with pytest.raises(BrokenFrameError):
        read_answer(answer)


@pytest.mark.parametrize(
    "data", [b"", b"\0\0\0", b"\0\0\0\2a", (MAX_FRAME + 1).to_bytes(4, "big") + b"a"]
)
def test_broken_frame_is_refused(data: bytes) -> None:
    """An end in the middle, or a length beyond the bound, before any memory is taken."""
    with pytest.raises(BrokenFrameError):
        read_frame(io.BytesIO(data))


def test_child_answers_each_job_and_ends_with_its_input() -> None:
    """Ready, one answer for each job, and no word more."""
    badge = specimens.small_badge()
    bad = {**badge, "evil": 1}
    jobs = framed(*job_of(badge, VERIFYING, "sha256"), *job_of(bad, VERIFYING, "sha256"))
    answers = io.BytesIO()
    serve(jobs, answers, lambda: None)
    answers.seek(0)
    assert read_frame(answers) == READY
    assert canonicalize_document(badge, VERIFYING) == read_answer(read_frame(answers))
    with pytest.raises(UndefinedTermError):
        read_answer(read_frame(answers))
    assert answers.read() == b""
