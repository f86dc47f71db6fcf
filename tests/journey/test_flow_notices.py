"""What only a person can mend is told once, where that person sees it."""

from bot.domain.delivery import DeliveryState
from bot.standin.faults import Fault
from bot.standin.world.model import Overwrite
from bot.storage import audits, overview
from tests.builders import an_item
from tests.newsroom_running import CARDS

SEND = 1 << 11
TALKS = an_item("talks", categories=("Talks",))


def role_of(newsroom):
    return next(role for role in newsroom.server.roles.values() if role.managed_by)


def forbid_sending(newsroom, *channels):
    role = role_of(newsroom)
    for channel in channels:
        channel.overwrites[role.id] = Overwrite(role.id, 0, 0, SEND)
        newsroom.standin.world.update_channel(channel)


async def waiting(newsroom):
    return await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, [DeliveryState.WAITING]), lambda found: found
    )


async def ask_status(newsroom):
    async with newsroom.person(newsroom.owner) as owner:
        reply = await owner.command(
            "newsroom status", server_id=newsroom.server.id, channel_id=newsroom.world.id
        )
    return reply.text


async def test_a_restart_does_not_tell_it_again(newsroom):
    general = newsroom.channel("general")
    forbid_sending(newsroom, newsroom.world)
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, TALKS)
    await newsroom.notice(general)

    await newsroom.restart()
    await newsroom.standin.wait_for(lambda: len(refusals(newsroom)) >= 2)
    await waiting(newsroom)

    assert len(newsroom.notices(general)) == 1


def refusals(newsroom):
    return newsroom.standin.calls.of("POST", "/channels/{channel_id}/messages", status=403)


async def test_a_notice_that_was_lost_is_told_with_the_next_story(newsroom):
    general = newsroom.channel("general")
    forbid_sending(newsroom, newsroom.world)
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    lost = newsroom.standin.faults.add(
        Fault(method="POST", route=CARDS, kind="drop_before_commit", skip=1)  # the card is refused first
    )
    await newsroom.publish(feed, TALKS)
    await newsroom.struck(lost)
    await waiting(newsroom)

    await newsroom.publish(feed, TALKS, an_item("more", categories=("Talks",)))

    notice = await newsroom.notice(general)
    assert "“Send Messages”" in notice.content


async def test_where_nobody_can_be_told_the_status_says_it(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    forbid_sending(newsroom, *newsroom.server.channels.values())

    await newsroom.publish(feed, TALKS)
    await waiting(newsroom)

    status = await ask_status(newsroom)
    assert "What stands still" in status
    assert "Send Messages" in status


async def test_the_status_names_a_deleted_channel_before_a_story_needs_it(newsroom):
    sport = newsroom.channel("sport")
    await newsroom.tag("Sport", sport)
    newsroom.standin.world.delete_channel(sport)

    status = await ask_status(newsroom)

    assert "**Sport**: the channel was deleted, or I can't see it. Choose another with /tags edit" in status


async def test_what_was_told_is_audited(newsroom):
    general = newsroom.channel("general")
    forbid_sending(newsroom, newsroom.world)
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)
    await newsroom.notice(general)

    (entry,) = await newsroom.until(lambda tx: audits.latest(tx, newsroom.server.id), lambda found: found)
    assert (entry.action, entry.subject) == ("notice-sent", "notice-permission-missing")
    assert entry.actor_id is None


async def test_stories_that_waited_for_a_deleted_channel_go_to_the_tags_new_one(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    abroad = newsroom.channel("abroad")
    newsroom.standin.world.delete_channel(newsroom.world)
    await newsroom.publish(feed, TALKS)
    await waiting(newsroom)

    async with newsroom.person(newsroom.owner) as owner:
        here = {"server_id": newsroom.server.id, "channel_id": abroad.id}
        offered = await owner.complete("tags edit", **here, option="tag", value="tal", channel=str(abroad.id))
        reply = await owner.command("tags edit", **here, tag="talks", channel=str(abroad.id))

    assert [each["value"] for each in offered] == ["Talks"]
    assert f"Stories about **Talks** go to <#{abroad.id}>" in reply.text
    assert "One story that waited goes there now" in reply.text
    await newsroom.finished_card(abroad)
    async with newsroom.app.database.read() as tx:
        [moved, *_] = await audits.latest(tx, newsroom.server.id)
    assert (moved.action, moved.subject) == ("tag-edited", "Talks")
    [tag] = await newsroom.app.tags.list(newsroom.server.id)
    assert tag.channel_id == int(abroad.id)


async def test_a_tag_that_is_not_there_cannot_be_moved(newsroom):
    async with newsroom.person(newsroom.owner) as owner:
        reply = await owner.command(
            "tags edit",
            server_id=newsroom.server.id,
            channel_id=newsroom.world.id,
            tag="Nothing",
            channel=str(newsroom.world.id),
        )

    assert "There is no tag “Nothing” here" in reply.text
