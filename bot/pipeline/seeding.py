"""Our own reactions on a card, which readers tap; an emoji that was deleted is replaced and reported."""

from bot.clock import Clock
from bot.domain.errors import EmojiGone
from bot.domain.poll import Poll, VoteOption
from bot.pipeline.ports import Publisher
from bot.storage import polls, refreshes, vote_sets
from bot.storage.database import Database


class Seeding:
    """Puts our reactions."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock

    async def seed(self, poll: Poll, option: VoteOption) -> None:
        """Put the reaction of an option; repeating it is harmless.

        An emoji that is gone is replaced in the poll, whose card is drawn again, and in the server's sets.
        """
        try:
            await self._publisher.seed(poll.place, option.emoji)
        except EmojiGone:
            await self._replace(poll, option)

    async def _replace(self, poll: Poll, option: VoteOption) -> None:
        replacement = poll.vote_set.replacement_for(option)
        async with self._database.write() as tx:
            await polls.replace_emoji(tx, poll, option, replacement)
            await vote_sets.replace_emoji(tx, poll.server_id, option.emoji)
            await refreshes.ask(tx, {poll.edition_id}, at=self._clock.now())
        await self._publisher.seed(poll.place, replacement)
        fields: dict[str, object] = {"label": option.label, "replacement": replacement}
        await self._publisher.notify(poll.server_id, "notice-emoji-gone", fields)
