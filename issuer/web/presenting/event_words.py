"""What each event of the log says in plain words; who did it and to whom stands beside it."""

from collections.abc import Mapping

from issuer.web.languages import gettext as _


def kinds() -> Mapping[str, str]:
    """Return the kinds by which the log is searched, with their words."""
    return {
        "work": _("Work and evidence"),
        "looking": _("Ratings, peers and sign-offs"),
        "deciding": _("Decisions and exceptions"),
        "badges": _("Signed badges"),
        "designs": _("Badge rules, rubrics and lists"),
        "people": _("People, roles and consents"),
        "ways": _("Sign-ins and programs"),
        "keys": _("Keys and the log"),
    }


def names_of(kind: str) -> frozenset[str] | None:
    """Return the names of the events of a kind; None for a kind that there is not."""
    found = _FAMILIES.get(kind)
    return None if found is None else frozenset(found())


def all_words() -> dict[str, str]:
    """Return every event that has words, with them."""
    words: dict[str, str] = {}
    for family in _FAMILIES.values():
        words |= family()
    return words


def words_of(name: str) -> str:
    """Say what happened; an event of another release is told by its name."""
    return all_words().get(name) or _("Something else was written down: {name}", name=name)


def _work() -> dict[str, str]:
    return {
        "submission.opened": _("Work on a badge was begun"),
        "submission.submitted": _("Work was handed in"),
        "submission.resubmitted": _("Work was handed in again"),
        "submission.opted_in": _("Work was moved to the newer rules by its learner"),
        "submission.repinned": _("Work was moved to a newer version of the same rules"),
        "submission.triaged": _("Work was taken into review"),
        "submission.withdrawn": _("Work was withdrawn"),
        "submission.issued": _("The badge for this work was issued"),
        "evidence.added": _("Evidence was added"),
        "evidence.removed": _("Evidence was taken away"),
        "evidence.altered": _("Stored evidence is no longer what was handed in"),
        "evidence.restored": _("Stored evidence is again what was handed in"),
        "evidence.deleted": _("Evidence was deleted, since its time was over"),
        "evidence.duplicate_flagged": _("The same evidence was found elsewhere; a teacher looks"),
        "evidence.conditions_confirmed": _("An adult said under which conditions it was made"),
        "hours.logged": _("Hours were written down"),
        "hours.verified": _("Hours were confirmed"),
        "hours.rejected": _("Hours were not confirmed"),
        "external.submitted": _("A certificate from outside was handed in"),
        "external.verified": _("A certificate from outside was confirmed"),
        "metric.computed": _("A figure of teamwork was recorded"),
        "statement.recorded": _("An activity in another program was recorded"),
    }


def _looking() -> dict[str, str]:
    return {
        "review.assigned": _("A peer was asked to look"),
        "review.accepted": _("A peer said yes"),
        "review.declined": _("A peer said no"),
        "review.lease_expired": _("A peer did not answer in time"),
        "review.reassigned": _("Another peer was asked"),
        "calibration.passed": _("A peer learned to look, and passed"),
        "calibration.failed": _("A peer tried to look as teachers do, and did not pass yet"),
        "conflict.declared": _("Somebody said that they should not look at this learner's work"),
        "attestation.submitted": _("A peer answered"),
        "attestation.withdrawn": _("A peer took an answer back"),
        "attestation.held": _("A peer's answer was set aside by an adult"),
        "attestation.comment_held": _("A peer's comment was held back by an adult"),
        "endorsement.signed": _("A peer's answer was signed by the school and kept"),
        "moderation.recorded": _("An adult decided where peers disagreed"),
        "rating.recorded": _("An adult rated the work"),
        "rating.set_aside": _("A rating was set aside after an appeal"),
        "signoff.given": _("An adult signed"),
        "signoff.declined": _("An adult did not sign"),
        "signoff.set_aside": _("A signature was set aside after an appeal"),
        "feedback.returned": _("Work was returned with feedback"),
        "record.viewed": _("Somebody entitled to it read a record"),
        "glass.broken": _("An auditor asked to see evidence, with a reason"),
        "glass.closed": _("Evidence that an auditor had opened was closed again"),
    }


def _deciding() -> dict[str, str]:
    return {
        "evaluation.run": _("The rules were applied to what is there"),
        "criteria.met": _("All rules were met"),
        "waiver.granted": _("An adult let a learner go without a part"),
        "waiver.withdrawn": _("A waiver was taken back"),
        "window.extended": _("More time was given"),
        "window.declined": _("Late work was declined"),
        "decision.approved": _("An adult approved the badge"),
        "decision.not_yet": _("An adult decided: not yet"),
        "decision.appealed": _("The decision was appealed against"),
        "decision.held": _("The decision was put on hold"),
        "decision.released": _("The hold on the decision ended"),
        "award.refused": _("An approval was refused by the rules of who may approve"),
    }


def _badges() -> dict[str, str]:
    return {
        "issue.intent": _("A badge was prepared for signing"),
        "issue.refused": _("A badge was not signed: a check before signing failed"),
        "credential.issued": _("A badge was signed and issued"),
        "credential.reissued": _("A badge was signed again"),
        "credential.not_reissued": _("A badge could not be signed again"),
        "reissue.intent": _("A badge was prepared to be signed again"),
        "credential.visibility_changed": _("Who may see a badge was changed"),
        "credential.suspended": _("A badge was put on hold"),
        "credential.reinstated": _("The hold on a badge ended"),
        "credential.revoked": _("A badge was withdrawn for good"),
        "revocation.proposed": _("Somebody proposed to withdraw a badge"),
        "revocation.confirmed": _("A second person agreed to withdraw a badge"),
        "revocation.declined": _("A second person did not agree to withdraw a badge"),
        "token.intent": _("A badge was prepared in its second form"),
        "token.issued": _("A badge was signed in its second form"),
        "export.created": _("A file was taken out"),
    }


def _designs() -> dict[str, str]:
    return {
        "definition.drafted": _("The rules of a badge were drafted"),
        "definition.proposed": _("The rules of a badge were proposed"),
        "definition.published": _("The rules of a badge were published"),
        "definition.retired": _("A badge can no longer be begun"),
        "rubric.published": _("A rubric was published"),
        "instrument.published": _("Questions for peers were published"),
        "cohort.read": _("A list of learners was read"),
        "cohort.forget": _("A list of learners was thrown away"),
        "cohort.put_forward": _("A list of learners was put forward"),
        "cohort.signed": _("A list of learners was signed"),
        "cohort.approved": _("A list of learners was approved"),
        "cohort.stopped": _("A list of learners was stopped"),
        "report.groups_given": _("Groups of learners for reports were changed"),
        "report.rule_changed": _("Whose groups reports count was changed"),
    }


def _people() -> dict[str, str]:
    return {
        "organisation.created": _("The school was founded here"),
        "organisation.settings_changed": _("Settings of the school were changed"),
        "unit.created": _("A part of the school was set up"),
        "person.enrolled": _("Somebody was taken in"),
        "person.units": _("Somebody was put into other parts of the school"),
        "role.granted": _("A role was given"),
        "role.confirmed": _("A role was confirmed by a second administrator"),
        "role.withdrawn": _("A role was taken back"),
        "tie.recorded": _("A tie between two people was written down"),
        "consent.granted": _("A consent was given"),
        "consent.withdrawn": _("A consent was taken back"),
        "link.created": _("A link to show something was made"),
        "link.viewed": _("A link was opened"),
        "link.revoked": _("A link was closed"),
        "weekly_letter.written": _("A weekly letter was written"),
        "weekly_letter.chosen": _("The weekly letter was turned on or off"),
        "weekly_letter.stopped": _("The weekly letter was stopped by its link"),
        "hold.placed": _("Somebody's record was kept from being erased"),
        "hold.lifted": _("Somebody's record may be erased again"),
        "erasure.proposed": _("An erasure was proposed"),
        "erasure.confirmed": _("An erasure was confirmed"),
        "erasure.done": _("Somebody was erased"),
    }


def _ways() -> dict[str, str]:
    return {
        "signed_in": _("Somebody signed in"),
        "sign_in.refused": _("A sign-in was refused"),
        "signed_out": _("Somebody signed out"),
        "signed_out_everywhere": _("Somebody signed out on all devices"),
        "confirmed": _("Somebody proved once more who they are"),
        "class_code.made": _("A code for a class was made"),
        "recovery_codes.made": _("New recovery codes were made"),
        "factors.forgotten": _("Second ways to prove who somebody is were forgotten"),
        "recovery_code.used": _("Somebody signed in with a recovery code"),
        "sign_in.records_deleted": _("Records of sign-ins were deleted, since their time was over"),
        "letters.emptied": _("Words of letters were deleted, since their time was over"),
        "invitation.made": _("A link to come in was made"),
        "invitation.accepted": _("A link to come in was used"),
        "login.changed": _("How somebody signs in was changed"),
        "language.chosen": _("Somebody chose the language of their pages"),
        "password.changed": _("A password was changed"),
        "password.reset": _("A forgotten password was replaced"),
        "passkey.added": _("A passkey was added"),
        "passkey.removed": _("A passkey was removed"),
        "passkey.counter_went_back": _("A passkey may have been copied"),
        "codes.turned_on": _("Codes of an app were turned on"),
        "codes.turned_off": _("Codes of an app were turned off"),
        "role.switched": _("Somebody went on in another of their roles"),
        "identity.registered": _("Somebody signed in from outside for the first time"),
        "identity.recognised": _("Somebody signed in from outside"),
        "identity.linked": _("A sign-in from outside was connected"),
        "identity.unlinked": _("A sign-in from outside was disconnected"),
        "provider.added": _("A way to sign in from outside was added"),
        "provider.removed": _("A way to sign in from outside was removed"),
        "token.made": _("A key for a program was made"),
        "token.revoked": _("A key for a program was revoked"),
        "client_token.granted": _("A program came in"),
        "client_token.revoked": _("A program went out"),
        "client.made": _("A program was let in"),
        "client.rotated": _("A program was given another secret"),
        "client.revoked": _("A program was shut out"),
    }


def _keys() -> dict[str, str]:
    return {
        "key.created": _("A key was made"),
        "key.published": _("A key was published"),
        "key.activated": _("A key began to sign"),
        "key.not_switched": _("A key could not begin to sign yet"),
        "key.retired": _("A key stopped signing"),
        "key.compromised": _("A key was marked as stolen"),
        "keys.proposed": _("A change of keys was asked for; a second person decides"),
        "keys.confirmed": _("A second person agreed to a change of keys"),
        "keys.declined": _("A second person did not agree to a change of keys"),
        "keys.expired": _("Nobody decided about a change of keys in time"),
        "settings.proposed": _("Somebody asked to switch off a rule for two people"),
        "settings.confirmed": _("A second person agreed: a rule for two people is off"),
        "settings.declined": _("A second person did not agree: a rule for two people stays"),
        "settings.expired": _("Nobody decided in time: a rule for two people stays"),
        "secret.rewrap_begun": _("Sealing everything under another secret began"),
        "secret.rewrapped": _("Everything is sealed under another secret"),
        "status_list.published": _("The list of withdrawn badges was signed anew"),
        "did.version": _("The list of the school's keys changed"),
        "trust.added": _("An issuer was added to those that are known here"),
        "trust.removed": _("An issuer was taken off those that are known here"),
        "log.checked": _("The whole log was checked"),
    }


_FAMILIES = {
    "work": _work,
    "looking": _looking,
    "deciding": _deciding,
    "badges": _badges,
    "designs": _designs,
    "people": _people,
    "ways": _ways,
    "keys": _keys,
}
