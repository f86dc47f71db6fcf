"""Panels: lists can be turned a month later, a question does not wait so long, and nobody has very many."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.errors import NotFound
from bot.domain.ids import UserId
from bot.domain.panel import PanelKind
from bot.storage import panels, tables
from tests.builders import NOON, a_server

READER, OTHER = UserId(900), UserId(901)


async def shown(database, server_id, kind, *, after):
    """Make a panel, forget what is too old a while later, and return what is left of it then."""
    async with database.write() as tx:
        made = await panels.add(tx, server_id, READER, kind, {"page": 1}, now=NOON)
        later = NOON + after
        await panels.forget_old(tx, now=later)
        return await panels.get(tx, server_id, READER, kind, made.key, now=later)


@pytest.mark.parametrize("kind", [PanelKind.PAGES, PanelKind.FOLLOWING, PanelKind.SUBJECTS, PanelKind.UNDO])
async def test_a_list_and_what_takes_back_work_after_a_month_but_not_for_ever(database, kind):
    server_id = await a_server(database)

    assert (await shown(database, server_id, kind, after=timedelta(days=31))).content == {"page": 1}
    with pytest.raises(NotFound, match="error-panel-old"):
        await shown(database, server_id, kind, after=timedelta(days=36))


@pytest.mark.parametrize("kind", [PanelKind.UNSUBSCRIBE, PanelKind.UNTAG, PanelKind.FEED])
async def test_what_asks_whether_to_change_something_is_good_for_an_hour(database, kind):
    server_id = await a_server(database)

    assert await shown(database, server_id, kind, after=timedelta(minutes=59))
    with pytest.raises(NotFound, match="error-panel-old"):
        await shown(database, server_id, kind, after=timedelta(minutes=61))
    async with database.write() as tx:
        await panels.forget_old(tx, now=NOON + timedelta(minutes=61))
        assert await tx.scalar(select(func.count()).select_from(tables.panel)) == 0


async def test_of_one_person_in_one_server_the_newest_are_kept(database):
    server_id, elsewhere = await a_server(database), await a_server(database, 2)
    async with database.write() as tx:
        first = await panels.add(tx, elsewhere, READER, PanelKind.PAGES, {}, now=NOON)
        others = await panels.add(tx, server_id, OTHER, PanelKind.PAGES, {}, now=NOON)
        made = [await panels.add(tx, server_id, READER, PanelKind.PAGES, {}, now=NOON) for _ in range(2)]
        later = [NOON + timedelta(seconds=second) for second in range(1, 26)]
        made += [await panels.add(tx, server_id, READER, PanelKind.PAGES, {}, now=at) for at in later]
        left = set(await tx.scalars(select(tables.panel.c.key)))

    assert left == {first.key, others.key, *(panel.key for panel in made[2:])}
