"""A newsroom that runs: the stand-in, the app on it through discord.py, and people in its server."""

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from pydantic import SecretStr

from bot.app import open_app
from bot.chat.permissions import all_permissions
from bot.config import DeskSettings, DiscordSettings, Settings, StorageSettings
from bot.domain.channel import ChannelKind as Kind
from bot.domain.tagging import TagOptions, tag_key
from bot.standin.people.person import Person
from bot.standin.server import Settings as StandInSettings
from bot.standin.server import StandIn
from bot.standin.world.model import ChannelFlag, ChannelKind, ForumTag, Overwrite
from bot.standin.world.settlement import settle
from bot.storage import feeds, sources, tags
from tests.builders import FEED_URL, MemoryReader
from tests.empty_database import lay_empty_database
from tests.patience import PATIENCE

CARDS = "/channels/{channel_id}/messages"
SEEDS = 3
VIEW = 1 << 10
_KINDS = {
    ChannelKind.FORUM: Kind.FORUM,
    ChannelKind.MEDIA: Kind.FORUM,
    ChannelKind.ANNOUNCEMENT: Kind.ANNOUNCEMENT,
}


class Newsroom:
    """One server with a text channel "world"; `start` and `stop` the app at will."""

    def __init__(self, standin, folder, *, clock=None):
        self.standin = standin
        self.clock = clock
        self.reader = MemoryReader()
        self.app = None
        self._file = folder / "newsclip.db"
        self._task = None
        self._open = None
        rights = all_permissions().value
        self.place = settle(standin.world, channels={"world": ChannelKind.TEXT}, permissions=rights)
        self.owner, self.application = self.place.owner, self.place.bot
        self.server, self.world = self.place.server, self.place.channels["world"]

    def settings(self, **changes):
        discord = DiscordSettings(
            token=SecretStr(self.application.token),
            api_url=self.standin.api_url,
            gateway_url=self.standin.gateway_url,
        )
        storage = StorageSettings(path=self._file)
        desk = DeskSettings(undo_seconds=0)
        return Settings(**{"discord": discord, "storage": storage, "desk": desk} | changes)

    async def start(self, **changes):
        """Start the app and wait until it is ready; without a `reader` it reads over HTTP."""
        if not self._file.exists():
            lay_empty_database(self._file)
        self._open = open_app(self.settings(**changes), reader=self.reader, clock=self.clock)
        self.app = await self._open.__aenter__()
        self._task = asyncio.create_task(self.app.run())
        ready = asyncio.create_task(self.app.wait_until_ready())
        done, _ = await asyncio.wait(
            {self._task, ready}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
        )
        if ready not in done:
            ready.cancel()
            await self.stop()
            raise TimeoutError("the app did not become ready")

    async def stop(self):
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            await self._open.__aexit__(None, None, None)
            self._task = None

    async def restart(self, **changes):
        await self.stop()
        await self.start(**changes)

    @asynccontextmanager
    async def person(self, account):
        async with Person(self.standin.api_url, account.token) as person:
            yield person

    def reader_account(self, name="Ravi"):
        account = self.standin.world.create_account(name)
        self.standin.world.join(self.server, account)
        return account

    def channel(self, name, **options):
        return self.standin.world.create_channel(self.server, name, **options)

    def announcements(self, name="announcements"):
        return self.channel(name, kind=ChannelKind.ANNOUNCEMENT)

    def forum(self, name="forum", *, tags=(), requires_tag=False):
        """A forum with these tags of its own."""
        forum_tags = [ForumTag(self.standin.world.mint.next(), each) for each in tags]
        forum = self.channel(name, kind=ChannelKind.FORUM, tags=forum_tags)
        if requires_tag:
            forum.flags |= ChannelFlag.REQUIRE_TAG
            self.standin.world.update_channel(forum)
        return forum

    def hide(self, channel):
        """Let nobody see a channel but the bot (and who may see everything)."""
        everyone, bot = self.server.everyone, next(r for r in self.server.roles.values() if r.managed_by)
        channel.overwrites[everyone.id] = Overwrite(everyone.id, 0, 0, VIEW)
        channel.overwrites[bot.id] = Overwrite(bot.id, 0, VIEW, 0)
        self.standin.world.update_channel(channel)

    async def follow(self, *items, url=FEED_URL):
        """Follow a feed whose items so far are backlog."""
        app = self.app
        self.reader.publish(*items, url=url)
        async with app.database.write() as tx:
            now = app.clock.now()
            feed = await feeds.add(tx, url, title="Harbour News", now=now)
            await sources.add(tx, self.server.id, feed, interval=timedelta(minutes=15), now=now)
        await app.intake.check(feed.id)
        return feed

    async def tag(self, label, channel, *, synonyms=(), rules=(), **options):
        """Add a tag; `options` are those of TagOptions."""
        async with self.app.database.write() as tx:
            return await tags.add(
                tx,
                self.server.id,
                key=tag_key(label),
                label=label,
                channel_id=channel.id,
                synonyms=synonyms,
                rules=rules,
                kind=_KINDS.get(channel.kind, Kind.TEXT),
                options=TagOptions(**options),
                now=self.app.clock.now(),
            )

    async def publish(self, feed, *items):
        """Let new items appear in the feed, and check it."""
        self.reader.publish(*items, url=feed.url)
        return await self.app.intake.check(feed.id)

    def cards(self, channel):
        """Our cards in a channel, oldest first; notices are no cards."""
        return [message for message in self._ours(channel) if message.components and not message.content]

    def notices(self, channel):
        """What we have told moderators in a channel, oldest first: in words, where cards have parts alone."""
        return [message for message in self._ours(channel) if message.content]

    async def notice(self, channel=None, number=1):
        """The notice, once it stands there."""
        channel = channel or self.world
        await self.standin.wait_for(lambda: len(self.notices(channel)) >= number)
        return self.notices(channel)[number - 1]

    def _ours(self, channel):
        return [message for message in channel.log if message.author is self.application.account]

    async def card(self, channel=None, number=1):
        """The card, once it stands there."""
        channel = channel or self.world
        await self.standin.wait_for(lambda: len(self.cards(channel)) >= number)
        return self.cards(channel)[number - 1]

    async def finished_card(self, channel=None, number=1, *, seeds=SEEDS):
        """The card, once it has its discussion and its seeds."""
        card = await self.card(channel, number)
        await self.standin.wait_for(
            lambda: len(card.reactions) == seeds and self.thread(card) is not None and self.opening(card)
        )
        return card

    def posts(self, forum):
        """The posts of a forum, oldest first."""
        return sorted(self.standin.world.threads_of(forum), key=lambda post: post.id)

    async def finished_post(self, forum, number=1, *, seeds=SEEDS):
        """The post, once its card (the first message) has its seeds; see `starter`."""
        await self.standin.wait_for(lambda: len(self.posts(forum)) >= number)
        post = self.posts(forum)[number - 1]
        await self.standin.wait_for(lambda: len(self.starter(post).reactions) == seeds)
        return post

    def starter(self, post):
        """The card of a post, which is its first message."""
        return next(iter(post.log))

    def thread(self, card):
        return self.standin.world.thread_of(card)

    def opening(self, card):
        thread = self.thread(card)
        return next((message for message in thread.log if message.components), None) if thread else None

    async def struck(self, fault):
        """Wait until a call has met the fault; a delayed one is in no log yet."""
        async with asyncio.timeout(PATIENCE):
            while not fault.struck:  # noqa: ASYNC110 -- the stand-in tells of no change before the answer
                await asyncio.sleep(0.01)

    async def heard(self, told):
        """Wait until the bot has taken in what the gateway told."""
        async with asyncio.timeout(PATIENCE):
            while not told(self.app.bot):  # noqa: ASYNC110 -- discord.py announces nothing of the kind
                await asyncio.sleep(0.01)

    async def until(self, query, wanted):
        """Ask the database until it says what is wanted."""
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.app.database.read() as tx:
                    found = await query(tx)
                if wanted(found):
                    return found
                await asyncio.sleep(0.01)


def text_of(components):
    """Everything that components show as text."""
    return "\n".join(_texts(components))


def _texts(components):
    for component in components:
        if "content" in component:
            yield component["content"]
        if "label" in component:
            yield component["label"]
        yield from _texts(component.get("components", ()))
        if accessory := component.get("accessory"):
            yield from _texts([accessory])


@asynccontextmanager
async def a_newsroom(folder, *, clock=None, **behaviour):
    """A running newsroom, stopped and closed at the end; `clock`: the app's and Discord's.

    Its people wait longer for an answer than Discord's three seconds: a busy machine is no fault of the code.
    """
    behaviour.setdefault("answer_seconds", PATIENCE)
    if clock is not None:
        behaviour["clock"] = lambda: clock.now().timestamp()
    async with StandIn(StandInSettings(**behaviour)) as standin:
        newsroom = Newsroom(standin, folder, clock=clock)
        await newsroom.start()
        try:
            yield newsroom
        finally:
            await newsroom.stop()
