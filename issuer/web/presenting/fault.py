"""The page for what did not work: what happened, then what to do. No blame, no detail of ours."""

from dataclasses import dataclass

from issuer.web.presenting.frame import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPage:
    """One fault; `request_id` is only shown where the operator needs it."""

    frame: Frame
    code: str
    title: str
    sentence: str
    advice: str
    request_id: str = ""


def fault_page(
    *, status: int, title: str, sentence: str, advice: str, request_id: str = ""
) -> FaultPage:
    """Present one fault."""
    return FaultPage(
        frame=Frame(title=f"{title} - Issuer", description=sentence, robots="noindex, nofollow"),
        code=str(int(status)),
        title=title,
        sentence=sentence,
        advice=advice,
        request_id=request_id,
    )
