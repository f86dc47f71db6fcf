"""What moderators let out stays as they saw it, whatever its source makes of it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.domain.edition import EditionState
from bot.domain.feed import RelatedStory
from bot.domain.story import words_of
from bot.domain.tagging import Policy
from bot.storage.desk_tables import correction, review
from tests.builders import NOON, a_draft, a_page, a_rule, a_server, a_tag, an_item
from tests.newsroom.deciding import MARA, OLENA, who_may
from tests.newsroom.test_edition_edits import Editing

LINK = "https://news.example/talks"
PILLS = "https://pills.example/buy"
OF_SOURCE = {
    "author": "Buy pills",
    "outlet": "The true BBC",
    "question": "Which pills do you buy?",
    "quotes": ("Buy!",),
    "source_ref": "https://pills.example",
    "related": (RelatedStory("Pills", PILLS),),
}


@pytest.fixture
async def newsroom(database):
    newsroom = Editing(database, await a_server(database))
    await a_tag(database, newsroom.server, "Peace", rules=[a_rule("about")], policy=Policy.REVIEW)
    return newsroom


@pytest.fixture
async def held(newsroom, feed):
    newsroom.reader.pages[LINK] = a_page(LINK, lead="They talk.")
    [held] = await newsroom.bring(feed, "talks", summary="They talk.")
    return held


async def approve(newsroom, held):
    now = await newsroom.again(held)
    await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)
    return now.story.draft


async def change(newsroom, feed, *, link=None, **of_page):
    """Let the source say something else of the story, by the item and by its page."""
    await newsroom.later(minutes=20)
    link = link or f"{LINK}?utm_source={newsroom.clock.now():%H%M}"  # which makes no other address of it
    item = an_item("talks", link=link, summary=of_page.get("lead", "They talk."))
    newsroom.reader.pages[link] = a_page(link, **{"lead": "They talk."} | of_page)
    newsroom.reader.publish(item, url=feed.url)
    await newsroom.check(feed)


async def asked(newsroom):
    """How often moderators were asked what becomes of what a source changed."""
    return len(await newsroom.rows(select(review.c.id).where(review.c.kind == "change")))


async def answer(newsroom, held, how):
    now = await newsroom.again(held)
    return await how(newsroom.server, who_may(OLENA), held.id, seen=words_of(now.source_words))


async def test_what_a_source_changes_of_an_approved_story_shows_once_it_is_taken_over(newsroom, feed, held):
    before = await approve(newsroom, held)
    await change(newsroom, feed, link=PILLS, **OF_SOURCE)
    still = await newsroom.again(held)
    assert still.story.draft == before
    assert still.pinned == before
    assert await asked(newsroom) == 1

    applied = await answer(newsroom, held, newsroom.edits.apply)
    after = (await newsroom.again(held)).story.draft
    assert applied.changed == ("link",)
    assert after.link == PILLS
    assert {name: getattr(after, name) for name in OF_SOURCE} == OF_SOURCE
    assert await newsroom.rows(select(correction.c.kind)) == [("discussion",)]

    await newsroom.decide.undo(newsroom.server, who_may(OLENA), applied.verdict_id)
    assert (await newsroom.again(held)).story.draft == before
    assert await newsroom.rows(select(correction.c.kind)) == [("discussion",)]


async def test_what_was_taken_over_later_stays_when_what_was_before_it_is_taken_back(newsroom, feed, held):
    before = await approve(newsroom, held)
    await change(newsroom, feed, link=PILLS, author="First")
    first = await answer(newsroom, held, newsroom.edits.apply)
    await change(newsroom, feed, link=f"{PILLS}?utm_source=2", lead="They sell.", author="Second")
    await answer(newsroom, held, newsroom.edits.apply)

    await newsroom.decide.undo(newsroom.server, who_may(OLENA), first.verdict_id)

    after = (await newsroom.again(held)).story.draft
    assert (after.link, after.lead, after.author) == (before.link, "They sell.", "Second")


async def test_one_that_waits_follows_its_source_and_is_pinned_when_it_is_let_out(newsroom, feed, held):
    await change(newsroom, feed, author="Somebody")
    assert (await newsroom.again(held)).story.draft.author == "Somebody"

    await newsroom.edit(held, title="Ours")
    assert (await newsroom.again(held)).pinned is None
    await approve(newsroom, held)
    await change(newsroom, feed, author="Somebody else")
    assert (await newsroom.again(held)).story.draft.author == "Somebody"
    assert await asked(newsroom) == 0  # it is no part that is asked about


async def test_one_that_went_out_by_itself_follows_its_source_until_it_is_edited(newsroom, feed):
    await a_tag(newsroom.database, newsroom.server, "Ships", rules=[a_rule("ships")])
    url = "https://news.example/ships"
    newsroom.reader.pages[url] = a_page(url, title="On ships", hashtags=())
    newsroom.reader.publish(an_item("ships", title="On ships", summary="Of ships."), url=feed.url)
    await newsroom.check(feed)
    out = await newsroom.edition("On ships")
    assert (out.state, out.pinned) == (EditionState.CLEARED, None)

    for number, author in enumerate(("Somebody", "Somebody else")):
        await newsroom.later(minutes=20)
        link = f"{url}?utm_source={number}"
        newsroom.reader.pages[link] = a_page(link, title="On ships", author=author, hashtags=())
        item = an_item("ships", title="On ships", link=link, summary="Of ships.")
        newsroom.reader.publish(item, url=feed.url)
        await newsroom.check(feed)
        assert (await newsroom.again(out)).story.draft.author == "Somebody"
        await newsroom.edit(out, lead="Ours.")


async def test_what_was_kept_is_not_asked_again_and_a_further_change_is(newsroom, feed, held):
    before = await approve(newsroom, held)
    await change(newsroom, feed, link=PILLS)
    await answer(newsroom, held, newsroom.edits.keep)
    await change(newsroom, feed, link=f"{PILLS}?utm_source=1", author="Again")
    assert (await asked(newsroom), (await newsroom.again(held)).story.draft) == (1, before)

    await change(newsroom, feed, link=f"{PILLS}?utm_source=2", lead="They buy.")
    assert (await asked(newsroom), (await newsroom.again(held)).story.draft) == (2, before)


async def test_who_takes_a_new_lead_over_keeps_the_title_that_a_moderator_gave(newsroom, feed, held):
    await newsroom.edit(held, title="Our careful title")
    await approve(newsroom, held)
    assert await asked(newsroom) == 0
    await change(newsroom, feed, lead="They talk no more.")

    applied = await answer(newsroom, held, newsroom.edits.apply)
    after = (await newsroom.again(held)).story.draft
    assert applied.changed == ("lead",)
    assert (after.title, after.lead) == ("Our careful title", "They talk no more.")

    await newsroom.edit(held, title="", lead="Ours.")
    after = (await newsroom.again(held)).story.draft
    assert (after.title, after.lead) == ("About talks", "Ours.")


async def test_one_that_waits_again_shows_what_its_source_says_now(newsroom, feed, held):
    before = await approve(newsroom, held)
    await change(newsroom, feed, link=PILLS)
    assert (await newsroom.again(held)).story.draft == before

    await newsroom.decide.undo(newsroom.server, who_may(MARA))
    assert (await newsroom.again(held)).story.draft.link == PILLS
    assert (await newsroom.again(held)).pinned is None


def test_what_is_seen_is_all_that_is_shown_beside_the_date():
    draft = a_draft(published_at=NOON)
    seen = words_of(draft)

    others = {
        "title": "x",
        "lead": "x",
        "link": PILLS,
        "image_url": PILLS,
        "category": "x",
        "hashtags": ("x",),
    }
    for name, value in (OF_SOURCE | others).items():
        assert words_of(replace(draft, **{name: value})) != seen
    assert words_of(replace(draft, published_at=None, text="more")) == seen
