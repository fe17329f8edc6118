"""The page for what did not work: what happened, then what to do. No blame, no detail of ours."""

from dataclasses import dataclass

from issuer.web.presenting.frame import Frame, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPage:
    """One fault; `request_id` is only shown where the operator needs it.

    `way` leads whoever can sign in to where they go on; nobody else has one.
    """

    frame: Frame
    code: str
    title: str
    sentence: str
    advice: str
    request_id: str = ""
    way: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MisdirectedPage:
    """What is told under a name that is not ours; `address` is the only link, and absolute."""

    title: str
    sentence: str
    address: str


def fault_page(
    *,
    status: int,
    title: str,
    sentence: str,
    advice: str,
    request_id: str = "",
    way: Link | None = None,
) -> FaultPage:
    """Present one fault; its words are in the language of whoever met it already."""
    return FaultPage(
        frame=Frame(title=f"{title} - Issuer", description=sentence, robots="noindex, nofollow"),
        code=str(int(status)),
        title=title,
        sentence=sentence,
        advice=advice,
        request_id=request_id,
        way=way,
    )
