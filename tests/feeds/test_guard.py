import ipaddress
import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.domain.errors import AddressRefused
from bot.feeds.guard import AddressGuard, GuardedResolver, NotPublic, is_public, shown_address


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_public_addresses_are_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
        "2002:7f00:1::",
    ],
)  # fmt: skip
def test_all_others_are_not(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://[fe80::1%25eth0]/",
        "http://localhost/", "http://LOCALHOST./", "http://printer/", "http://a.localhost/", "http://nas.local/",
        "http://metadata.google.internal/", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/",
        "http://user@example.com/", "http://:secret@example.com/", "http:///x", "/relative",
    ],
)  # fmt: skip
def test_an_address_that_tells_on_itself_is_refused_before_it_is_asked_for(url):
    with pytest.raises(AddressRefused):
        AddressGuard().check(URL(url))


def test_any_port_of_a_public_host_may_be_asked():
    AddressGuard().check(URL("https://example.com:8443/feed"))


@pytest.mark.parametrize(
    ("allowed", "url"),
    [
        ("intranet", "http://intranet/feed"),
        ("intranet", "http://intranet:8080/feed"),
        ("Intranet:8080", "http://INTRANET:8080/feed"),
        ("127.0.0.1:8021", "http://127.0.0.1:8021/"),
        ("[::1]:8021", "http://[::1]:8021/"),
    ],
)
def test_a_named_private_host_may_be_asked(allowed, url):
    AddressGuard([allowed]).check(URL(url))


def test_an_allowed_port_allows_no_other():
    with pytest.raises(AddressRefused):
        AddressGuard(["127.0.0.1:8021"]).check(URL("http://127.0.0.1:8022/"))


def test_no_secret_of_an_address_is_shown():
    assert shown_address(URL("https://ada:secret@example.com/x")) == "https://example.com/x"


class Names(AbstractResolver):
    """A DNS of one name."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(self, host: str, port: int = 0, family=socket.AF_INET) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self._addresses
        ]

    async def close(self) -> None:
        pass


async def test_a_name_that_leads_inside_is_refused():
    resolver = GuardedResolver(AddressGuard(), Names("93.184.215.14", "10.0.0.1"))

    with pytest.raises(NotPublic):
        await resolver.resolve("rebind.example.com", 80)


async def test_a_public_name_and_an_allowed_one_are_resolved():
    public = GuardedResolver(AddressGuard(), Names("93.184.215.14"))
    private = GuardedResolver(AddressGuard(["intranet:80"]), Names("10.0.0.1"))

    assert [found["host"] for found in await public.resolve("example.com", 80)] == ["93.184.215.14"]
    assert [found["host"] for found in await private.resolve("intranet", 80)] == ["10.0.0.1"]
    with pytest.raises(NotPublic):
        await private.resolve("intranet", 81)
