"""People of an organisation: enrolment, ties, consents, tokens; not sign-in pages."""
