"""Rows about work on badges: submissions, evidence, peers, assessment, whole cohorts."""

from issuer.access import Action
from issuer.api.assessing import (
    grant_waiver,
    list_approvals,
    list_events,
    list_queue,
    log_hours,
    record_metric,
    record_moderation,
    record_rating,
    record_signoff,
    record_statement,
    reject_hours,
    submit_external,
    verify_external,
    verify_hours,
    withdraw_waiver,
)
from issuer.api.cohorts import (
    approve_cohort,
    download_cohort,
    keep_cohort,
    read_cohort,
    show_cohort,
    sign_cohort,
    stop_cohort,
)
from issuer.api.evidence import (
    add_evidence,
    confirm_evidence,
    download_evidence,
    list_evidence,
    remove_evidence,
)
from issuer.api.repeating import Once
from issuer.api.reviews import (
    accept_review,
    attest_review,
    attest_submission,
    decline_review,
    hold_attestation,
    hold_comment,
    list_reviews,
    record_hand_attestation,
    show_review,
    withdraw_attestation,
)
from issuer.api.routing import Open
from issuer.api.rows import V1, delete_row, get_row, post_row
from issuer.api.submissions import (
    appeal_submission,
    assign_submission,
    close_submission,
    decline_late_submission,
    extend_submission,
    hold_submission,
    list_submissions,
    open_submission,
    opt_in_submission,
    release_submission,
    repin_submission,
    resubmit_submission,
    return_submission,
    show_decision,
    show_submission,
    submit_submission,
    triage_submission,
    withdraw_submission,
)
from issuer.pacing import Family

_ONE = f"{V1}/submissions/{{submission}}"


_ITEM = f"{_ONE}/evidence/{{evidence}}"


_ATTESTATION = f"{V1}/attestations/{{attestation}}"


SUBMISSIONS = (
    get_row(f"{V1}/submissions", list_submissions, Action.READ_SUBMISSION),
    post_row(f"{V1}/submissions", open_submission, Action.OPEN, Once.ALLOWED),
    get_row(_ONE, show_submission, Action.READ_SUBMISSION),
    get_row(f"{_ONE}/decision", show_decision, Action.READ_SUBMISSION),
    get_row(f"{_ONE}/evidence", list_evidence, Action.READ_SUBMISSION),
    # An observation is written by the adult who watched, everything else by whoever may edit.
    post_row(f"{_ONE}/evidence", add_evidence, Open.SIGNED_IN, pace=Family.UPLOAD),
    delete_row(_ITEM, remove_evidence, Action.EDIT),
    get_row(f"{_ITEM}/content", download_evidence, Action.READ_EVIDENCE),
    post_row(f"{_ITEM}/conditions", confirm_evidence, Action.OBSERVE),
    post_row(f"{_ONE}/submit", submit_submission, Action.SUBMIT),
    post_row(f"{_ONE}/resubmit", resubmit_submission, Action.SUBMIT),
    post_row(f"{_ONE}/withdraw", withdraw_submission, Action.WITHDRAW),
    post_row(f"{_ONE}/repin", repin_submission, Open.SIGNED_IN),
    post_row(f"{_ONE}/opt-in", opt_in_submission, Action.SUBMIT),
    post_row(f"{_ONE}/appeal", appeal_submission, Action.APPEAL),
    post_row(f"{_ONE}/triage", triage_submission, Action.TRIAGE),
    post_row(f"{_ONE}/assign", assign_submission, Action.TRIAGE),
    post_row(f"{_ONE}/return", return_submission, Action.RETURN),
    post_row(f"{_ONE}/not-yet", close_submission, Action.DECIDE_NOT_YET),
    post_row(f"{_ONE}/hold", hold_submission, Action.HOLD),
    post_row(f"{_ONE}/release", release_submission, Action.HOLD),
    post_row(f"{_ONE}/extend", extend_submission, Action.EXTEND),
    post_row(f"{_ONE}/decline-late", decline_late_submission, Action.EXTEND),
)


PEERS = (
    # A learner, a guardian or a teacher who tries is told why not, instead of a bare refusal.
    get_row(f"{V1}/reviews", list_reviews, Open.SIGNED_IN),
    get_row(f"{V1}/reviews/{{review}}", show_review, Open.SIGNED_IN),
    post_row(f"{V1}/reviews/{{review}}/accept", accept_review, Action.ANSWER_REVIEW),
    post_row(f"{V1}/reviews/{{review}}/decline", decline_review, Action.ANSWER_REVIEW),
    post_row(f"{V1}/reviews/{{review}}/attest", attest_review, Open.SIGNED_IN),
    post_row(f"{_ONE}/attestations", attest_submission, Open.SIGNED_IN),
    post_row(f"{_ONE}/hand-attestations", record_hand_attestation, Action.RECORD_HAND_ATTESTATION),
    post_row(f"{_ATTESTATION}/withdraw", withdraw_attestation, Open.SIGNED_IN),
    post_row(f"{_ATTESTATION}/hold", hold_attestation, Action.HOLD_ATTESTATION),
    post_row(f"{_ATTESTATION}/hold-comment", hold_comment, Action.HOLD_ATTESTATION),
)


ASSESSMENT = (
    post_row(f"{_ONE}/ratings", record_rating, Action.RATE),
    post_row(f"{_ONE}/moderations", record_moderation, Action.MODERATE),
    post_row(f"{_ONE}/signoffs", record_signoff, Action.SIGN_OFF),
    post_row(f"{_ONE}/metrics", record_metric, Action.RECORD_METRIC),
    post_row(f"{_ONE}/waivers", grant_waiver, Action.WAIVE),
    delete_row(f"{_ONE}/waivers/{{waiver}}", withdraw_waiver, Action.WAIVE),
    post_row(f"{V1}/hours", log_hours, Action.LOG_HOURS, Once.ALLOWED),
    post_row(f"{V1}/hours/{{entry}}/verify", verify_hours, Action.VERIFY_HOURS),
    post_row(f"{V1}/hours/{{entry}}/reject", reject_hours, Action.VERIFY_HOURS),
    post_row(f"{V1}/external", submit_external, Action.SUBMIT_PROOF, Once.ALLOWED),
    post_row(f"{V1}/external/{{external}}/verify", verify_external, Action.VERIFY_PROOF),
    post_row(f"{V1}/statements", record_statement, Action.RECORD_STATEMENT, Once.ALLOWED),
    get_row(f"{V1}/queue", list_queue, Action.READ_SUBMISSION),
    get_row(f"{V1}/approvals", list_approvals, Action.READ_SUBMISSION),
    get_row(f"{V1}/events", list_events, Action.READ_EVENTS),
)


_COHORT = f"{V1}/cohorts/{{cohort}}"


COHORTS = (
    post_row(f"{V1}/cohorts", read_cohort, Action.TRIAGE),
    get_row(_COHORT, show_cohort, Action.READ_QUEUE),
    get_row(f"{_COHORT}/file", download_cohort, Action.READ_QUEUE),
    post_row(f"{_COHORT}/keep", keep_cohort, Action.TRIAGE),
    post_row(f"{_COHORT}/sign", sign_cohort, Action.SIGN_OFF),
    post_row(f"{_COHORT}/approve", approve_cohort, Action.APPROVE, Once.NEEDED, Family.ISSUE),
    post_row(f"{_COHORT}/stop", stop_cohort, Action.TRIAGE),
)
