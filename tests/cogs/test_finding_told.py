"""What is said when nothing that was typed is there: of which stories that holds, and what comes nearest."""

import pytest
from sqlalchemy import update

from bot.domain.poll import PollState
from bot.storage.poll_tables import poll
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.cogs.test_finding import press_save, titles
from tests.newsroom_running import text_of


@pytest.fixture
async def ravi(newsroom):
    await newsroom.tag("World", newsroom.world)
    await newsroom.tag("Sport", newsroom.world)
    newsroom.feed = await newsroom.follow()
    async with newsroom.person(newsroom.reader_account()) as person:
        yield Asking(newsroom, person)


async def publish(newsroom, title, *, tag="World", summary=""):
    item = an_item(title, title=title, summary=summary, categories=(tag,))
    await newsroom.publish(newsroom.feed, item)
    return await newsroom.finished_card(number=len(newsroom.cards(newsroom.world)) + 1)


async def test_a_filter_that_leaves_nothing_is_named_and_what_is_there_without_it_shown(newsroom, ravi):
    await publish(newsroom, "Night Ferry Sinks")
    await publish(newsroom, "Cup Final", tag="Sport")

    of_tag = await ravi.use("news search", words="ferry", tag="sport")
    of_tag_and_time = await ravi.use("news search", words="ferry", tag="Sport", since=7)
    mistyped = await ravi.use("news search", words="ferrry", tag="Sport", since=366)
    within = await ravi.use("news search", words="ferry", tag="World", since=1)
    nowhere = await ravi.use("news search", words="zebra", tag="Sport", since=31)

    assert of_tag.text.startswith("No story of Sport has “ferry”. **All stories with it**\n")
    assert "No story of Sport of the last week has “ferry”. **All stories with it**" in of_tag_and_time.text
    assert "No story of Sport of the last year has “ferrry”. **All stories with words" in mistyped.text
    assert [titles(reply) for reply in (of_tag, of_tag_and_time, mistyped)] == [["Night Ferry Sinks"]] * 3
    assert within.text.startswith("**Stories with “ferry”**")
    assert nowhere.text.startswith("No story has “zebra”.")


async def test_of_words_that_are_alike_those_of_titles_are_offered_first(newsroom, ravi):
    ferry = await publish(newsroom, "Night Ferry Sinks")
    await publish(newsroom, "A Phone With Screws", summary="A very good one.")
    await publish(newsroom, "Shipyard", summary="It makes a ferry.")

    offered = await ravi.offered("news show", "story", "fery")
    shown = await ravi.use("news show", story="fery")
    await press_save(newsroom, ravi, ferry)
    to_remove = await ravi.offered("news saved", "remove", "fery")
    removed = await ravi.use("news saved", remove="nihgt fery")

    assert next(iter(offered)) == "Night Ferry Sinks"
    assert "Night Ferry Sinks" in text_of(shown.components)
    assert list(to_remove) == ["Night Ferry Sinks"]
    assert removed.text == "No longer saved: Night Ferry Sinks."


async def test_without_a_word_one_is_asked_for_and_a_number_with_a_sign_is_no_story(newsroom, ravi):
    await publish(newsroom, "1 ferry of 1")

    wordless = [
        await ravi.use("news search", words="  "),
        await ravi.use("news search", words="…"),
        await ravi.use("news show", story=" "),
        await ravi.use("news results", story=" "),
        await ravi.use("news saved", remove=" "),
    ]
    tagless = [
        await ravi.use("news search", words="ferry", tag=" "),
        await ravi.use("news latest", tag="   "),
    ]
    signed = await ravi.use("news show", story="-1")

    assert {reply.text.partition(".")[0] for reply in wordless} == {"There is no word to look for"}
    assert {reply.text.partition(",")[0] for reply in tagless} == {"Type the name of a tag"}
    assert signed.text.startswith("There is no story “\\-1” here.")


async def test_a_story_is_shown_as_its_card_stands_now(newsroom, ravi):
    await newsroom.tag("Shocks", newsroom.world, image="spoiler")
    await publish(newsroom, "Talks begin")
    before = await ravi.use("news show", story="talks")

    corrected = an_item("Talks begin", title="Talks begin again", summary="", categories=("World",))
    await newsroom.publish(newsroom.feed, corrected)
    async with newsroom.app.database.write() as tx:
        await tx.execute(update(poll).values(state=PollState.CLOSED))
    after = await ravi.use("news show", story="talks")

    assert "corrected" not in text_of(before.components)
    assert "Vote and discuss" in text_of(before.components)
    assert "Talks begin again" in text_of(after.components)
    assert "corrected <t:" in text_of(after.components)
    assert "Vote and discuss" not in text_of(after.components)
    assert "See card and discussion" in text_of(after.components)
