"""A local Discord elsewhere with cards that readers react to, and their polls in a database.

Run as a program it is that Discord.
"""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App
from bot.chat.permissions import all_permissions
from bot.config import DiscordSettings, PollSettings, Settings, StorageSettings
from bot.domain.delivery import DeliveryState
from bot.domain.edition import EditionState, Routing
from bot.domain.ids import ChannelId, MessageId, PollId, ServerId
from bot.domain.reasons import Reason
from bot.domain.story import StoryDraft
from bot.standin.server import StandIn
from bot.standin.world.model import ChannelKind, Emoji
from bot.standin.world.settlement import settle
from bot.storage import claims, deliveries, editions, feeds, polls, servers, stories, tags
from bot.storage.editions import NewEdition
from bot.storage.stories import Reading
from tests.bench.elsewhere import Elsewhere, run_in_uvloop, serve
from tests.bench.elsewhere import elsewhere as run_elsewhere
from tests.pipeline.newsroom import VOTE_SET

EMOJI = [option.emoji for option in VOTE_SET.options]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the other process serves its Discord, and the cards in it."""

    api_url: str
    gateway_url: str
    token: str
    server_id: ServerId
    channel_id: ChannelId
    cards: Sequence[MessageId]


@contextmanager
def elsewhere(*, cards: int, readers: int) -> Iterator[tuple[Elsewhere, Place]]:
    """Run it on what other core there is."""
    with run_elsewhere(__name__, cards, readers) as other:
        yield other, Place(**other.place)


def settings(place: Place, folder: Path) -> Settings:
    """Return the settings of a bot there."""
    return Settings(
        discord=DiscordSettings(
            token=SecretStr(place.token), api_url=place.api_url, gateway_url=place.gateway_url
        ),
        storage=StorageSettings(path=folder / "newsclip.db"),
        polls=PollSettings(live_count_seconds=60),
    )


def choice(reader: int, card: int) -> str:
    """Return what a reader makes of a card; six of ten agree, which takes two pages of a list."""
    turn = (reader + card) % 10
    return EMOJI[0 if turn < 6 else 1 if turn < 9 else 2]


async def open_polls(app: App, place: Place) -> dict[MessageId, PollId]:
    """Record a story for each card, with its poll."""
    now = app.clock.now()
    keys = {card: f"https://news.example/{card}" for card in place.cards}
    opened = {}
    async with app.database.write() as tx:
        await servers.join(tx, place.server_id, "Harbour News", now=now)
        await tags.add(tx, place.server_id, key="news", label="News", channel_id=place.channel_id, now=now)
        feed = await feeds.add(tx, "https://news.example/feed", title="News", site_url=None, now=now)
        drafts = [StoryDraft(key=key, title="Talks", link=key, lead="They talk.") for key in keys.values()]
        ids = await stories.add(
            tx, [Reading(each, from_page=True) for each in drafts], feed_id=feed.id, now=now
        )
        routing = Routing(EditionState.CLEARED, Reason.ROUTED, (), (place.channel_id,))
        new = [NewEdition(ids[key], place.server_id, routing) for key in keys.values()]
        await editions.add(tx, new, now=now)
        lease = now + timedelta(minutes=1)
        held = await claims.claim(tx, now=now, lease_until=lease, limit=len(keys))
        for each, card in zip(held, place.cards, strict=True):
            home = await deliveries.move(tx, each, DeliveryState.POSTING, intent_at=now)
            home = await deliveries.move(
                tx, home, DeliveryState.POSTED, message_id=card, place_id=place.channel_id, posted_at=now
            )
            opened[card] = await polls.open_poll(
                tx, home, VOTE_SET, now=now, closes_at=now + timedelta(days=1)
            )
            for state in (DeliveryState.THREADED, DeliveryState.SEEDED, DeliveryState.DONE):
                home = await deliveries.move(tx, home, state)
    return opened


async def _serve(cards: int, readers: int) -> None:
    async with StandIn() as standin:
        world = standin.world
        made = settle(world, channels={"news": ChannelKind.TEXT}, permissions=all_permissions().value)
        people = [world.create_account(f"Reader {number}") for number in range(readers)]
        for person in people:
            world.join(made.server, person)
        channel = made.channels["news"]
        messages = [world.post(channel, made.bot.account, "A card") for _ in range(cards)]
        place = {
            "api_url": standin.api_url,
            "gateway_url": standin.gateway_url,
            "token": made.bot.token,
            "server_id": made.server.id,
            "channel_id": channel.id,
            "cards": [message.id for message in messages],
        }
        for message in messages:
            for emoji in EMOJI:
                world.react(message, made.bot.account, Emoji(emoji))

        async def react() -> Any:
            for turn, person in enumerate(people):
                for number, message in enumerate(messages):
                    world.react(message, person, Emoji(choice(turn, number)))
                await asyncio.sleep(0)
            return [person.id for person in people]

        async def count() -> Any:
            return sum(
                call.is_bot and call.method == "GET" and "/messages/" in call.path for call in standin.calls
            )

        await serve(place, {"react": react, "count": count})


if __name__ == "__main__":
    run_in_uvloop(lambda: _serve(int(sys.argv[1]), int(sys.argv[2])))
