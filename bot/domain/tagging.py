"""A server's tags, and which of them a story is about.

A tag takes a story for the first of these that holds: a hashtag with the tag's key, one with the key
of a synonym, the story's category, then the tag's rules in their order. Text is matched on folded words (no
accents, no case), so that a rule `café` finds `CAFE`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

import re2

from bot.domain.channel import ChannelKind
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, FeedId, ForumTagId, RoleId, ServerId, TagId, VoteSetId
from bot.domain.reasons import Reason
from bot.domain.story import StoryDraft

# Those of the Latin script, also with accents: CAFÉ and ŁÓDŹ are one word each.
_LATIN = (*range(0x250), *range(0x1E00, 0x1F00), *range(0x2C60, 0x2C80))
_CAPITALS = "".join(each for each in map(chr, _LATIN) if each.isupper())
# Any other letter but the apostrophes among them, which part no O'NEILL.
_SMALL = rf"[^\W\d_\u02b0-\u02ff{_CAPITALS}]"
# fooBar → foo Bar, NATOSummit → NATO Summit; NGOs stays one word.
_CAMEL = re.compile(
    rf"(?<={_SMALL})(?=[{_CAPITALS}])"
    rf"|(?<=[{_CAPITALS}])(?=[{_CAPITALS}]{_SMALL})(?![{_CAPITALS}]s(?!{_SMALL}))"
)
_WORD = re.compile(r"\w+")
_PATTERN_LIMIT = 500
# One that needs more is refused within milliseconds; one that does not takes 15 ms and half of it at most.
_PATTERN_MEMORY = 1 << 20


class RuleKind(StrEnum):
    """What a rule looks at."""

    KEYWORD = "keyword"  # one word anywhere in title, lead or text
    PHRASE = "phrase"  # these words, in this order
    PATTERN = "pattern"  # a regular expression (RE2: linear time) on title and lead
    FEED = "feed"  # every story of this feed
    CATEGORY = "category"  # the story's category


class Policy(StrEnum):
    """Whether a tag's stories go out by themselves."""

    AUTOMATIC = "automatic"
    REVIEW = "review"


class DiscussionMode(StrEnum):
    """When a card gets its thread."""

    ALWAYS = "always"
    ON_REQUEST = "on-request"  # when the first reader asks for it
    NEVER = "never"


class ImageMode(StrEnum):
    """How a card shows its story's picture."""

    SHOW = "show"
    SPOILER = "spoiler"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TagOptions:
    """How a tag's stories are posted; of several tags with one channel the first's holds.

    forum_tag_id: what its posts in a forum are marked with. crosspost: pass its cards in an announcement
    channel on. vote_set_id: None for the default one.
    """

    forum_tag_id: ForumTagId | None = None
    crosspost: bool = False
    discussion: DiscussionMode = DiscussionMode.ALWAYS
    image: ImageMode = ImageMode.SHOW
    vote_set_id: VoteSetId | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a tag. `value` is the word, phrase, pattern or category; for FEED the feed's id."""

    kind: RuleKind
    value: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A server's subject: what belongs to it and where it goes.

    synonyms: tag keys that count as this tag's.
    position: the server's order; the home is the first matching tag's forum, else its channel.
    kind: of its channel. color: 0xRRGGBB of its cards; None: one by its key.
    role_id: what its stories ping; role_is_ours: we made it, and keep who has it.
    """

    id: TagId
    server_id: ServerId
    key: str
    label: str
    channel_id: ChannelId
    position: int = 0
    policy: Policy = Policy.AUTOMATIC
    synonyms: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    kind: ChannelKind = ChannelKind.TEXT
    options: TagOptions = TagOptions()
    color: int | None = None
    role_id: RoleId | None = None
    role_is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A tag that takes a story, and why: the reason's code and the word that decided."""

    tag: Tag
    reason: Reason
    detail: str


class StoryText:
    """A story prepared once for the rules of all servers."""

    def __init__(self, story: StoryDraft) -> None:
        self.story = story
        self.hashtags = {tag_key(label): label for label in reversed(story.hashtags)}
        self.category = tag_key(story.category)

    @cached_property
    def headline(self) -> str:
        """Title and lead as written, for patterns."""
        return f"{self.story.title}\n{self.story.lead}"

    @cached_property
    def sentence(self) -> str:
        """Every folded word of the story between single spaces, for keywords and phrases."""
        words = folded_words(f"{self.headline}\n{self.story.text}")
        return f" {' '.join(words)} "

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the sentence: looking one up is faster than searching the text for it."""
        return frozenset(self.sentence.split())


def tag_key(text: str) -> str:
    """Return the key that all spellings of a subject share: `#UkraineWar`, `Ukraine war` → `ukrainewar`."""
    return "".join(folded_words(text))


def folded_words(text: str) -> list[str]:
    """Split text into words without accents and case; camelCase and separators part words."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text).replace("_", " "))
    return _WORD.findall(_without_accents(spaced.casefold()))


def _without_accents(text: str) -> str:
    bare: list[str] = []
    for character in unicodedata.normalize("NFKD", text):
        # й and ї are letters of their own: only Latin and Greek lose what is above and below them.
        if not (unicodedata.combining(character) and bare and bare[-1] < "\u0400"):
            bare.append(character)
    return unicodedata.normalize("NFC", "".join(bare))


def check_pattern(pattern: str) -> None:
    """Raise InvalidInput when the pattern can't be used as a rule."""
    if len(pattern) > _PATTERN_LIMIT:
        raise InvalidInput("error-pattern-long", limit=_PATTERN_LIMIT)
    try:
        _compiled(pattern)
    except re2.error as error:
        raise InvalidInput("error-pattern", pattern=pattern, why=_re2_words(error)) from error


def rule_holds(rule: Rule, text: StoryText, feeds: Iterable[FeedId] = ()) -> bool:
    """Tell whether a rule holds for a story that these feeds brought."""
    if rule.kind is RuleKind.FEED:
        return any(_holds(rule, text, feed_id) for feed_id in feeds)
    return _holds(rule, text, None)


def match_tags(
    tags: Iterable[Tag], text: StoryText, *, feed_id: FeedId | None, added: frozenset[TagId] = frozenset()
) -> tuple[Match, ...]:
    """Return the tags that take this story, in the server's order, each with its reason.

    feed_id: the feed that brought it. added: tags that the server's source gives to all its stories.
    """
    found = (
        _match(tag, text, feed_id, added) for tag in sorted(tags, key=lambda tag: (tag.position, tag.id))
    )
    return tuple(match for match in found if match is not None)


def _match(tag: Tag, text: StoryText, feed_id: FeedId | None, added: frozenset[TagId]) -> Match | None:
    if tag.key in text.hashtags:
        return Match(tag, Reason.BY_HASHTAG, text.hashtags[tag.key])
    for synonym in tag.synonyms:
        if synonym in text.hashtags:
            return Match(tag, Reason.BY_SYNONYM, text.hashtags[synonym])
    if text.category and text.category in (tag.key, *tag.synonyms):
        return Match(tag, Reason.BY_CATEGORY, text.story.category)
    for rule in tag.rules:
        if _holds(rule, text, feed_id):
            return Match(tag, _REASON_OF_RULE[rule.kind], rule.value)
    if tag.id in added:
        return Match(tag, Reason.BY_FEED, "")
    return None


_REASON_OF_RULE = {
    RuleKind.KEYWORD: Reason.BY_KEYWORD,
    RuleKind.PHRASE: Reason.BY_PHRASE,
    RuleKind.PATTERN: Reason.BY_PATTERN,
    RuleKind.FEED: Reason.BY_FEED,
    RuleKind.CATEGORY: Reason.BY_CATEGORY,
}


def _holds(rule: Rule, text: StoryText, feed_id: FeedId | None) -> bool:
    match rule.kind:
        case RuleKind.KEYWORD | RuleKind.PHRASE:
            wanted = _folded(rule.value)
            return wanted in text.words if " " not in wanted else f" {wanted} " in text.sentence
        case RuleKind.PATTERN:
            return _compiled(rule.value).search(text.headline) is not None
        case RuleKind.FEED:
            return feed_id is not None and rule.value == str(feed_id)
        case _:  # CATEGORY
            return bool(text.category) and tag_key(rule.value) == text.category


@lru_cache(maxsize=20_000)
def _folded(words: str) -> str:
    return " ".join(folded_words(words))


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> "re2._Regexp":
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = _PATTERN_MEMORY
    options.log_errors = False
    return re2.compile(pattern, options=options)


def _re2_words(error: Exception) -> str:
    words = error.args[0] if error.args else ""
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
