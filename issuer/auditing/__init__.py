"""The audit log in use: checkpoints, proofs, checks and bundles (reliability.md 4.7)."""
