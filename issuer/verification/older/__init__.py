"""Open Badges 2.0: recognised, checked as far as that standard goes, never called valid.

Its trust comes from addresses, not from keys that stay: a hosted badge is what its issuer's host
says today, a signed one is signed by a key that the same host names. What is checked here is told
check by check; the whole stays "could not be fully checked" at best.
"""
