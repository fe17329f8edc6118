"""Which addresses may be contacted: the table of reliability.md 6.6 and more."""

import ipaddress

import pytest

from issuer.remote import is_loopback, is_public

REFUSED = {
    "this network": ["0.0.0.0", "0.1.2.3"],  # noqa: S104 # refused, not bound
    "loopback": ["127.0.0.1", "127.255.255.254", "::1"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    "unique local": ["fc00::1", "fd20:ce::254"],
    "carrier": ["100.64.0.1", "100.100.100.200", "100.127.255.255"],
    "link-local": ["169.254.169.254", "169.254.0.1", "fe80::1", "febf::1"],
    "zone": ["fe80::1%eth0", "2606:4700::1%1"],
    "site-local": ["fec0::1", "feff::1"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "5f00::1", "4000::1", "::", "100::1"],
    "benchmark": ["198.18.0.1", "198.19.255.255", "2001:2::1"],
    "documentation": ["192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "3fff::1"],
    "protocols": ["192.0.0.192", "192.0.0.8", "192.88.99.1", "192.31.196.1", "192.175.48.1"],
    "cloud": ["168.63.129.16"],
    "v4-mapped": ["::ffff:127.0.0.1", "::ffff:a00:1", "::ffff:169.254.169.254"],
    "v4-compatible": ["::127.0.0.1", "::7f00:1", "::8.8.8.8"],
    "v4-translated": ["::ffff:0:127.0.0.1"],
    "NAT64": ["64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1", "64:ff9b:1::808:808"],
    "6to4": ["2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1"],
    "Teredo": ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001::80ff:fffe"],
    "ORCHID": ["2001:10::1", "2001:20::1"],
    "ISATAP": ["2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:127.0.0.1"],
    "6bone": ["3ffe::1"],
    "no address": ["", "localhost", "127.1", "0x7f.1", "2130706433", "017700000001", "1.1.1.1 ",
                   "1.1.1.1%1", "[::1]", "01.1.1.1"],
}  # fmt: skip
ALLOWED = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "198.17.255.255",
    "198.20.0.1",
    "223.255.255.254",
    "2606:4700::1111",
    "2001:4860:4860::8888",
    "2001:200::1",
    "2a00:1450:4001::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize(
    ("kind", "address"), [(kind, address) for kind, found in REFUSED.items() for address in found]
)
def test_T47_address_that_is_not_public_is_refused(kind: str, address: str) -> None:  # noqa: N802
    """Ranges that Python calls global are refused too, and so is what embeds another address."""
    assert (kind, False) == (kind, is_public(address))


@pytest.mark.parametrize("address", ALLOWED)
def test_public_address_is_allowed(address: str) -> None:
    """The neighbours of the refused ranges stay reachable."""
    assert is_public(address)


def test_every_address_python_calls_local_is_refused() -> None:
    """The table refuses no less than the standard library: one address of each /16 is compared."""
    first = [ipaddress.IPv4Address(number << 16 | 1) for number in range(1 << 16)]

    assert [] == [str(each) for each in first if is_public(str(each)) and not each.is_global]


@pytest.mark.parametrize(
    ("expected", "address"),
    [(True, "127.0.0.1"), (True, "::1"), (False, "10.0.0.1"), (False, "8.8.8.8"), (False, "x")],
)
def test_loopback_is_told_from_all_else(expected: bool, address: str) -> None:
    """Plain http in development reaches the own host only."""
    assert expected is is_loopback(address)
