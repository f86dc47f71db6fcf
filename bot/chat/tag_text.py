"""A tag in words: where its stories go and how they are posted, and what its removal or merger would do."""

from collections.abc import Iterator, Sequence

from bot.chat.color_names import shown_color
from bot.chat.markdown import escape_line
from bot.domain.channel import ChannelKind, Forum
from bot.domain.tagging import DiscussionMode, ImageMode, Policy, RuleKind, Tag
from bot.domain.text import cut_at_word
from bot.newsroom.tag_merging import Merger
from bot.newsroom.tag_rules import RulesLook
from bot.newsroom.tag_words import Edit
from bot.newsroom.tags import Removal
from bot.storage.tag_figures import TagFigures
from bot.texts.catalogue import Texts

_LABEL = 60
_WORDS = 450
_NAMES, _GONE = 700, 300
_RULE = 120
_RULES = 1300
_TITLE = 90
_TITLES = 4

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
    lines = [f"{texts.get('tags-posted', locale)} {options}"]
    if tag.role_id is not None:
        key = "tags-role-ours" if tag.role_is_ours else "tags-role"
        lines.append(texts.get(key, locale, role=f"<@&{tag.role_id}>"))
    if tag.policy is Policy.REVIEW:
        lines.append(texts.get("tags-review", locale))
    return [*lines, *_words(tag, texts, locale)]


def figure_lines(figures: TagFigures, texts: Texts, locale: str) -> list[str]:
    """Return what a tag brings, to how many, and where it stands among the others."""
    a_week = round(figures.stories_a_week)
    lines = [
        texts.get("tags-figures", locale, stories=a_week, subscribers=figures.subscribers),
        texts.get("tags-place", locale, place=figures.place, tags=figures.tags),
    ]
    return [*lines, texts.get("tags-all-of", locale, feeds=figures.feeds)] if figures.feeds else lines


def gone_lines(edit: Edit, texts: Texts, locale: str) -> list[str]:
    """Return which names and words a tag has no more."""
    gone = {"tags-names-gone": edit.names_gone, "tags-words-gone": edit.words_gone}
    return [
        texts.get(key, locale, count=len(words), words=_listed(words, _GONE))
        for key, words in gone.items()
        if words
    ]


def loss_lines(removal: Removal, texts: Texts, locale: str) -> list[str]:
    """Return the question before a tag is removed, with what that would do."""
    return list(_loss(removal, texts, locale))


def merger_lines(merger: Merger, texts: Texts, locale: str) -> list[str]:
    """Return the question before a tag is merged into another, with what that would do."""
    return list(_merger(merger, texts, locale))


def rules_lines(look: RulesLook, texts: Texts, locale: str) -> list[str]:
    """Return a tag's rules, each with what it would have found of the last stories."""
    return list(_rules(look, texts, locale))


def _rules(look: RulesLook, texts: Texts, locale: str) -> Iterator[str]:
    label = escape_line(look.tag.label, _LABEL)
    yield texts.get("tags-rules-heading" if look.rules else "tags-rules-none", locale, label=label)
    room = _RULES
    for number, rule in enumerate(look.rules):
        shown = escape_line(rule.text, _RULE)
        line = texts.get("tags-rules-line", locale, rule=shown, found=rule.found)
        room -= len(line) + 1
        if room < 0:
            yield texts.get("command-more", locale, count=len(look.rules) - number)
            break
        yield line
    if look.feeds:
        yield texts.get("tags-all-of", locale, feeds=look.feeds)
    if not look.looked_at:
        yield texts.get("tags-rules-no-stories", locale)
        return
    yield texts.get("tags-rules-found", locale, found=look.found, stories=look.looked_at)
    for title in look.titles[:_TITLES]:
        yield f"-# · {escape_line(title, _TITLE)}"


def _merger(merger: Merger, texts: Texts, locale: str) -> Iterator[str]:
    gone, into, union = merger.gone, merger.into, merger.union
    labels = {"gone": escape_line(gone.label, _LABEL), "into": escape_line(into.label, _LABEL)}
    channel = f"<#{into.channel_id}>"
    yield texts.get("tags-merge-ask", locale, **labels, channel=channel, stories=union.stories)
    if union.subscribers:
        both = union.of_both
        yield texts.get("tags-merge-subscribers", locale, **labels, subscribers=union.subscribers, both=both)
    if union.waiting and gone.channel_id != into.channel_id:
        yield texts.get("tags-merge-waiting", locale, stories=union.waiting, channel=channel)
    if union.feeds:
        yield texts.get("tags-merge-feeds", locale, **labels, feeds=union.feeds)
    names = ", ".join(cut_at_word(each, _LABEL) for each in (gone.label, *gone.synonyms))
    yield texts.get(
        "tags-merge-words", locale, **labels, names=escape_line(names, _WORDS), rules=len(gone.rules)
    )


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
    if tag.color is not None:
        yield texts.get("tags-color", locale, color=shown_color(tag.color, texts, locale))
    shown = texts.get("votes-default", locale) if votes is None else escape_line(votes, _LABEL)
    yield texts.get("tags-votes", locale, votes=shown)


def _words(tag: Tag, texts: Texts, locale: str) -> Iterator[str]:
    if tag.synonyms:
        yield texts.get("tags-also", locale, synonyms=_listed(tag.synonyms, _NAMES))
    of_kind = {kind: [rule.value for rule in tag.rules if rule.kind is kind] for kind in RuleKind}
    words = of_kind[RuleKind.KEYWORD] + of_kind[RuleKind.PHRASE]
    patterns = len(of_kind[RuleKind.PATTERN])
    if words:
        key = "tags-finds-both" if patterns else "tags-finds"
        yield texts.get(key, locale, rules=_listed(words, _WORDS), patterns=patterns)
    elif patterns:
        yield texts.get("tags-finds-patterns", locale, patterns=patterns)
    if categories := of_kind[RuleKind.CATEGORY]:
        yield texts.get("tags-categories", locale, categories=escape_line(", ".join(categories), _WORDS))
    if feeds := of_kind[RuleKind.FEED]:
        yield texts.get("tags-all-of", locale, feeds=len(feeds))


def _listed(words: Sequence[str], room: int) -> str:
    """Return words in one line, and how many more there are where not all find room."""
    kept = list(words)
    while len(kept) > 1 and len(", ".join(kept)) > room:
        kept.pop()
    shown = escape_line(", ".join(kept), room)
    return shown if len(kept) == len(words) else f"{shown} … (+{len(words) - len(kept)})"


def _loss(removal: Removal, texts: Texts, locale: str) -> Iterator[str]:
    loss, label = removal.loss, escape_line(removal.tag.label, _LABEL)
    yield texts.get("tags-remove-ask", locale, label=label)
    if loss.subscribers:
        yield texts.get("tags-remove-subscribers", locale, subscribers=loss.subscribers)
    if loss.cards:
        yield texts.get("tags-remove-cards", locale, stories=loss.cards)
    if loss.elsewhere:
        yield texts.get("tags-remove-elsewhere", locale, stories=loss.elsewhere)
    if loss.feeds:
        yield texts.get("tags-remove-feeds", locale, feeds=loss.feeds)
