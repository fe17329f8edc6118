"""What is recorded about every act (education.md section 4.3); not its storage."""

from issuer.audit.event import Event

__all__ = ["Event"]
