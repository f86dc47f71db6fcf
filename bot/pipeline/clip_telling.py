"""Members are told what became of the links that they proposed: once for what it came to.

    proposed ──► decided, or posted ──► being told ──► told       its intent is committed before the call
                        │                   └────────► decided    it was certainly not sent
                        └─ hidden from them, a closed door, they left ──► not told

Of a link whose story is hidden from who proposed it they hear, once it is time, that nobody decided on it.

What is posted is told once its card stands, what is not after the time in which that can be taken back. A
message whose answer was lost is sent again with its nonce as long as Discord knows that; then it is searched
for. Where that can't be done it is taken for sent.
"""

import asyncio
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.clip import Clip, ClipOutcome, outcome_of
from bot.domain.delivery import Delivery, DeliveryState, Place, anchor, backoff
from bot.domain.edition import Edition, EditionState
from bot.domain.errors import DoorClosed, OutcomeUnknown, PublishError, ReaderGone, Refused, TryLater
from bot.domain.ids import ChannelId, EditionId
from bot.domain.turns import Turns
from bot.domain.verdict import RejectReason, VerdictKind
from bot.pipeline.reader_ports import ClipLetter, ClipPost
from bot.pipeline.rounds import Rounds
from bot.storage import clips, closed_doors, deliveries, editions, verdicts
from bot.storage.database import Connection, Database

_log = structlog.get_logger(__name__)

# Those who decide are many, and not all of them wake us.
_LOOK = timedelta(seconds=5)
_AWAY = timedelta(minutes=1)
_NO_ANSWER = timedelta(seconds=5)
# A card that does not come for so long may never come: nobody waits for word of it any more.
_GIVEN_UP = timedelta(days=3)
_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(minutes=10)
_MOST_ATTEMPTS = 8
_KEY = 24
_AGAINST = frozenset({ClipOutcome.REJECTED, ClipOutcome.EXPIRED})
_ENDED = frozenset({DeliveryState.FAILED, DeliveryState.REMOVED})


@dataclass(frozen=True, slots=True)
class _News:
    """What became of a link. home: of the story that has its readers now. reason: why it was not taken."""

    outcome: ClipOutcome
    title: str
    link: str | None
    home: Delivery | None = None
    reason: RejectReason | None = None


class ClipTelling:
    """Tells members. `wake` may be set by whoever decides on a story.

    grace: how long a decision against a story can be taken back, and is not told.
    """

    def __init__(
        self,
        database: Database,
        post: ClipPost,
        clock: Clock,
        *,
        nonce_window: timedelta,
        grace: timedelta = timedelta(),
    ) -> None:
        self._database = database
        self._post = post
        self._clock = clock
        self._nonce_window = nonce_window
        self._grace = grace
        self.wake = asyncio.Event()
        self._rounds = Rounds(database, clock, find=self._due, do=self._do, wake=self.wake)

    async def run(self) -> None:
        """Tell what is due until cancelled."""
        await self._rounds.run()

    async def tell_due(self) -> datetime:
        """Tell some of what is due; return when to look again."""
        return await self._rounds.one()

    async def _due(
        self, tx: Connection, now: datetime, turns: Turns, under_way: Collection[int]
    ) -> tuple[list[Clip], datetime]:
        ours = turns.order(await clips.servers_with_due(tx, now=now))[: turns.free]
        waiting = {
            server_id: await clips.due(tx, server_id, now=now, besides=under_way, limit=turns.share)
            for server_id in ours
        }
        again = await clips.next_due(tx, after=now)
        return turns.pick(waiting), min(again or now + _LOOK, now + _LOOK)

    async def _do(self, clip: Clip) -> None:
        now = self._clock.now()
        if self._post.is_away(clip.server_id):
            await self._later(clip, now + _AWAY)
            return
        async with self._database.read() as tx:
            news = await _news(tx, clip)
        if clip.intent_at is not None:
            await self._tell_again(clip, clip.intent_at, news)
        elif (until := self._waits(clip, news, now)) is not None:
            await self._later(clip, until)
        else:
            await self._tell(clip, news)

    def _waits(self, clip: Clip, news: _News | None, now: datetime) -> datetime | None:
        """Return when to look again at what can't be told yet."""
        decided_at = clip.decided_at or clip.at
        if news is None:
            waited = now - decided_at
            return now + min(max(waited / 4, _SHORTEST), _LONGEST) if waited < _GIVEN_UP else None
        settled_at = decided_at + self._grace
        return settled_at if news.outcome in _AGAINST and now < settled_at else None

    async def _tell(self, clip: Clip, news: _News | None) -> None:
        """Tell a member what became of their link, if they may know it and can be written to."""
        try:
            told = None if news is None else await self._as_seen(clip, news)
        except PublishError as error:
            await self._take(clip, error, unsent=True)
            return
        if told is None:
            await self._settle(clip, ClipOutcome.UNTOLD)
            return
        async with self._database.write() as tx:
            begun = await clips.begin(tx, clip, told.outcome, now=self._clock.now())
        if begun is not None and begun.intent_at is not None:  # else it was decided otherwise just now
            await self._send(begun, begun.intent_at, told, fresh=True)

    async def _as_seen(self, clip: Clip, news: _News) -> _News | None:
        """Return what the member may know of it; None where that is nothing, or they are not written to."""
        async with self._database.read() as tx:
            shut = await closed_doors.is_closed(tx, clip.user_id)
        if shut or news.outcome is ClipOutcome.UNTOLD:
            return None
        channels: set[ChannelId] = set() if news.home is None else {news.home.channel_id}
        seen = await self._post.seen_by(clip.server_id, clip.user_id, channels)
        if channels <= seen:
            return news
        return replace(news, home=None) if news.outcome is ClipOutcome.MERGED else None

    async def _tell_again(self, clip: Clip, intent_at: datetime, news: _News | None) -> None:
        """Send what may have been sent with the same nonce, or look whether it was, as that is too old."""
        try:
            told = None if news is None else await self._as_seen(clip, news)
            if told is None or told.outcome is not clip.outcome:  # it is another since
                await self._settle(clip, clip.outcome or ClipOutcome.UNTOLD)
            elif self._clock.now() - intent_at < self._nonce_window:
                await self._send(clip, intent_at, told, fresh=False)
            elif await self._post.was_told(_letter(clip, intent_at, told), after=anchor(intent_at)):
                await self._settle(clip, told.outcome)
            else:
                await self._release(clip, at=self._clock.now(), attempts=clip.attempts)
        except PublishError as error:
            await self._take(clip, error, unsent=False)

    async def _send(self, clip: Clip, intent_at: datetime, news: _News, *, fresh: bool) -> None:
        """Send a message of which there is an intent. fresh: it was not tried before."""
        letter = _letter(clip, intent_at, news)
        try:
            await self._post.tell(letter, nonce=letter.key)
        except PublishError as error:
            await self._take(clip, error, unsent=fresh)
            return
        async with self._database.write() as tx:
            await clips.settle(tx, clip, news.outcome)
            await closed_doors.open(tx, clip.user_id)

    async def _take(self, clip: Clip, error: PublishError, *, unsent: bool) -> None:
        """Take in what went wrong. unsent: no earlier attempt can have come through."""
        _log.info("clip.not_told", clip=clip.id, server=clip.server_id, why=str(error))
        now, attempts = self._clock.now(), clip.attempts + 1
        match error:
            case DoorClosed():
                async with self._database.write() as tx:
                    await closed_doors.close(tx, clip.user_id, now=now)
                    await clips.settle(tx, clip, ClipOutcome.UNTOLD)
                return
            case ReaderGone() | Refused():
                await self._settle(clip, ClipOutcome.UNTOLD)
                return
            case TryLater():
                until, attempts = now + timedelta(seconds=error.seconds), clip.attempts
            case OutcomeUnknown():
                until = now + _NO_ANSWER
            case _:
                until = now + backoff(attempts)
        if attempts >= _MOST_ATTEMPTS:
            await self._settle(clip, ClipOutcome.UNTOLD)
        elif unsent and not isinstance(error, OutcomeUnknown):
            await self._release(clip, at=until, attempts=attempts)
        else:
            await self._later(clip, until, attempts=attempts)

    async def _later(self, clip: Clip, until: datetime, *, attempts: int | None = None) -> None:
        async with self._database.write() as tx:
            tried = clip.attempts if attempts is None else attempts
            await clips.put_off(tx, clip, at=until, attempts=tried)

    async def _release(self, clip: Clip, *, at: datetime, attempts: int) -> None:
        async with self._database.write() as tx:
            await clips.release(tx, clip, at=at, attempts=attempts)

    async def _settle(self, clip: Clip, outcome: ClipOutcome) -> None:
        async with self._database.write() as tx:
            await clips.settle(tx, clip, outcome)


async def _news(tx: Connection, clip: Clip) -> _News | None:
    """Return what became of a link; None while that is not known."""
    edition = None if clip.edition_id is None else await editions.get(tx, clip.edition_id)
    if edition is None and clip.title is not None:  # it is not for them to know what became of it
        return _News(ClipOutcome.EXPIRED, clip.title, clip.url)
    if edition is None:
        return _News(ClipOutcome.UNTOLD, clip.url, clip.url)
    home = await _home(tx, edition)
    place = None if home is None or home.state in _ENDED else home.place
    outcome = outcome_of(edition.state, posted=place is not None)
    if outcome is None:
        never = edition.state is EditionState.CLEARED and home is not None and home.state in _ENDED
        outcome = ClipOutcome.UNTOLD if never else None
    if outcome is None:
        return None
    # What moderators wrote into a story that was not taken is theirs.
    shown = edition.story.draft if outcome is ClipOutcome.POSTED else edition.source_words
    draft = shown or edition.story.draft
    standing = home if place is not None and outcome not in _AGAINST else None
    return _News(outcome, draft.title, draft.link, standing, await _reason(tx, edition.id, outcome))


async def _home(tx: Connection, edition: Edition) -> Delivery | None:
    """Return the home of the story that has an edition's readers."""
    if edition.state is EditionState.MERGED:
        return None if edition.merged_into is None else await deliveries.home_of(tx, edition.merged_into)
    return await deliveries.home_of(tx, edition.id)


async def _reason(tx: Connection, edition_id: EditionId, outcome: ClipOutcome) -> RejectReason | None:
    """Return why the moderators did not take a story, where they chose a reason of the list."""
    if outcome is not ClipOutcome.REJECTED:
        return None
    last = await verdicts.last(tx, edition_id, [VerdictKind.REJECTED])
    if last is None or last.reason is None or last.reason == RejectReason.OTHER:
        return None
    return RejectReason(last.reason)


def _letter(clip: Clip, intent_at: datetime, news: _News) -> ClipLetter:
    place: Place | None = None if news.home is None else news.home.place
    about = f"{clip.id}:{news.outcome}:{intent_at}"
    key = f"c{hashlib.sha256(about.encode()).hexdigest()[:_KEY]}"
    return ClipLetter(
        clip.user_id,
        clip.server_id,
        news.outcome,
        news.title,
        news.link,
        place,
        news.reason,
        key,
        clip.language,
    )
