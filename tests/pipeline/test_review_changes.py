"""Messages about what sources changed in stories that are shown in a server's own words."""

from dataclasses import replace

from bot.domain.edition import EditionState, OwnWords
from bot.domain.errors import CardGone, Refused
from bot.domain.review import ReviewKind
from bot.domain.verdict import VerdictKind
from bot.pipeline.reviewing import MOST_CARDS
from bot.storage import editions, reviews, verdicts
from bot.storage.edition_edits import set_words
from tests.pipeline.newsroom import SERVER, an_edition
from tests.pipeline.review_desk import DESK, MARA


async def show_as(desk, edition_id, title):
    """Let the server show a story that its source called so; it calls it Talks in Geneva now."""
    async with desk.database.write() as tx:
        of = await editions.get(tx, edition_id)
        kept = replace(of.source_words, title=title)
        await set_words(tx, edition_id, OwnWords(title=title), now=desk.clock.now(), kept=kept)


async def let_sources_change(desk, number):
    """Let stories be asked about whose sources call them otherwise; return their editions."""
    now, ids = desk.clock.now(), []
    for each in range(number):
        edition_id = await an_edition(desk.database, key=f"https://news.example/c{each}", now=now)
        await show_as(desk, edition_id, "Ours")
        async with desk.database.write() as tx:
            await reviews.want(tx, [(edition_id, SERVER)], now=now, kind=ReviewKind.CHANGE)
        ids.append(edition_id)
    return ids


async def keep(desk, edition_id):
    now = desk.clock.now()
    async with desk.database.write() as tx:
        await verdicts.record(tx, SERVER, edition_id, VerdictKind.KEPT, at=now, actor_id=MARA)
        await reviews.ask(tx, {edition_id}, at=now)


async def test_what_a_source_changed_is_asked_about_until_it_is_decided(desk, database):
    edition_id = await desk.hold("talks")
    await desk.decide(edition_id, EditionState.CLEARED)
    await desk.do()
    await show_as(desk, edition_id, "Talks, edited")
    async with database.write() as tx:
        await reviews.want(tx, [(edition_id, SERVER)], now=desk.clock.now(), kind=ReviewKind.CHANGE)
    await desk.do()
    change = desk.post.shown()[-1]
    assert [(each.name, each.here, each.source) for each in change.changes] == [
        ("title", "Talks, edited", "Talks in Geneva")
    ]
    assert change.asks

    async with database.write() as tx:
        now = desk.clock.now()
        await verdicts.record(tx, SERVER, edition_id, VerdictKind.KEPT, at=now, actor_id=MARA)
        await reviews.ask(tx, {edition_id}, at=now)
    await desk.do()
    assert not desk.post.shown()[-1].asks
    assert desk.post.shown()[-1].verdict.kind is VerdictKind.KEPT


async def test_changes_beyond_ten_rest_until_one_is_decided_or_deleted(desk):
    first, second, third, *_ = await let_sources_change(desk, MOST_CARDS + 3)
    await desk.do()
    assert len(desk.post.shown(DESK)) == MOST_CARDS
    assert await desk.due() == []  # nothing is looked at before something happens

    await keep(desk, first)
    await desk.do()
    assert len(desk.post.shown(DESK)) == MOST_CARDS + 1
    assert await desk.due() == []

    desk.post.failing = [CardGone()]
    await desk.draw_again(second)
    await desk.do()
    assert len(desk.post.shown(DESK)) == MOST_CARDS + 2
    await desk.draw_again(second)  # it is not posted again
    await desk.do()
    assert await desk.due() == []

    await desk.decide(third, EditionState.RETRACTED)
    await desk.do()
    assert [view.asks for view in desk.post.shown(DESK)].count(True) == MOST_CARDS + 1
    assert (await desk.states()).count("standing") == MOST_CARDS


async def test_one_that_is_refused_makes_room_for_the_next(desk):
    desk.post.failing = [Refused(discord_code=50035, why="too long")]
    await let_sources_change(desk, MOST_CARDS + 1)
    await desk.do()

    assert len(desk.post.shown(DESK)) == MOST_CARDS
    assert await desk.states() == ["gone"] + ["standing"] * MOST_CARDS


async def test_what_a_source_took_back_itself_is_not_asked_until_it_changes_again(desk):
    [edition_id] = await let_sources_change(desk, 1)
    await show_as(desk, edition_id, "Talks in Geneva")
    await desk.do()
    await desk.draw_again(edition_id)
    await desk.do()
    assert (await desk.states(), await desk.due(), desk.post.shown()) == (["settled"], [], [])

    await show_as(desk, edition_id, "Ours")
    await desk.draw_again(edition_id)
    await desk.do()
    assert [view.asks for view in desk.post.shown(DESK)] == [True]
