"""Where a fetch may go: web addresses on public hosts, and nowhere else. Pure; nothing is resolved here.

A page's link or a redirect can name the machine we run on, its neighbours, or a cloud's metadata
service. So the number that a name resolves to is judged, in whatever form it hides, and the
connection is then made to that very number (`fetch`).
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit, urlunsplit

from riwaya.errors import InputError

Number = ipaddress.IPv4Address | ipaddress.IPv6Address
# Below 1024 stand mail, shells and databases of machines; only these two are the web's.
_WEB_PORTS = frozenset({80, 443})
_LONGEST = 4096
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")


def web_address(url: str, allow_private: bool = False) -> str:
    """`url` as it will be asked for, without its fragment. Raises `InputError` where it is no
    address of a web page."""
    if len(url) > _LONGEST or any(c < " " or c == "\x7f" for c in url):
        raise InputError("an address that is too long or holds control characters")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as e:
        raise InputError(f"not an address ({e})") from e
    if parts.scheme.lower() not in ("http", "https"):
        raise InputError(f"only http and https are fetched, not {parts.scheme[:20] or 'this'!r}")
    if not parts.hostname:
        raise InputError("an address without a host")
    if parts.username is not None or parts.password is not None:
        raise InputError("an address that carries a user name or password")
    if port is not None and port < 1024 and port not in _WEB_PORTS and not allow_private:
        raise InputError(f"port {port} is not the web's")
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path or "/", parts.query, ""))


def refusal(number: str) -> str | None:
    """Why a host of this number (IPv4 or IPv6) is not public; None where it is."""
    try:
        address: Number = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return "not an address of a machine"
    for inner in _inside(address):
        if (kind := _kind(inner)) is not None:
            return kind
    return None


def _inside(address: Number) -> list[Number]:
    """The address and those it wraps: IPv4 written as IPv6, or reached through a tunnel."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    found: list[Number] = []
    if address.ipv4_mapped is not None:  # the wrapper of a public address is no public address itself
        return [address.ipv4_mapped]
    if address.sixtofour is not None:
        found.append(address.sixtofour)
    if address.teredo is not None:
        found += address.teredo
    if address in _NAT64 or (address in _IPV4_COMPATIBLE and int(address) > 1):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *found]


def _kind(address: Number) -> str | None:
    if address.is_loopback:
        return "this very machine (loopback)"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_unspecified:
        return "the unspecified address"
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return "a private address"
    if address.is_private:
        return "a private address"
    return "a reserved address" if address.is_reserved or not address.is_global else None
