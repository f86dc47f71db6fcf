"""Members of a newsroom who propose links, the pages behind those, and the moderators who decide."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.domain.feed import Page
from bot.domain.ids import ServerId, UserId
from bot.domain.verdict import Moderator
from bot.newsroom.desk import Desk
from bot.storage import editions, settings
from bot.storage.desk_tables import clip
from bot.storage.tables import edition
from tests.cogs.asking import Asking

LINK = "https://news.example/bridge"
LEAD = "The bridge over the harbour is open again after two years of repairs and a long debate."


def page(link=LINK, *, title="The bridge is open", **changes):
    """A story's page as it was read."""
    return Page(**{"url": link, "title": title, "lead": LEAD, "outlet": "Harbour Post"} | changes)


def publish(newsroom, *pages):
    """Let pages be read from now on."""
    newsroom.reader.pages |= {each.url: each for each in pages}


@asynccontextmanager
async def a_member(newsroom, name="Ravi", *, roles=()):
    account = newsroom.standin.world.create_account(name)
    newsroom.standin.world.join(newsroom.server, account, roles=roles)
    async with newsroom.person(account) as person:
        member = Asking(newsroom, person)
        member.account = account
        yield member


def letters(newsroom, member):
    """What the bot wrote to a member by direct message, oldest first."""
    ours = newsroom.application.account
    return list(newsroom.standin.world.direct_channel(ours, member.account).log)


async def letter(newsroom, member, number=1):
    await newsroom.standin.wait_for(lambda: len(letters(newsroom, member)) >= number)
    return letters(newsroom, member)[number - 1]


async def let(newsroom, **changes):
    """Change the server's settings."""
    async with newsroom.app.database.write() as tx:
        now = await settings.of(tx, newsroom.server.id)
        await settings.change(tx, newsroom.server.id, replace(now, **changes))


async def clips_of(newsroom):
    async with newsroom.app.database.read() as tx:
        return (await tx.execute(select(clip).order_by(clip.c.id))).all()


async def editions_of(newsroom):
    async with newsroom.app.database.read() as tx:
        ids = await tx.scalars(select(edition.c.id).order_by(edition.c.id))
        return await editions.several(tx, list(ids))


def desk(newsroom, *, grace=timedelta()):
    app = newsroom.app
    return Desk(app.database, app.clock, wake=[app.delivery.wake, app.clip_telling.wake], grace=grace)


def mara(newsroom):
    """A moderator of every channel."""
    return Moderator(UserId(newsroom.owner.id), lambda _: True)


def server_id(newsroom):
    return ServerId(newsroom.server.id)
