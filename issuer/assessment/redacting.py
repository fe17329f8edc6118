"""What an auditor sees of a submission: hashes, levels, decisions and pseudonyms, no words."""

from dataclasses import replace

from issuer.assessment.rows import SubmissionView


def redacted(view: SubmissionView) -> SubmissionView:
    """Return a view without names, texts, titles, addresses, comments and reasons."""
    return replace(
        view,
        submission=replace(view.submission, held_reason=None),
        learner_name=view.submission.learner,
        evidence=tuple(
            replace(item, title="", text=None, url=None, file_name=None, tags=())
            for item in view.evidence
        ),
        feedback=tuple(replace(each, text="") for each in view.feedback),
        peers=tuple(replace(each, comments=()) for each in view.peers),
        ratings=tuple(replace(each, comment=None) for each in view.ratings),
        attestations=tuple(
            replace(each, examples={}, comment=None, status_reason=None)
            for each in view.attestations
        ),
        waivers=tuple(replace(each, reason="") for each in view.waivers),
    )
