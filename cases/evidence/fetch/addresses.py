"""Which network addresses may be connected to: public ones, and no other.

Python's `is_global` follows the registries of IANA as they were at its release, so what matters
is named here too, with what it could be used for.
"""

import ipaddress

from .stopped import Stopped, Why

# network: what it is, as docs/source-guard.md prints it
REFUSED = {
    "0.0.0.0/8": "this host",
    "10.0.0.0/8": "private network",
    "100.64.0.0/10": "shared by providers (CGNAT), metadata of some clouds",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "metadata of one cloud, in a public range",
    "169.254.0.0/16": "link-local, metadata of clouds",
    "172.16.0.0/12": "private network",
    "192.0.0.0/24": "protocol assignments, metadata of one cloud",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "6to4 relays",
    "192.168.0.0/16": "private network",
    "198.18.0.0/15": "benchmarks of networks",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved, broadcast",
    "::/96": "unspecified, loopback, IPv4-compatible",
    "64:ff9b::/96": "IPv4 behind NAT64",
    "64:ff9b:1::/48": "IPv4 behind a local NAT64",
    "100::/64": "discarded",
    "2001::/23": "protocol assignments, among them Teredo (2001::/32)",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "3fff::/20": "documentation",
    "5f00::/16": "segment routing",
    "fc00::/7": "unique local",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
_NETWORKS = [ipaddress.ip_network(network) for network in REFUSED]
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


def judged(text: str, *, loopback: bool = False) -> str:
    """The address to connect to, an IPv4-mapped one unwrapped. Raises Stopped unless it is public.

    `loopback` lets 127.0.0.0/8 and ::1 through: the port was opened by the settings, for tests.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise Stopped(Why.FORM, text) from None
    if getattr(address, "scope_id", None):
        raise Stopped(Why.FORM, text)
    address = getattr(address, "ipv4_mapped", None) or address
    if not (is_public(address) or (loopback and address.is_loopback)):
        raise Stopped(Why.ADDRESS, text)
    return str(address)


def is_public(address) -> bool:
    """True for an address that anybody on the internet reaches as we do."""
    if any(address in network for network in _NETWORKS if network.version == address.version):
        return False
    if address.version == 6 and address not in GLOBAL_UNICAST:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)
