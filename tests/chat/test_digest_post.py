"""What Discord is asked for digests: who sees what, what was said in threads, whether one was sent."""

from datetime import timedelta

import pytest

from bot.chat.channels import DiscordChannels
from bot.chat.digest_post import DiscordDigestPost
from bot.chat.digest_text import DigestWriter
from bot.chat.direct_messages import DirectMessages
from bot.chat.languages import ReaderLanguages, ServerLanguages
from bot.chat.members import Members
from bot.chat.notices import Notices
from bot.domain.delivery import anchor
from bot.domain.digest import Group, Issue, Selection
from bot.domain.errors import DestinationGone, DoorClosed, PermissionMissing, ReaderGone, TryLater
from bot.domain.ids import ChannelId, ServerId, TagId, ThreadId, UserId
from bot.domain.schedule import Every
from bot.standin.world.model import Overwrite
from bot.texts.catalogue import Texts
from tests.builders import an_item
from tests.chat.test_digest_text import a_story

SEND = 1 << 11
THREADS = "/guilds/{guild_id}/threads/active"


@pytest.fixture
def post(newsroom):
    app, texts = newsroom.app, Texts.load()
    languages, channels = ServerLanguages(app.bot, app.database), DiscordChannels(app.bot)
    notices = Notices(app.bot, channels, app.database, languages=languages, texts=texts, clock=app.clock)
    of_readers = ReaderLanguages(languages, app.database, app.clock)
    return DiscordDigestPost(
        app.bot,
        languages,
        of_readers,
        to_readers=DigestWriter(texts),
        to_channels=DigestWriter(texts),
        direct=DirectMessages(app.bot, app.clock),
        members=Members(app.bot, app.clock),
        notices=notices,
        clock=app.clock,
    )


def an_issue(newsroom):
    selection = Selection((Group(TagId(7), (a_story(),)),))
    since = newsroom.app.clock.now()
    return Issue(ServerId(newsroom.server.id), "Harbour", Every.DAILY, since, selection, {TagId(7): "Peace"})


async def test_only_members_see_anything_and_only_their_channels(newsroom, post):
    secret = newsroom.channel("secret")
    newsroom.hide(secret)
    ravi = newsroom.reader_account()
    channels = {ChannelId(newsroom.world.id), ChannelId(secret.id), ChannelId(1)}
    await newsroom.heard(lambda bot: bot.get_channel(secret.id) and bot.get_channel(secret.id).overwrites)

    assert await post.seen_by(newsroom.server.id, ravi.id, channels) == {newsroom.world.id}
    assert await post.seen_by(newsroom.server.id, newsroom.owner.id, channels) == {
        newsroom.world.id,
        secret.id,
    }
    with pytest.raises(ReaderGone):
        await post.seen_by(newsroom.server.id, 1, channels)
    with pytest.raises(TryLater):
        await post.seen_by(ServerId(1), ravi.id, channels)
    assert post.is_away(ServerId(1))
    assert not post.is_away(newsroom.server.id)


async def test_a_channel_must_be_there_and_take_messages(newsroom, post):
    here = {ChannelId(newsroom.world.id)}
    news = newsroom.channel("news")
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    news.overwrites[role.id] = Overwrite(role.id, 0, 0, SEND)
    newsroom.standin.world.update_channel(news)
    await newsroom.heard(lambda bot: bot.get_channel(news.id) and bot.get_channel(news.id).overwrites)

    assert await post.seen_with(ChannelId(newsroom.world.id), here) == here
    with pytest.raises(PermissionMissing) as lacking:
        await post.seen_with(ChannelId(news.id), here)
    assert lacking.value.permission == "Send Messages"
    with pytest.raises(DestinationGone):
        await post.seen_with(ChannelId(1), here)


async def test_what_was_said_is_asked_once_for_a_server_and_for_each_thread_in_the_archive(newsroom, post):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    threads = []
    for number in (1, 2):
        await newsroom.publish(feed, an_item(f"talks{number}", categories=("Talks",)))
        threads.append(ThreadId(newsroom.thread(await newsroom.finished_card(number=number)).id))
    async with newsroom.person(newsroom.reader_account()) as person:
        await person.send(threads[0], "Well said")
        await person.send(threads[1], "Indeed")
        await person.send(threads[1], "And more")
    await newsroom.app.publisher.archive(threads[1], archived=True)
    asked = len(newsroom.standin.calls.of("GET", THREADS))

    first = await post.messages_in(newsroom.server.id, {*threads, ThreadId(1)})
    second = await post.messages_in(newsroom.server.id, {*threads, ThreadId(1)})

    assert [first[each] for each in (*threads, 1)] == [2, 3, 0]  # with the opening, without what is gone
    assert second == first
    assert len(newsroom.standin.calls.of("GET", THREADS)) == asked + 1


async def test_a_digest_that_was_sent_is_found_by_its_nonce_alone(newsroom, post):
    ravi, issue = newsroom.reader_account(), an_issue(newsroom)
    server_id, world = newsroom.server.id, ChannelId(newsroom.world.id)
    after = anchor(newsroom.app.clock.now() - timedelta(minutes=1))
    await post.send(UserId(ravi.id), issue, nonce="gone")
    await post.post(world, issue, nonce="gtwo")

    assert await post.was_sent(server_id, ravi.id, "gone", after=after)
    assert not await post.was_sent(server_id, ravi.id, "gtwo", after=after)
    assert await post.was_posted(world, "gtwo", after=after)
    assert not await post.was_posted(world, "gone", after=after)


async def test_among_many_messages_too(newsroom, post):
    ravi, issue = newsroom.reader_account(), an_issue(newsroom)
    after = anchor(newsroom.app.clock.now() - timedelta(minutes=1))
    async with newsroom.person(ravi) as person:
        for number in range(101):
            await person.dm(newsroom.application.account.id, f"{number}")
    await post.send(UserId(ravi.id), issue, nonce="glast")

    assert await post.was_sent(newsroom.server.id, ravi.id, "glast", after=after)


async def test_closed_doors_are_told_from_readers_who_never_were(newsroom, post):
    ravi = newsroom.reader_account()
    ravi.accepts_direct_messages = False

    with pytest.raises(DoorClosed):
        await post.send(UserId(ravi.id), an_issue(newsroom), nonce="gone")
    with pytest.raises(ReaderGone):
        await post.send(UserId(1), an_issue(newsroom), nonce="gtwo")


async def test_moderators_are_told(newsroom, post):
    assert await post.notify(newsroom.server.id, "notice-digest-channel-gone", {})
    notice = newsroom.notices(newsroom.world)[-1]
    assert "/newsroom digest" in notice.content
