"""Writes in review channels: the pipeline's ReviewPost on discord.py."""

from collections.abc import Sequence

from bot.chat import permissions
from bot.chat.client import NewsclipBot
from bot.chat.languages import ServerLanguages
from bot.chat.layouts import Layout
from bot.chat.limiter import Lane
from bot.chat.notices import Notices
from bot.chat.review_cards import ReviewWriter
from bot.chat.searches import Searches
from bot.domain.delivery import Place
from bot.domain.errors import DestinationGone, PermissionMissing
from bot.domain.ids import ChannelId, MessageId, ServerId
from bot.pipeline.review_ports import QueueView, ReviewView


class DiscordReviewPost:
    """Posts through one connected client; what moderators are shown goes after what readers are."""

    def __init__(
        self, bot: NewsclipBot, writer: ReviewWriter, languages: ServerLanguages, notices: Notices
    ) -> None:
        self._bot = bot
        self._writer = writer
        self._languages = languages
        self._notices = notices
        self._searches = Searches(bot)

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether a server is in an outage, or has not told its channels yet."""
        return self._bot.is_away(server_id)

    async def post(self, channel_id: ChannelId, view: ReviewView | QueueView, *, nonce: str) -> MessageId:
        """Send a message; the same nonce within Discord's window gives the same one."""
        layout = await self._layout(view)
        if self._bot.get_channel(channel_id) is None:
            raise DestinationGone
        if missing := self._bot.missing_permissions(channel_id, permissions.WRITE):
            raise PermissionMissing(permission=missing[0])
        server_id = _server_of(view)
        async with self._bot.slot(Lane.DISCUSSION, channel_id, permissions.WRITE, server_id=server_id):
            sent = await self._bot.get_partial_messageable(channel_id).send(view=layout, nonce=nonce)
        return MessageId(sent.id)

    async def edit(self, place: Place, view: ReviewView | QueueView) -> None:
        """Draw a message again."""
        layout = await self._layout(view)
        server_id = _server_of(view)
        async with self._bot.slot(Lane.EDIT, place.channel_id, permissions.WRITE, server_id=server_id):
            channel = self._bot.get_partial_messageable(place.channel_id)
            await channel.get_partial_message(place.message_id).edit(view=layout)

    async def find(self, channel_id: ChannelId, marker: str, *, after: MessageId) -> Sequence[MessageId]:
        """Return our own messages after the anchor that carry the marker, oldest first."""
        return await self._searches.messages(channel_id, marker, after=after)

    async def notify(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        """Tell the server's moderators once; False when there is nowhere to tell them."""
        return await self._notices.tell(server_id, text_key, fields)

    async def _layout(self, view: ReviewView | QueueView) -> Layout:
        """Return what a message looks like in the server's language: good for one call."""
        locale = await self._languages.of(_server_of(view))
        if isinstance(view, QueueView):
            return self._writer.queue(view, locale)
        return self._writer.story(view, locale)


def _server_of(view: ReviewView | QueueView) -> ServerId:
    return view.server_id if isinstance(view, QueueView) else view.edition.server_id
