"""The guard of tests/conftest.py itself."""

import asyncio
import socket

import pytest

from tests.conftest import OutsideRefused, _refused


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "2001:db8::1"])
def test_a_connection_to_anywhere_but_loopback_is_refused(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET

    with socket.socket(family) as sock, pytest.raises(OutsideRefused):
        sock.connect((host, 80))

    assert len(_refused) == 1
    _refused.clear()


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(OutsideRefused):
        socket.getaddrinfo("example.org", 80)

    _refused.clear()


async def test_a_server_on_loopback_can_be_reached() -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)

    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        received = await reader.read()
        writer.close()
        await writer.wait_closed()

    assert received == b""
