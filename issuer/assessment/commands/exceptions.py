"""Commands about waivers, windows, holds and approval; guards and effects are the verbs' own."""

from dataclasses import dataclass
from datetime import datetime

from issuer.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantWaiver:
    """Count a node as met; the reason stays with the staff."""

    actor: Actor
    submission: str
    node: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawWaiver:
    """Take a waiver back."""

    actor: Actor
    submission: str
    waiver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendWindow:
    """Give late work a later end of the window; the reason is told to the learner."""

    actor: Actor
    submission: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineLate:
    """Decline late work; the reason is told to the learner."""

    actor: Actor
    submission: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Block approval and issue; the reason stays with the staff, `code` goes to the events."""

    actor: Actor
    submission: str
    reason: str
    code: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """End a hold."""

    actor: Actor
    submission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlass:
    """Let an auditor read the evidence of one submission for an hour; the reason is kept."""

    actor: Actor
    submission: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseGlass:
    """Close evidence that an auditor opened, before the hour is over."""

    actor: Actor
    broken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve:
    """Approve the award of work whose criteria are met."""

    actor: Actor
    submission: str
