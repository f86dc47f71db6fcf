"""A server's review channel, for tests: its walk, and hands to hold and decide stories."""

from dataclasses import replace

from sqlalchemy import select

from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, UserId
from bot.domain.reasons import Reason
from bot.domain.verdict import Hold, VerdictKind
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.review_drawing import ReviewDrawing
from bot.pipeline.reviewing import Reviewing
from bot.storage import clearing, editions, reviews, settings, verdicts
from bot.storage.desk_tables import review
from tests.pipeline.memory_reviews import NONCE_WINDOW, MemoryReviews
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition

DESK, OTHER = ChannelId(900), ChannelId(901)
MARA = UserId(7)


class Desk:
    """A server's review channel, its walk, and hands to hold and decide stories."""

    def __init__(self, database, discord, clock):
        self.database, self.discord, self.clock = database, discord, clock
        self.post = MemoryReviews(clock)
        self.restart()

    def restart(self):
        drawing = Drawing(self.database, self.discord, self.clock, PollRules(VOTE_SET))
        self.walk = Reviewing(
            self.database,
            self.post,
            ReviewDrawing(drawing, self.clock),
            self.clock,
            nonce_window=NONCE_WINDOW,
        )

    async def show_in(self, channel_id):
        async with self.database.write() as tx:
            own = await settings.of(tx, SERVER)
            await settings.change(tx, SERVER, replace(own, review_channel_id=channel_id))

    async def hold(self, *names):
        """Let stories wait; return the last one's edition."""
        now = self.clock.now()
        for name in names:
            edition_id = await an_edition(
                self.database, state=EditionState.HELD, key=f"https://news.example/{name}", now=now
            )
            async with self.database.write() as tx:
                await reviews.hold(tx, [(edition_id, SERVER, [Hold(Reason.HELD_UNDATED)])], now=now)
        return edition_id

    async def hold_all(self, *names):
        """Let stories wait; return their editions."""
        return [await self.hold(name) for name in names]

    async def decide(self, edition_id, state=EditionState.REJECTED, *, by=MARA):
        now = self.clock.now()
        async with self.database.write() as tx:
            if state is EditionState.CLEARED:
                await clearing.let_out(tx, await editions.get(tx, edition_id), now=now, at=now)
            else:
                await clearing.end(tx, edition_id, state, now=now)
            await verdicts.record(tx, SERVER, edition_id, VerdictKind.REJECTED, at=now, actor_id=by)
            await reviews.ask(tx, {edition_id}, at=now)

    async def do(self, *, turns=4):
        for _ in range(turns):
            await self.walk.do_due()

    async def after(self, seconds):
        await self.clock.advance(seconds)
        await self.do()

    async def states(self):
        async with self.database.read() as tx:
            return list(await tx.scalars(select(review.c.state).order_by(review.c.id)))

    async def due(self):
        async with self.database.read() as tx:
            return list(await tx.scalars(select(review.c.due_at).where(review.c.due_at.is_not(None))))

    async def draw_again(self, edition_id):
        async with self.database.write() as tx:
            await reviews.ask(tx, {edition_id}, at=self.clock.now())
