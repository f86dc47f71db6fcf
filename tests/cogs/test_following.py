"""/news subscribe, unsubscribe and what they answer with, as a reader's client sends it."""

import pytest
from sqlalchemy import select

from bot.domain.ids import ServerId, UserId
from bot.domain.subscription import Reach
from bot.standin.people.filling import NotOffered
from bot.standin.people.replies import Reply
from bot.storage import panels, readers, subscriptions
from bot.storage.tables import panel
from tests.builders import an_item
from tests.cogs.asking import Asking, buttons, custom_id_of, options, parts

OPTIONS = ("tag", "tag2", "tag3", "tag4", "tag5")


class Reader(Asking):
    """A reader with a hand for cards."""

    async def press_card(self, card):
        """Press Subscribe on a card."""
        return await self.person.click(card.channel.id, card.id, subscribe_button(card)["custom_id"])

    async def type_times(self, panel, hours, zone):
        """Fill in the form for quiet hours; return what is said, or what the panel shows then."""
        form = await self.press(panel, "Quiet hours…")
        reply = await self.person.submit(form, self._newsroom.world.id, hours=hours, zone=zone)
        return reply if reply.message else await self.as_it_is(panel)

    async def as_it_is(self, panel):
        """Return a private message as it was changed last."""
        changes = [data for name, data in self.person.events if name == "MESSAGE_UPDATE"]
        return Reply(
            "", message=next(each for each in reversed(changes) if each["id"] == panel.message["id"])
        )


@pytest.fixture
async def ravi(newsroom):
    """A reader, with a hand for what the bot offers."""
    async with newsroom.person(newsroom.reader_account()) as person:
        yield Reader(newsroom, person)


async def own(newsroom, asking):
    """What somebody is subscribed to: the ways of their own, by label."""
    server_id, user_id = ServerId(newsroom.server.id), UserId(int(asking.person.id))
    async with newsroom.app.database.read() as tx:
        labels = {each.id: each.label for each in await subscriptions.subjects(tx, server_id)}
        theirs = await subscriptions.of_reader(tx, server_id, user_id)
    return {labels[tag_id]: each.reach for tag_id, each in theirs.items()}


async def choices(newsroom, asking):
    async with newsroom.app.database.read() as tx:
        return await readers.of(tx, ServerId(newsroom.server.id), UserId(int(asking.person.id)))


async def tagged(newsroom, *labels, channel=None):
    return [await newsroom.tag(label, channel or newsroom.world) for label in labels]


async def test_several_tags_are_subscribed_to_in_one_call(newsroom, ravi):
    await tagged(newsroom, "Peace", "Sport", "Économie")

    first = await ravi.use("news subscribe", tag="sport", tag2="economie", reach="digest")
    again = await ravi.use("news subscribe", tag="Peace", tag2="Sport", tag5="peace")

    assert first.private
    assert "You are subscribed to **Sport** now. How its stories reach you: in your digest." in first.text
    assert "**Économie** now" in first.text
    assert "You have no digest yet: /news digest" in first.text
    assert again.text.count("**Peace**") == 1
    assert "You are subscribed to **Sport** already. How its stories reach you: in your digest." in again.text
    assert await own(newsroom, ravi) == {"Peace": None, "Sport": Reach.DIGEST, "Économie": Reach.DIGEST}


async def test_unknown_tags_are_named_with_the_nearest_which_a_button_takes(newsroom, ravi):
    await tagged(newsroom, "Ukraine", "Sport")

    reply = await ravi.use("news subscribe", tag="Ukrane", tag2="Sport", tag3="Zzzz", reach="direct")
    await newsroom.restart()
    taken = await ravi.press(reply, "Subscribe to Ukraine")

    assert "There is no tag “Ukrane” here. Did you mean **Ukraine**?" in reply.text
    assert "There is no tag “Zzzz” here. /news browse" in reply.text
    assert buttons(reply) == ["Subscribe to Ukraine"]
    assert "subscribed to **Ukraine** now. How its stories reach you: direct message." in taken.text
    assert await own(newsroom, ravi) == {"Ukraine": Reach.DIRECT, "Sport": Reach.DIRECT}


async def test_an_older_select_ends_nothing_that_was_chosen_since_and_can_be_taken_back(newsroom, ravi):
    await tagged(newsroom, "Peace", "Sport", "Music")
    await ravi.use("news subscribe", tag="Music")

    shown = await ravi.use("news subscribe")
    await ravi.use("news subscribe", tag="Sport")
    await ravi.use("news unsubscribe", tag="Music")
    picked = await ravi.pick(shown, "Peace", "Music")
    after = await own(newsroom, ravi)
    again = await ravi.pick(picked, "Peace")
    at_last = await own(newsroom, ravi)
    await ravi.press(again, "Undo")

    assert after.keys() == {"Peace", "Sport"}
    assert chosen(picked) == ["Peace", "Sport"]
    assert at_last.keys() == {"Peace"}  # now it showed Sport as chosen
    assert (await own(newsroom, ravi)).keys() == {"Peace", "Sport"}


async def test_without_a_name_there_is_a_select_with_ones_own_chosen(newsroom, ravi):
    await tagged(newsroom, *(f"Tag {number:02}" for number in range(30)))
    await ravi.use("news subscribe", tag="Tag 01")

    reply = await ravi.use("news subscribe", reach="list")
    picked = await ravi.pick(reply, "Tag 02", "Tag 03")
    await newsroom.restart()
    turned = await ravi.press(reply, "Next ▶")
    more = await ravi.pick(turned, "Tag 29")

    assert reply.private
    assert len(options(reply)) == 25
    assert chosen(reply) == ["Tag 01"]
    assert "Page 1 of 2" in reply.text
    assert "You are subscribed to **Tag 02**, **Tag 03**." in picked.text
    assert chosen(picked) == ["Tag 02", "Tag 03"]
    assert options(turned) == [f"Tag {number}" for number in range(25, 30)]
    assert "none of these" in turned.text
    assert chosen(more) == ["Tag 29"]
    assert await own(newsroom, ravi) == dict.fromkeys(["Tag 02", "Tag 03", "Tag 29"], Reach.LIST)


async def test_what_may_not_be_seen_is_neither_offered_nor_taken(newsroom, ravi):
    desk = newsroom.channel("desk")
    await tagged(newsroom, "Peace")
    await tagged(newsroom, "Plans", channel=desk)
    await ravi.use("news subscribe", tag="Plans")
    newsroom.hide(desk)
    await newsroom.heard(lambda bot: (found := bot.get_channel(desk.id)) and found.overwrites)

    offered = await ravi.offered("news subscribe", "tag")
    named = await ravi.use("news subscribe", tag="Plans", tag2="Peace")
    listed = await ravi.use("news subscribe")
    browsed = await ravi.use("news browse")
    shown = await ravi.use("news subscriptions")
    ended = await ravi.use("news unsubscribe", tag="Plans")

    assert list(offered) == ["Peace"]
    assert "There is no tag “Plans” here." in named.text
    assert options(listed) == ["Peace"]
    assert "Plans" not in browsed.text + shown.text
    assert "You are subscribed to one tag" in shown.text
    assert "You are subscribed to **Plans** no longer" in ended.text
    assert await own(newsroom, ravi) == {"Peace": None}


async def test_tags_are_offered_as_they_are_typed_but_not_twice(newsroom, ravi):
    await tagged(newsroom, "Peace", "Économie", "Ukraine War")
    await newsroom.tag("Abroad", newsroom.world, synonyms=["foreignaffairs"])
    await ravi.use("news subscribe", tag="Peace")

    everything = await ravi.offered("news subscribe", "tag")
    mistyped = await ravi.offered("news subscribe", "tag", "ukrane")
    without_accents = await ravi.offered("news subscribe", "tag2", "econ", tag="Peace")
    by_other_name = await ravi.offered("news subscribe", "tag", "Foreign Aff")
    not_again = await ravi.offered("news subscribe", "tag2", "", tag="Économie", tag3="abroad")
    mine = await ravi.offered("news unsubscribe", "tag")
    all_of_mine = await ravi.offered("news unsubscribe", "tag", "all")

    assert list(everything) == ["Économie", "Ukraine War", "Abroad", "Peace"]
    assert list(mistyped) == ["Ukraine War"]
    assert list(without_accents) == ["Économie"]
    assert list(by_other_name) == ["Abroad"]
    assert list(not_again) == ["Ukraine War", "Peace"]
    assert mine == {"Peace": "Peace"}
    assert all_of_mine == {"All of them": "*"}


async def test_a_subscription_ends_and_is_taken_back_after_a_restart(newsroom, ravi):
    await tagged(newsroom, "Peace", "Sport")
    await ravi.use("news subscribe", tag="Peace", reach="direct")

    ended = await ravi.use("news unsubscribe", tag="peace")
    again = await ravi.use("news unsubscribe", tag="Peace")
    gone = await own(newsroom, ravi)
    await newsroom.restart()
    undone = await ravi.press(ended, "Undo")

    assert "You are subscribed to **Peace** no longer." in ended.text
    assert "You are subscribed to no tag “Peace” here. /news subscriptions" in again.text
    assert gone == {}
    assert "All is as it was before." in undone.text
    assert buttons(undone) == []
    async with newsroom.app.database.read() as tx:
        assert (await tx.execute(select(panel))).all() == []
    assert await own(newsroom, ravi) == {"Peace": Reach.DIRECT}


async def test_all_subscriptions_end_only_when_that_is_confirmed(newsroom, ravi):
    await tagged(newsroom, "Peace", "Sport")
    nothing = await ravi.use("news unsubscribe", tag="*")
    await ravi.use("news subscribe", tag="Peace", tag2="Sport")

    kept = await ravi.press(await ravi.use("news unsubscribe", tag="all"), "Keep them")
    before = await own(newsroom, ravi)
    asked = await ravi.use("news unsubscribe", tag="*")
    await newsroom.restart()
    ended = await ravi.press(asked, "End them")

    assert "You are subscribed to nothing here." in nothing.text
    assert "Your subscriptions stay" in kept.text
    assert list(before) == ["Peace", "Sport"]
    assert "End all 2 subscriptions" in asked.text
    assert "You had 2 subscriptions here; they are ended." in ended.text
    assert await own(newsroom, ravi) == {}


async def test_how_stories_reach_a_reader_is_set_for_all_and_for_a_tag(newsroom, ravi):
    await tagged(newsroom, *(f"Tag {number:02}" for number in range(16)))
    for first in (0, 5, 10, 15):
        names = [f"Tag {number:02}" for number in range(first, min(first + 5, 16))]
        await ravi.use("news subscribe", **dict(zip(OPTIONS, names, strict=False)))

    panel = await ravi.use("news subscriptions")
    for_all = await ravi.choose(panel, "direct message")
    await newsroom.restart()
    turned = await ravi.press(panel, "Next ▶")
    chosen_one = await ravi.choose(turned, "Tag 15")
    to_digest = await ravi.choose(chosen_one, "in your digest")
    as_all = await ravi.choose(to_digest, "As for all the others")
    over = await ravi.choose(as_all, "End this subscription")

    assert panel.private
    assert "You are subscribed to 16 tags** of Harbour News" in panel.text
    assert "How their stories reach you: **mention in the discussion**" in panel.text
    assert "Page 1 of 2" in panel.text
    assert "How their stories reach you: **direct message**" in for_all.text
    assert "Tag 15" in turned.text
    assert "Tag 14" not in turned.text
    assert "End this subscription" not in options(turned)
    assert "**Tag 15** · in your digest" in to_digest.text
    assert "You have no digest yet" in to_digest.text
    assert "**Tag 15** · " not in as_all.text
    assert "You are subscribed to 15 tags" in over.text
    assert "Tag 00" in over.text
    assert set((await own(newsroom, ravi)).values()) == {None}
    assert len(await own(newsroom, ravi)) == 15
    assert (await choices(newsroom, ravi)).reach is Reach.DIRECT


async def test_quiet_hours_and_time_zone_are_typed_into_a_form(newsroom, ravi):
    panel = await ravi.use("news subscriptions")
    await newsroom.restart()

    set_up = await ravi.type_times(panel, "22-7:30", "kyiv")
    wrong_zone = await ravi.type_times(panel, "8-9", "Europe/Berlln")
    wrong_hours = await ravi.type_times(panel, "late", "UTC")
    kept = await choices(newsroom, ravi)
    filled = await ravi.press(panel, "Quiet hours…")
    ahead = await ravi.type_times(panel, "10 pm - 6 am", "UTC+14")
    filled_again = await ravi.press(panel, "Quiet hours…")
    off = await ravi.type_times(panel, "aus", "")

    assert "You are subscribed to nothing here." in panel.text
    assert "No quiet hours. Your time zone: UTC." in panel.text
    assert "Quiet hours: **22:00–07:30** (Europe/Kyiv)" in set_up.text
    assert "There is no time zone “Europe/Berlln”. Did you mean Europe/Berlin" in wrong_zone.text
    assert "“late” are no quiet hours" in wrong_hours.text
    assert (str(kept.quiet), kept.time_zone) == ("22:00–07:30", "Europe/Kyiv")
    assert values(filled) == {"hours": "late", "zone": "UTC"}
    assert "Quiet hours: **22:00–06:00** (UTC+14)" in ahead.text
    assert values(filled_again) == {"hours": "22:00–06:00", "zone": "UTC+14"}
    assert "No quiet hours. Your time zone: UTC." in off.text


async def test_there_is_something_to_browse_with_what_it_brings(newsroom, ravi, olena):
    nothing = await ravi.use("news browse")
    none_to_choose = await ravi.use("news subscribe")
    await tagged(newsroom, *(f"Tag {number:02}" for number in range(12)))
    feed = await newsroom.follow()
    await newsroom.publish(feed, *(an_item(f"n{each}", categories=("Tag 01",)) for each in range(3)))
    await olena.use("news subscribe", tag="Tag 01")

    reply = await ravi.use("news browse")
    picked = await ravi.pick(reply, "Tag 01")
    await newsroom.restart()
    turned = await ravi.press(picked, "Next ▶")
    back = await ravi.press(turned, "◀ Back")

    assert "nothing here yet that you could subscribe to" in nothing.text
    assert "nothing here yet that you could subscribe to" in none_to_choose.text
    assert "**12 tags** of Harbour News" in reply.text
    brings = f"**Tag 01** · <#{newsroom.world.id}> · about 3 stories a week"
    assert f"▫ {brings} · one subscriber" in reply.text
    assert "**Tag 00** · " in reply.text
    assert "no story in the last weeks · no subscriber yet" in reply.text
    assert options(reply) == [f"Tag {number:02}" for number in range(10)]
    assert f"✓ {brings} · 2 subscribers" in picked.text
    assert options(turned) == ["Tag 10", "Tag 11"]
    assert chosen(back) == ["Tag 01"]
    assert await own(newsroom, ravi) == {"Tag 01": None}


async def test_the_button_of_a_card_with_one_tag_toggles(newsroom, ravi):
    await tagged(newsroom, "Talks")
    card = await a_card(newsroom, "Talks")

    on = await ravi.press_card(card)
    await newsroom.restart()
    off = await ravi.press_card(card)
    ended = await own(newsroom, ravi)
    undone = await ravi.press(off, "Undo")

    assert on.private
    assert "You are subscribed to **Talks** now. How its stories reach you: mention" in on.text
    assert "You are subscribed to **Talks** no longer." in off.text
    assert ended == {}
    assert "as it was before" in undone.text
    assert await own(newsroom, ravi) == {"Talks": None}


async def test_undo_of_a_card_ends_what_it_began(newsroom, ravi):
    await tagged(newsroom, "Talks")
    card = await a_card(newsroom, "Talks")

    await ravi.press(await ravi.press_card(card), "Undo")

    assert await own(newsroom, ravi) == {}


async def test_the_button_of_a_card_with_several_tags_lets_choose_of_those_that_one_may_see(newsroom, ravi):
    elsewhere, desk = newsroom.channel("elsewhere"), newsroom.channel("desk")
    await tagged(newsroom, "Talks")
    await tagged(newsroom, "Peace", channel=elsewhere)
    await tagged(newsroom, "Plans", channel=desk)
    newsroom.hide(desk)
    await newsroom.heard(lambda bot: (found := bot.get_channel(desk.id)) and found.overwrites)
    await ravi.use("news subscribe", tag="Peace")
    card = await a_card(newsroom, "Talks", "Peace", "Plans")
    pointer = await newsroom.card(elsewhere)

    reply = await ravi.press_card(pointer)
    await newsroom.restart()
    picked = await ravi.pick(reply, "Talks")
    same = await ravi.press_card(card)

    assert reply.private
    assert options(reply) == ["Talks", "Peace"]
    assert chosen(reply) == ["Peace"]
    assert chosen(picked) == ["Talks"]
    assert chosen(same) == ["Talks"]
    assert await own(newsroom, ravi) == {"Talks": None}


async def test_a_card_whose_tags_are_gone_has_nothing_to_subscribe_to(newsroom, ravi, olena):
    await tagged(newsroom, "Talks")
    card = await a_card(newsroom, "Talks")
    await olena.press(await olena.use("tags remove", tag="Talks"), "Remove it")

    reply = await ravi.press_card(card)

    assert "There is nothing to subscribe to on this card any more. /news browse" in reply.text


async def test_nobody_presses_what_another_was_asked(newsroom, ravi):
    await tagged(newsroom, "Talks")
    card = await a_card(newsroom, "Talks")
    panel = await ravi.use("news subscriptions")
    forged = subscribe_button(card)["custom_id"] = custom_id_of(panel, "Quiet hours…")

    async with newsroom.person(newsroom.reader_account("Mara")) as other:
        reply = await other.click(newsroom.world.id, card.id, forged)

    assert reply.private
    assert "Only the person who asked can answer this." in reply.text


async def test_two_hundred_subscriptions_are_the_most(newsroom, ravi):
    await tagged(newsroom, *(f"Tag {number:03}" for number in range(202)))
    async with newsroom.app.database.write() as tx:
        server_id, user_id = ServerId(newsroom.server.id), UserId(int(ravi.person.id))
        there = await subscriptions.subjects(tx, server_id)
        first = [each.id for each in there[:199]]
        await subscriptions.add(tx, server_id, user_id, first, now=newsroom.app.clock.now())

    reply = await ravi.use("news subscribe", tag="Tag 199", tag2="Tag 200", tag3="Tag 000")
    select = await ravi.use("news subscribe")
    last = select
    for _ in range(8):
        last = await ravi.press(last, "Next ▶")
    refused = await ravi.pick(last, "Tag 200", "Tag 201")

    assert "subscribed to **Tag 199** now" in reply.text
    assert "subscribed to **Tag 000** already" in reply.text
    assert "No room for **Tag 200**: nobody can subscribe to more than 200 tags" in reply.text
    assert "Nobody can subscribe to more than 200 tags of one server." in refused.text
    assert len(await own(newsroom, ravi)) == 200


async def test_subscriptions_are_of_a_server(newsroom):
    with pytest.raises(NotOffered):
        async with newsroom.person(newsroom.owner) as person:
            await person.command("news subscribe", channel_id=await person.direct(newsroom.application.id))


async def a_card(newsroom, *labels):
    """The home card of a story with these tags, once it stands there with all that belongs to it."""
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=labels))
    return await newsroom.finished_card()


def subscribe_button(card):
    row = card.components[0]["components"][-1]["components"]
    return next(each for each in row if "subscribe" in each.get("custom_id", ""))


async def test_what_is_chosen_on_a_page_ends_nothing_on_another(newsroom, ravi):
    await tagged(newsroom, *(f"Tag {number:02}" for number in range(30)))
    await ravi.use("news subscribe", tag="Tag 00", tag2="Tag 29")
    first = await ravi.use("news subscribe")

    # Two clicks so close that the first page is still shown while the second is turned to.
    async with newsroom.app.database.write() as tx:
        row = (await tx.execute(select(panel))).one()
        await panels.change(tx, row.key, row.content | {"page": 1})
    await ravi.pick(first, "Tag 01")

    assert list(await own(newsroom, ravi)) == ["Tag 01", "Tag 29"]


def chosen(reply):
    return [
        option["label"]
        for part in parts(reply)
        if part["type"] == 3
        for option in part["options"]
        if option.get("default")
    ]


def values(reply):
    """What stands in the fields of a form at first."""
    fields = [row["component"] for row in reply.modal["components"]]
    return {field["custom_id"]: field.get("value") for field in fields}
