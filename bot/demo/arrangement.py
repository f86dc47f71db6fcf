"""How the demo's newsroom posts: a channel of every kind, and each thing that a tag can be set to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.poll import PollMode, VoteOption, VoteSet
from bot.domain.tagging import DiscussionMode, ImageMode, Rule, RuleKind, TagOptions
from bot.newsroom.starter_tags import StarterTag
from bot.standin.world.model import ChannelKind

FORUM = "magazine"
FORUM_TOPIC = "Technology and culture: each story is a post of its own"
# Its stories have their home where readers can't see it.
PRIVATE = StarterTag(
    label="Desk First",
    channel="first-look",
    topic="What those who run the server discuss among themselves first",
    synonyms=(),
    rules=(Rule(RuleKind.PATTERN, r"\bVote in Local Elections\b"),),
)
EMOJI = ("kelp", "barnacle")
# The vote set whose polls close while one watches, and the channel of its tag.
QUICK = "match"
QUICK_CHANNEL = "sport"

# An emoji of the server's own stands here by its name between colons.
VOTE_SETS = {
    QUICK: VoteSet(
        "Did the better side win?",
        (VoteOption("🏆", "yes", 1), VoteOption("🙃", "no", -1), VoteOption("🤷", "hard to say")),
    ),
    "gain": VoteSet(
        "Who gains from this?",
        (
            VoteOption("👷", "who works there"),
            VoteOption("🛒", "who buys"),
            VoteOption("🏘️", "the town"),
            VoteOption("🚫", "nobody"),
        ),
        PollMode.MULTI,
    ),
    "coast": VoteSet(
        "Does this give you hope for the coast?",
        (VoteOption(":kelp:", "it grows", 1), VoteOption(":barnacle:", "it is stuck", -1)),
    ),
}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is not as usual about a tag: its channel, that channel's kind, its vote set, its options.

    reviewed: a moderator sees its stories first.
    """

    channel: str | None = None
    kind: ChannelKind = ChannelKind.TEXT
    vote_set: str | None = None
    options: TagOptions = field(default_factory=TagOptions)
    reviewed: bool = False


_USUAL = Arrangement()
_ARRANGED = {
    "world": Arrangement(kind=ChannelKind.ANNOUNCEMENT, options=TagOptions(crosspost=True)),
    "business": Arrangement(vote_set="gain"),
    "technology": Arrangement(channel=FORUM),
    "climate": Arrangement(vote_set="coast", options=TagOptions(discussion=DiscussionMode.ON_REQUEST)),
    "culture": Arrangement(channel=FORUM, options=TagOptions(image=ImageMode.SPOILER)),
    "health": Arrangement(reviewed=True),
    "sport": Arrangement(vote_set=QUICK),
}


def arrangement_of(tag_key: str) -> Arrangement:
    """Return what is special about the tag."""
    return _ARRANGED.get(tag_key, _USUAL)


def channel_of(starter: StarterTag) -> str:
    """Return the name of the channel where a tag's stories go."""
    return arrangement_of(starter.key).channel or starter.channel


def with_own_emoji(vote_set: VoteSet, own: Mapping[str, str]) -> VoteSet:
    """Return the vote set with the server's emoji, as they are sent, in the places of their names."""
    options = (
        replace(option, emoji=own.get(option.emoji.strip(":"), option.emoji)) for option in vote_set.options
    )
    return replace(vote_set, options=tuple(options))
