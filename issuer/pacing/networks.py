"""The network of a client, as far as a client can hardly change it."""

import ipaddress

#: The smallest networks that are routed by themselves to one customer.
_V4, _V6 = 24, 64


def network_of(address: str) -> str:
    """Return the /24 or /64 of an address; one word for all that are none."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((parsed, _V6), strict=False))
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, _V4), strict=False))
