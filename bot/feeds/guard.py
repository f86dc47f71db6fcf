"""Which addresses may be connected to: public ones, and private hosts that the configuration names."""

import ipaddress
import re
import socket
from collections.abc import Iterable

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.domain.errors import AddressRefused
from bot.domain.trouble import Trouble

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Special purposes that `ipaddress` takes for public in some versions of Python.
_SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "2001::/23", "3fff::/20", "5f00::/16"),
    )
)
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_NUMERIC = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$")  # what a resolver may read as 127.1 or 0x7f000001
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".onion")


class NotPublic(OSError):
    """A name leads to an address that may not be connected to; aiohttp wraps it."""


class AddressGuard:
    """Judges an address before it is asked for, and every address that its name leads to."""

    def __init__(self, allowed_hosts: Iterable[str] = ()) -> None:
        """`allowed_hosts` are names or literal addresses, with a port ("host:port") or for any port."""
        self._allowed = frozenset(host.strip().casefold() for host in allowed_hosts)

    def check(self, url: URL) -> None:
        """Raises AddressRefused unless the address may be asked for, as far as its text tells."""
        shown = shown_address(url)
        if url.scheme not in {"http", "https"}:
            raise AddressRefused(url=shown, why=Trouble.NOT_WEB)
        if url.user is not None or url.password is not None:
            raise AddressRefused(url=shown, why=Trouble.WITH_PASSWORD)
        host = (url.host or "").rstrip(".").casefold()
        if not host or not url.port:
            raise AddressRefused(url=shown, why=Trouble.NO_HOST)
        if self.allows_by_name(host, url.port):
            return
        literal = _as_address(host)
        if literal is not None and not is_public(literal):
            raise AddressRefused(url=shown, why=Trouble.NOT_PUBLIC)
        if literal is None and _NUMERIC.search(host):
            raise AddressRefused(url=shown, why=Trouble.IN_NUMBERS)
        if literal is None and ("." not in host or f".{host}".endswith(_LOCAL_NAMES)):
            raise AddressRefused(url=shown, why=Trouble.PRIVATE_NAME)

    def allows_by_name(self, host: str, port: int) -> bool:
        """Whether the configuration names this host, or this port of it."""
        bare = host.strip("[]").rstrip(".").casefold()
        named = f"[{bare}]" if ":" in bare else bare
        return bool(self._allowed & {bare, named, f"{named}:{port}"})


class GuardedResolver(AbstractResolver):
    """Resolves names for the connector, which connects to nothing but what comes from here."""

    def __init__(self, guard: AddressGuard, resolver: AbstractResolver) -> None:
        self._guard = guard
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name; a name with any address that is not public has none."""
        found = await self._resolver.resolve(host, port, family)
        if self._guard.allows_by_name(host, port):
            return found
        for answer in found:
            address = _as_address(answer["host"])
            if address is None or not is_public(address):
                raise NotPublic("the name leads to an address that is not on the public internet")
        return found

    async def close(self) -> None:
        """Closes the resolver underneath."""
        await self._resolver.close()


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is on the public internet, also where it carries an IPv4 address inside."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner_ipv4(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    if any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def shown_address(url: URL) -> str:
    """The address without what may be secret: no user, no password."""
    return str(url.with_user(None)) if url.host else str(url)


def _inner_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR:
        return address.sixtofour
    if address in _NAT64 or int(address) >> 32 == 0:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _as_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
