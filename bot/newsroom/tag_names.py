"""What people call tags: names for new ones, other names, and which one they mean."""

from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ServerId, TagId
from bot.domain.rule_text import is_pattern, word_rule
from bot.domain.tagging import Rule, Tag, tag_key
from bot.domain.text import cut_at_word, one_line
from bot.storage import tags
from bot.storage.database import Connection

_LABEL = 50
MOST_WORDS = 50
_WORD = 100


async def meant(tx: Connection, server_id: ServerId, typed: str) -> Tag:
    """Return the tag that goes by a name, now or earlier; raise NotFound."""
    tag = await tags.meant(tx, server_id, tag_key(typed))
    if tag is None:
        labels = [each.label for each in await tags.names(tx, server_id)]
        raise NotFound.by_name("error-no-such-tag", typed, labels, limit=_LABEL)
    return tag


async def still_named(tx: Connection, server_id: ServerId, tag_id: TagId, label: str) -> Tag:
    """Return the tag that a question named so; raise NotFound if it is gone, InvalidInput if renamed."""
    tag = await tags.get(tx, tag_id)
    if tag is None or tag.server_id != server_id:
        raise NotFound("error-panel-old")
    if tag.label != label:
        raise InvalidInput("error-renamed-meanwhile", old=label, name=tag.label)
    return tag


def label_of(typed: str) -> str:
    """Return the label for a tag that is called so; raise InvalidInput."""
    label = one_line(typed).removeprefix("#").strip()
    if not tag_key(label):
        raise InvalidInput("error-tag-name", name=cut_at_word(label, _LABEL))
    if len(label) > _LABEL:
        raise InvalidInput("error-tag-name-long", limit=_LABEL)
    return label


def synonyms_of(typed: str, key: str) -> list[str]:
    """Return the keys of other names, parted by commas, for the tag with this key; raise InvalidInput."""
    others = (tag_key(word) for word in _parted(typed))
    return list(dict.fromkeys(other for other in others if other != key))


def word_rules(typed: str) -> list[Rule]:
    """Return the rules for words and phrases, parted by commas; raise InvalidInput."""
    words = _parted(typed)
    if pattern := next((word for word in (typed.strip(), *words) if is_pattern(word)), None):
        raise InvalidInput("error-word-pattern", word=cut_at_word(one_line(pattern), _LABEL))
    return list(dict.fromkeys(map(word_rule, words)))


def _parted(words: str) -> list[str]:
    parted = [word.removeprefix("#").strip() for word in one_line(words).split(",")]
    kept = [word for word in parted if tag_key(word)]
    if len(kept) > MOST_WORDS:
        raise InvalidInput("error-too-many-words", limit=MOST_WORDS)
    if long := next((word for word in kept if len(word) > _WORD), None):
        raise InvalidInput("error-word-long", word=cut_at_word(long, _LABEL), limit=_WORD)
    return kept
