"""Issuer: Open Badges 3.0 for competency-based schools."""
