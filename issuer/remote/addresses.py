"""Which IP addresses may be contacted for a URL that we did not write ourselves.

A table of our own, since `ipaddress.is_global` differs between versions of Python and is true for
ways into the own network (reliability.md 6.6). Not for names: see `urls`.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

#: Says of one address, as text, whether it may be contacted.
AddressPolicy = Callable[[str], bool]

_REFUSED_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by customers of a carrier
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # host agent of a cloud, in public space
        "169.254.0.0/16",  # link-local, with the metadata services of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # multicast relays
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
#: Only what is assigned for global unicast is read at all: no loopback, ULA, link-local,
#: site-local, multicast, v4-compatible, local NAT64 or SRv6 address lies in it.
_GLOBAL_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the former 6bone
        "3fff::/20",  # documentation
    )
)
#: Prefixes of 96 bits whose last 32 are an IPv4 address that a gateway or our own host would use.
_EMBEDDING_V6 = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
#: ISATAP (RFC 5214, 6.1): an interface identifier that tunnels to the IPv4 address after it.
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})


def is_public(address: str) -> bool:
    """Tell whether the text is an address of the public internet, tunnels into networks excluded.

    The IPv4 address inside a v4-mapped or NAT64 address decides. 6to4, Teredo, ISATAP,
    v4-compatible and local NAT64 addresses are refused whatever is inside: nobody serves
    credentials there.
    """
    found = _read(address)
    if isinstance(found, IPv6Address):
        found = _embedded(found) or found
    if isinstance(found, IPv6Address):
        return _is_public_v6(found)
    return found is not None and not any(found in network for network in _REFUSED_V4)


def is_loopback(address: str) -> bool:
    """Tell whether the text is an address of this host itself, for development."""
    found = _read(address)
    return found is not None and found.is_loopback


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    # A zone names an interface of this host, so the address is local whatever its digits say.
    scoped = isinstance(found, IPv6Address) and found.scope_id is not None
    return None if scoped else found


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if any(address in network for network in _EMBEDDING_V6):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return None


def _is_public_v6(address: IPv6Address) -> bool:
    is_isatap = (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP
    refused = any(address in network for network in _REFUSED_V6)
    return address in _GLOBAL_V6 and not refused and not is_isatap
