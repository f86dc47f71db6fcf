"""Making a digest: which stories came since, who may see them, what the server made of them."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.domain.digest import Candidate, Issue, Wish, select
from bot.domain.errors import PublishError
from bot.domain.ids import ChannelId, EditionId, ServerId, TagId, ThreadId, UserId
from bot.domain.schedule import Every
from bot.pipeline.ports import DigestPost
from bot.storage import digest_stories, servers
from bot.storage.database import Database

_log = structlog.get_logger(__name__)

# Returns those of some channels that the readers of a digest may see.
Seen = Callable[[Collection[ChannelId]], Awaitable[frozenset[ChannelId]]]


@dataclass(frozen=True, slots=True)
class Request:
    """What a digest is to be of. user_id: whose tags count; None: all of the server's."""

    server_id: ServerId
    user_id: UserId | None
    every: Every | None
    since: datetime
    until: datetime


class DigestMaking:
    """Makes digests."""

    def __init__(self, database: Database, post: DigestPost) -> None:
        self._database = database
        self._post = post

    async def make(self, request: Request, seen: Seen) -> Issue | None:
        """Return a digest; None where there is nothing for it. May raise a PublishError."""
        found, wish, ours = await self._gathered(request)
        if not found:
            return None
        tags: Mapping[TagId, ChannelId] = {}
        if wish.tags is None:
            tags = await self._channels({tag for each in found for tag in each.tags})
        visible = await seen({*(each.channel_id for each in found), *tags.values()})
        hidden = {tag for tag, channel_id in tags.items() if channel_id not in visible}
        theirs = [_without(hidden, each) for each in found if each.channel_id in visible]
        selection = select(await self._with_talk(request.server_id, theirs, ours), wish, seen=visible)
        if not selection.stories:
            return None
        async with self._database.read() as tx:
            server = await servers.get(tx, request.server_id)
            return Issue(
                server_id=request.server_id,
                server_name="" if server is None else server.name,
                every=request.every,
                since=request.since,
                selection=selection,
                labels=await digest_stories.labels(tx, [group.tag_id for group in selection.groups]),
                counts=await digest_stories.counts(tx, [story.edition_id for story in selection.stories]),
            )

    async def _gathered(self, request: Request) -> tuple[list[Candidate], Wish, Mapping[EditionId, int]]:
        async with self._database.read() as tx:
            found = await digest_stories.candidates(
                tx, request.server_id, since=request.since, until=request.until
            )
            ids = [each.edition_id for each in found]
            ours = await digest_stories.own_messages(tx, ids)
            if request.user_id is None:
                return found, Wish(), ours
            tags = await digest_stories.wishes(tx, request.user_id, request.server_id)
            return found, Wish(tags, await digest_stories.told(tx, request.user_id, ids)), ours

    async def _channels(self, tags: Collection[TagId]) -> Mapping[TagId, ChannelId]:
        """Return the channels of tags; who chose a tag knows of it, others may not."""
        async with self._database.read() as tx:
            return await digest_stories.channels_of(tx, tags)

    async def _with_talk(
        self, server_id: ServerId, stories: Sequence[Candidate], ours: Mapping[EditionId, int]
    ) -> list[Candidate]:
        """Return the stories with what was said of them; without, where Discord does not tell."""
        threads = {each.thread_id for each in stories if each.thread_id is not None}
        said: Mapping[ThreadId, int] = {}
        if threads:
            try:
                said = await self._post.messages_in(server_id, threads)
            except PublishError as error:
                _log.info("digest.talk_unknown", server=server_id, why=str(error))
        return [
            each
            if each.thread_id is None
            else replace(each, said=max(0, said.get(each.thread_id, 0) - ours.get(each.edition_id, 0)))
            for each in stories
        ]


def _without(hidden: Collection[TagId], story: Candidate) -> Candidate:
    return replace(story, tags=tuple(tag for tag in story.tags if tag not in hidden))
