"""Readers whom no direct message reaches: told once, until a message comes through."""

from bot.domain.ids import UserId
from bot.storage import closed_doors
from tests.builders import NOON

RAVI, MINA = UserId(77), UserId(78)


async def test_a_closed_door_is_told_of_once_until_it_was_open(database):
    async with database.write() as tx:
        before = await closed_doors.untold(tx, RAVI), await closed_doors.told(tx, RAVI)
        await closed_doors.close(tx, RAVI, now=NOON)
        untold = await closed_doors.untold(tx, RAVI)
        said = [await closed_doors.told(tx, RAVI), await closed_doors.told(tx, RAVI)]
        await closed_doors.close(tx, RAVI, now=NOON)
        again = await closed_doors.untold(tx, RAVI)
        shut = await closed_doors.is_closed(tx, RAVI), await closed_doors.is_closed(tx, MINA)
        among = await closed_doors.closed_among(tx, [RAVI, MINA])
        await closed_doors.open(tx, RAVI)
        opened = await closed_doors.is_closed(tx, RAVI)
        await closed_doors.close(tx, RAVI, now=NOON)
        anew = await closed_doors.untold(tx, RAVI)

    assert before == (False, False)
    assert untold
    assert said == [True, False]
    assert not again
    assert shut == (True, False)
    assert among == {RAVI}
    assert not opened
    assert anew
