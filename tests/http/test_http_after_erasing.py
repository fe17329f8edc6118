"""After an erasure: the log, bundles, the status list and pages, all asked of one school."""

from issuer import auditing
from issuer.auditing import Witness
from issuer.documents import write_document
from issuer.errors import GoneError
from tests.erasing import erase_avocet
from tests.http.test_http_erasing import place, settled
from tests.schooling import School

__all__ = ["place", "settled"]


def _bundle(school: School, who: str) -> bytes:
    badge = school.ids[f"badge of {who}"]
    return write_document(auditing.bundle_of(badge, school.house.auditing))


def _fails(bundle: bytes) -> list[str]:
    return [check.sentence for check in auditing.replay(bundle) if check.holds is False]


def _refusal(school: School) -> str:
    try:
        _bundle(school, "avocet")
    except GoneError as error:
        return error.code
    return "none"


def test_an_erased_learner_leaves_a_whole_log_and_proofs_behind(place: School) -> None:
    """The log still verifies against a checkpoint from before, and what was handed out replays."""
    services = place.house.auditing
    auditing.checkpoint(services)
    kept = Witness(source="before", note=auditing.newest_checkpoint(services).note)
    before = _bundle(place, "avocet")
    with place.house.issuance.read_only() as uow:
        record = uow.credentials.by_public_id(place.ids["badge of avocet"])
        assert record is not None
    path = f"/status/{record.list_id}"
    bits = place.call(None, "GET", path).data

    erase_avocet(place)

    badge = place.ids["badge of avocet"]
    auditing.checkpoint(services)
    assert {
        "faults of the log": (),
        "bundle from before": [],
        "bundle of another": [],
        "bundle anew": "erased",
        "status list": bits,
        "page": 404,
        "proof": 404,
    } == {
        "faults of the log": auditing.check_log(services, [kept]).faults,
        "bundle from before": _fails(before),
        "bundle of another": _fails(_bundle(place, "osprey")),
        "bundle anew": _refusal(place),
        "status list": place.call(None, "GET", path).data,
        "page": place.call(None, "GET", f"/badges/{badge}").status_code,
        "proof": place.call(None, "GET", f"/credentials/{badge}/audit-proof").status_code,
    }
