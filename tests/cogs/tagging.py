"""Tags, vote sets and deliveries of a newsroom, and rights taken from its bot."""

from bot.domain.delivery import DeliveryState
from bot.domain.poll import PollMode, VoteOption, VoteSet
from bot.domain.tagging import tag_key
from bot.standin.world.model import Overwrite
from bot.storage import audits, overview, tags, vote_sets

SEND, MANAGE_CHANNELS, MANAGE_THREADS = 1 << 11, 1 << 4, 1 << 34


async def stored(newsroom, name):
    async with newsroom.app.database.read() as tx:
        return await tags.find(tx, newsroom.server.id, tag_key(name))


async def audited(newsroom):
    async with newsroom.app.database.read() as tx:
        return [(each.action, each.subject) for each in await audits.latest(tx, newsroom.server.id)]


async def standing(newsroom):
    """Where deliveries stand still or go: by channel, state and reason."""
    async with newsroom.app.database.read() as tx:
        groups = await overview.standstills(tx, newsroom.server.id, tuple(DeliveryState))
    return {(group.channel_id, group.state, group.reason): group.count for group in groups}


async def a_vote_set(newsroom, name="Sports"):
    async with newsroom.app.database.write() as tx:
        options = (VoteOption("⚽", "goal"), VoteOption("🥅", "miss"))
        return await vote_sets.add(
            tx,
            newsroom.server.id,
            key=tag_key(name),
            name=name,
            new=VoteSet("Well?", options, PollMode.SINGLE),
            now=newsroom.app.clock.now(),
        )


def forbid(newsroom, channel, rights):
    """Take rights from the bot in a channel."""
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    channel.overwrites[role.id] = Overwrite(role.id, 0, 0, rights)
    newsroom.standin.world.update_channel(channel)


async def known(newsroom, channel, told=lambda channel: True):
    await newsroom.heard(lambda bot: (found := bot.get_channel(channel.id)) and told(found))
