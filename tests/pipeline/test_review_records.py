"""What a message of the review channel tells of a story's source, and of what became of the story."""

from sqlalchemy import delete, update

from bot.domain.edition import EditionState
from bot.domain.ids import FeedId
from bot.domain.reasons import Reason
from bot.pipeline import review_drawing
from bot.storage import editions
from bot.storage.editions import Decision
from bot.storage.tables import delivery
from tests.pipeline.newsroom import SERVER


async def test_the_record_says_what_the_source_did_lately_and_whether_something_went_out(desk, database):
    edition_id = await desk.hold("talks")
    async with database.write() as tx:
        story = (await editions.get(tx, edition_id)).story
        feed_id = FeedId(2)
        await editions.decide(tx, [Decision(story.id, SERVER, feed_id, Reason.REVIEW, desk.clock.now())])
    await desk.do()
    assert (desk.post.shown()[0].source.name, desk.post.shown()[0].source.waiting) == ("News", 1)

    await desk.decide(edition_id, EditionState.CLEARED)
    await desk.do()
    assert desk.post.shown()[0].undoable
    async with database.write() as tx:
        its = delivery.c.edition_id == edition_id
        await tx.execute(update(delivery).where(its).values(message_id=5, place_id=10, state="done"))
    await desk.draw_again(edition_id)
    await desk.do()
    view = desk.post.shown()[0]
    assert (view.undoable, [place.message_id for place in view.places]) == (False, [5])
    assert (view.source.posted, view.source.waiting) == (1, 0)  # counted once


async def test_where_everybody_reads_a_story_for_fewer_is_not_told(desk, database):
    await desk.hold("talks")
    await desk.do()
    assert not desk.post.shown()[0].secret
    desk.discord.hidden.add(10)

    second = await desk.hold("tea")
    await desk.do()
    assert desk.post.shown()[1].secret
    desk.discord.hidden.clear()
    await desk.decide(second)
    await desk.do()
    assert not desk.post.shown()[1].secret


async def test_the_record_of_a_feed_with_much_is_counted_once_a_minute(desk, database, monkeypatch):
    monkeypatch.setattr(review_drawing, "_MUCH", 1)
    edition_id = await desk.hold("talks")
    async with database.write() as tx:
        story = (await editions.get(tx, edition_id)).story
        brought = Decision(story.id, SERVER, FeedId(2), Reason.REVIEW, desk.clock.now())
        await editions.decide(tx, [brought])
    await desk.do()

    await desk.decide(edition_id)
    await desk.do()
    assert desk.post.shown()[0].source.rejected == 0
    await desk.clock.advance(61)
    await desk.draw_again(edition_id)
    await desk.do()
    assert desk.post.shown()[0].source.rejected == 1


async def test_a_story_without_a_delivery_or_words_of_its_own_is_shown_all_the_same(desk, database):
    edition_id = await desk.hold("talks")
    async with database.write() as tx:
        await tx.execute(delete(delivery).where(delivery.c.edition_id == edition_id))
    await desk.do()

    assert desk.post.shown()[0].card.poll is None
