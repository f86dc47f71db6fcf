"""Events that never come, or come twice, change nothing of what becomes of a story and its votes."""

import pytest

from bot.standin.faults import EventFault
from tests.builders import an_item
from tests.journey.test_flow import all_done, counts

TALKS = an_item("talks", categories=("Talks",))


@pytest.mark.parametrize("kind", ["lose", "repeat"])
@pytest.mark.parametrize("event", ["THREAD_CREATE", "MESSAGE_REACTION_ADD"])
async def test_a_story_does_not_need_to_hear_of_itself(newsroom, event, kind):
    fault = newsroom.standin.faults.add(EventFault(event, kind))
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)

    card = await newsroom.finished_card()
    await all_done(newsroom)
    assert fault.struck == 1
    assert len(newsroom.cards(newsroom.world)) == 1
    assert len(card.reactions) == 3


async def test_a_reaction_told_twice_is_one_vote(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    fault = newsroom.standin.faults.add(EventFault("MESSAGE_REACTION_ADD", "repeat", times=2))

    for account in (newsroom.reader_account("Ravi"), newsroom.reader_account("Rita")):
        async with newsroom.person(account) as reader:
            await reader.react(newsroom.world.id, card.id, "👍")

    assert await counts(newsroom, card, wanted=2) == [2, 0, 0]
    assert fault.struck == 2


async def test_a_reaction_that_was_never_told_of_is_counted_after_the_next_session(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    await all_done(newsroom)
    fault = newsroom.standin.faults.add(EventFault("MESSAGE_REACTION_ADD", "lose"))
    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.react(newsroom.world.id, card.id, "👍")
    await newsroom.struck(fault)

    await newsroom.restart()

    assert await counts(newsroom, card, wanted=1) == [1, 0, 0]
