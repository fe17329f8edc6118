"""What is not allowed, and who helps: a sentence for each action, told wherever it is refused."""

from collections.abc import Mapping

from issuer.access.model import Action

#: A role that has no rule and a relation that is missing are told in the same words: who refuses
#: says nothing about the learner, and whoever reads it learns whom to ask.
REFUSALS: Mapping[Action, str] = {
    Action.OPEN: "You may not begin this work; the learner does, or a teacher",
    Action.EDIT: "You may not change this work; the learner does, or a teacher",
    Action.OBSERVE: (
        "You may not record what was seen of this work; a teacher, an assessor or a registrar does"
    ),
    Action.SUBMIT: "You may not hand in this work; the learner does, or a teacher",
    Action.WITHDRAW: "You may not take this work back; the learner or their guardian does",
    Action.APPEAL: "You may not appeal against this decision; the learner or their guardian does",
    Action.READ_SUBMISSION: (
        "You may not read about this work; ask the learner or a teacher of theirs"
    ),
    Action.READ_EVIDENCE: (
        "You may not see this evidence;"
        " ask a teacher of the learner, and as an auditor give a reason first"
    ),
    Action.READ_QUEUE: "You may not see what waits for an assessment; ask a teacher or a registrar",
    Action.TRIAGE: (
        "You may not sort what was handed in; a teacher, an assessor or a registrar does"
    ),
    Action.ANSWER_REVIEW: "You may not answer for this review; the peer who was asked does",
    Action.ATTEST: (
        "You may not say what you saw of this work, since you were not asked to;"
        " the school asks peers"
    ),
    Action.RECORD_HAND_ATTESTATION: (
        "You may not write down what a peer said; a teacher or a registrar does"
    ),
    Action.HOLD_ATTESTATION: (
        "You may not set a peer's answer aside; a teacher, an assessor or a registrar does"
    ),
    Action.CALIBRATE: "You may not do this exercise for somebody else; each peer does their own",
    Action.DECLARE_CONFLICT: (
        "You may not say this for somebody else; each says it of oneself, or a registrar records it"
    ),
    Action.RATE: "You may not rate this work; an adult whose role the badge names does",
    Action.RETURN: "You may not give this work back; a teacher or an assessor does",
    Action.DECIDE_NOT_YET: (
        "You may not decide “not yet” about this work; a teacher or an assessor does"
    ),
    Action.MODERATE: "You may not decide where peers disagree; a teacher or an assessor does",
    Action.SIGN_OFF: "You may not sign for this work; an adult whose role the badge names does",
    Action.RECORD_METRIC: "You may not record figures of teamwork; a teacher or a registrar does",
    Action.RECORD_STATEMENT: (
        "You may not record what was done in another program; a teacher or a registrar does"
    ),
    Action.LOG_HOURS: (
        "You may not note hours for this learner; the learner, a teacher or a registrar does"
    ),
    Action.VERIFY_HOURS: (
        "You may not confirm these hours; a registrar does, or an adult whose role the badge names"
    ),
    Action.SUBMIT_PROOF: (
        "You may not hand in a certificate for this learner; the learner or a registrar does"
    ),
    Action.VERIFY_PROOF: "You may not confirm this certificate; a registrar does",
    Action.WAIVE: (
        "You may not let a learner go without this part; an adult whose role the badge names does"
    ),
    Action.EXTEND: "You may not give more time for this work; a registrar does",
    Action.HOLD: "You may not put this work on hold, nor end that; a registrar does",
    Action.APPROVE: "You may not approve this badge; an issuer of your school does",
    Action.READ_CREDENTIAL: "You may not read about this badge; ask the learner or a registrar",
    Action.SHARE: "You may not decide who sees this badge; the learner or their guardian does",
    Action.ISSUE: "You may not have this badge signed; an issuer or a registrar does",
    Action.SUSPEND: "You may not put this badge on hold, nor end that; a registrar does",
    Action.REVOKE: "You may not withdraw this badge; a registrar does",
    Action.SECOND_REVOCATION: (
        "You may not work with the list of all badges;"
        " a registrar, an issuer or an administrator does"
    ),
    Action.DRAFT_DEFINITION: "You may not write the rules of a badge; ask a teacher or a registrar",
    Action.PUBLISH_RUBRIC: (
        "You may not publish levels or questions; a teacher, an assessor or a registrar does"
    ),
    Action.PUBLISH_DEFINITION: "You may not publish a badge; an issuer or an administrator does",
    Action.READ_DEFINITIONS: (
        "You may not read the badges of this school; ask somebody who belongs to it"
    ),
    Action.MANAGE_PEOPLE: (
        "You may not take people in or change what is kept about them;"
        " a registrar or an administrator does"
    ),
    Action.READ_PEOPLE: "You may not see who belongs to the school; ask a registrar",
    Action.GRANT_ROLE: "You may not give or take roles; a registrar or an administrator does",
    Action.CONFIRM_ROLE: "You may not confirm a role; an administrator does",
    Action.MANAGE_SETTINGS: (
        "You may not change what the school decides about itself; an administrator does"
    ),
    Action.GIVE_CONSENT: (
        "You may not agree to this for the learner;"
        " they do as an adult, and before that their guardian"
    ),
    Action.EXPORT_PERSON: (
        "You may not take out what is kept about this person;"
        " they, their guardian or a registrar do"
    ),
    Action.ERASE_PERSON: (
        "You may not erase a person; two adults of the office do, one of them an administrator"
    ),
    Action.HOLD_PERSON: (
        "You may not keep what is known of a person from being deleted;"
        " a registrar or an administrator does"
    ),
    Action.LIFT_HOLD: "You may not end a legal hold; an administrator does",
    Action.SHARE_LINK: "You may not share this by a link; the learner or their guardian does",
    Action.FAMILY_LINK: (
        "You may not make a link for this family; the learner, their guardian or a registrar does"
    ),
    Action.CHOOSE_LETTERS: (
        "You may not choose these letters for somebody else; each guardian chooses their own"
    ),
    Action.MANAGE_KEYS: "You may not change the keys that sign badges; an administrator does",
    Action.READ_EVENTS: (
        "You may not read what happened to this work; ask the learner or a teacher of theirs"
    ),
    Action.READ_BUNDLE: (
        "You may not take out everything that a decision rests on; a registrar or an auditor does"
    ),
    Action.READ_LOG: "You may not read the log of the school; ask a registrar or an administrator",
    Action.READ_REPORTS: (
        "You may not read reports about the school; ask a registrar or an administrator"
    ),
    Action.READ_TRUST: "You may not see which issuers are known here; ask a registrar",
    Action.MANAGE_TRUST: (
        "You may not change which issuers are known here; a registrar or an administrator does"
    ),
    Action.READ_QUALITY: "You may not compare how people assess; a registrar does",
    Action.BREAK_GLASS: "You may not open closed evidence by giving a reason; an auditor does",
    Action.READ_BREAK_GLASS: (
        "You may not see who opened closed evidence, and why; ask a registrar or an administrator"
    ),
    Action.CLOSE_GLASS: (
        "You may not close this evidence again; who opened it, a registrar or an administrator does"
    ),
    Action.MANAGE_CLIENTS: "You may not let programs in or shut them out; an administrator does",
    Action.MANAGE_PROVIDERS: (
        "You may not choose where people sign in from outside; an administrator does"
    ),
}
