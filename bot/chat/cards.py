"""What a story looks like in Discord: its card, its pointer cards, and the first message of its discussion.

Pure: from an edition to a layout. All text from outside goes through `bot.chat.markdown`. Every part has
its budget; where all together is too much for Discord, less is shown: first lead, subjects and related
stories are left out, then a poll of many long options is told in fewer words.
"""

import zlib
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import IntEnum

import discord

from bot.chat import layouts
from bot.chat.buttons import DiscussButton, ResultsButton, SaveButton, SubscribeButton
from bot.chat.layouts import Layout
from bot.chat.markdown import address, escape, escape_line, link, open_link
from bot.chat.markers import component_ids
from bot.chat.note_text import note_layout
from bot.chat.tallies import count_lines, ended_line, share_line
from bot.chat.withdrawn_cards import withdrawn_card
from bot.domain.address import web_address
from bot.domain.delivery import Place
from bot.domain.edition import Edition
from bot.domain.errors import Refused
from bot.domain.feed import RelatedStory
from bot.domain.ids import CardKey
from bot.domain.note import Note
from bot.domain.poll import PollMode, PollState, VoteSet
from bot.domain.story import StoryDraft
from bot.domain.tagging import ImageMode, Tag, tag_key
from bot.domain.text import cut_at_word, one_line
from bot.pipeline.ports import Card, PollView
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
_AUTHOR = 60
_TAGS = 160
_LABEL = 40
_SHORT_LABEL = 16
_SHORT_QUESTION = 100
_OPTIONS = 20
# A longer address is not made a masked link: it would eat the card. The button takes 512.
_LINK = 900
_RELATED_LINK = 250
_THREAD_NAME = 100

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


class Room(IntEnum):
    """How much is shown of what there is to show."""

    AMPLE = 0
    SCARCE = 1  # without lead, subjects, related stories and the title's link
    LEAST = 2  # and without source, the poll in short


class CardWriter:
    """Writes cards in one catalogue's words."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def card(self, card: Card, locale: str = "en-US", *, link_home: bool = True) -> Layout:
        """Return the card of a delivery: a pointer where it has a home elsewhere, else the home card.

        link_home: whether a pointer says where its home is; else it has no button.
        """
        if card.withdrawn is not None:
            return withdrawn_card(card, card.withdrawn, self._texts, locale, link_home=link_home)
        if card.home is None:
            return _fitting(lambda room: self._home(card, locale, room))
        home = card.home if link_home else None
        return _fitting(lambda room: self._pointer(card, home, locale, room))

    def preview(self, card: Card, locale: str, room: Room) -> "discord.ui.Container[Layout]":
        """Return what a home card shows, without its buttons: a part of another message.

        Its headline leads to the story; where it can't, as it names a site itself, the address stands below.
        """
        container, story = self._shown(card, locale, room), card.edition.story.draft
        if story.link and not self._headline(story, locale, room).startswith("### ["):
            container.add_item(_text(_small(_reference(story.link))))
        return container

    def opening(self, edition: Edition, key: CardKey, locale: str = "en-US") -> Layout:
        """Return the discussion's first message: quotes, a question, related stories, source."""
        return _fitting(lambda room: self._opening(edition, key, locale, room))

    def result(self, edition: Edition, poll: PollView, key: CardKey, locale: str = "en-US") -> Layout:
        """Return the message that says in the discussion how its poll ended."""
        return _fitting(lambda room: self._result(edition, poll, key, locale, room))

    def note(self, note: Note, locale: str = "en-US", *, tells_where: bool) -> Layout:
        """Return the message that says in a discussion what a moderator decided; see `note_layout`."""
        return note_layout(note, self._texts, locale, tells_where=tells_where)

    def thread_name(self, title: str, locale: str = "en-US") -> str:
        """Return the name of a story's discussion: its title, cut at a word."""
        return cut_at_word(one_line(title) or self._texts.get("card-untitled", locale), _THREAD_NAME)

    def _home(self, card: Card, locale: str, room: Room) -> Layout:
        container = self._shown(card, locale, room)
        container.add_item(self._home_buttons(card, locale))
        return layouts.layout(container)

    def _shown(self, card: Card, locale: str, room: Room) -> "discord.ui.Container[Layout]":
        story = card.edition.story.draft
        container = _container(card.edition.tags)
        headline = self._headline(story, locale, room)
        container.add_item(_text(_paragraphs(headline, self._byline(card, locale))))
        if room is Room.AMPLE and (lead := escape_line(story.lead, _LEAD)):
            container.add_item(_text(lead))
        if image := _image_url(card):
            gallery: discord.ui.MediaGallery[Layout] = discord.ui.MediaGallery()
            gallery.add_item(media=image, description=self._alt(story, locale), spoiler=_hidden(card))
            container.add_item(gallery)
        filed = self._filed(card.edition, locale) if room is Room.AMPLE else ""
        source = "" if room is Room.LEAST else self._source("card-source", story, locale)
        tags = self._tags(card.edition.tags, locale)
        if small := _paragraphs(tags, filed, source, self._pings(card, locale)):
            container.add_item(_text(small))
        if card.poll is not None:
            container.add_item(_text(_small("\n".join(self._poll(card.poll, locale, room)))))
        return container

    def _pointer(self, card: Card, home: Place | None, locale: str, room: Room) -> Layout:
        story = card.edition.story.draft
        headline = self._headline(story, locale, room)
        byline = self._byline(card, locale)
        container, first = _container(card.edition.tags), None
        if home is None:  # cards were known by this before they had the one button that is here for all
            container.id, first = component_ids(card.key)
        text = _text(_paragraphs(headline, byline, escape_line(story.lead, _POINTER_LEAD)))
        if image := _image_url(card):
            thumbnail: discord.ui.Thumbnail[Layout] = discord.ui.Thumbnail(
                image, description=self._alt(story, locale), spoiler=_hidden(card)
            )
            words: discord.ui.Item[Layout] = discord.ui.Section(text, accessory=thumbnail)
        else:
            words = text
        words.id = first
        container.add_item(words)
        if home is not None:
            container.add_item(self._pointer_buttons(card, home, locale))
        else:
            container.add_item(discord.ui.ActionRow(self._subscribe(card.key, locale)))
        return layouts.layout(container)

    def _opening(self, edition: Edition, key: CardKey, locale: str, room: Room) -> Layout:
        story = edition.story.draft
        question = story.question or self._texts.get("vote-question", locale)
        quotes = [f"> {shown}" for quote in story.quotes[:_QUOTES] if (shown := escape_line(quote, _QUOTE))]
        container = _container(edition.tags)
        container.add_item(_text("\n\n".join([*quotes, f"**{escape_line(question, _QUESTION)}**"])))
        if room is Room.AMPLE and (related := self._related(story.related, locale)):
            container.add_item(_text(related))
        if source := self._source("discussion-source", story, locale):
            container.add_item(_text(source))
        container.add_item(discord.ui.ActionRow(self._results(key, locale)))
        return layouts.layout(container)

    def _result(self, edition: Edition, poll: PollView, key: CardKey, locale: str, room: Room) -> Layout:
        container = _container(edition.tags)
        container.add_item(_text("\n".join(self._ended(poll, locale, room))))
        container.add_item(discord.ui.ActionRow(self._results(key, locale)))
        return layouts.layout(container)

    def _home_buttons(self, card: Card, locale: str) -> "discord.ui.ActionRow[Layout]":
        story = card.edition.story.draft
        row: discord.ui.ActionRow[Layout] = discord.ui.ActionRow()
        if (url := web_address(story.link)) is not None and layouts.takes_address(url, layouts.BUTTON_URL):
            row.add_item(discord.ui.Button(label=self._label("card-read", locale), url=url))
        if card.discuss:
            row.add_item(DiscussButton(card.key, self._label("card-discuss", locale)))
        row.add_item(self._results(card.key, locale))
        row.add_item(self._subscribe(card.key, locale))
        row.add_item(SaveButton(card.key, self._label("finding-save", locale)))
        return row

    def _pointer_buttons(self, card: Card, home: Place, locale: str) -> "discord.ui.ActionRow[Layout]":
        row: discord.ui.ActionRow[Layout] = discord.ui.ActionRow()
        url = home.jump_url(card.edition.server_id)
        ended = card.poll is not None and card.poll.state is not PollState.OPEN
        label = self._label("card-see-here" if ended else "card-vote-here", locale)
        row.add_item(discord.ui.Button(label=label, url=url))
        row.add_item(self._results(card.key, locale))
        row.add_item(self._subscribe(card.key, locale))
        row.add_item(SaveButton(card.key, self._label("finding-save", locale)))
        return row

    def _results(self, key: CardKey, locale: str) -> ResultsButton:
        return ResultsButton(key, self._label("card-results", locale))

    def _subscribe(self, key: CardKey, locale: str) -> SubscribeButton:
        return SubscribeButton(key, self._label("card-subscribe", locale))

    def _headline(self, story: StoryDraft, locale: str, room: Room) -> str:
        title = one_line(story.title) or self._texts.get("card-untitled", locale)
        url = web_address(story.link)
        if room is not Room.AMPLE or (url is not None and len(address(url)) > _LINK):
            url = None
        return f"### {link(title, url, limit=_TITLE)}"

    def _alt(self, story: StoryDraft, locale: str) -> str:
        title = cut_at_word(one_line(story.title), _TITLE)
        return self._texts.get("card-image", locale, title=title)

    def _source(self, key: str, story: StoryDraft, locale: str) -> str:
        if not story.source_ref:
            return ""
        return _small(self._texts.get(key, locale, source=_reference(story.source_ref)))

    def _byline(self, card: Card, locale: str) -> str:
        story = card.edition.story.draft
        outlet, author = escape_line(story.outlet, _OUTLET), escape_line(story.author, _AUTHOR)
        breaking = card.edition.breaking_at is not None
        parts = [self._texts.get("card-breaking", locale) if breaking else "", outlet]
        if author and author.casefold() != outlet.casefold():
            key = "card-clipper" if web_address(story.source_ref) else "card-author"
            parts.append(self._texts.get(key, locale, author=author))
        if story.published_at is not None:
            parts.append(_timestamp(story.published_at))
        if (member := card.edition.clipped_by) is not None:
            parts.append(self._texts.get("card-clipped", locale, who=f"<@{member}>"))
        if card.corrected_at is not None:
            parts.append(self._texts.get("card-corrected", locale, when=_timestamp(card.corrected_at)))
        return _small(" · ".join(part for part in parts if part))

    def _tags(self, tags: Iterable[Tag], locale: str) -> str:
        labels = escape_line(", ".join(tag.label for tag in tags), _TAGS)
        return _small(self._texts.get("card-tags", locale, tags=labels)) if labels else ""

    def _pings(self, card: Card, locale: str) -> str:
        """Return whom the card is for: these are pinged where its sending allows it."""
        roles = " ".join(f"<@&{role_id}>" for role_id in card.pings)
        return _small(self._texts.get("card-for", locale, roles=roles)) if roles else ""

    def _filed(self, edition: Edition, locale: str) -> str:
        """Return what the story's own page or feed says that it is about."""
        subjects = _subjects(edition)
        return _small(f"{self._texts.get('card-filed', locale)} {subjects}") if subjects else ""

    def _poll(self, poll: PollView, locale: str, room: Room) -> list[str]:
        """Return what a card says of its poll: the question, and how it stands or ended."""
        if poll.state is not PollState.OPEN:
            return self._ended(poll, locale, room)
        lines = [self._vote(poll.vote_set, locale, room)]
        if poll.tally is not None and poll.tally.telling:
            lines.append(share_line(poll.tally, poll.vote_set.mode, self._texts, locale))
        if poll.closes_at is not None:
            when = f"<t:{int(poll.closes_at.timestamp())}:R>"
            lines.append(self._texts.get("card-closes", locale, when=when))
        return lines

    def _ended(self, poll: PollView, locale: str, room: Room) -> list[str]:
        counted = count_lines(poll, self._texts, locale, short=room is Room.LEAST)
        return [*counted, ended_line(poll, self._texts, locale)]

    def _vote(self, vote_set: VoteSet, locale: str, room: Room) -> str:
        short = room is Room.LEAST
        limit = _SHORT_LABEL if short else _LABEL
        options = " · ".join(
            self._texts.get("card-option", locale, emoji=option.emoji, label=escape_line(option.label, limit))
            for option in vote_set.options[:_OPTIONS]
        )
        question = escape_line(vote_set.question, _SHORT_QUESTION if short else _QUESTION)
        # Joined here: Fluent takes no field of more than 1000 characters.
        key = "card-vote" if vote_set.mode is PollMode.SINGLE else "card-vote-several"
        return f"{self._texts.get(key, locale, question=question)} {options}"

    def _related(self, related: Iterable[RelatedStory], locale: str) -> str:
        lines = [_related_line(story) for story in list(related)[:_RELATED]]
        if not lines:
            return ""
        return "\n".join([f"**{self._texts.get('discussion-related', locale)}**", *lines])

    def _label(self, key: str, locale: str) -> str:
        return cut_at_word(self._texts.get(key, locale), layouts.BUTTON_LABEL)


def _fitting(build: Callable[[Room], Layout]) -> Layout:
    """Build with all there is, and where that is too much for Discord, with what matters most."""
    for room in (Room.AMPLE, Room.SCARCE):
        try:
            return build(room)
        except Refused:
            continue
    return build(Room.LEAST)


def _container(tags: Iterable[Tag]) -> "discord.ui.Container[Layout]":
    first = next(iter(tags), None)
    return discord.ui.Container(accent_colour=None if first is None else _accent(first))


def _accent(tag: Tag) -> int:
    """Return the colour that the server gave a tag, else one that is its own by its key."""
    return _ACCENTS[zlib.crc32(tag.key.encode()) % len(_ACCENTS)] if tag.color is None else tag.color


def _text(content: str) -> "discord.ui.TextDisplay[Layout]":
    return discord.ui.TextDisplay(content)


def _timestamp(moment: datetime) -> str:
    """Return a moment that every reader's client shows in their own zone and language."""
    return f"<t:{int(moment.timestamp())}:f>"


def _subjects(edition: Edition) -> str:
    """Return what a story says it is about, beyond the tags that it has in the server."""
    story, tags = edition.story.draft, {tag.key for tag in edition.tags}
    others = [label for label in story.hashtags if tag_key(label) not in tags]
    hashtags = " ".join(f"\\#{_hashtag(label)}" for label in others[:_HASHTAGS] if _hashtag(label))
    category = "" if tag_key(story.category) in tags else escape_line(story.category, _CATEGORY)
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


def _hidden(card: Card) -> bool:
    """Tell whether a picture is shown only to who clicks on it."""
    return card.image is ImageMode.SPOILER


def _image_url(card: Card) -> str | None:
    """Return a picture's address; Discord would refuse the whole card for one that it can't read."""
    url = web_address(card.edition.story.draft.image_url)
    if card.image is ImageMode.NONE or url is None:
        return None
    return url if layouts.takes_address(url, layouts.MEDIA_URL) else None


def _small(text: str) -> str:
    return "\n".join(f"-# {line.removeprefix('-# ')}" for line in text.splitlines() if line)


def _paragraphs(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
