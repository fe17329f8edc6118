"""From published challenge to approved award: the verbs, their commands and the reads.

Every verb takes `(command, services)` and runs one transaction; the commands are in
`assessment.commands`, what reads return in `assessment.rows`.
"""

from issuer.assessment.approving import approve_award, mark_issued
from issuer.assessment.assigning import assign_reviews, triage_submission, triage_waiting
from issuer.assessment.attesting import (
    hold_attestation,
    hold_comment,
    record_attestation,
    record_hand_attestation,
    withdraw_attestation,
)
from issuer.assessment.auditing import break_glass, close_glass, list_broken_glass
from issuer.assessment.authoring import (
    draft_definition,
    propose_definition,
    publish_definition,
    publish_instrument,
    publish_rubric,
    retire_definition,
)
from issuer.assessment.calibrating import calibrate_peer
from issuer.assessment.calibration_queries import (
    list_calibrations,
    open_anchor,
    show_calibration,
)
from issuer.assessment.desk_queries import class_board, show_desk
from issuer.assessment.drafting_queries import (
    compare_with_published,
    lint_document,
    list_instruments,
    list_rubrics,
    preview_definition,
)
from issuer.assessment.excepting import (
    decline_late,
    extend_window,
    grant_waiver,
    hold_submission,
    release_submission,
    withdraw_waiver,
)
from issuer.assessment.gathering import (
    add_file,
    add_link,
    add_observation,
    add_text,
    confirm_conditions,
    remove_evidence,
)
from issuer.assessment.learning_queries import list_levels, list_offers, show_work
from issuer.assessment.ledgers import (
    log_hours,
    record_metric,
    record_statement,
    reject_hours,
    submit_external,
    verify_external,
    verify_hours,
)
from issuer.assessment.looking import look_at_files
from issuer.assessment.moving import NewerVersion, find_newer
from issuer.assessment.opening import open_submission, opt_in, repin_submission, withdraw_submission
from issuer.assessment.picturing import Picture, colour_of, picture_of, upload_picture
from issuer.assessment.ports import Services
from issuer.assessment.quality import QualityReport, quality_of
from issuer.assessment.queries import (
    find_achievement,
    find_award,
    list_approvals,
    list_assessments,
    list_catalogue,
    list_events,
    progress_of,
    published_paths,
    show_definition,
    show_submission,
    title_of_badge,
    title_of_work,
)
from issuer.assessment.rating import moderate_item, record_rating, sign_off
from issuer.assessment.returning import appeal_decision, decide_not_yet, return_submission
from issuer.assessment.review_queries import (
    list_reviews,
    open_evidence,
    open_evidence_part,
    show_review,
)
from issuer.assessment.reviewing import accept_review, decline_review, expire_leases
from issuer.assessment.rows import EvidenceFile, WorkView
from issuer.assessment.sharing import (
    FamilyRow,
    ShareableWork,
    family_view,
    list_shareable,
    open_shared,
    open_shared_part,
    shared_items,
)
from issuer.assessment.submitting import resubmit_revision, submit_revision
from issuer.assessment.sweeping import sweep_uploads
from issuer.assessment.weekly import WorkNews, news_of

__all__ = [
    "EvidenceFile",
    "FamilyRow",
    "NewerVersion",
    "Picture",
    "QualityReport",
    "Services",
    "ShareableWork",
    "WorkNews",
    "WorkView",
    "accept_review",
    "add_file",
    "add_link",
    "add_observation",
    "add_text",
    "appeal_decision",
    "approve_award",
    "assign_reviews",
    "break_glass",
    "calibrate_peer",
    "class_board",
    "close_glass",
    "colour_of",
    "compare_with_published",
    "confirm_conditions",
    "decide_not_yet",
    "decline_late",
    "decline_review",
    "draft_definition",
    "expire_leases",
    "extend_window",
    "family_view",
    "find_achievement",
    "find_award",
    "find_newer",
    "grant_waiver",
    "hold_attestation",
    "hold_comment",
    "hold_submission",
    "lint_document",
    "list_approvals",
    "list_assessments",
    "list_broken_glass",
    "list_calibrations",
    "list_catalogue",
    "list_events",
    "list_instruments",
    "list_levels",
    "list_offers",
    "list_reviews",
    "list_rubrics",
    "list_shareable",
    "log_hours",
    "look_at_files",
    "mark_issued",
    "moderate_item",
    "news_of",
    "open_anchor",
    "open_evidence",
    "open_evidence_part",
    "open_shared",
    "open_shared_part",
    "open_submission",
    "opt_in",
    "picture_of",
    "preview_definition",
    "progress_of",
    "propose_definition",
    "publish_definition",
    "publish_instrument",
    "publish_rubric",
    "published_paths",
    "quality_of",
    "record_attestation",
    "record_hand_attestation",
    "record_metric",
    "record_rating",
    "record_statement",
    "reject_hours",
    "release_submission",
    "remove_evidence",
    "repin_submission",
    "resubmit_revision",
    "retire_definition",
    "return_submission",
    "shared_items",
    "show_calibration",
    "show_definition",
    "show_desk",
    "show_review",
    "show_submission",
    "show_work",
    "sign_off",
    "submit_external",
    "submit_revision",
    "sweep_uploads",
    "title_of_badge",
    "title_of_work",
    "triage_submission",
    "triage_waiting",
    "upload_picture",
    "verify_external",
    "verify_hours",
    "withdraw_attestation",
    "withdraw_submission",
    "withdraw_waiver",
]
