"""A tag in words: where its stories go and how they are posted, and what its removal would do."""

from collections.abc import Iterator

from bot.chat.markdown import escape_line
from bot.domain.channel import ChannelKind, Forum
from bot.domain.tagging import DiscussionMode, ImageMode, RuleKind, Tag
from bot.newsroom.tags import Removal
from bot.texts.catalogue import Texts

_LABEL = 60
_WORDS = 450

_DISCUSSIONS = {
    DiscussionMode.ALWAYS: "tags-discussion-always",
    DiscussionMode.ON_REQUEST: "tags-discussion-on-request",
    DiscussionMode.NEVER: "tags-discussion-never",
}
_IMAGES = {
    ImageMode.SHOW: "tags-image-show",
    ImageMode.SPOILER: "tags-image-spoiler",
    ImageMode.NONE: "tags-image-none",
}


def tag_line(tag: Tag, texts: Texts, locale: str) -> str:
    """Return a tag and its channel in one line."""
    label = escape_line(tag.label, _LABEL)
    return texts.get("tags-line", locale, label=label, channel=f"<#{tag.channel_id}>")


def tag_lines(tag: Tag, forum: Forum | None, votes: str | None, texts: Texts, locale: str) -> list[str]:
    """Return how a tag's stories are posted, and its words; votes: its vote set, None for the default."""
    options = " · ".join(_options(tag, forum, votes, texts, locale))
    return [f"{texts.get('tags-posted', locale)} {options}", *_words(tag, texts, locale)]


def loss_lines(removal: Removal, texts: Texts, locale: str) -> list[str]:
    """Return the question before a tag is removed, with what that would do."""
    return list(_loss(removal, texts, locale))


def _options(tag: Tag, forum: Forum | None, votes: str | None, texts: Texts, locale: str) -> Iterator[str]:
    options = tag.options
    if forum is not None:
        forum_tag = next((each.name for each in forum.tags if each.id == options.forum_tag_id), None)
        if forum_tag is not None:
            yield texts.get("tags-forum-tag", locale, tag=escape_line(forum_tag, _LABEL))
    else:
        yield texts.get(_DISCUSSIONS[options.discussion], locale)
    if tag.kind is ChannelKind.ANNOUNCEMENT:
        yield texts.get("tags-crossposted" if options.crosspost else "tags-not-crossposted", locale)
    yield texts.get(_IMAGES[options.image], locale)
    shown = texts.get("votes-default", locale) if votes is None else escape_line(votes, _LABEL)
    yield texts.get("tags-votes", locale, votes=shown)


def _words(tag: Tag, texts: Texts, locale: str) -> Iterator[str]:
    if tag.synonyms:
        yield texts.get("tags-also", locale, synonyms=escape_line(", ".join(tag.synonyms), _WORDS))
    words = ", ".join(rule.value for rule in tag.rules if rule.kind is not RuleKind.PATTERN)
    patterns = sum(rule.kind is RuleKind.PATTERN for rule in tag.rules)
    if words:
        key = "tags-finds-both" if patterns else "tags-finds"
        yield texts.get(key, locale, rules=escape_line(words, _WORDS), patterns=patterns)
    elif patterns:
        yield texts.get("tags-finds-patterns", locale, patterns=patterns)


def _loss(removal: Removal, texts: Texts, locale: str) -> Iterator[str]:
    loss, label = removal.loss, escape_line(removal.tag.label, _LABEL)
    yield texts.get("tags-remove-ask", locale, label=label)
    if loss.cards:
        yield texts.get("tags-remove-cards", locale, stories=loss.cards)
    if loss.elsewhere:
        yield texts.get("tags-remove-elsewhere", locale, stories=loss.elsewhere)
    if loss.feeds:
        yield texts.get("tags-remove-feeds", locale, feeds=loss.feeds)
