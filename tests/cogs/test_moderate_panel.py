"""“Moderate story…” on the card of a story: every button does what it says, in each state of the story."""

from sqlalchemy import select

from bot.chat.moderate_panel import _WAYS
from bot.domain.edition import EditionState
from bot.storage.desk_tables import review
from tests.cogs.moderating import hold, labels, reviewed_feed
from tests.cogs.reviewing import show_in, shown
from tests.cogs.test_story_ending import decided, posted, shows
from tests.newsroom_running import text_of
from tests.texts.commands import an_unconnected_app

OUT = ["Edit", "Retag", "Move", "Merge", "Breaking", "Lock the discussion", "Open the discussion again"]


async def panel_of(newsroom, person, card, channel=None):
    place = {"server_id": newsroom.server.id, "channel_id": (channel or newsroom.world).id}
    return await person.person.menu("Moderate story…", card.id, **place)


async def fill_in(newsroom, person, form, channel=None, **values):
    return await person.person.submit(form, (channel or newsroom.world).id, **values)


async def review_card(newsroom, channel, title):
    """The message about a story that waits, once it is known as that."""
    card = await shown(newsroom, channel, title)

    async def known(tx):
        return await tx.scalar(select(review.c.id).where(review.c.message_id == card.id))

    await newsroom.until(known, lambda found: found is not None)
    return card


async def test_somebody_does_what_every_button_promises_in_every_state(tmp_path):
    async with an_unconnected_app(tmp_path) as app:
        served = app.bot.desk._presses.keys()

    assert _WAYS.keys() == set(EditionState)
    assert {action for ways in _WAYS.values() for action, _ in ways} <= served


async def test_a_story_is_moved_locked_reopened_and_retracted_from_its_card(newsroom, mara):
    sports = newsroom.channel("sports")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Sports", sports)
    feed = await newsroom.follow()
    (card,) = await posted(newsroom, feed, "match")
    thread = newsroom.thread(card).thread

    panel = await panel_of(newsroom, mara, card)
    locked = await mara.press(panel, "Lock the discussion")
    await newsroom.standin.wait_for(lambda: thread.locked)
    await newsroom.restart()
    reopened = await mara.press(panel, "Open the discussion again")
    await newsroom.standin.wait_for(lambda: not thread.locked)
    form = await mara.press(panel, "Move")
    await fill_in(newsroom, mara, form, tag="Sports")
    home = await newsroom.finished_card(sports)
    await shows(newsroom, card, "Vote and discuss")
    form = await mara.press(panel, "Retract")
    asked = await fill_in(newsroom, mara, form, reason="A hoax")
    await mara.press(asked, "Retract")
    await shows(newsroom, home, "Retracted by the moderators")
    over = await panel_of(newsroom, mara, home, sports)

    assert labels(panel) == [*OUT, "Retract", "Why?"]
    assert "is locked" in locked.text
    assert "is opened again" in reopened.text
    assert "A hoax" in asked.text
    assert "can't be taken back" in asked.text
    kinds = [kind for kind, _ in await decided(newsroom, "About match")]
    assert kinds == ["locked", "reopened", "moved", "retracted"]
    assert labels(over) == ["Why?"]


async def test_a_story_that_is_out_is_merged_from_its_card_once_that_was_asked(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    one, _two = await posted(newsroom, feed, "one", "two")

    form = await mara.press(await panel_of(newsroom, mara, one), "Merge")
    (choice,) = [each["component"] for each in form.modal["components"]]
    into = next(each["value"] for each in choice["options"] if each["label"] == "About two")
    asked = await fill_in(newsroom, mara, form, into=into)
    before = await decided(newsroom, "About one")
    await mara.press(asked, "Merge")
    await shows(newsroom, one, "Merged by the moderators")
    over = await panel_of(newsroom, mara, one)

    assert [each["label"] for each in choice["options"]] == ["About two"]
    assert "Its cards will point there" in asked.text
    assert before == []
    assert labels(over) == ["Why?"]


async def test_a_form_of_a_story_that_waited_does_not_merge_one_that_went_out(newsroom, mara):
    channel = newsroom.channel("desk")
    await newsroom.tag("Talks", newsroom.world)
    open_feed = await newsroom.follow()
    await posted(newsroom, open_feed, "two")
    await show_in(newsroom, channel)
    feed = await reviewed_feed(newsroom, url="https://other.example/feed")
    await hold(newsroom, feed, "one")
    card = await review_card(newsroom, channel, "About one")
    panel = await panel_of(newsroom, mara, card, channel)
    first = await mara.use("desk next")
    form = await mara.pick(first, "More…", "Merge")
    await mara.press(panel, "Approve")
    await newsroom.finished_card(number=2)

    (choice,) = [each["component"] for each in form.modal["components"]]
    await fill_in(newsroom, mara, form, into=choice["options"][0]["value"])
    await mara.person.wait_event(
        lambda name, data: name == "MESSAGE_CREATE" and "approved" in data["content"]
    )

    assert [kind for kind, _ in await decided(newsroom, "About one")] == ["approved"]


async def test_what_was_rejected_waits_again_from_its_panel(newsroom, mara):
    channel = newsroom.channel("desk")
    await newsroom.tag("Talks", newsroom.world)
    await show_in(newsroom, channel)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks")
    card = await review_card(newsroom, channel, "About talks")
    panel = await panel_of(newsroom, mara, card, channel)

    form = await mara.press(panel, "Reject")
    await fill_in(newsroom, mara, form, channel, reason="old")
    await newsroom.standin.wait_for(lambda: "**Rejected**" in text_of(card.components))
    over = await panel_of(newsroom, mara, card, channel)
    waits = await mara.press(over, "Undo")

    assert len(labels(panel)) == len(_WAYS[EditionState.HELD])
    assert labels(over) == ["Undo", "Why?"]
    assert labels(waits) == labels(panel)


async def test_a_source_is_offered_to_be_trusted_on_a_panel_until_it_is(newsroom, mara):
    channel = newsroom.channel("desk")
    await newsroom.tag("Talks", newsroom.world)
    await show_in(newsroom, channel)
    await hold(newsroom, await reviewed_feed(newsroom), "talks")
    panel = await panel_of(newsroom, mara, await review_card(newsroom, channel, "About talks"), channel)

    trusted = await mara.press(panel, "Trust its source")
    form = await mara.press(trusted, "Retag")
    after = await mara.press(form, "Leave it")

    assert "Trust its source" in labels(panel)
    assert "Trust its source" not in labels(trusted) + labels(after)
