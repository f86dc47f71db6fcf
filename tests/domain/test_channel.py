"""What a forum's own tags are called and found by."""

from bot.domain.channel import FORUM_TAG_NAME, Forum, ForumTag, forum_tag_name
from bot.domain.ids import ForumTagId

SCIENCE = ForumTag(ForumTagId(7), "Science")


def test_a_long_label_is_cut_at_a_word_to_what_discord_takes():
    name = forum_tag_name("Science and the Environment")

    assert name == "Science and the…"
    assert len(name) <= FORUM_TAG_NAME


def test_a_forum_tag_is_found_by_its_id_and_by_its_name_however_it_is_written():
    forum = Forum((SCIENCE,), needs_tag=False)

    assert [forum.named(typed) for typed in ("7", "SCIENCE", "Sci")] == [SCIENCE, SCIENCE, None]
