"""Record what peers saw."""

from issuer.assessment import commands
from issuer.assessment.model import Attestation, Calibration
from issuer.assessment.ports import Services


def record_attestation(command: commands.Attest, services: Services) -> Attestation:
    """Do as the command says."""
    raise NotImplementedError


def record_hand_attestation(
    command: commands.RecordHandAttestation, services: Services
) -> Attestation:
    """Do as the command says."""
    raise NotImplementedError


def withdraw_attestation(command: commands.WithdrawAttestation, services: Services) -> Attestation:
    """Do as the command says."""
    raise NotImplementedError


def hold_attestation(command: commands.HoldAttestation, services: Services) -> Attestation:
    """Do as the command says."""
    raise NotImplementedError


def hold_comment(command: commands.HoldComment, services: Services) -> Attestation:
    """Do as the command says."""
    raise NotImplementedError


def calibrate_peer(command: commands.Calibrate, services: Services) -> Calibration:
    """Do as the command says."""
    raise NotImplementedError
