"""Messages that tell readers of a story: a mention in its discussion, and a direct message.

Both carry their key in the ids of their components (`bot.chat.markers`), by which they are found again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

import discord

from bot.chat import layouts
from bot.chat.layouts import Layout
from bot.chat.markdown import address, escape_line, link
from bot.chat.markers import component_ids
from bot.chat.panels import Answer, PanelButton
from bot.domain.address import web_address
from bot.domain.edition import Edition
from bot.domain.errors import Refused
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.tagging import Tag
from bot.domain.text import cut_at_word, one_line
from bot.pipeline.reader_ports import Letter, Told
from bot.texts.catalogue import Texts

_TAGS = 160
_TITLE, _SHORT_TITLE = 200, 60
_OUTLET = 80
_SERVER = 60
_STORY_LINK = 300
_BUTTONS = 5
_SIGN = 16


class _Room(IntEnum):
    """How much is shown of what there is to show."""

    AMPLE = 0
    SCARCE = 1  # without links to the stories' own pages
    LEAST = 2  # and with short titles, without their outlets


class MessageWriter:
    """Writes them in one catalogue's words."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def mention(
        self, edition: Edition, tags: Iterable[Tag], readers: Iterable[UserId], key: str, locale: str
    ) -> Layout:
        """Return the message that mentions readers in a discussion; tags: to which they subscribed."""
        labels = escape_line(", ".join(tag.label for tag in tags), _TAGS)
        parts = [*self._breaking(edition, locale)]
        if labels:
            parts.append(self._texts.get("mention-subscribers", locale, tags=labels))
        said = " · ".join(parts)
        mentions = " ".join(f"<@{reader}>" for reader in readers)
        return _marked(key, [discord.ui.TextDisplay(f"-# {said}\n{mentions}")])

    def letter(self, letter: Letter, server_name: str, locale: str) -> Layout:
        """Return a direct message: each story with its links, why it comes, and what stops it."""
        for room in (_Room.AMPLE, _Room.SCARCE):
            try:
                return self._letter(letter, server_name, locale, room)
            except Refused:
                continue
        return self._letter(letter, server_name, locale, _Room.LEAST)

    def _letter(self, letter: Letter, server_name: str, locale: str, room: _Room) -> Layout:
        tags = list({tag.id: tag for told in letter.stories for tag in told.tags}.values())
        items: list[discord.ui.Item[Layout]] = [
            discord.ui.TextDisplay(self._story(told, locale, room)) for told in letter.stories
        ]
        items.append(discord.ui.TextDisplay(f"-# {self._why(tags, server_name, locale)}"))
        if tags:
            items.append(layouts.row(*(self._stop(letter.server_id, tag, locale) for tag in tags[:_BUTTONS])))
        return _marked(letter.key, items)

    def _story(self, told: Told, locale: str, room: _Room) -> str:
        story = told.edition.story.draft
        card = told.place.jump_url(told.edition.server_id)
        title = one_line(story.title) or self._texts.get("card-untitled", locale)
        shown = link(title, card, limit=_TITLE if room is not _Room.LEAST else _SHORT_TITLE)
        outlet = escape_line(story.outlet, _OUTLET) if room is not _Room.LEAST else ""
        parts = [outlet, f"[{self._texts.get('card-vote-here', locale)}]({card})"]
        url = web_address(story.link)
        if room is _Room.AMPLE and url is not None and len(address(url)) <= _STORY_LINK:
            parts.append(f"[{self._texts.get('card-read', locale)}]({address(url)})")
        lines = [*self._breaking(told.edition, locale), f"**{shown}**"]
        return "\n".join([*lines, f"-# {' · '.join(part for part in parts if part)}"])

    def _breaking(self, edition: Edition, locale: str) -> Iterator[str]:
        if edition.breaking_at is not None:
            yield self._texts.get("card-breaking", locale)

    def _why(self, tags: Sequence[Tag], server_name: str, locale: str) -> str:
        labels = escape_line(", ".join(tag.label for tag in tags), _TAGS)
        server = escape_line(server_name, _SERVER)
        return self._texts.get("direct-why", locale, tags=labels, server=server)

    def _stop(self, server_id: ServerId, tag: Tag, locale: str) -> PanelButton:
        label = self._texts.get("direct-stop", locale, tag=cut_at_word(one_line(tag.label), _SHORT_TITLE))
        return PanelButton(Answer(PanelKind.STOP, "tag", stop_key(server_id, tag.key)), label)


def stop_key(server_id: ServerId, tag_key: str) -> PanelKey:
    """Return what the button carries that ends a subscription: no number of a row, which a backup changes."""
    return PanelKey(f"{server_id}_{sign_of(tag_key)}")


def sign_of(tag_key: str) -> str:
    """Return a short sign of a tag's key."""
    return hashlib.sha256(tag_key.encode()).hexdigest()[:_SIGN]


def _marked(key: str, items: "Sequence[discord.ui.Item[Layout]]") -> Layout:
    """Return a message in which its key is found again."""
    container: discord.ui.Container[Layout] = discord.ui.Container()
    container.id, items[0].id = component_ids(key)
    for item in items:
        container.add_item(item)
    return layouts.layout(container)
