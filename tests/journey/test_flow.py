"""The main job, end to end: from a feed to a vote in SQLite, through discord.py and the local Discord."""

import pytest

from bot.domain.delivery import DeliveryState
from bot.domain.poll import tally
from bot.domain.tagging import Rule, RuleKind
from bot.standin.faults import Fault
from bot.standin.world.model import Overwrite
from bot.storage import overview, polls
from tests.builders import an_item
from tests.newsroom_running import CARDS, text_of

VIEW = 1 << 10
TALKS = an_item("talks", categories=("Talks",))
THREADS = "/channels/{channel_id}/messages/{message_id}/threads"


async def counts(newsroom, card, wanted):
    """Return the ballots of the card's poll once there are so many voters."""

    async def count(tx):
        poll = (await polls.of_messages(tx, [card.id]))[card.id]
        return tally(poll.vote_set, await polls.marks(tx, poll.id), poll.mode)

    counted = await newsroom.until(count, lambda found: found.voters == wanted)
    return [number for _, number in counted.counts]


async def standing(newsroom, state):
    """Return what stands still in this state, once something does."""
    return await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, [state]), lambda found: found
    )


async def all_done(newsroom):
    """Wait until no delivery is under way."""

    async def open_ones(tx):
        states = [state for state in DeliveryState if state is not DeliveryState.DONE]
        return await overview.standstills(tx, newsroom.server.id, states)

    await newsroom.until(open_ones, lambda found: not found)


async def test_a_story_becomes_a_card_with_discussion_and_seeds(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(an_item("old"))

    await newsroom.publish(feed, an_item("old"), TALKS)

    card = await newsroom.finished_card()
    assert "About talks" in text_of(card.components)
    assert newsroom.thread(card).name == "About talks"
    assert "What do you make of this?" in text_of(newsroom.opening(card).components)
    assert [reaction.emoji.name for reaction in card.reactions.values()] == ["👍", "👎", "🤔"]
    assert len(newsroom.cards(newsroom.world)) == 1


async def test_a_reaction_becomes_a_vote_that_the_results_show(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    voters = [newsroom.reader_account(f"reader {number}") for number in range(5)]

    for account, emoji in zip(voters, "👍👍👍👍🤔", strict=True):
        async with newsroom.person(account) as reader:
            await reader.react(newsroom.world.id, card.id, emoji)
    found = await counts(newsroom, card, wanted=5)
    async with newsroom.person(voters[0]) as reader:
        reply = await reader.command(
            "news results", server_id=newsroom.server.id, channel_id=newsroom.thread(card).id
        )

    assert found == [4, 0, 1]
    assert reply.private
    assert "👍 good news: 80 % (4)" in reply.text
    assert "Shares of the 5 readers who voted." in reply.text


async def test_a_reaction_taken_back_is_no_vote_any_more(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()

    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.react(newsroom.world.id, card.id, "👍")
        await counts(newsroom, card, wanted=1)
        await reader.unreact(newsroom.world.id, card.id, "👍")

    assert await counts(newsroom, card, wanted=0) == [0, 0, 0]


async def test_another_tags_channel_gets_a_pointer_to_the_home_card(newsroom):
    politics = newsroom.channel("politics")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Geneva", politics)
    feed = await newsroom.follow()

    await newsroom.publish(feed, an_item("talks", categories=("Talks", "Geneva")))

    home = await newsroom.finished_card()
    pointer = await newsroom.card(politics)
    await all_done(newsroom)
    assert links_of(pointer) == [
        f"https://discord.com/channels/{newsroom.server.id}/{newsroom.world.id}/{home.id}"
    ]
    assert not pointer.reactions
    assert newsroom.thread(pointer) is None


@pytest.mark.parametrize(("pointer_is_private", "links"), [(False, 0), (True, 1)])
async def test_a_private_home_is_linked_from_private_channels_only(newsroom, pointer_is_private, links):
    desk, other = newsroom.channel("desk"), newsroom.channel("other")
    for channel in (desk, other) if pointer_is_private else (desk,):
        make_private(newsroom, channel)
    await newsroom.tag("Talks", desk)
    await newsroom.tag("Geneva", other)
    feed = await newsroom.follow()

    await newsroom.publish(feed, an_item("talks", categories=("Talks", "Geneva")))

    pointer = await newsroom.card(other)
    await newsroom.finished_card(desk)
    assert len(links_of(pointer)) == links
    assert "About talks" in text_of(pointer.components)


def make_private(newsroom, channel):
    everyone, role = newsroom.server.everyone, next(r for r in newsroom.server.roles.values() if r.managed_by)
    channel.overwrites[everyone.id] = _deny(everyone, VIEW)
    channel.overwrites[role.id] = Overwrite(role.id, 0, VIEW, 0)
    newsroom.standin.world.update_channel(channel)


def links_of(card):
    return [
        button["url"]
        for row in card.components[0]["components"]
        for button in row.get("components", ())
        if "url" in button
    ]


async def test_a_missing_permission_is_told_once_and_what_waits_goes_out_when_it_is_mended(newsroom):
    general = newsroom.channel("general")
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    send = 1 << 11
    newsroom.world.overwrites[role.id] = _deny(role, send)
    newsroom.standin.world.update_channel(newsroom.world)
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS, an_item("more", categories=("Talks",)))
    notice = await newsroom.notice(general)
    (waiting,) = await standing(newsroom, DeliveryState.WAITING)
    async with newsroom.person(newsroom.owner) as owner:
        status = await owner.command("newsroom status", server_id=newsroom.server.id, channel_id=general.id)
    del newsroom.world.overwrites[role.id]
    newsroom.standin.world.update_channel(newsroom.world)
    await newsroom.card(number=2)
    await all_done(newsroom)

    assert "“Send Messages”" in notice.content
    assert f"<#{newsroom.world.id}>" in notice.content
    assert waiting.detail == "Send Messages"
    assert "Send Messages" in status.text
    assert len(newsroom.notices(general)) == 1
    assert len(newsroom.cards(newsroom.world)) == 2


async def test_a_deleted_channel_stops_nothing_else(newsroom):
    sport = newsroom.channel("sport")
    await newsroom.tag("Sport", sport)
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    newsroom.standin.world.delete_channel(sport)

    await newsroom.publish(feed, an_item("match", categories=("Sport",)), TALKS)

    await newsroom.finished_card()
    (waiting,) = await standing(newsroom, DeliveryState.WAITING)
    notice = await newsroom.notice()
    assert waiting.channel_id == sport.id
    assert f"<#{sport.id}>" in notice.content


async def test_a_restart_repeats_nothing_and_catches_up_on_votes(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    await all_done(newsroom)

    await newsroom.stop()
    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.react(newsroom.world.id, card.id, "👎", burst=True)
    await newsroom.start()

    assert await counts(newsroom, card, wanted=1) == [0, 1, 0]
    assert len(newsroom.cards(newsroom.world)) == 1


async def test_a_card_whose_answer_was_lost_is_not_posted_twice(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind="drop_after_commit"))

    await newsroom.publish(feed, TALKS)

    await newsroom.finished_card()
    await all_done(newsroom)
    assert len(newsroom.cards(newsroom.world)) == 1


async def test_a_restart_while_a_card_is_under_way_goes_on_with_it(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    newsroom.standin.faults.add(Fault(method="POST", route=THREADS, kind="drop_after_commit"))
    await newsroom.publish(feed, TALKS)
    await newsroom.standin.wait_for(lambda: newsroom.standin.calls.of("POST", THREADS))

    await newsroom.restart()

    card = await newsroom.finished_card()
    await all_done(newsroom)
    assert len(newsroom.cards(newsroom.world)) == 1
    assert newsroom.thread(card) is not None


async def test_a_story_found_by_a_keyword_goes_to_that_tag(newsroom):
    await newsroom.tag("Diplomacy", newsroom.world, rules=[Rule(RuleKind.KEYWORD, "ceasefire")])
    feed = await newsroom.follow()

    await newsroom.publish(feed, an_item("truce", title="Ceasefire holds"), an_item("cats"))

    await newsroom.finished_card()
    await all_done(newsroom)
    assert len(newsroom.cards(newsroom.world)) == 1


def _deny(role, permission):
    return Overwrite(role.id, 0, 0, permission)
