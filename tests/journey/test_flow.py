"""The main job, end to end: from a feed to a vote in SQLite, through discord.py and the local Discord."""

from bot.domain.poll import tally
from bot.storage import polls
from tests.builders import an_item
from tests.newsroom_running import text_of


async def test_a_story_becomes_a_card_with_discussion_and_seeds(newsroom):
    await newsroom.tag("Talks", newsroom.world, rules=())
    feed = await newsroom.follow(an_item("old"))

    await newsroom.publish(feed, an_item("old"), an_item("talks", categories=("Talks",)))

    card = await newsroom.finished_card()
    assert "About talks" in text_of(card)
    assert newsroom.thread(card).name == "About talks"
    assert "What do you make of this?" in text_of(newsroom.opening(card))
    assert [reaction.emoji.name for reaction in card.reactions.values()] == ["👍", "👎", "🤔"]
    assert len(newsroom.cards(newsroom.world)) == 1


async def test_a_reaction_becomes_a_vote(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card()

    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.react(newsroom.world.id, card.id, "👍")

    async def votes(tx):
        poll = (await polls.of_messages(tx, [card.id]))[card.id]
        return tally(poll.vote_set, await polls.marks(tx, poll.id), poll.mode)

    counted = await newsroom.until(votes, lambda found: found.voters)
    assert [count for _, count in counted.counts] == [1, 0, 0]
