"""Posts in forums: made with their marks, found again, and drawn again in the archive."""

import pytest

from bot.domain.delivery import Place, anchor
from bot.domain.errors import DestinationGone, ForumTagRequired, PermissionMissing
from bot.domain.ids import ChannelId, MessageId
from bot.domain.poll import PollState
from bot.domain.tagging import TagOptions
from bot.pipeline.ports import Card, PollView
from bot.standin.world.model import ChannelFlag, ChannelKind, ForumTag, Overwrite
from tests.builders import a_draft, a_tag_value
from tests.chat.editions import KEY, POLL, VOTE_SET, an_edition
from tests.newsroom_running import text_of

CARD = Card(an_edition(), KEY, POLL)
CORRECTED = Card(an_edition(a_draft(title="Corrected")), KEY, POLL)
THREAD = "/channels/{channel_id}"
ARCHIVED = "/channels/{channel_id}/threads/archived/public"
CREATE_THREADS, MANAGE_THREADS = 1 << 35, 1 << 34


@pytest.fixture
def publisher(newsroom):
    return newsroom.app.publisher


@pytest.fixture
async def forum(newsroom):
    """A forum with seven marks, the last for moderators only."""
    marks = [ForumTag(700 + number, f"mark {number}", moderated=number == 6) for number in range(7)]
    made = newsroom.channel("forum", kind=ChannelKind.FORUM, tags=marks)
    await newsroom.heard(lambda bot: bot.get_channel(made.id) is not None)
    return made


def posts(newsroom, forum):
    return sorted(newsroom.standin.world.threads_of(forum), key=lambda thread: thread.id)


def marked(forum, *marks):
    tags = [
        a_tag_value(f"Tag {mark}", channel_id=forum.id, options=TagOptions(forum_tag_id=mark))
        for mark in marks
    ]
    return Card(an_edition(tags=tuple(tags)), KEY, POLL)


def forbid(newsroom, channel, permission):
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    channel.overwrites[role.id] = Overwrite(role.id, 0, 0, permission)
    newsroom.standin.world.update_channel(channel)


def archive(newsroom, post, *, locked=False):
    thread = newsroom.standin.world.channels[post.channel_id]
    thread.thread.locked = locked
    newsroom.standin.world.set_archived(thread, archived=True)
    return thread


async def test_a_post_is_its_own_discussion_with_its_card_first(publisher, newsroom, forum):
    place = await publisher.make_post(forum.id, CARD, name="About talks")

    (post,) = posts(newsroom, forum)
    assert place == Place(post.id, post.id)
    assert post.name == "About talks"
    assert "About talks" in text_of(post.log.get(post.id).components)
    assert post.thread.auto_archive_minutes == 7 * 24 * 60


async def test_a_post_has_at_most_five_marks_and_none_that_was_deleted(publisher, newsroom, forum):
    await publisher.make_post(forum.id, marked(forum, 700, 701, 702, 703, 704, 705), name="Many")
    await publisher.make_post(forum.id, marked(forum, 666, 700), name="Deleted")

    assert [post.thread.applied_tags for post in posts(newsroom, forum)] == [
        [700, 701, 702, 703, 704],
        [700],
    ]


async def test_a_forum_that_wants_a_mark_says_so(publisher, newsroom, forum):
    forum.flags |= ChannelFlag.REQUIRE_TAG
    newsroom.standin.world.update_channel(forum)

    with pytest.raises(ForumTagRequired):
        await publisher.make_post(forum.id, CARD, name="About talks")


async def test_a_mark_for_moderators_names_the_permission_that_it_takes(publisher, newsroom, forum):
    forbid(newsroom, forum, MANAGE_THREADS)

    with pytest.raises(PermissionMissing) as refused:
        await publisher.make_post(forum.id, marked(forum, 706), name="About talks")

    assert refused.value.permission == "Manage Threads"


async def test_a_post_takes_no_right_to_make_threads(publisher, newsroom, forum):
    forbid(newsroom, forum, CREATE_THREADS)
    forbid(newsroom, newsroom.world, CREATE_THREADS)

    assert await publisher.make_post(forum.id, CARD, name="About talks")

    bot = newsroom.app.bot
    await newsroom.heard(lambda bot: bot.missing_permissions(newsroom.world.id, ["create_public_threads"]))
    assert newsroom.app.tags._channels.missing(forum.id) == ()
    assert bot.missing_permissions(forum.id, ["create_public_threads"]) == ("Create Public Threads",)


async def test_posts_are_found_active_and_archived_by_their_marker(publisher, newsroom, forum):
    first = await publisher.make_post(forum.id, CARD, name="First")
    second = await publisher.make_post(forum.id, CARD, name="Second")
    await publisher.make_post(forum.id, Card(an_edition(), "f" * 24, POLL), name="Another")
    archive(newsroom, first)

    found = await publisher.find_posts(forum.id, KEY, after=MessageId(0))

    assert found == (first, second)
    assert await publisher.find_posts(forum.id, KEY, after=first.message_id) == (second,)


async def test_nobody_elses_post_is_taken_for_ours(publisher, newsroom, forum):
    async with newsroom.person(newsroom.reader_account()) as reader:
        body = {"name": "newsclip", "message": {"content": f"newsclip:results:{KEY}"}}
        await reader.request("POST", f"/channels/{forum.id}/threads", body=body)

    assert await publisher.find_posts(forum.id, KEY, after=MessageId(0)) == ()


async def test_a_post_whose_card_was_deleted_is_not_found(publisher, newsroom, forum):
    place = await publisher.make_post(forum.id, CARD, name="First")
    post = newsroom.standin.world.channels[place.channel_id]
    newsroom.standin.world.delete_message(post.log.get(place.message_id))

    assert await publisher.find_posts(forum.id, KEY, after=MessageId(0)) == ()


async def test_a_deleted_post_answers_as_a_deleted_channel(publisher, newsroom, forum):
    place = await publisher.make_post(forum.id, CARD, name="About talks")
    (post,) = posts(newsroom, forum)
    newsroom.standin.world.delete_channel(post)

    with pytest.raises(DestinationGone):
        await publisher.seed(place, "👍")
    with pytest.raises(DestinationGone):
        await publisher.edit_card(place, CORRECTED)


async def test_the_archive_is_searched_in_pages_and_no_further_than_needed(publisher, newsroom, forum):
    world, other = newsroom.standin.world, newsroom.reader_account()
    wanted = await publisher.make_post(forum.id, CARD, name="Wanted")
    archive(newsroom, wanted)
    for number in range(201):
        world.set_archived(world.create_thread(forum, f"Post {number}", owner=other), archived=True)

    found = await publisher.find_posts(forum.id, KEY, after=MessageId(0))
    whole = len(newsroom.standin.calls.of("GET", ARCHIVED))
    await publisher.find_posts(forum.id, KEY, after=anchor(newsroom.app.clock.now().replace(year=2031)))

    assert found == (wanted,)
    assert whole == 3
    assert len(newsroom.standin.calls.of("GET", ARCHIVED)) == whole + 1


async def test_a_forum_that_is_not_there_is_gone(publisher, newsroom):
    with pytest.raises(DestinationGone):
        await publisher.make_post(ChannelId(1), CARD, name="About talks")
    with pytest.raises(DestinationGone):
        await publisher.make_post(newsroom.world.id, CARD, name="About talks")


@pytest.mark.parametrize("locked", [False, True])
async def test_an_archived_post_is_drawn_and_seeded_and_stays_in_the_archive(
    publisher, newsroom, forum, locked
):
    place = await publisher.make_post(forum.id, CARD, name="About talks")
    post = archive(newsroom, place, locked=locked)

    await publisher.edit_card(place, CORRECTED)
    await publisher.seed(place, "👍")

    card = post.log.get(place.message_id)
    assert "Corrected" in text_of(card.components)
    assert [reaction.emoji.name for reaction in card.reactions.values()] == ["👍"]
    assert post.thread.archived
    assert post.thread.locked is locked


async def test_a_locked_post_names_the_permission_that_it_takes(publisher, newsroom, forum):
    place = await publisher.make_post(forum.id, CARD, name="About talks")
    archive(newsroom, place, locked=True)
    forbid(newsroom, forum, MANAGE_THREADS)

    with pytest.raises(PermissionMissing) as refused:
        await publisher.edit_card(place, CORRECTED)

    assert refused.value.permission == "Manage Threads"


async def test_an_active_post_is_drawn_with_one_call(publisher, newsroom, forum):
    place = await publisher.make_post(forum.id, CARD, name="About talks")

    await publisher.edit_card(place, CORRECTED)

    assert newsroom.standin.calls.of("PATCH", THREAD) == []


@pytest.mark.parametrize("archived", [False, True])
async def test_a_result_leaves_the_archive_as_it_was(publisher, newsroom, forum, archived):
    place = await publisher.make_post(forum.id, CARD, name="About talks")
    post = newsroom.standin.world.channels[place.channel_id]
    newsroom.standin.world.set_archived(post, archived=archived)
    ended = PollView(VOTE_SET, PollState.CLOSED)

    await publisher.post_result(post.id, an_edition(), ended, KEY, nonce="result")

    assert "The poll is closed." in text_of(list(post.log)[-1].components)
    assert post.thread.archived is archived


async def test_archiving_can_be_repeated_and_taken_back(publisher, newsroom, forum):
    place = await publisher.make_post(forum.id, CARD, name="About talks")
    post = newsroom.standin.world.channels[place.channel_id]

    await publisher.archive(post.id, archived=True)
    await publisher.archive(post.id, archived=True)
    there = [thread for thread, _ in await publisher.discussions(newsroom.server.id)]
    await publisher.archive(post.id, archived=False)

    assert there == []
    assert [thread for thread, _ in await publisher.discussions(newsroom.server.id)] == [post.id]


async def test_the_quietest_discussion_comes_first(publisher, newsroom, forum):
    places = [await publisher.make_post(forum.id, CARD, name=name) for name in ("One", "Two")]
    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.send(places[0].channel_id, "Well said")

    quiet = [thread for thread, _ in await publisher.discussions(newsroom.server.id)]

    assert quiet == [places[1].channel_id, places[0].channel_id]


async def test_nobody_elses_threads_are_among_our_discussions(publisher, newsroom, forum):
    newsroom.standin.world.create_thread(forum, "Theirs", owner=newsroom.reader_account())
    place = await publisher.make_post(forum.id, CARD, name="Ours")

    ours = [thread for thread, _ in await publisher.discussions(newsroom.server.id)]

    assert ours == [place.channel_id]
