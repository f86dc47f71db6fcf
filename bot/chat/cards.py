"""What a story looks like in Discord: its card, its pointer cards, and the first message of its discussion.

Pure: from an edition to a layout. All text from outside goes through `bot.chat.markdown`. Every part has
its budget; where escaping makes all together too long, lead, subjects and related stories are left out.
"""

import zlib
from collections.abc import Callable, Iterable
from datetime import datetime

import discord

from bot.chat import layouts
from bot.chat.buttons import ResultsButton
from bot.chat.layouts import Layout
from bot.chat.markdown import address, escape, escape_line, link, open_link
from bot.domain.address import web_address
from bot.domain.edition import Edition
from bot.domain.errors import Refused
from bot.domain.feed import RelatedStory
from bot.domain.ids import CardKey, ChannelId, MessageId
from bot.domain.poll import VoteSet
from bot.domain.story import StoryDraft
from bot.domain.tagging import Tag
from bot.domain.text import cut_at_word, one_line
from bot.pipeline.ports import Card
from bot.texts.catalogue import Texts

_TITLE = 240
_LEAD = 400
_POINTER_LEAD = 180
_OUTLET = 80
_CATEGORY = 60
_HASHTAG = 40
_HASHTAGS = 8
_SOURCE = 160
_QUOTE = 300
_QUOTES = 2
_QUESTION = 300
_RELATED = 5
_RELATED_TITLE = 120
_LABEL = 40
_OPTIONS = 20
# A longer address is not made a masked link: it would eat the card. The button takes 512.
_LINK = 900
_RELATED_LINK = 250
_THREAD_NAME = 100

_Home = tuple[ChannelId, MessageId]

# Accents that stand out on Discord's light and dark ground alike; a tag keeps its own by its key.
_ACCENTS = (
    0x3B82C4,
    0xC2553F,
    0x3F9C6B,
    0x8A63C9,
    0xC28A2C,
    0x2F9AA0,
    0xC24F86,
    0x6C7A89,
    0x7C9A2E,
    0x5566CC,
)


class CardWriter:
    """Writes cards in one catalogue's words."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def card(self, card: Card, locale: str = "en-US", *, link_home: bool = True) -> Layout:
        """Return the card of a delivery: a pointer where it has a home elsewhere, else the home card.

        link_home: whether a pointer says where its home is.
        """
        if card.home is None:
            return _fitting(lambda generous: self._home(card, locale, generous=generous))
        home = card.home if link_home else None
        return _fitting(lambda generous: self._pointer(card, home, locale, generous=generous))

    def opening(self, edition: Edition, key: CardKey, locale: str = "en-US") -> Layout:
        """Return the discussion's first message: quotes, a question, related stories, source."""
        return _fitting(lambda generous: self._opening(edition, key, locale, generous=generous))

    def thread_name(self, title: str, locale: str = "en-US") -> str:
        """Return the name of a story's discussion: its title, cut at a word."""
        return cut_at_word(one_line(title) or self._texts.get("card-untitled", locale), _THREAD_NAME)

    def _home(self, card: Card, locale: str, *, generous: bool) -> Layout:
        story = card.edition.story.draft
        container = _container(card.edition.tags)
        container.add_item(_text(_paragraphs(self._headline(story, locale, linked=generous), _byline(story))))
        if generous and (lead := escape_line(story.lead, _LEAD)):
            container.add_item(_text(lead))
        if image := _image_url(story):
            gallery: discord.ui.MediaGallery[Layout] = discord.ui.MediaGallery()
            gallery.add_item(media=image, description=self._alt(story, locale))
            container.add_item(gallery)
        subjects = _small(_subjects(story)) if generous else ""
        if small := _paragraphs(subjects, self._source("card-source", story, locale)):
            container.add_item(_text(small))
        if card.vote_set is not None:
            container.add_item(_text(_small(self._vote(card.vote_set, locale))))
        container.add_item(self._home_buttons(story, card.key, locale))
        return layouts.layout(container)

    def _pointer(self, card: Card, home: _Home | None, locale: str, *, generous: bool) -> Layout:
        story = card.edition.story.draft
        headline = self._headline(story, locale, linked=generous)
        words = _text(_paragraphs(headline, _byline(story), escape_line(story.lead, _POINTER_LEAD)))
        container = _container(card.edition.tags)
        if image := _image_url(story):
            thumbnail: discord.ui.Thumbnail[Layout] = discord.ui.Thumbnail(
                image, description=self._alt(story, locale)
            )
            container.add_item(discord.ui.Section(words, accessory=thumbnail))
        else:
            container.add_item(words)
        container.add_item(self._pointer_buttons(card, home, locale))
        return layouts.layout(container)

    def _opening(self, edition: Edition, key: CardKey, locale: str, *, generous: bool) -> Layout:
        story = edition.story.draft
        question = story.question or self._texts.get("vote-question", locale)
        quotes = [f"> {shown}" for quote in story.quotes[:_QUOTES] if (shown := escape_line(quote, _QUOTE))]
        container = _container(edition.tags)
        container.add_item(_text("\n\n".join([*quotes, f"**{escape_line(question, _QUESTION)}**"])))
        if generous and (related := self._related(story.related, locale)):
            container.add_item(_text(related))
        if source := self._source("discussion-source", story, locale):
            container.add_item(_text(source))
        container.add_item(discord.ui.ActionRow(self._results(key, locale)))
        return layouts.layout(container)

    def _home_buttons(self, story: StoryDraft, key: CardKey, locale: str) -> "discord.ui.ActionRow[Layout]":
        row: discord.ui.ActionRow[Layout] = discord.ui.ActionRow()
        if story.link is not None and layouts.takes_address(story.link, layouts.BUTTON_URL):
            row.add_item(discord.ui.Button(label=self._label("card-read", locale), url=story.link))
        row.add_item(self._results(key, locale))
        return row

    def _pointer_buttons(self, card: Card, home: _Home | None, locale: str) -> "discord.ui.ActionRow[Layout]":
        row: discord.ui.ActionRow[Layout] = discord.ui.ActionRow()
        if home is not None:
            url = "/".join(map(str, ("https://discord.com/channels", card.edition.server_id, *home)))
            row.add_item(discord.ui.Button(label=self._label("card-vote-here", locale), url=url))
        row.add_item(self._results(card.key, locale))
        return row

    def _results(self, key: CardKey, locale: str) -> ResultsButton:
        return ResultsButton(key, self._label("card-results", locale))

    def _headline(self, story: StoryDraft, locale: str, *, linked: bool) -> str:
        title = one_line(story.title) or self._texts.get("card-untitled", locale)
        url = story.link if linked and story.link is not None and len(address(story.link)) <= _LINK else None
        return f"### {link(title, url, limit=_TITLE)}"

    def _alt(self, story: StoryDraft, locale: str) -> str:
        title = cut_at_word(one_line(story.title), _TITLE)
        return self._texts.get("card-image", locale, title=title)

    def _source(self, key: str, story: StoryDraft, locale: str) -> str:
        if not story.source_ref:
            return ""
        return _small(self._texts.get(key, locale, source=_reference(story.source_ref)))

    def _vote(self, vote_set: VoteSet, locale: str) -> str:
        options = " · ".join(
            self._texts.get(
                "card-option", locale, emoji=option.emoji, label=escape_line(option.label, _LABEL)
            )
            for option in vote_set.options[:_OPTIONS]
        )
        question = escape_line(vote_set.question, _QUESTION)
        # Joined here: Fluent takes no field of more than 1000 characters.
        return f"{self._texts.get('card-vote', locale, question=question)} {options}"

    def _related(self, related: Iterable[RelatedStory], locale: str) -> str:
        lines = [_related_line(story) for story in list(related)[:_RELATED]]
        if not lines:
            return ""
        return "\n".join([f"**{self._texts.get('discussion-related', locale)}**", *lines])

    def _label(self, key: str, locale: str) -> str:
        return cut_at_word(self._texts.get(key, locale), layouts.BUTTON_LABEL)


def _fitting(build: Callable[[bool], Layout]) -> Layout:
    """Build generously, and where that is too much for Discord, with what matters most."""
    try:
        return build(True)  # noqa: FBT003 -- the builder's only argument
    except Refused:
        return build(False)  # noqa: FBT003


def _container(tags: Iterable[Tag]) -> "discord.ui.Container[Layout]":
    keys = [tag.key for tag in tags]
    accent = _ACCENTS[zlib.crc32(keys[0].encode()) % len(_ACCENTS)] if keys else None
    return discord.ui.Container(accent_colour=accent)


def _text(content: str) -> "discord.ui.TextDisplay[Layout]":
    return discord.ui.TextDisplay(content)


def _byline(story: StoryDraft) -> str:
    published = _timestamp(story.published_at) if story.published_at is not None else ""
    return _small(" · ".join(part for part in (escape_line(story.outlet, _OUTLET), published) if part))


def _timestamp(moment: datetime) -> str:
    """Return a moment that every reader's client shows in their own zone and language."""
    return f"<t:{int(moment.timestamp())}:f>"


def _subjects(story: StoryDraft) -> str:
    hashtags = " ".join(f"\\#{_hashtag(label)}" for label in story.hashtags[:_HASHTAGS] if _hashtag(label))
    category = escape_line(story.category, _CATEGORY)
    return " · ".join(part for part in (category, hashtags) if part)


def _hashtag(label: str) -> str:
    return escape(cut_at_word("".join(one_line(label).split()), _HASHTAG))


def _reference(source: str) -> str:
    """Return where a story comes from: an address as a link, anything else as words."""
    url = web_address(source)
    if url is None or len(address(url)) > _RELATED_LINK:
        return escape_line(source, _SOURCE)
    return open_link(url, limit=_SOURCE)


def _related_line(story: RelatedStory) -> str:
    url = story.url if story.url is not None and len(address(story.url)) <= _RELATED_LINK else None
    return f"- {link(story.title, url, limit=_RELATED_TITLE)}"


def _image_url(story: StoryDraft) -> str | None:
    url = story.image_url
    return url if url is not None and layouts.takes_address(url, layouts.MEDIA_URL) else None


def _small(text: str) -> str:
    return "\n".join(f"-# {line.removeprefix('-# ')}" for line in text.splitlines() if line)


def _paragraphs(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
