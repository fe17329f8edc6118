"""The members that every Open Badges credential has around its subject (VCDM 2.0)."""

from issuer.badges.members import Members
from issuer.badges.profile import Profile
from issuer.badges.status_list_entry import STATUS_LIST_ENTRY, StatusListEntry
from issuer.badges.vocabulary import CREDENTIALS_V1, CREDENTIALS_V2, OB_CONTEXT, VCDM_1_ONLY
from issuer.clock import parse_instant
from issuer.documents import Document, Json
from issuer.errors import ContextError

#: The first context decides the version of the data model, and so the names of the dates (OB-49).
_DATES = {
    CREDENTIALS_V2: ("validFrom", "validUntil"),
    CREDENTIALS_V1: ("issuanceDate", "expirationDate"),
}


def date_names(context: tuple[str, ...]) -> tuple[str, str]:
    """Return the member names of start and end of validity in this version of the data model."""
    return _DATES.get(context[0], _DATES[CREDENTIALS_V2])


def read_context(members: Members) -> tuple[str, ...]:
    """Read `@context` as an ordered list of URLs: data model first, Open Badges second (OB-4).

    Raises:
        ContextError: another order, an inline context, or a revision that VCDM 2.0 cannot expand.
    """
    at = members.pointer("@context")
    value = members.required("@context")
    context = value if isinstance(value, list | tuple) else [value]
    urls = tuple(_url(each, f"{at}/{i}") for i, each in enumerate(context))
    first = next(iter(urls), "")
    if first not in _DATES:
        raise ContextError(f"Put {CREDENTIALS_V2} first in '@context'", pointer=f"{at}/0")
    second = urls[1] if len(urls) > 1 else ""
    if not OB_CONTEXT.fullmatch(second):
        raise ContextError("Put the Open Badges context second", pointer=f"{at}/1")
    for i, url in enumerate(urls):
        if url in VCDM_1_ONLY and first == CREDENTIALS_V2:
            raise ContextError(f"{url} contradicts credentials v2", pointer=f"{at}/{i}")
    return urls


def read_issuer(members: Members) -> Profile | str:
    """Read `issuer`: the standard also allows a bare URI, which we never write (OB-13)."""
    if isinstance(members.required("issuer"), str):
        return members.uri("issuer")
    return members.value("issuer", Profile.from_dict)


def shape_issuer(issuer: Profile | str) -> Json:
    """Shape `issuer` as it was read."""
    return issuer if isinstance(issuer, str) else issuer.to_dict()


def read_validity(members: Members, context: tuple[str, ...]) -> tuple[str, str | None]:
    """Read start and end of validity in their lexical form; the end is not before the start."""
    names = date_names(context)
    for name in _DATES[CREDENTIALS_V2]:
        # The older context knows these words too; a reader of either kind must see one period.
        if name not in names and name in members:
            raise members.fault(name, f"the data model 1.1 says {' and '.join(names)}", "date")
    start, end = members.instant(names[0]), members.optional_instant(names[1])
    if end is not None and parse_instant(end) < parse_instant(start):
        raise members.fault(names[1], "it must not end before it begins", "date")
    return start, end


def read_status(members: Members) -> StatusListEntry | Document | None:
    """Read `credentialStatus`: one object (OB-41); another kind than Bitstring stays as it is."""
    document = members.optional_document("credentialStatus")
    if document is None or document.get("type") != STATUS_LIST_ENTRY:
        return document
    return StatusListEntry.from_dict(document, members.pointer("credentialStatus"))


def shape_status(status: StatusListEntry | Document | None) -> Document | None:
    """Shape `credentialStatus` as it was read."""
    return status.to_dict() if isinstance(status, StatusListEntry) else status


def _url(value: Json, at: str) -> str:
    if not isinstance(value, str):
        raise ContextError("Name contexts by URL; inline ones are refused", pointer=at)
    return value
