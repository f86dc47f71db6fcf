from datetime import timedelta

from bot.domain.audit import AuditEntry
from bot.domain.ids import ServerId, UserId
from bot.domain.server import Server
from bot.storage import audits, memos, servers
from tests.builders import NOON, a_server

LATER = NOON + timedelta(hours=1)


async def test_a_server_that_comes_back_is_the_one_that_left(database):
    server = await a_server(database, name="Old name")
    async with database.write() as tx:
        await servers.leave(tx, server, now=LATER)
        left = await servers.get(tx, server)
        await servers.join(tx, server, "New name", now=LATER)
        back = await servers.get(tx, server)

    assert left == Server(server, "Old name", joined_at=NOON, left_at=LATER)
    assert back == Server(server, "New name", joined_at=NOON)


async def test_leaving_again_keeps_the_first_time(database):
    server = await a_server(database)
    async with database.write() as tx:
        await servers.leave(tx, server, now=NOON)
        await servers.leave(tx, server, now=LATER)
        found = await servers.get(tx, server)

    assert found.left_at == NOON


async def test_servers_left_while_away_are_found_out(database):
    for number in (1, 2, 3):
        await a_server(database, number)

    async with database.write() as tx:
        gone = await servers.leave_all_but(tx, [ServerId(2)], now=LATER)
        present = await servers.present_ones(tx)

    assert gone == [1, 3]
    assert [server.id for server in present] == [2]


async def test_an_unknown_server_is_none(database):
    async with database.read() as tx:
        assert await servers.get(tx, ServerId(404)) is None


async def test_the_audit_of_a_server_comes_newest_first(database):
    server, other = await a_server(database), await a_server(database, 2)
    entries = [
        AuditEntry(server, "feed-added", "https://news.example/", NOON, UserId(7), {"minutes": 15}),
        AuditEntry(server, "tag-added", "Peace", LATER),
        AuditEntry(other, "tag-added", "Theirs", LATER),
    ]
    async with database.write() as tx:
        for entry in entries:
            await audits.record(tx, entry)

        found = await audits.latest(tx, server)
        last = await audits.latest(tx, server, limit=1)

    assert found == [entries[1], entries[0]]
    assert last == [entries[1]]


async def test_a_memo_is_the_last_value_of_its_key(database):
    async with database.write() as tx:
        before = await memos.get(tx, "commands")
        await memos.put(tx, "commands", "one")
        await memos.put(tx, "commands", "two")
        after = await memos.get(tx, "commands")

    assert (before, after) == (None, "two")
