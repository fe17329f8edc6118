"""Which network a client is counted under."""

import pytest

from issuer.pacing import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("203.0.113.1", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unknown", "unknown"),
        ("203.0.113.77, 198.51.100.1", "unknown"),
    ],
)
def test_network_is_what_a_client_can_hardly_change(address: str, network: str) -> None:
    """/24 of IPv4, /64 of IPv6, IPv4 in IPv6's clothes as IPv4, one word for the rest."""
    assert network == network_of(address)
