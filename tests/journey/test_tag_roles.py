"""The role of a tag with many subscribers: made, kept in step, pinged once a story, taken away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.quiet import QuietHours
from bot.domain.subscription import Reach
from bot.standin.faults import Fault
from bot.standin.world.model import Overwrite
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.demo.running import LeapingClock
from tests.newsroom_running import a_newsroom, text_of
from tests.telling import TALKS, Audience, mentioned

ROLES = "/guilds/{guild_id}/roles"
GIVING = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"
MANAGE_ROLES, MENTION_EVERYONE = 1 << 28, 1 << 17
LATER = an_item("later", categories=("Peace",))


@pytest.fixture
async def newsroom(tmp_path):
    async with a_newsroom(tmp_path, clock=LeapingClock()) as running:
        async with running.app.database.write() as tx:
            await tx.exec_driver_sql("UPDATE server SET ping_from = 4")
        yield running


@pytest.fixture
def audience(newsroom):
    return Audience(newsroom)


@pytest.fixture
async def peace(newsroom):
    return await newsroom.tag("Peace", newsroom.world)


@pytest.fixture
async def feed(newsroom, peace):
    return await newsroom.follow()


def bot_role(newsroom):
    return next(role for role in newsroom.server.roles.values() if role.managed_by)


def may(newsroom, permission, *, allowed):
    role = bot_role(newsroom)
    role.permissions = role.permissions | permission if allowed else role.permissions & ~permission
    newsroom.standin.world.update_role(newsroom.server, role)


def made_roles(newsroom):
    return [role for role in newsroom.server.roles.values() if role.name == "Peace news"]


async def test_a_tag_with_many_subscribers_gets_a_role_that_cards_ping(newsroom, audience, peace, feed):
    crowd = await audience.crowd(4, peace)
    await audience.subscribe(audience.join("Direct"), peace, reach=Reach.DIRECT)
    night = await audience.subscribe(audience.join("Night"), peace)
    await audience.quiet(night, QuietHours(0, 1))

    await newsroom.publish(feed, TALKS)
    first = await newsroom.finished_card()
    await audience.settled(6)
    role = await audience.role_of(peace)
    assert first.mentions.roles == []
    assert (role.name, role.permissions, role.mentionable) == ("Peace news", 0, False)
    assert audience.holders(role) == {account.name for account in crowd}

    newsroom.standin.faults.add(stuck := Fault("PUT", GIVING, "429", seconds=3000, times=99))
    late = await audience.subscribe(audience.join("Late"), peace)
    await newsroom.publish(feed, TALKS, LATER)
    second = await newsroom.finished_card(number=2)
    await audience.settled(13)
    assert second.mentions.roles == [role.id]
    assert f"For <@&{role.id}>" in text_of(second.components)
    said = [each for message in audience.mentions(newsroom.thread(second)) for each in mentioned(message)]
    assert sorted(said) == sorted([late.id, night.id])
    assert {name: way for name, (way, _) in (await audience.ways()).items()} == {
        **dict.fromkeys((account.name for account in crowd), "role"),
        "Direct": "direct",
        "Night": "mention",
        "Late": "mention",
    }

    edits = Fault("PATCH", "/channels/{channel_id}/messages/{message_id}", "delay", times=99)
    newsroom.standin.faults.add(edits)
    await newsroom.restart()
    await newsroom.publish(feed, TALKS, replace(LATER, title="Later than thought"))
    await newsroom.standin.wait_for(lambda: "Later than thought" in text_of(second.components))
    assert f"For <@&{role.id}>" in text_of(second.components)
    assert (edits.struck > 0, stuck.struck > 0) == (True, True)
    assert len(await audience.settled(13)) == 13


async def test_choices_are_followed_by_the_role(newsroom, audience, peace, feed):
    crowd = await audience.crowd(5, peace)
    await newsroom.publish(feed, TALKS)
    role = await audience.role_of(peace)
    assert len(audience.holders(role)) == 5

    await audience.subscribe(audience.join("New"), peace)
    await audience.unsubscribe(crowd[0], peace)
    await audience.quiet(crowd[1], QuietHours(0, 60))
    newsroom.standin.world.leave(newsroom.server, crowd[2])
    await audience.unsubscribe(crowd[2], peace)
    await newsroom.restart()

    await audience.role_of(peace)
    assert audience.holders(role) == {"New", crowd[3].name, crowd[4].name}

    newsroom.clock.leap(timedelta(minutes=2))
    newsroom.standin.world.leave(newsroom.server, crowd[3])
    newsroom.standin.world.join(newsroom.server, crowd[3])
    assert audience.holders(role) == {"New", crowd[4].name}
    async with newsroom.person(crowd[3]) as person:
        await Asking(newsroom, person).use("news browse")
    await newsroom.standin.wait_for(lambda: audience.holders(role) == {"New", crowd[3].name, crowd[4].name})

    async with newsroom.person(newsroom.owner) as owner:
        await Asking(newsroom, owner).use("tags rename", tag="Peace", name="Truce")
    await newsroom.standin.wait_for(lambda: role.name == "Truce news")
    assert audience.holders(role) == {"New", crowd[3].name, crowd[4].name}


async def test_a_role_ends_when_half_have_gone_or_its_tag_has(newsroom, audience, peace, feed):
    sport = await newsroom.tag("Sport", newsroom.world)
    crowd = await audience.crowd(4, peace, sport)
    await newsroom.publish(feed, an_item("both", categories=("Peace", "Sport")))
    roles = [await audience.role_of(tag) for tag in (peace, sport)]
    card = await newsroom.finished_card()

    for account in crowd[:2]:
        await audience.unsubscribe(account, peace)
    await newsroom.app.roles.review()
    assert await audience.role_of(peace) is roles[0]  # as many as half
    await audience.unsubscribe(crowd[2], peace)
    async with newsroom.person(newsroom.owner) as owner:
        place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
        asked = await owner.command("tags remove", **place, tag="Sport")
        yes = next(part["custom_id"] for row in asked.components for part in row["components"])
        await owner.click(asked.message["channel_id"], asked.message["id"], yes)
    await newsroom.restart()  # which reviews

    await audience.no_role(peace)
    assert not {role.id for role in roles} & newsroom.server.roles.keys()
    assert card.mentions.roles == []


@pytest.mark.parametrize("kind", ["drop_before_commit", "drop_after_commit", "502_after"])
@pytest.mark.parametrize("restarted", [False, True], ids=["same run", "restarted"])
async def test_a_lost_answer_makes_no_second_role(newsroom, audience, peace, feed, kind, restarted):
    await audience.crowd(4, peace)
    fault = newsroom.standin.faults.add(Fault("POST", ROLES, kind))

    await newsroom.publish(feed, TALKS)
    await newsroom.struck(fault)
    if restarted:
        await newsroom.restart()
    newsroom.clock.leap(timedelta(seconds=12))
    newsroom.clock.leap(timedelta(seconds=1))
    await audience.role_of(peace)

    assert len(made_roles(newsroom)) == 1


async def test_a_role_that_somebody_deletes_is_not_made_again(newsroom, audience, peace, feed):
    general = newsroom.channel("general")
    await audience.crowd(4, peace)
    await newsroom.publish(feed, TALKS)
    role = await audience.role_of(peace)

    newsroom.standin.world.delete_role(newsroom.server, role)
    notice = await newsroom.notice(general)
    await newsroom.publish(feed, TALKS, LATER)
    card = await newsroom.finished_card(number=2)
    await audience.settled(8)
    await newsroom.restart()

    assert "Somebody deleted the role" in notice.content
    assert len(mentioned(audience.mentions(newsroom.thread(card))[0])) == 4
    assert made_roles(newsroom) == []
    assert len(newsroom.notices(general)) == 1


async def test_without_the_permission_moderators_are_told_and_readers_mentioned(
    newsroom, audience, peace, feed
):
    general = newsroom.channel("general")
    may(newsroom, MANAGE_ROLES, allowed=False)
    await audience.crowd(4, peace)

    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    notice = await newsroom.notice(general)
    await audience.settled(4)
    assert "“Manage Roles”" in notice.content
    assert len(mentioned(audience.mentions(newsroom.thread(card))[0])) == 4

    may(newsroom, MANAGE_ROLES, allowed=True)
    role = await audience.role_of(peace)
    assert len(audience.holders(role)) == 4
    newsroom.world.overwrites[bot_role(newsroom).id] = Overwrite(
        bot_role(newsroom).id, 0, 0, MENTION_EVERYONE
    )
    newsroom.standin.world.update_channel(newsroom.world)
    await newsroom.publish(feed, TALKS, LATER)
    later = await newsroom.finished_card(number=2)
    await audience.settled(8)
    second = await newsroom.notice(general, 2)
    assert "allow anyone to mention that role" in second.content
    assert f"<@&{role.id}>" not in text_of(later.components)
    assert len(mentioned(audience.mentions(newsroom.thread(later))[0])) == 4


async def test_an_owners_own_role_is_pinged_and_left_alone(newsroom, audience, peace, feed):
    own = newsroom.standin.world.create_role(newsroom.server, "Peacemakers")
    member = audience.join("Pia")
    newsroom.standin.world.set_member_roles(newsroom.server, newsroom.server.members[member.id], {own.id})
    async with newsroom.app.database.write() as tx:
        await tx.exec_driver_sql("UPDATE tag SET role_id = ? WHERE id = ?", (own.id, peace.id))
    await audience.crowd(4, peace)

    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    await audience.settled(4)
    await newsroom.restart()

    assert card.mentions.roles == [own.id]
    assert audience.holders(own) == {"Pia"}
    assert made_roles(newsroom) == []
    assert len(mentioned(audience.mentions(newsroom.thread(card))[0])) == 4
