"""Every shape of the VC-API: what requests may hold, and what answers look like (section 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from issuer.api.vcapi.problem_types import OPTION_CODE, type_of, type_of_error
from issuer.clock import parse_instant
from issuer.documents import Document, Json
from issuer.errors import IssuerError, MalformedError, RepeatError, StateError
from issuer.verification import Finding, Outcome
from issuer.verification.generic import Answerable, Expected, GenericReport, PresentationReport
from issuer.verification.generic.model import StatusResult, meaning_of

PREFIX = "/vc/"
_STATUS_ENTRY = "BitstringStatusListEntry"
_ISSUE_OPTIONS = frozenset({"credentialId", "mandatoryPointers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRequest:
    """What an issue request asks for."""

    credential: Document
    credential_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRequest:
    """What a change of status asks for."""

    credential_id: str
    purpose: str
    on: bool


def read_issue_request(body: Document) -> IssueRequest:
    """Read a request whose options are a closed list (API-2).

    Raises:
        MalformedError: of another shape, or an option that is not known (`unknown_option`).
    """
    options = _object(body, "options")
    unknown = options.keys() - _ISSUE_OPTIONS
    if unknown or body.keys() - {"credential", "options"}:
        named = ", ".join(sorted(unknown or body.keys() - {"credential", "options"}))[:100]
        raise MalformedError(
            f"Remove what is no option here: {named}", code=OPTION_CODE, pointer="/options"
        )
    pointers = options.get("mandatoryPointers", [])
    if not isinstance(pointers, list) or not all(isinstance(each, str) for each in pointers):
        raise MalformedError(
            "Write mandatoryPointers as an array of texts", pointer="/options/mandatoryPointers"
        )
    return IssueRequest(
        credential=_needed(body, "credential"),
        credential_id=_text(options, "credentialId", "/options"),
    )


def read_credential(body: Document) -> Document:
    """Return what is to be verified; MalformedError, code `json`, if it is no object (DI-3)."""
    return _needed(body, "verifiableCredential")


def read_presentation(body: Document) -> tuple[Document | str, Expected]:
    """Return the presentation, or the text of its token, and what it must answer.

    Raises:
        MalformedError: as `read_credential`; `domain` for options of another shape.
    """
    options = _object(body, "options")
    domain = options.get("domain")
    domains = domain if isinstance(domain, list) else [domain]
    if domain is not None and not all(isinstance(each, str) for each in domains):
        raise MalformedError("Write domain as text", code="domain", pointer="/options/domain")
    expected = Expected(
        challenge=_text(options, "challenge", "/options"),
        domain=None if domain is None else frozenset(str(each) for each in domains),
    )
    shown = body.get("verifiablePresentation")
    return shown if isinstance(shown, str) else _needed(body, "verifiablePresentation"), expected


def read_status_request(body: Document) -> StatusRequest:
    """Read a change of status.

    Raises:
        MalformedError: of another shape.
    """
    credential_id = _text(body, "credentialId", "")
    status = _needed(body, "credentialStatus")
    purpose = _text(status, "statusPurpose", "/credentialStatus")
    kind = _text(status, "type", "/credentialStatus")
    on = body.get("status")
    if not credential_id or not purpose or not kind or not isinstance(on, bool):
        raise MalformedError(
            "Send credentialId, credentialStatus with type and statusPurpose, and status as true"
            " or false"
        )
    if kind != _STATUS_ENTRY:
        raise MalformedError(
            f"Statuses here are of the type {_STATUS_ENTRY}",
            code="status_entry",
            pointer="/credentialStatus/type",
        )
    return StatusRequest(credential_id=credential_id, purpose=purpose, on=on)


def wants(body: Document, option: str, *, default: bool) -> bool:
    """Tell whether an option of verification is on; options are open, and none omits a check."""
    options = body.get("options")
    value = options.get(option, default) if isinstance(options, Mapping) else default
    return value if isinstance(value, bool) else default


def credential_answer(report: GenericReport, body: Document) -> tuple[int, Document]:
    """Return status code and body of a verified credential (API-3, API-4)."""
    answer = _verdict(report, _problems(report.all_findings), body)
    if wants(body, "returnResults", default=True):
        answer["results"] = _results(report)
    if wants(body, "returnCredential", default=False):
        answer["credential"] = report.document
    return _status_code(report), answer


def presentation_answer(report: PresentationReport, body: Document) -> tuple[int, Document]:
    """Return status code and body of a verified presentation."""
    inside = [each for one in report.credentials for each in one.all_findings]
    answer = _verdict(report, _problems((*report.findings, *inside)), body)
    if wants(body, "returnResults", default=True):
        answer["results"] = {
            "presentation": {
                "verified": report.holds,
                "holder": report.holder,
                "proof": _proof_results(report.document, held=report.holds),
            },
            "credentials": [
                {"verified": one.is_verified, "results": _results(one)}
                for one in report.credentials
            ],
        }
    if wants(body, "returnPresentation", default=False):
        answer["presentation"] = report.document
    return _status_code(report), answer


def refused_answer(error: IssuerError) -> Document:
    """Return the body about what could not even be read; the same members as for all others."""
    problem = _problem(
        type_of_error(error) or type_of("", error.code, None),
        error.code,
        error.detail,
        error.pointer,
    )
    return {
        "verified": False,
        "valid": False,
        "codes": [error.code],
        "problemDetails": [problem],
        "results": {},
    }


def as_vcapi_problem(
    error: IssuerError, status: HTTPStatus, document: Document
) -> tuple[HTTPStatus, Document]:
    """Rewrite a problem document in the words of the VC-API."""
    if error.code == "gone":
        status = HTTPStatus.GONE
    elif isinstance(error, StateError) or (
        isinstance(error, RepeatError) and error.code == "credential_id"
    ):
        status = HTTPStatus.BAD_REQUEST
    kind = type_of_error(error)
    named = {} if kind is None else {"type": kind, "title": _title(kind)}
    return status, {**document, **named, "status": int(status), "detail": error.detail}


def _status_code(report: GenericReport | PresentationReport) -> int:
    return HTTPStatus.BAD_REQUEST if report.has_errors else HTTPStatus.OK


def _verdict(
    report: GenericReport | PresentationReport, problems: list[Json], body: Document
) -> dict[str, Json]:
    """Return what VCALM asks for, and our own stricter verdict beside it."""
    answer: dict[str, Json] = {
        "verified": report.is_verified,
        "valid": report.is_valid,
        "codes": [each["code"] for each in problems if isinstance(each, Mapping)],
    }
    if wants(body, "returnProblemDetails", default=True):
        answer["problemDetails"] = problems
    return answer


def _problems(findings: tuple[Finding, ...]) -> list[Json]:
    return [
        _problem(
            type_of(each.check, each.code, each.pointer), each.code, each.sentence, each.pointer
        )
        for each in findings
        if meaning_of(each) is not Answerable.GOOD
    ]


def _problem(kind: str, code: str, detail: str, pointer: str | None) -> Document:
    members: dict[str, Json] = {
        "type": kind,
        "title": _title(kind),
        "detail": detail if pointer is None else f"{detail} ({pointer or 'the document'})",
        "code": code,
    }
    if pointer is not None:
        members["pointer"] = pointer
    return members


def _title(kind: str) -> str:
    return kind.rpartition("#")[2].replace("_", " ").capitalize()


def _results(report: GenericReport) -> Document:
    """Return the results of API-4, and what DM-15 wants known of how they came about."""
    document = report.document
    problems = _problems(report.all_findings)
    errors = {each.code for each in report.all_findings if meaning_of(each) is Answerable.ERROR}
    results: dict[str, Json] = {
        "mediaType": report.media_type,
        "controller": report.issuer_id,
        "controlledIdentifierDocument": report.controller_document,
        "proof": _proof_results(document, held=report.proofs_held),
        "credentialStatus": [_status_result(each) for each in report.statuses],
        "credentialSchema": _schema_results(report),
        "warnings": [each for each in problems if _code_of(each) not in errors],
        "errors": [each for each in problems if _code_of(each) in errors],
    }
    codes = {each.code for each in report.all_findings}
    for name, fault in (("validFrom", "not_yet_valid"), ("validUntil", "expired")):
        if name in document:
            fits = _is_instant(document[name]) and fault not in codes
            results[name] = {"verified": fits, "input": document[name]}
    return {name: value for name, value in results.items() if value is not None}


def _proof_results(document: Document, *, held: bool) -> list[Json]:
    """Return each proof with its result: all that can be checked hold, or none counts (DI-6)."""
    proof = document.get("proof")
    entries = proof if isinstance(proof, list) else [proof]
    return [{"verified": held, "input": each} for each in entries if each is not None]


def _status_result(status: StatusResult) -> Document:
    fine = all(
        meaning_of(each) in (Answerable.GOOD, Answerable.WARNING) for each in status.findings
    )
    result: dict[str, Json] = {"verified": fine and status.value is not None, "input": status.entry}
    if status.value is not None:
        result["value"] = status.value
    return result


def _schema_results(report: GenericReport) -> list[Json]:
    schema = report.document.get("credentialSchema")
    entries = schema if isinstance(schema, list) else [schema]
    checked = [each for each in report.findings if each.check == "schema"]
    fine = bool(checked) and all(
        each.outcome is Outcome.VALID and not each.is_note for each in checked
    )
    return [{"verified": fine, "input": each} for each in entries if each is not None]


def _code_of(problem: Json) -> Json:
    return problem["code"] if isinstance(problem, Mapping) else None


def _is_instant(value: Json) -> bool:
    try:
        parse_instant(str(value))
    except MalformedError:
        return False
    return True


def _object(body: Document, name: str) -> Document:
    value = body.get(name, {})
    if not isinstance(value, Mapping):
        raise MalformedError(f"Write {name} as an object", pointer=f"/{name}")
    return value


def _needed(body: Document, name: str) -> Document:
    value = body.get(name)
    if not isinstance(value, Mapping):
        raise MalformedError(f"Send {name} as an object", code="json", pointer=f"/{name}")
    return value


def _text(body: Document, name: str, where: str) -> str | None:
    value = body.get(name)
    if value is not None and (not isinstance(value, str) or not value):
        raise MalformedError(f"Write {name} as text", pointer=f"{where}/{name}")
    return value
