"""What stands over letters, by language; the letters themselves are templates beside it."""

from collections.abc import Mapping

from issuer.letters import LetterKind

ENGLISH = "en"
#: A subject lies open on every server on its way and on locked screens: it names no person and
#: nothing that somebody did.
SUBJECTS: Mapping[str, Mapping[LetterKind, str]] = {
    ENGLISH: {
        LetterKind.INVITATION: "{school} invites you to sign in",
        LetterKind.RESET: "Choose a new password for {school}",
        LetterKind.GUARDIAN_INVITATION: "{school} invites you as a guardian",
        LetterKind.BADGE_ISSUED: "{school} has issued a badge",
        LetterKind.WORK_RETURNED: "Work came back with comments from {school}",
        LetterKind.NEW_SIGN_IN: "Somebody signed in to your account at {school}",
        LetterKind.PASSWORD_CHANGED: "Your password at {school} was changed",
        LetterKind.PASSKEY_ADDED: "A passkey was added to your account at {school}",
        LetterKind.PASSKEY_REMOVED: "A passkey was removed from your account at {school}",
        LetterKind.APP_ADDED: "An authenticator app was added to your account at {school}",
        LetterKind.APP_REMOVED: "An authenticator app was removed from your account at {school}",
        LetterKind.FACTORS_FORGOTTEN: (
            "Passkeys and app were removed from your account at {school}"
        ),
        LetterKind.RECOVERY_USED: "A recovery code was used at your account at {school}",
        LetterKind.IDENTITY_LINKED: "An outside login was connected to your account at {school}",
        LetterKind.SECOND_ASKED: "Something at {school} waits for a second person",
        LetterKind.GLASS_BROKEN: "Closed evidence at {school} was opened",
        LetterKind.FAMILY_DIGEST: "News about badges from {school}",
        LetterKind.FAMILY_WEEK: "This week's badge news from {school}",
    },
    "es": {
        LetterKind.INVITATION: "{school} te invita a entrar",
        LetterKind.RESET: "Elige una contraseña nueva para {school}",
        LetterKind.GUARDIAN_INVITATION: "{school} te invita como responsable familiar",
        LetterKind.BADGE_ISSUED: "{school} ha emitido una insignia",
        LetterKind.WORK_RETURNED: "Un trabajo volvió con comentarios de {school}",
        LetterKind.NEW_SIGN_IN: "Alguien entró en tu cuenta de {school}",
        LetterKind.PASSWORD_CHANGED: "Se cambió tu contraseña de {school}",
        LetterKind.PASSKEY_ADDED: "Se añadió una llave de acceso a tu cuenta de {school}",
        LetterKind.PASSKEY_REMOVED: "Se quitó una llave de acceso de tu cuenta de {school}",
        LetterKind.APP_ADDED: "Se añadió una aplicación de códigos a tu cuenta de {school}",
        LetterKind.APP_REMOVED: "Se quitó la aplicación de códigos de tu cuenta de {school}",
        LetterKind.FACTORS_FORGOTTEN: (
            "Se quitaron las llaves de acceso y la aplicación de tu cuenta de {school}"
        ),
        LetterKind.RECOVERY_USED: "Se usó un código de recuperación en tu cuenta de {school}",
        LetterKind.IDENTITY_LINKED: "Se conectó una cuenta de fuera con tu cuenta de {school}",
        LetterKind.SECOND_ASKED: "Algo en {school} espera a una segunda persona",
        LetterKind.GLASS_BROKEN: "Se abrió evidencia cerrada en {school}",
        LetterKind.FAMILY_DIGEST: "Novedades sobre insignias de {school}",
        LetterKind.FAMILY_WEEK: "Novedades de la semana sobre insignias de {school}",
    },
}
#: What a line of a digest says before the title of a badge.
VERBS: Mapping[str, Mapping[LetterKind, str]] = {
    ENGLISH: {
        LetterKind.BADGE_ISSUED: "Badge issued",
        LetterKind.WORK_RETURNED: "Work came back",
    },
    "es": {
        LetterKind.BADGE_ISSUED: "Insignia emitida",
        LetterKind.WORK_RETURNED: "Un trabajo volvió",
    },
}


def language_of(words: Mapping[str, str]) -> str:
    """Return the language of a letter: what its reader chose, or English."""
    chosen = words.get("language", ENGLISH)
    return chosen if chosen in SUBJECTS else ENGLISH
