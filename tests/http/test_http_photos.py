"""Photos handed in as evidence: what is kept of them, and that the learner is told."""

import hashlib
import io
from typing import Any

from PIL import Image

from issuer.access import Role
from tests.schooling import BADGE, School, open_submission
from tests.visiting import HTML, come_in

PLACE = b"Qzcamera at the river"


def photo() -> bytes:
    """Return a JPEG that tells where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = PLACE.decode()
    saved = io.BytesIO()
    Image.new("RGB", (40, 20), (9, 9, 9)).save(saved, format="JPEG", exif=exif.tobytes())
    return saved.getvalue()


def hand_in_photo(school: School, badge: str) -> tuple[dict[str, object], bytes]:
    """Add the photo to a new submission; return the item and the bytes that come back."""
    work = open_submission(school, "heron", badge)
    place = f"/api/v1/submissions/{work}/evidence"
    form = {"title": "The river", "file": (io.BytesIO(photo()), "river.jpg")}
    item = school.made("heron", place, data=form)
    return item, school.call("heron", "GET", f"{place}/{item['id']}/content").data


def test_photo_is_kept_without_its_place(school: School) -> None:
    """The learner is told, and the digest is that of what was kept."""
    item, kept = hand_in_photo(school, "team")
    digest = f"sha256:{hashlib.sha256(kept).hexdigest()}"
    assert (True, False, digest) == (item["metadata_removed"], PLACE in kept, item["digest"])


def test_learner_reads_on_the_page_what_was_taken_out(school: School) -> None:
    """Whoever hands in a photo from home knows that nobody reads where that is."""
    work = open_submission(school, "heron", "team")
    form = {"title": "The river", "file": (io.BytesIO(photo()), "river.jpg")}
    school.made("heron", f"/api/v1/submissions/{work}/evidence", data=form)
    browser = come_in(school, "heron", Role.LEARNER)
    page = browser.client.get(f"/learn/{work}", headers=HTML)

    assert page.text.count("Place, time and device were taken out of it.") == 1


def test_criteria_may_ask_for_the_original(school: School) -> None:
    """Where the place is part of the proof, the photo stays as it was sent."""
    badge: dict[str, Any] = dict(BADGE)
    document = {**badge, "badge": "river-watch"}
    leaf = {"id": "work", "title": "Photos", "evidence": {"kinds": ["file"], "originals": True}}
    first, *others = badge["criteria"]["all_of"]
    assert "work" == first["id"]
    document["criteria"] = {**badge["criteria"], "all_of": [leaf, *others]}
    draft = school.made("teacher", "/api/v1/badges", {"document": document})
    school.made("teacher", f"/api/v1/badges/{draft['id']}/propose")
    school.made("admin", f"/api/v1/badges/{draft['id']}/publish")
    school.ids["river"] = draft["id"]
    item, kept = hand_in_photo(school, "river")
    assert (False, photo()) == (item["metadata_removed"], kept)
